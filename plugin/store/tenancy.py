"""The tenancy net: in a session of one shop no ORM statement reads or writes another shop's rows.

The rule is the explicit ``shop_id`` of every function in this room; this net catches the one that forgot it.
It sees ORM statements only: SQL on bare tables is kept to the modules named in the tests of this room.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria

from plugin.store.errors import WrongShop
from plugin.store.tables import OfShop, Shop

SHOP = "shop_id"  # the key in Session.info
# A statement that names its shop for every table it reads says by which parameter; the net then has nothing to add.
NAMED_BY = "shop_named_by"


def _refuse(found: object, shop_id: int) -> None:
    if found is not None and found != shop_id:
        raise WrongShop(f"A statement for shop {shop_id} named a row of another shop.")


def _inserted_shops(state: ORMExecuteState) -> Iterable[object]:
    rows: Any = state.parameters or {}
    for row in [rows] if isinstance(rows, Mapping) else rows:
        yield row.get(SHOP)
    values: Any = getattr(state.statement, "_values", None) or {}
    for column, bound in values.items():
        if getattr(column, "key", column) == SHOP:
            yield getattr(bound, "value", bound)
    for many in getattr(state.statement, "_multi_values", None) or ():
        for row in many:
            if isinstance(row, Mapping):
                yield from (value for column, value in row.items() if getattr(column, "key", column) == SHOP)


def _scope_statement(state: ORMExecuteState) -> None:
    shop_id = state.session.info.get(SHOP)
    if shop_id is None:
        return
    if state.is_insert:
        mapper = state.bind_mapper
        if mapper is not None and issubclass(mapper.class_, OfShop):
            for found in _inserted_shops(state):
                _refuse(found, shop_id)
        return
    if state.is_column_load or state.is_relationship_load:
        return
    named_by = state.execution_options.get(NAMED_BY)
    if named_by is not None and isinstance(state.parameters, Mapping) and state.parameters.get(named_by) == shop_id:
        return  # every row that it reads is of the shop that it was given, and that is this one
    state.statement = _scoped(state.statement, shop_id)


_MOST_SHOPS = 64  # whose form of a statement is kept
_kept: WeakKeyDictionary[Any, dict[int, Any]] = WeakKeyDictionary()


def _scoped(statement: Any, shop_id: int) -> Any:
    """The statement with the net around it. Kept for as long as the statement lives: one that is built once for every
    page is then also prepared once, and preparing costs more than running it.
    """
    of_shops = _kept.get(statement)
    if of_shops is None:
        of_shops = _kept.setdefault(statement, {})
    scoped = of_shops.get(shop_id)
    if scoped is None:
        if len(of_shops) >= _MOST_SHOPS:
            of_shops.clear()
        scoped = of_shops[shop_id] = statement.options(*_criteria(shop_id))
    return scoped


@lru_cache(maxsize=1024)
def _criteria(shop_id: int) -> tuple[Any, Any]:
    """Made once for a shop: making them costs as much as a small query, and a page of the desk asks twenty."""
    return (
        with_loader_criteria(OfShop, lambda cls: cls.shop_id == shop_id, include_aliases=True),
        with_loader_criteria(Shop, lambda cls: cls.id == shop_id, include_aliases=True),
    )


def _check_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    shop_id = session.info.get(SHOP)
    if shop_id is None:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, OfShop):
            _refuse(row.shop_id, shop_id)
        elif isinstance(row, Shop):
            _refuse(row.id, shop_id)


def cast_net(session_class: type[Session]) -> None:
    """Make the net part of every session of this class; it holds where ``Session.info["shop_id"]`` is set."""
    event.listen(session_class, "do_orm_execute", _scope_statement)
    event.listen(session_class, "before_flush", _check_flush)
