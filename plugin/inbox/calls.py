"""Platforms that call us: an address of its own for each channel, every call verified by its connector, each once.

A call is never believed further than 'read again': what it says is fetched from the platform itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

import structlog

from connectors.contract import BadAnswer, Connector, ConnectorError, Forged, Hook, Nudge
from plugin.inbox.connecting import connect
from plugin.store import Database, SecretUnreadable, Session, channel_calls, channels, events

log = structlog.get_logger(__name__)

PATH = "/hooks"
_NUDGES_EVERY = 60  # seconds; unsigned calls of one minute are one

# shop id, channel id, what names the wish, and the platform's ids of the reviews that it is about (none: all may be)
AskForReading = Callable[[Session, int, int, str, Sequence[str]], object]
MOST_NAMED = 20  # reviews in one call; with more, the channel is read


class NotForUs(LookupError):
    """There is no such address, or the call is not the platform's. Who calls is told no more than that."""


def receive(
    database: Database,
    token: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    ask: AskForReading,
    now: dt.datetime | None = None,
) -> bool:
    """Take a call: note it and ask for a reading, in one commit. False where the same call came before.

    Raises NotForUs, and BadAnswer for a genuine call that cannot be read.
    """
    now = now or dt.datetime.now(dt.UTC)
    with database.session() as session:
        channel = channel_calls.by_token(session, token)
        if channel is None or channel.state == "off":
            raise NotForUs
        shop_id, channel_id = channel.shop_id, channel.id
    with database.session(shop_id=shop_id) as session:
        event_id, ids = _verified(session, shop_id, channel_id, headers, body, now)
        if not channel_calls.note(session, shop_id, channel_id, event_id, nudge=ids is None, now=now):
            return False
        named = tuple(dict.fromkeys(ids or ()))
        ask(session, shop_id, channel_id, f"call-{event_id}", named if len(named) <= MOST_NAMED else ())
    log.info("called", shop_id=shop_id, channel_id=channel_id, nudge=ids is None)
    return True


def sign_of_life(database: Database, token: str, query: Mapping[str, str]) -> str:
    """What a platform wants to hear that asks whether the address is alive before it calls there. Raises NotForUs."""
    with database.session() as session:
        channel = channel_calls.by_token(session, token)
        if channel is None or channel.state == "off":
            raise NotForUs
        shop_id, channel_id = channel.shop_id, channel.id
    connector: Connector | None = None
    try:
        with database.session(shop_id=shop_id) as session:
            kept = channel_calls.hook_of(session, shop_id, channel_id)
            connector = connect(session, shop_id, channel_id)
        return connector.challenge(query, _hook(kept[1] if kept else {}))
    except (ConnectorError, SecretUnreadable):
        raise NotForUs from None
    finally:
        if connector is not None:
            connector.close()


def _verified(
    session: Session, shop_id: int, channel_id: int, headers: Mapping[str, str], body: bytes, now: dt.datetime
) -> tuple[str, tuple[str, ...] | None]:
    """What names this call, and the reviews that it is about; None where it is only a nudge, of which nothing is believed."""
    connector: Connector | None = None
    try:
        kept = channel_calls.hook_of(session, shop_id, channel_id)
        connector = connect(session, shop_id, channel_id)
        said = connector.webhook(headers, body, _hook(kept[1] if kept else {}))
    except BadAnswer:
        raise
    except (ConnectorError, SecretUnreadable) as error:
        log.warning("call refused", channel_id=channel_id, error=type(error).__name__, forged=isinstance(error, Forged))
        raise NotForUs from None
    finally:
        if connector is not None:
            connector.close()
    if isinstance(said, Nudge):
        return f"nudge-{int(now.timestamp()) // _NUDGES_EVERY}", None
    return (said.event_id[:60] or hashlib.sha256(body).hexdigest()), said.ids


def switch_on(session: Session, shop_id: int, channel_id: int, address: str, *, person_id: int | None = None) -> str:
    """Let the platform call us; gives the address, to paste there where the connector cannot subscribe by itself.

    ``address`` is where the desk is reached from outside. One that is there already stays. Raises ConnectorError, NotThere.
    """
    if (there := address_of(session, shop_id, channel_id, address)) is not None:
        return there
    token = channel_calls.new_token()
    url = f"{address}{PATH}/{token}"
    connector = connect(session, shop_id, channel_id)
    try:
        hook = connector.subscribe(url) if connector.abilities.can_subscribe else Hook()
    finally:
        connector.close()
    channel_calls.keep_hook(session, shop_id, channel_id, token, asdict(hook))
    name = channels.get(session, shop_id, channel_id).name
    events.add(session, shop_id, "channel.calls.on", person_id=person_id, details={"channel": name})
    return url


def switch_off(session: Session, shop_id: int, channel_id: int, *, person_id: int | None = None) -> None:
    """The address leads nowhere from now on, whether or not the platform takes its subscription back. Raises NotThere."""
    kept = channel_calls.hook_of(session, shop_id, channel_id)
    if kept is not None:  # before anything is written: the database is not held while the platform is asked
        _unsubscribe(session, shop_id, channel_id, kept[1])
    channel_calls.forget_hook(session, shop_id, channel_id)
    name = channels.get(session, shop_id, channel_id).name
    events.add(session, shop_id, "channel.calls.off", person_id=person_id, details={"channel": name})


def _unsubscribe(session: Session, shop_id: int, channel_id: int, hook: Mapping[str, object]) -> None:
    try:
        connector = connect(session, shop_id, channel_id)
        try:
            if connector.abilities.can_subscribe:
                connector.unsubscribe(_hook(hook))
        finally:
            connector.close()
    except ConnectorError as error:
        log.warning("not unsubscribed", channel_id=channel_id, message=error.message)


def address_of(session: Session, shop_id: int, channel_id: int, address: str) -> str | None:
    """The address that the platform calls, for the owner's eyes; None where it is not switched on. Raises NotThere."""
    kept = channel_calls.hook_of(session, shop_id, channel_id)
    return None if kept is None else f"{address}{PATH}/{kept[0]}"


def _hook(data: Mapping[str, object]) -> Hook:
    given = {**data, "topics": tuple(data.get("topics") or ())}  # type: ignore[arg-type]  # a list, as JSON keeps it
    return Hook(**given)  # type: ignore[arg-type]  # what asdict made of one
