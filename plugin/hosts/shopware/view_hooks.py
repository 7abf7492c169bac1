"""Shopware's webhooks: checked, noted once, queued, answered. The work is done elsewhere (contract §2.5).

After ten errors a shop switches a webhook off, so whatever is genuine is answered 204 at once.
"""

from __future__ import annotations

import datetime as dt

import structlog
from flask import Response, request

from plugin.hosts.bodies import read_body
from plugin.hosts.shopware import asking, hooks, kept
from plugin.hosts.shopware.kept import CONNECTOR, HOST
from plugin.hosts.shopware.signatures import SHOP_SIGNATURE, verify
from plugin.store import Session, installs, tables
from plugin.work.host_wishes import Wish

log = structlog.get_logger(__name__)

_LARGEST = 1024 * 1024  # bytes; review_form.send brings a whole product along
_BAD, _UNAUTHORIZED = 400, 401


def hook() -> Response:
    services, raw = asking.services(), read_body(_LARGEST)
    now = dt.datetime.now(dt.UTC)
    try:
        with services.database.session() as session:
            install = _signed(session, raw, now)
            if install is None:
                return Response(status=_UNAUTHORIZED)
            told = hooks.read(raw)
            if not told.is_fresh(now):
                log.warning("a webhook came far too late", host=HOST, shop_id=install.shop_id)
                return Response(status=_UNAUTHORIZED)
            _take(session, install, told, raw, now)
    except hooks.BadHook:
        return Response(status=_BAD)
    return Response(status=204)


def _signed(session: Session, body: bytes, now: dt.datetime) -> tables.Install | None:
    """The install whose secret signed the body, also the one before it for a minute; None: nobody's."""
    install = installs.find(session, HOST, hooks.shop_named_in(body))
    given = request.headers.get(SHOP_SIGNATURE)
    usable = kept.keys_of(session, install).usable(now)
    genuine = any([verify(body, given, secret) for secret in usable])  # noqa: C419 -- as long for the first as for the last
    return install if genuine else None


def _take(session: Session, install: tables.Install, told: hooks.Hook, body: bytes, now: dt.datetime) -> None:
    work = asking.services().work
    details = {"connector": CONNECTOR} if told.wish is Wish.SYNC else None
    new = work.receive(
        session, HOST, told.shop_id, told.event, told.event_id, wish=told.wish, body=body, details=details, now=now
    )
    if new is None:
        return  # a repeat
    if told.app_version:
        installs.set_data(session, install, app_version=told.app_version)
    if told.wish is Wish.UNINSTALL:
        work.uninstall(session, install, now=now)
        if told.keeps_data is False:
            work.receive(
                session, HOST, told.shop_id, "keepUserData=false", told.event_id, wish=Wish.PURGE, body=body, now=now
            )
