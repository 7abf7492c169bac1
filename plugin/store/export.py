"""Everything that is kept of a shop, as plain data: for its owner to take along. Credentials and hashes stay behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from plugin.store import orders
from plugin.store.database import Database
from plugin.store.errors import NotThere, SecretUnreadable
from plugin.store.removing import tables_of_a_shop
from plugin.store.tables import CallCount, KnownOrder, OfShop, ReviewFacet, Shop, SignedIn, SignInLink, TypedSecret

_AT_ONCE = 500  # rows read at a time; nothing is held open between them
_NOT_DATA: frozenset[type[OfShop]] = frozenset(
    {SignedIn, SignInLink, TypedSecret, ReviewFacet, CallCount}
)  # ways in, and counts: of what stands beside them, and of our calls to platforms
_NOT_SAID = frozenset({"shop_id", "secrets", "hook", "stretched", "fingerprint", "workflow_id"})
_HASH = "_hash"  # what ends so stands for a secret


def rows(database: Database, shop_id: int) -> Iterator[dict[str, Any]]:
    """The shop, then its rows table by table: ``{"kind": table, …}``, times in ISO 8601. Raises NotThere.

    It is read while the shop works on: a row that comes in meanwhile may be in it or not, and none is torn.
    """
    with database.session(shop_id=shop_id) as session:
        shop = session.scalars(select(Shop).where(Shop.id == shop_id)).one_or_none()
        if shop is None:
            raise NotThere(f"There is no shop with number {shop_id}.")
        said = {"kind": "shop", "format": 1, "slug": shop.slug, "host": shop.host, "profile": shop.profile}
        yield said | {"created_at": _plain(shop.created_at)}
    for table in reversed(tables_of_a_shop()):
        if table not in _NOT_DATA:
            yield from _of_table(database, table, shop_id)


def of_reviews(
    database: Database, shop_id: int, review_ids: Collection[int], order_ids: Collection[int] = ()
) -> Iterator[dict[str, Any]]:
    """Of the same rows those that are these reviews or orders, or belong to one of them."""
    for row in rows(database, shop_id):
        of_review = (row["kind"] == "reviews" and row["id"] in review_ids) or row.get("review_id") in review_ids
        of_order = (row["kind"] == "orders" and row["id"] in order_ids) or row.get("order_id") in order_ids
        if of_review or of_order:
            yield row


def _of_table(database: Database, table: Any, shop_id: int) -> Iterator[dict[str, Any]]:
    mapped = inspect(table)
    key = mapped.primary_key[0]
    columns = [
        column.key for column in mapped.column_attrs if column.key not in _NOT_SAID and not column.key.endswith(_HASH)
    ]
    after = 0
    while True:
        with database.session(shop_id=shop_id) as session:
            found = session.scalars(
                select(table).where(table.shop_id == shop_id, key > after).order_by(key).limit(_AT_ONCE)
            ).all()
            said = [{name: _plain(getattr(row, name)) for name in columns} | _opened(session, row) for row in found]
        for row_said in said:
            yield {"kind": table.__tablename__, **row_said}
        if len(found) < _AT_ONCE:
            return
        after = getattr(found[-1], key.key)


def _opened(session: Session, row: Any) -> dict[str, Any]:
    """What stands sealed in a row and is the owner's to take along: whom an order is of, while that is kept."""
    if not isinstance(row, KnownOrder):
        return {}
    try:
        contact = orders.contact_of(session, row)
    except SecretUnreadable:
        contact = None
    return {"contact": None if contact is None else asdict(contact)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime | dt.date) else value
