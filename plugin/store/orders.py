"""Delivered orders. Who the customer is goes in sealed, comes out only through ``contact_of``, and goes again."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets as randomness
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import delete, exists, func, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from connectors.contract import DeliveredOrder, InvitedProduct
from plugin.store import bulk, rows
from plugin.store.encryption import Vault, vault_of
from plugin.store.tables import Invited, InvitePolicy, InviteRule, KnownOrder
from plugin.words import InvitationState, Inviting

# The longest delay is 60 days: an order that is older than this is asked about by no channel any more.
TOO_OLD = dt.timedelta(days=90)
HASH_KEPT = dt.timedelta(days=400)  # an order that a host tells of again within a year is known
_UNDER_WAY = (InvitationState.WAITING.value, InvitationState.SENDING.value)
_KEY_BYTES = 32
HOST = 0  # stands for the shop's host where a channel's number is meant; no channel has it
_LONGEST_TROUBLE = 300


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom an order is of. No representation shows it."""

    number: str = field(repr=False)
    email: str = field(repr=False)
    name: str = field(default="", repr=False)
    products: tuple[InvitedProduct, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Hashes:
    """The shop's own hashes of order numbers and addresses: nobody without its key can try guesses against them."""

    key: bytes = field(repr=False)

    def of_number(self, number: str) -> str:
        return self._of("number", number.strip())

    def of_email(self, email: str) -> str:
        return self._of("email", email.strip().casefold())

    def _of(self, what: str, value: str) -> str:
        return hmac.new(self.key, f"{what}:{value}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Source:
    """``message`` says why it could not be read the last time."""

    until: dt.datetime
    message: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    new: int = 0
    known: int = 0


# --- what holds for the whole shop --------------------------------------------------------------------------------


def find_policy(session: Session, shop_id: int) -> InvitePolicy | None:
    return session.scalars(select(InvitePolicy).where(InvitePolicy.shop_id == shop_id)).one_or_none()


def policy(session: Session, shop_id: int) -> InvitePolicy:
    """The shop's, made with a key of its own where it has none."""
    found = find_policy(session, shop_id)
    if found is not None:
        return found
    sealed = vault_of(session).seal(shop_id, _POLICY, {"key": randomness.token_hex(_KEY_BYTES)})
    made = InvitePolicy(shop_id=shop_id, secrets=sealed, divide=True, keep_days=7, sources={})
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:  # somebody else made it at the same moment
        return session.scalars(select(InvitePolicy).where(InvitePolicy.shop_id == shop_id)).one()
    return made


def hashes(session: Session, shop_id: int) -> Hashes:
    """Raises SecretUnreadable."""
    opened = vault_of(session).open(shop_id, _POLICY, policy(session, shop_id).secrets)
    return Hashes(bytes.fromhex(opened["key"]))


def set_policy(
    session: Session, shop_id: int, *, divide: bool | None = None, keep_days: int | None = None
) -> InvitePolicy:
    found = policy(session, shop_id)
    found.divide = found.divide if divide is None else divide
    found.keep_days = found.keep_days if keep_days is None else keep_days
    session.flush()
    return found


def set_source(session: Session, shop_id: int, channel_id: int, until: dt.datetime | None) -> None:
    """How far the orders of a channel, or of the host (HOST), were read; None: they are not read (any more)."""
    found = policy(session, shop_id)
    known = {name: value for name, value in found.sources.items() if name != str(channel_id)}
    said = {"until": until.isoformat(), "message": ""} if until is not None else None
    found.sources = known if said is None else {**known, str(channel_id): said}
    session.flush()


def note_trouble(session: Session, shop_id: int, channel_id: int, message: str) -> None:
    """Why a source could not be read the last time; empty: it could. Nothing where it is no source (any more)."""
    found = policy(session, shop_id)
    if (known := found.sources.get(str(channel_id))) is not None:
        found.sources = {**found.sources, str(channel_id): {**known, "message": message[:_LONGEST_TROUBLE]}}
        session.flush()


def sources(session: Session, shop_id: int) -> dict[int, Source]:
    """The channels (or HOST) whose orders are read, and how far."""
    found = find_policy(session, shop_id)
    known = found.sources if found else {}
    return {
        int(name): Source(dt.datetime.fromisoformat(said["until"]), said["message"]) for name, said in known.items()
    }


def shops_with_sources(session: Session) -> list[int]:
    """The shops of which orders are read somewhere: for the scheduler only."""
    return [found.shop_id for found in session.scalars(select(InvitePolicy)).all() if found.sources]


# --- the orders ----------------------------------------------------------------------------------------------------


def take(
    session: Session,
    shop_id: int,
    given: Sequence[DeliveredOrder],
    *,
    source: str,
    now: dt.datetime | None = None,
) -> Taken:
    """Keep the orders that are not known yet. A known one stays as it is, but for the consent: a no counts for ever, and a
    yes where nobody had asked. Raises SecretUnreadable.
    """
    if not given:
        return Taken()
    own, vault, moment = hashes(session, shop_id), vault_of(session), now or rows.utc_now()
    by_hash: dict[str, DeliveredOrder] = {}
    for order in given:
        number_hash = own.of_number(order.number)
        said_no = by_hash[number_hash].consent is False if number_hash in by_hash else False
        by_hash[number_hash] = replace(order, consent=False) if said_no else order
    before = set(_known(session, shop_id, list(by_hash)))
    new = [
        _as_row(shop_id, number_hash, order, own, vault, source, moment)
        for number_hash, order in by_hash.items()
        if number_hash not in before
    ]
    bulk.insert_new(session.connection(), KnownOrder, new)
    _note_consents(session, shop_id, {each: by_hash[each].consent for each in before})
    return Taken(len(new), len(given) - len(new))


def _note_consents(session: Session, shop_id: int, said: Mapping[str, bool | None]) -> None:
    for answer, only_where in ((False, true()), (True, KnownOrder.consent.is_(None))):
        whose = [number_hash for number_hash, consent in said.items() if consent is answer]
        if whose:
            session.execute(
                update(KnownOrder)
                .where(KnownOrder.shop_id == shop_id, KnownOrder.number_hash.in_(whose), only_where)
                .values(consent=answer)
                .execution_options(synchronize_session=False)
            )


def _known(session: Session, shop_id: int, wanted: list[str]) -> Iterable[str]:
    return session.scalars(
        select(KnownOrder.number_hash).where(
            KnownOrder.shop_id == shop_id, bulk.is_one_of(session.connection(), KnownOrder.number_hash, wanted)
        )
    )


def _as_row(
    shop_id: int, number_hash: str, order: DeliveredOrder, own: Hashes, vault: Vault, source: str, now: dt.datetime
) -> dict[str, Any]:
    return {
        "shop_id": shop_id,
        "number_hash": number_hash,
        "email_hash": own.of_email(order.email),
        "contact": vault.seal(shop_id, _owner(number_hash), _sealable(order)),
        "language": order.language,
        "consent": order.consent,
        "source": source,
        "ordered_at": order.ordered,
        "delivered_at": order.delivered,
        "received_at": now,
    }


def _sealable(order: DeliveredOrder) -> dict[str, str]:
    products = [{"id": each.id, "name": each.name} for each in order.products]
    return {"number": order.number, "email": order.email, "name": order.name, "products": json.dumps(products)}


def get(session: Session, shop_id: int, order_id: int) -> KnownOrder:
    """Raises NotThere."""
    return rows.get(session, KnownOrder, shop_id, order_id)


def contact_of(session: Session, order: KnownOrder) -> Contact | None:
    """Whom to ask; None where that is gone. Raises SecretUnreadable."""
    if order.contact is None:
        return None
    opened = vault_of(session).open(order.shop_id, _owner(order.number_hash), order.contact)
    products = tuple(InvitedProduct(**each) for each in json.loads(opened["products"]))
    return Contact(opened["number"], opened["email"], opened["name"], products)


def unplanned(
    session: Session, shop_id: int, channel_id: int, *, since: dt.datetime, until: dt.datetime, limit: int
) -> Sequence[KnownOrder]:
    """Orders delivered in that time about which this channel has not been asked yet, oldest first."""
    planned = exists().where(
        Invited.shop_id == shop_id, Invited.order_id == KnownOrder.id, Invited.channel_id == channel_id
    )
    return session.scalars(
        select(KnownOrder)
        .where(
            KnownOrder.shop_id == shop_id, KnownOrder.delivered_at >= since, KnownOrder.delivered_at <= until, ~planned
        )
        .order_by(KnownOrder.delivered_at, KnownOrder.id)
        .limit(limit)
    ).all()  # fmt: skip


def unplanned_count(session: Session, shop_id: int, channel_id: int, *, since: dt.datetime, until: dt.datetime) -> int:
    """How many orders delivered in that time this channel has not been asked about yet."""
    planned = exists().where(
        Invited.shop_id == shop_id, Invited.order_id == KnownOrder.id, Invited.channel_id == channel_id
    )
    found = session.scalar(
        select(func.count())
        .select_from(KnownOrder)
        .where(
            KnownOrder.shop_id == shop_id, KnownOrder.delivered_at >= since, KnownOrder.delivered_at <= until, ~planned
        )
    )  # fmt: skip
    return int(found or 0)


# --- going --------------------------------------------------------------------------------------------------------


def forget_old(session: Session, shop_id: int, now: dt.datetime) -> int:
    """Drop the addresses that no channel needs any more, and orders of long ago; how many rows changed."""
    gone = rows.rows_changed(
        session.execute(
            delete(KnownOrder)
            .where(KnownOrder.shop_id == shop_id, KnownOrder.delivered_at < now - HASH_KEPT)
            .execution_options(synchronize_session=False)
        )
    )
    return gone + _drop_contacts(session, shop_id, _asked_by_all(session, shop_id, now), now)


def _asked_by_all(session: Session, shop_id: int, now: dt.datetime) -> dt.datetime:
    """Orders delivered before then are due at no channel any more."""
    found = find_policy(session, shop_id)
    longest = session.scalars(
        select(InviteRule.delay_days).where(InviteRule.shop_id == shop_id, InviteRule.state != Inviting.OFF.value)
    ).all()
    if not longest or found is None:
        return now - TOO_OLD
    return now - dt.timedelta(days=max(longest) + found.keep_days)


def _drop_contacts(session: Session, shop_id: int, delivered_before: dt.datetime, now: dt.datetime) -> int:
    under_way = exists().where(
        Invited.shop_id == shop_id, Invited.order_id == KnownOrder.id, Invited.state.in_(_UNDER_WAY)
    )
    return rows.rows_changed(
        session.execute(
            update(KnownOrder)
            .where(
                KnownOrder.shop_id == shop_id,
                KnownOrder.contact.is_not(None),
                (KnownOrder.delivered_at < now - TOO_OLD) | ((KnownOrder.delivered_at < delivered_before) & ~under_way),
            )
            .values(contact=None, email_hash=None)
            .execution_options(synchronize_session=False)
        )
    )


def of_customer(session: Session, shop_id: int, email: str, numbers: Sequence[str]) -> list[int]:
    """The orders of a customer of which something is kept, found by address or number."""
    if find_policy(session, shop_id) is None:
        return []
    own = hashes(session, shop_id)
    named = KnownOrder.number_hash.in_([own.of_number(number) for number in numbers])
    whose = named | (KnownOrder.email_hash == own.of_email(email)) if email else named
    return list(
        session.scalars(
            select(KnownOrder.id).where(KnownOrder.shop_id == shop_id, KnownOrder.contact.is_not(None), whose)
        )
    )


def forget_customer(session: Session, shop_id: int, email: str, numbers: Sequence[str]) -> int:
    """Drop who these orders are of; how many there were."""
    found = of_customer(session, shop_id, email, numbers)
    if found:
        session.execute(
            update(KnownOrder)
            .where(KnownOrder.shop_id == shop_id, KnownOrder.id.in_(found))
            .values(contact=None, email_hash=None)
            .execution_options(synchronize_session=False)
        )
    return len(found)


# --- keys -----------------------------------------------------------------------------------------------------------


def reseal_all(session: Session) -> int:
    """Reseal what stands here of all shops under the newest key; how much was not yet. Raises SecretUnreadable."""
    vault, resealed = vault_of(session), 0
    for found in session.scalars(select(InvitePolicy).with_for_update()).all():
        if not vault.is_newest(found.secrets):
            found.secrets = vault.seal(found.shop_id, _POLICY, vault.open(found.shop_id, _POLICY, found.secrets))
            resealed += 1
    sealed = select(KnownOrder).where(KnownOrder.contact.is_not(None)).with_for_update()
    for order in session.scalars(sealed.execution_options(yield_per=1_000)):
        if order.contact and not vault.is_newest(order.contact):
            owner = _owner(order.number_hash)
            order.contact = vault.seal(order.shop_id, owner, vault.open(order.shop_id, owner, order.contact))
            resealed += 1
    session.flush()
    return resealed


def check_keys(session: Session) -> None:
    """Read the key of every shop's hashes once. Raises SecretUnreadable."""
    for found in session.scalars(select(InvitePolicy)).all():
        vault_of(session).open(found.shop_id, _POLICY, found.secrets)


_POLICY = "inviting"


def _owner(number_hash: str) -> str:
    return f"order-{number_hash}"
