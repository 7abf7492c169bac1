"""What hosts ask of us by their webhooks, in our own words, so that the work knows no host's topics.

A host's view checks the signature, names the wish and hands it to ``Work.receive``: event and work are one commit,
and the same event twice is one. Uninstalling does not wait for a worker: the view calls ``leaving.uninstall`` itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

import structlog

from plugin.store import (
    Database,
    Session,
    channels,
    customer_requests,
    customers,
    events,
    host_events,
    installs,
    orders,
    tables,
)
from plugin.work import asking, leaving
from plugin.work.queueing import Queueing

log = structlog.get_logger(__name__)


class Wish(StrEnum):
    NOTE = "note"  # for the log only
    UNINSTALL = "uninstall"  # dealt with by the view
    SUSPEND = "suspend"  # the app was switched off on the host
    RESUME = "resume"
    SYNC = "sync"  # there may be new reviews; details: {"connector": name} or none for every channel
    PURGE = "purge"  # everything of the shop goes now
    # details of both: {"email", "phone", "orders", "request"}
    TELL_CUSTOMER = "tell-customer"  # what is kept of a customer: found, and noted for the owner to hand on
    FORGET_CUSTOMER = "forget-customer"


def grant(database: Database, queueing: Queueing, event_row_id: int) -> str:
    """Do what an event asks for; gives the outcome, which stays on record. Safe to run again."""
    with database.session() as session:
        event = host_events.find(session, event_row_id)
        if event is None or event.handled_at is not None:
            return event.outcome if event is not None else "gone"
        details = host_events.details(session, event)
        install = installs.find(session, event.host, event.external_shop)
    outcome = _outcome(database, queueing, event, install, details)
    with database.session() as session:
        event = host_events.find(session, event_row_id)
        if event is not None:
            host_events.handled(session, event, outcome, dt.datetime.now(dt.UTC))
    log.info("a host's wish was granted", host=event.host if event else "", outcome=outcome)
    return outcome


def _outcome(
    database: Database,
    queueing: Queueing,
    event: tables.HostEvent,
    install: tables.Install | None,
    details: Mapping[str, Any],
) -> str:
    if install is None:
        return "nothing is kept of this shop"
    granted = _GRANTING.get(event.wish)
    return granted(database, queueing, install, details) if granted is not None else "noted"


def _purge(database: Database, _queueing: Queueing, install: tables.Install, _details: Mapping[str, Any]) -> str:
    if install.state in {installs.InstallState.INSTALLED, installs.InstallState.SUSPENDED}:
        return "kept: the shop is installed again"
    with database.session() as session:
        goes = leaving.goes_with(session, install)
    return f"removed: {leaving.purge(database, install.shop_id)} rows" if goes else "kept: the shop stands by itself"


def _sync(database: Database, queueing: Queueing, install: tables.Install, details: Mapping[str, Any]) -> str:
    if install.state != installs.InstallState.INSTALLED:
        return "not installed"
    with database.session(shop_id=install.shop_id) as session:
        wanted = [
            channel.id
            for channel in channels.every(session, install.shop_id)
            if channel.state not in {"off", "reconnect"}
            and details.get("connector", channel.connector) == channel.connector
        ]
        for channel_id in wanted:
            asking.sync(queueing, session, install.shop_id, channel_id)
    return f"fetching from {len(wanted)} channels"


def _tell(database: Database, _queueing: Queueing, install: tables.Install, details: Mapping[str, Any]) -> str:
    """Note what is the customer's: the owner takes it from the desk (Export and leave) and hands it on."""
    asked = _customer(details)
    with database.session(shop_id=install.shop_id) as session:
        found = customers.reviews_of(session, install.shop_id, asked)
        ordered = orders.of_customer(session, install.shop_id, asked.email, asked.orders)
        customer_requests.note(
            session, installs.held(session, install.shop_id, install.id), request=str(details.get("request", "")),
            reviews=found, orders=ordered, now=dt.datetime.now(dt.UTC),
        )  # fmt: skip
    return f"found in {len(found)} reviews{f' and {len(ordered)} orders' if ordered else ''}"


def _forget(database: Database, _queueing: Queueing, install: tables.Install, details: Mapping[str, Any]) -> str:
    with database.session(shop_id=install.shop_id) as session:
        changed = customers.forget(session, install.shop_id, _customer(details))
        events.add(session, install.shop_id, "customer.forgotten", details={"rows": changed})
    return f"removed from {changed} rows"


def _customer(details: Mapping[str, Any]) -> customers.Customer:
    return customers.Customer(
        str(details.get("email", "")), str(details.get("phone", "")), tuple(map(str, details.get("orders", ())))
    )


def _move(to: installs.InstallState) -> Callable[..., str]:
    def granted(database: Database, _queueing: Queueing, install: tables.Install, _details: Mapping[str, Any]) -> str:
        with database.session(shop_id=install.shop_id) as session:
            held = installs.held(session, install.shop_id, install.id)
            if held.state not in {installs.InstallState.INSTALLED, installs.InstallState.SUSPENDED}:
                return "not installed"
            _set(session, held, to)
        return str(to)

    return granted


def _set(session: Session, install: tables.Install, to: installs.InstallState) -> None:
    installs.set_state(session, install, to, now=dt.datetime.now(dt.UTC))


_GRANTING: Mapping[str, Callable[..., str]] = {
    Wish.PURGE: _purge,
    Wish.SYNC: _sync,
    Wish.TELL_CUSTOMER: _tell,
    Wish.FORGET_CUSTOMER: _forget,
    Wish.SUSPEND: _move(installs.InstallState.SUSPENDED),
    Wish.RESUME: _move(installs.InstallState.INSTALLED),
}
