"""Delivered orders from the shop systems that tell of them: read where the owner said so, from where it stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import structlog

from connectors.contract import Connector, ConnectorError
from plugin.inviting.planning import abilities
from plugin.store import Database, Session, channels, events, orders

log = structlog.get_logger(__name__)

Connect = Callable[[Session, int, int], Connector]

OVERLAP = dt.timedelta(hours=1)  # clocks differ, and an order that is known already is passed by


class NoOrders(ValueError):
    """The channel's system does not tell of orders, or not with these settings."""


def read_from(
    session: Session, shop_id: int, channel_id: int, *, since: dt.datetime | None, person_id: int | None
) -> None:
    """Let this channel's orders be read from then on; None: no more. Raises NoOrders, NotThere."""
    channel = channels.get(session, shop_id, channel_id)
    if since is not None and not abilities(session, shop_id, channel_id).can_read_orders:
        raise NoOrders("This channel tells of no orders.")
    orders.set_source(session, shop_id, channel_id, since)
    what = "orders.read" if since is not None else "orders.left"
    events.add(session, shop_id, what, person_id=person_id, details={"channel": channel.name})


def read_orders(database: Database, shop_id: int, *, connect: Connect, now: dt.datetime) -> int:
    """Read the shop's sources; how many new orders came. One that fails is read again next time, from the same place."""
    new = 0
    with database.session(shop_id=shop_id) as session:
        wanted = orders.sources(session, shop_id)
    for channel_id, since in wanted.items():
        try:
            new += _read_one(database, shop_id, channel_id, since, connect, now)
        except ConnectorError as error:
            log.warning("orders could not be read", shop_id=shop_id, channel_id=channel_id, error=type(error).__name__)
    return new


def _read_one(
    database: Database, shop_id: int, channel_id: int, since: dt.datetime, connect: Connect, now: dt.datetime
) -> int:
    with database.session(shop_id=shop_id) as session:
        channel = channels.find(session, shop_id, channel_id)
        if channel is None or channel.state in {"off", "reconnect"}:
            return 0
        source, connector = channel.connector, connect(session, shop_id, channel_id)
    new = 0
    try:
        if not connector.abilities.can_read_orders:
            return 0
        for page in connector.fetch_orders(since - OVERLAP):
            with database.session(shop_id=shop_id) as session:
                new += orders.take(session, shop_id, page.orders, source=source, now=now).new
                orders.set_source(session, shop_id, channel_id, min(max(page.until, since), now))
    finally:
        connector.close()
    return new
