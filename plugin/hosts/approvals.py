"""Connecting a channel by a yes on its own page: who asked for it is remembered while the person is away.

The way back is a link that carries a credential, so it must be the very answer that this browser asked for a moment ago.
``state`` travels to the platform and back: a number and our signature over it, nothing about the shop. The ticket stays in
the browser, in a cookie of its own that also comes along when another site sends the browser here (SameSite=Lax): the
desk's own cookie does not (Strict). Both must name the same number, and each number is good once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from marshmallow import ValidationError

from connectors.approvals import Asked, Way
from connectors.contract import ConnectorError
from connectors.woocommerce import approval as woocommerce
from plugin.hosts.standalone.tokens import same, token_hash
from plugin.store import SecretUnreadable, Session, channels, sign_ins, tables, used_tokens
from plugin.words import Role

LASTS = dt.timedelta(minutes=20)
COOKIE = "wederwoord_approval"
_HOST = "approval"  # under which used numbers are kept
_SHORT = 32  # characters of a state's signature, 128 bits: WordPress shows the whole address to people


WAYS: Mapping[str, Way] = {"woocommerce": woocommerce}  # by connector


class Refused(Exception):
    """The way back is not the answer that was asked for. The message says why, for the log."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What was asked, by whom. ``session`` is the hash of the asking session's token, as the store has it."""

    number: str
    connector: str
    asked: Asked
    shop_id: int
    session: str
    setting_up: bool
    ends: int


def issue(
    secret_key: str,
    connector: str,
    asked: Asked,
    *,
    shop_id: int,
    session_token: str,
    setting_up: bool,
    now: dt.datetime,
) -> tuple[str, str]:
    """State and ticket of one question, for the address and for the cookie."""
    ticket = Ticket(
        secrets.token_urlsafe(16), connector, asked, shop_id, token_hash(session_token), setting_up,
        int((now + LASTS).timestamp()),
    )  # fmt: skip
    payload = urlsafe_b64encode(json.dumps(asdict(ticket)).encode()).decode()
    state = f"{ticket.number}.{_sign(secret_key, 'state', ticket.number)[:_SHORT]}"
    return state, f"{payload}.{_sign(secret_key, 'ticket', payload)}"


def read(secret_key: str, state: str, cookie: str, now: dt.datetime) -> Ticket:
    """The ticket of this answer. Raises Refused. Whether it was used before, ``use_up`` says."""
    number, _, signature = state.partition(".")
    if not same(signature, _sign(secret_key, "state", number)[:_SHORT]):
        raise Refused("the state is not ours")
    payload, _, signature = cookie.partition(".")
    if not same(signature, _sign(secret_key, "ticket", payload)):
        raise Refused("this browser asked for nothing")
    said: dict[str, Any] = json.loads(urlsafe_b64decode(payload))
    ticket = Ticket(**{**said, "asked": Asked(**said["asked"])})
    if not same(ticket.number, number):
        raise Refused("this browser asked for something else")
    if now.timestamp() >= ticket.ends:
        raise Refused("the answer came too late")
    return ticket


def use_up(session: Session, ticket: Ticket, now: dt.datetime) -> tables.Person:
    """Who asked, once, while they are still signed in and the shop's owner. Raises Refused."""
    ends = dt.datetime.fromtimestamp(ticket.ends, dt.UTC) + LASTS
    if not used_tokens.use_once(session, _HOST, token_hash(ticket.number), expires_at=ends):
        raise Refused("the answer was used before")
    found = sign_ins.find(session, ticket.session, now)
    if found is None or found[1].shop_id != ticket.shop_id or not Role(found[1].role).may_act_as(Role.OWNER):
        raise Refused("who asked is no longer signed in as the owner")
    return found[1]


def app_id(secret_key: str, shop_id: int, site: str) -> str:
    """How a platform knows the credentials that this desk has for this site and shop: a UUID that stays the same.

    The sites of one WordPress network share their accounts, so each site has its own.
    """
    made = hmac.new(secret_key.encode(), f"approval-app:{shop_id}:{site}".encode(), hashlib.sha256).digest()
    return str(uuid.UUID(bytes=made[:16], version=4))


@dataclass(frozen=True, slots=True)
class Held:
    """A channel's credential that may have come by a yes elsewhere."""

    connector: str
    settings: Mapping[str, Any] = field(repr=False)
    shop_id: int


def held(session: Session, shop_id: int) -> list[Held]:
    """What a shop that leaves has to give back. Ask before its credentials are gone, and ``give_back`` after that."""
    found = []
    for channel in channels.every(session, shop_id):
        if channel.connector in WAYS:
            try:
                if channels.secrets(session, shop_id, channel.id):
                    found.append(Held(channel.connector, channels.full_settings(session, shop_id, channel.id), shop_id))
            except SecretUnreadable:
                continue
    return found


def give_back(given: Held, secret_key: str) -> None:
    """Take the credential away on the platform, as far as it lets us. Calls it; hold no session meanwhile."""
    way = WAYS[given.connector]
    try:
        site = way.ask(given.settings["url"]).site
    except (ConnectorError, ValidationError):
        return  # the owner can take it back there
    way.take_back(given.settings, app_id(secret_key, given.shop_id, site))


def _sign(secret_key: str, purpose: str, text: str) -> str:
    return hmac.new(secret_key.encode(), f"approval-{purpose}:{text}".encode(), hashlib.sha256).hexdigest()
