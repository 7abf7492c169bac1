"""Looking up what the shop's host says of its products, before replies about them are drafted.

A host hangs its way to look up into LOOKUPS when a worker starts. That nothing is found, or nobody answers, is no
reason not to draft: the reply then states less.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import structlog

from plugin.settings import Settings
from plugin.shop import Product
from plugin.store import Database, installs, products, shops, tables

log = structlog.get_logger(__name__)

Lookup = Callable[[Database, Settings, tables.Install, Sequence[str]], Mapping[str, Product]]
LOOKUPS: dict[str, Lookup] = {}


class NotNow(Exception):
    """The host gives no answer now; ask again at the next look."""


def look_up(database: Database, settings: Settings, shop_id: int) -> int:
    """Fetch the facts of products that reviews name and nobody asked about yet; how many were found."""
    if not LOOKUPS:
        return 0
    now = dt.datetime.now(dt.UTC)
    with database.session(shop_id=shop_id) as session:
        host = shops.get(session, shop_id).host
        install = installs.of_shop(session, shop_id, host)
        asked = products.wanted(session, shop_id, now) if host in LOOKUPS else []
    if not asked or install is None or install.state != installs.InstallState.INSTALLED:
        return 0
    try:
        found = LOOKUPS[host](database, settings, install, asked)
    except NotNow as error:
        log.warning("the host says nothing of its products now", shop=shop_id, reason=str(error))
        return 0
    with database.session(shop_id=shop_id) as session:
        products.save(session, shop_id, asked, found, now)
    return len(found)
