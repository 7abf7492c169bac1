"""Finding and removing what is kept of one customer, whom a host names by address, telephone or order numbers.

A host's request names no review of ours, so the words themselves are searched: wherever a customer's own words, or
ours about them, are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, cast, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from plugin.store import orders as known_orders
from plugin.store.tables import (
    Approval,
    DecisionMade,
    Draft,
    Errand,
    Event,
    GoldenExample,
    OfShop,
    PromiseMade,
    Publication,
    Review,
    ReviewVersion,
    TrialCase,
)

GONE = "[…]"  # what stands in place of what was removed
_WORDS: tuple[tuple[type[OfShop], tuple[str, ...]], ...] = (
    (Review, ("title", "text", "author", "existing_reply", "more")),
    (ReviewVersion, ("title", "text")),
    (DecisionMade, ("reason",)),
    (Draft, ("reply", "private_message", "internal_note", "note", "report", "promises")),
    (Approval, ("text", "report", "override_reason")),
    (Publication, ("violation", "hint")),  # a platform may quote the reply
    (Errand, ("subject", "text", "message")),
    (PromiseMade, ("text",)),
    (GoldenExample, ("name", "review", "expect")),
    (TrialCase, ("name", "said", "before", "after")),
    (Event, ("details",)),
)
_SHORTEST_PHONE, _SHORTEST_ORDER = 7, 4  # digits; fewer would find everybody
_COUNTRY_DIGITS = 9  # of a telephone number, without its country and its leading nought
_APART = r"[\s().\-/]*"


@dataclass(frozen=True, slots=True)
class Customer:
    """As a host names them; what is empty is not looked for."""

    email: str = ""
    phone: str = ""
    orders: tuple[str, ...] = ()

    def pattern(self) -> re.Pattern[str] | None:
        """What names them in a text; None where nothing does."""
        parts = [rf"(?<![\w.+-]){re.escape(self.email)}(?![\w-]|\.\w)"] if "@" in self.email else []
        digits = re.sub(r"\D", "", self.phone)
        if len(digits) >= _SHORTEST_PHONE:
            own = _APART.join(digits[-_COUNTRY_DIGITS:])
            parts.append(rf"(?<!\d)(?:\+|00)?(?:\d{_APART}){{0,4}}{own}(?!\d)")
        parts += [rf"(?<!\d){re.escape(order)}(?!\d)" for order in self.orders if _is_number(order)]
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def hints(self) -> list[str]:
        """Short texts of which one stands wherever the pattern is found: for the database to look for."""
        digits = re.sub(r"\D", "", self.phone)
        given = [self.email] if "@" in self.email else []
        given += [digits[-2:]] if len(digits) >= _SHORTEST_PHONE else []
        return given + [order for order in self.orders if _is_number(order)]


def _is_number(order: str) -> bool:
    return order.isdecimal() and len(order) >= _SHORTEST_ORDER


def reviews_of(session: Session, shop_id: int, customer: Customer) -> list[int]:
    """The reviews in which the customer is named, now or in an earlier version."""
    pattern = customer.pattern()
    if pattern is None:
        return []
    found: set[int] = set()
    for table, columns in _WORDS[:2]:
        for row in _candidates(session, table, columns, shop_id, customer):
            if any(pattern.search(_as_text(getattr(row, column))) for column in columns):
                found.add(row.id if isinstance(row, Review) else getattr(row, "review_id"))  # noqa: B009 -- a version's, by the list above
    return sorted(found)


def forget(session: Session, shop_id: int, customer: Customer) -> int:
    """Take the customer out of everything kept; how many rows changed. Their reviews lose the author's name as well."""
    pattern = customer.pattern()
    if pattern is None:
        return 0
    changed = 0
    for review_id in reviews_of(session, shop_id, customer):
        review = session.get(Review, review_id)
        if review is not None and review.author:
            review.author, changed = "", changed + 1
    for table, columns in _WORDS:
        for row in _candidates(session, table, columns, shop_id, customer):
            changed += _clean(row, columns, lambda text: pattern.sub(GONE, text))
    session.flush()
    return changed + known_orders.forget_customer(session, shop_id, customer.email, customer.orders)


def _candidates(
    session: Session, table: Any, columns: Sequence[str], shop_id: int, customer: Customer
) -> Sequence[Any]:
    looked_at: list[InstrumentedAttribute[Any]] = [getattr(table, column) for column in columns]
    holds = [cast(column, Text).icontains(hint, autoescape=True) for column in looked_at for hint in customer.hints()]
    return session.scalars(select(table).where(table.shop_id == shop_id, or_(*holds)).order_by(table.id)).all()


def _clean(row: Any, columns: Sequence[str], clean: Callable[[str], str]) -> int:
    touched = 0
    for column in columns:
        before = getattr(row, column)
        after = _cleaned(before, clean)
        if after != before:
            setattr(row, column, after)
            touched = 1
    return touched


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _cleaned(inner, clean) for key, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner, clean) for inner in value]
    return value


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
