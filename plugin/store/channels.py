"""Channels: a shop's connected places. Secrets go in sealed and come out only through ``secrets``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.encryption import vault_of
from plugin.store.errors import Conflict
from plugin.store.tables import Channel, Review, ReviewFacet
from plugin.store.tenancy import NAMED_BY
from plugin.words import ReviewState

_MOST = 2**31 - 1
_WAITING = (ReviewState.NEW.value, ReviewState.WAITING.value)


def add(
    session: Session,
    shop_id: int,
    connector: str,
    name: str,
    settings: Mapping[str, Any],
    secrets: Mapping[str, str] | None = None,
    *,
    limits: Mapping[str, Any] | None = None,
    now: dt.datetime | None = None,
) -> Channel:
    """A new channel. ``settings`` without the secret fields. Raises Conflict where the shop uses the name already."""
    channel = Channel(
        shop_id=shop_id, connector=connector, name=name, settings=dict(settings), limits=dict(limits or {}), cursor={},
        state="ok", created_at=now or rows.utc_now(),
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(channel)
    except IntegrityError as error:
        raise Conflict(f"This shop has a channel called {name} already.") from error
    if secrets:
        channel.secrets = vault_of(session).seal(shop_id, channel.id, secrets)
        session.flush()
    return channel


def find(session: Session, shop_id: int, channel_id: int) -> Channel | None:
    return rows.find(session, Channel, shop_id, channel_id)


def get(session: Session, shop_id: int, channel_id: int) -> Channel:
    """Raises NotThere."""
    return rows.get(session, Channel, shop_id, channel_id)


def every(session: Session, shop_id: int) -> Sequence[Channel]:
    return rows.of_shop(session, Channel, shop_id)


@dataclass(frozen=True, slots=True)
class Listed:
    """A channel as a list names it. ``state``: ok, reconnect, failing or off."""

    id: int
    name: str
    state: str


_LISTED = (  # built once: every page of the desk asks for it
    select(Channel.id, Channel.name, Channel.state)
    .where(Channel.shop_id == bindparam("of_shop"))
    .order_by(Channel.id)
    .execution_options(**{NAMED_BY: "of_shop"})
)


def listed(session: Session, shop_id: int) -> tuple[Listed, ...]:
    """The shop's channels by their names, oldest first."""
    return tuple(Listed(*row) for row in session.execute(_LISTED, {"of_shop": shop_id}))


def by_name(session: Session, shop_id: int, name: str) -> Channel | None:
    return session.scalars(select(Channel).where(Channel.shop_id == shop_id, Channel.name == name)).one_or_none()


def secrets(session: Session, shop_id: int, channel_id: int) -> dict[str, str]:
    """The secret fields in the clear: for making the connector, never for showing or logging.

    Raises NotThere, SecretUnreadable.
    """
    sealed = get(session, shop_id, channel_id).secrets
    return vault_of(session).open(shop_id, channel_id, sealed) if sealed else {}


def full_settings(session: Session, shop_id: int, channel_id: int) -> dict[str, Any]:
    """Settings and secrets together, as a connector's ``Settings`` schema loads them. Raises as ``secrets``."""
    channel = get(session, shop_id, channel_id)
    return {**channel.settings, **secrets(session, shop_id, channel_id)}


def save_settings(
    session: Session,
    shop_id: int,
    channel_id: int,
    *,
    name: str | None = None,
    settings: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    limits: Mapping[str, Any] | None = None,
) -> None:
    """Change what is given and leave the rest; new secrets replace all old ones. Raises NotThere, Conflict."""
    changes: dict[str, Any] = {"name": name, "settings": settings, "limits": limits}
    if secrets is not None:
        changes["secrets"] = vault_of(session).seal(shop_id, channel_id, secrets)
    changes = {field: value for field, value in changes.items() if value is not None}
    if not changes:
        get(session, shop_id, channel_id)
        return
    try:
        with session.begin_nested():
            rows.must_change(session, Channel, shop_id, channel_id, changes)
    except IntegrityError as error:
        raise Conflict(f"This shop has a channel called {name} already.") from error


def set_state(session: Session, shop_id: int, channel_id: int, state: str, message: str = "") -> None:
    """``state``: ok, reconnect, failing or off; ``message`` for the owner, without secrets. Raises NotThere."""
    rows.must_change(session, Channel, shop_id, channel_id, {"state": state, "message": message})


def plan_reading(session: Session, shop_id: int, channel_id: int, at: dt.datetime, *, failures: int) -> None:
    """When it is read next by itself, and how many readings in a row went wrong. Raises NotThere."""
    rows.must_change(session, Channel, shop_id, channel_id, {"next_sync_at": at, "failures": failures})


def read_soon(session: Session, shop_id: int, channel_id: int) -> None:
    """Read it at the next look, whatever was planned: it was connected again, or someone called. Raises NotThere."""
    rows.must_change(session, Channel, shop_id, channel_id, {"next_sync_at": None, "failures": 0})


def due_for_reading(session: Session, now: dt.datetime) -> Sequence[tuple[int, int]]:
    """Shop and id of every channel of all shops whose reading is due: for the scheduler only."""
    found = session.execute(
        select(Channel.shop_id, Channel.id)
        .where(
            Channel.state.not_in(("off", "reconnect")),
            or_(Channel.next_sync_at.is_(None), Channel.next_sync_at <= now),
        )
        .order_by(Channel.id)
    )
    return [(shop_id, channel_id) for shop_id, channel_id in found]


def liveliness(session: Session, shop_id: int, channel_id: int) -> tuple[bool, dt.datetime | None]:
    """Whether bad reviews (two stars and less) wait for an answer there, and when its newest review was written."""
    facets = select(func.sum(ReviewFacet.n)).where(
        ReviewFacet.shop_id == shop_id,
        ReviewFacet.channel_id == channel_id,
        ReviewFacet.state.in_(_WAITING),
        ReviewFacet.stars.in_((1, 2)),
    )
    newest = session.scalar(
        select(Review.created_at)
        .where(Review.shop_id == shop_id, Review.channel_id == channel_id)
        .order_by(Review.rank.desc())
        .limit(1)
    )
    return bool(session.scalar(facets)), newest


def disconnect(session: Session, shop_id: int, channel_id: int) -> None:
    """Switch it off and forget its credentials and its address for calls; its reviews stay. Raises NotThere."""
    forgotten = {"secrets": None, "hook": None, "hook_hash": None}
    rows.must_change(session, Channel, shop_id, channel_id, {"state": "off", "message": "", **forgotten})


def save_cursor(
    session: Session,
    shop_id: int,
    channel_id: int,
    cursor: Mapping[str, Any],
    *,
    synced_at: dt.datetime | None = None,
    total: int | None = None,
) -> None:
    """Where the next fetch starts; with ``synced_at`` the fetch was complete; ``total`` is how many reviews the channel says it
    has. Raises NotThere.
    """
    values: dict[str, Any] = {"cursor": dict(cursor)}
    if total is not None:
        values["total"] = max(0, min(total, _MOST))
    if synced_at is not None:
        values["synced_at"] = synced_at
    rows.must_change(session, Channel, shop_id, channel_id, values)


# --- keys -----------------------------------------------------------------------------------------------------


_SEALED = ("secrets", "hook")  # the columns that hold ciphertext
_HAS_SEALED = or_(Channel.secrets.is_not(None), Channel.hook.is_not(None))


@dataclass(frozen=True, slots=True)
class Rotated:
    """``after_id``: hand it in next time; None when all is done."""

    resealed: int
    after_id: int | None


def rotate_keys(session: Session, batch: int = 100, after_id: int = 0) -> Rotated:
    """Reseal up to ``batch`` channels of all shops under the newest key.

    Resumable: what the newest key made already is passed by, so a run that was cut off may start anywhere again.
    Raises SecretUnreadable; nothing of this batch is then changed.
    """
    vault = vault_of(session)
    found = session.scalars(
        select(Channel).where(Channel.id > after_id, _HAS_SEALED).order_by(Channel.id).limit(batch).with_for_update()
    ).all()
    resealed = 0
    for channel in found:
        stale = [name for name in _SEALED if (sealed := getattr(channel, name)) and not vault.is_newest(sealed)]
        for name in stale:
            opened = vault.open(channel.shop_id, channel.id, getattr(channel, name))
            setattr(channel, name, vault.seal(channel.shop_id, channel.id, opened))
        resealed += bool(stale)
    session.flush()
    return Rotated(resealed, found[-1].id if len(found) == batch else None)


def check_keys(session: Session) -> None:
    """Read every stored credential once, for the start of the program. Raises SecretUnreadable."""
    vault = vault_of(session)
    for shop_id, channel_id, sealed in _sealed(session):
        vault.open(shop_id, channel_id, sealed)


def _sealed(session: Session) -> Iterator[tuple[int, int, str]]:
    found = session.execute(
        select(Channel.shop_id, Channel.id, Channel.secrets, Channel.hook).where(_HAS_SEALED).order_by(Channel.id)
    )
    for shop_id, channel_id, *parts in found:
        for sealed in filter(None, parts):
            yield shop_id, channel_id, sealed
