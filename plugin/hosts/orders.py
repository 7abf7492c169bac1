"""The order behind a review, as a host tells it: shown beside the review to whoever writes the reply, and not kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plugin.settings import Settings
from plugin.store import Database, installs, reviews, shops


@dataclass(frozen=True, slots=True)
class Parcel:
    sent: dt.datetime | None = None
    expected: dt.datetime | None = None
    delivered: dt.datetime | None = None
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    name: str
    ordered: dt.datetime | None = None
    cancelled: dt.datetime | None = None
    paid: bool = False
    refunded: bool = False  # wholly or in part
    sent: bool = False  # all of it
    parcels: tuple[Parcel, ...] = ()


def may_ask(settings: Settings, host: str) -> bool:
    """Whether orders of this host's shops can be asked for at all."""
    return host == "shopify" and settings.shopify is not None and settings.shopify.orders


def order_of(database: Database, settings: Settings, shop_id: int, review_id: int) -> Order | None:
    """The order that the review's channel names. Calls the host; holds no session meanwhile. Raises NotThere."""
    with database.session(shop_id=shop_id) as session:
        reference = str((reviews.get(session, shop_id, review_id).more or {}).get("order_ref", ""))
        host = shops.get(session, shop_id).host
        install = installs.of_shop(session, shop_id, host)
    if not reference or install is None or not may_ask(settings, host):
        return None
    from plugin.hosts.shopify import orders  # the only host that tells so far

    return orders.find(database, settings, install, reference)
