"""Delivered orders from the shop systems that tell of them: read where the owner said so, from where it stopped.

A source is a channel, whose connector reads with the channel's own credential, or the shop's host. A host hangs its way to
read into HOST_ORDERS when a worker starts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import structlog

from connectors.call_ledger import sparing
from connectors.contract import Connector, ConnectorError, OrderPage
from plugin.inviting.planning import abilities
from plugin.settings import Settings
from plugin.store import Database, Session, channels, events, installs, orders, shops, tables
from plugin.store.orders import HOST

log = structlog.get_logger(__name__)

Connect = Callable[[Session, int, int], Connector]
HostOrders = Callable[[Database, Settings, tables.Install, dt.datetime], Iterator[OrderPage]]
HOST_ORDERS: dict[str, HostOrders] = {}

OVERLAP = dt.timedelta(hours=1)  # clocks differ, and an order that is known already is passed by


class NoOrders(ValueError):
    """The channel's system does not tell of orders, or not with these settings."""


class NotNow(Exception):
    """The host gives no orders now; it is asked again at the next look. The message is for the owner."""


def read_from(
    session: Session, shop_id: int, channel_id: int, *, since: dt.datetime | None, person_id: int | None
) -> None:
    """Let a channel's orders be read from then on, or those of the host (HOST); None: no more. Raises NoOrders, NotThere."""
    name = shops.get(session, shop_id).host if channel_id == HOST else channels.get(session, shop_id, channel_id).name
    if since is not None and channel_id != HOST and not abilities(session, shop_id, channel_id).can_read_orders:
        raise NoOrders("This channel tells of no orders.")
    orders.set_source(session, shop_id, channel_id, since)
    what = "orders.read" if since is not None else "orders.left"
    events.add(session, shop_id, what, person_id=person_id, details={"channel": name})


def read_orders(
    database: Database, shop_id: int, *, connect: Connect, settings: Settings | None = None, now: dt.datetime
) -> int:
    """Read the shop's sources; how many new orders came. One that fails says why at its source, and goes on there."""
    new = 0
    with database.session(shop_id=shop_id) as session:
        wanted = orders.sources(session, shop_id)
    for channel_id, source in wanted.items():
        trouble = ""
        try:
            if channel_id == HOST:
                new += _read_host(database, shop_id, source.until, settings, now)
            else:
                new += _read_channel(database, shop_id, channel_id, source.until, connect, now)
        except (ConnectorError, NotNow) as error:
            trouble = f"{error}"
            log.warning("orders could not be read", shop_id=shop_id, channel_id=channel_id, error=type(error).__name__)
        if trouble != source.message:
            with database.session(shop_id=shop_id) as session:
                orders.note_trouble(session, shop_id, channel_id, trouble)
    return new


def _read_channel(
    database: Database, shop_id: int, channel_id: int, since: dt.datetime, connect: Connect, now: dt.datetime
) -> int:
    with database.session(shop_id=shop_id) as session:
        channel = channels.find(session, shop_id, channel_id)
        if channel is None or channel.state in {"off", "reconnect"}:
            return 0
        source, connector = channel.connector, connect(session, shop_id, channel_id)
    try:
        if not connector.abilities.can_read_orders:
            return 0
        with sparing():
            return _take(database, shop_id, channel_id, since, connector.fetch_orders(since - OVERLAP), source, now)
    finally:
        connector.close()


def _read_host(
    database: Database, shop_id: int, since: dt.datetime, settings: Settings | None, now: dt.datetime
) -> int:
    with database.session(shop_id=shop_id) as session:
        host = shops.get(session, shop_id).host
        install = installs.of_shop(session, shop_id, host)
    if settings is None or host not in HOST_ORDERS:
        raise NotNow("The host tells of no orders.")
    if install is None or install.state != installs.InstallState.INSTALLED:
        return 0
    pages = HOST_ORDERS[host](database, settings, install, since - OVERLAP)
    return _take(database, shop_id, HOST, since, pages, host, now)


def _take(
    database: Database,
    shop_id: int,
    channel_id: int,
    since: dt.datetime,
    pages: Iterator[OrderPage],
    source: str,
    now: dt.datetime,
) -> int:
    new = 0
    for page in pages:
        with database.session(shop_id=shop_id) as session:
            new += orders.take(session, shop_id, page.orders, source=source, now=now).new
            orders.set_source(session, shop_id, channel_id, min(max(page.until, since), now))
    return new
