"""Platforms' calls: the address each channel has for them, and every call noted once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plugin.store import channels, rows
from plugin.store.encryption import vault_of
from plugin.store.tables import Channel, ChannelCall

KEPT = dt.timedelta(days=30)  # no platform repeats a call for longer
_TOKEN_BYTES = 32


def new_token() -> str:
    """What makes an address nobody guesses: 256 bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def keep_hook(session: Session, shop_id: int, channel_id: int, token: str, hook: dict[str, Any]) -> None:
    """Keep the address (by its token) and what the platform gave for it, sealed. Raises NotThere, Conflict."""
    sealed = vault_of(session).seal(shop_id, channel_id, {"token": token, "hook": json.dumps(hook)})
    rows.must_change(session, Channel, shop_id, channel_id, {"hook": sealed, "hook_hash": _hash(token)})


def forget_hook(session: Session, shop_id: int, channel_id: int) -> None:
    """The address leads nowhere any more. Raises NotThere."""
    rows.must_change(session, Channel, shop_id, channel_id, {"hook": None, "hook_hash": None})


def hook_of(session: Session, shop_id: int, channel_id: int) -> tuple[str, dict[str, Any]] | None:
    """The address's token and what the platform gave, or None where there is none. Raises NotThere, SecretUnreadable."""
    channel = channels.get(session, shop_id, channel_id)
    if channel.hook is None:
        return None
    opened = vault_of(session).open(shop_id, channel_id, channel.hook)
    return opened["token"], json.loads(opened["hook"])


def by_token(session: Session, token: str) -> Channel | None:
    """The channel that this address belongs to, whatever its shop."""
    return session.scalars(select(Channel).where(Channel.hook_hash == _hash(token))).one_or_none()


def note(
    session: Session, shop_id: int, channel_id: int, event_id: str, *, nudge: bool, now: dt.datetime | None = None
) -> bool:
    """Note a call; False where the same one came before."""
    call = ChannelCall(
        shop_id=shop_id, channel_id=channel_id, event_id=event_id, nudge=nudge, received_at=now or rows.utc_now()
    )
    try:
        with session.begin_nested():
            session.add(call)
    except IntegrityError:
        return False
    return True


def forget_old(session: Session, now: dt.datetime) -> int:
    """Drop what nobody repeats any more; gives how many."""
    gone = session.execute(delete(ChannelCall).where(ChannelCall.received_at < now - KEPT))
    return int(getattr(gone, "rowcount", 0))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
