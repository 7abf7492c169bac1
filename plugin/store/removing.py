"""Removing a shop with everything that belongs to it, table by table, so that a large one locks nobody out for long."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from plugin.store.database import Database
from plugin.store.rows import rows_changed
from plugin.store.tables import Base, OfShop, ReviewFacet, Shop

_AT_ONCE = 2_000  # rows of a table in one transaction
_BY_TRIGGERS = frozenset({ReviewFacet})  # empties itself with the reviews; what is left of it goes with the shop


def tables_of_a_shop() -> list[type[OfShop]]:
    """Every table whose rows belong to a shop, those that others point at last."""
    mapped = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    ordered = [mapped[table] for table in reversed(Base.metadata.sorted_tables) if table in mapped]
    return [found for found in ordered if issubclass(found, OfShop)]


def remove_shop(database: Database, shop_id: int) -> int:
    """Remove the shop; how many rows went. Cut off, it can be run again: the shop's own row goes last."""
    gone = 0
    for table in tables_of_a_shop():
        if table not in _BY_TRIGGERS:
            gone += _empty(database, table, shop_id)
    with database.session() as session:
        return gone + rows_changed(session.execute(delete(Shop).where(Shop.id == shop_id)))


def _empty(database: Database, table: Any, shop_id: int) -> int:
    key, gone = table.__mapper__.primary_key[0], 0
    while True:
        with database.session(shop_id=shop_id) as session:
            some = session.scalars(select(key).where(table.shop_id == shop_id).limit(_AT_ONCE)).all()
            if some:
                done = session.execute(
                    delete(table)
                    .where(table.shop_id == shop_id, key.in_(some))
                    .execution_options(synchronize_session=False)
                )
                gone += rows_changed(done)
        if len(some) < _AT_ONCE:
            return gone
