"""How a fake Shopware searches: filters, sorting, pages and counts, as far as anybody here asks for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from connectors.testing.shopware_state import ShopReview

MOST = 500  # shopware.yaml, api.max_limit


class Refused(Exception):
    """The criteria are not acceptable; ``code`` is Shopware's own."""

    def __init__(self, code: str, status: int = 400) -> None:
        self.code, self.status = code, status
        super().__init__(code)


_FIELDS: Mapping[str, Callable[[ShopReview], Any]] = {
    "id": lambda review: review.id,
    "createdAt": lambda review: review.created,
    "updatedAt": lambda review: review.updated,
    "comment": lambda review: review.comment,
    "status": lambda review: review.status,
    "points": lambda review: review.points,
}


def find(reviews: Iterable[ShopReview], criteria: Mapping[str, Any]) -> tuple[list[ShopReview], int]:
    """The page that is asked for, and the total as ``total-count-mode`` wants it. Raises Refused."""
    limit, page = criteria.get("limit", MOST), criteria.get("page", 1)
    if not (isinstance(limit, int) and 1 <= limit <= MOST):
        raise Refused(
            "FRAMEWORK__QUERY_LIMIT_EXCEEDED"
            if isinstance(limit, int) and limit > MOST
            else "FRAMEWORK__INVALID_LIMIT_QUERY"
        )
    if not (isinstance(page, int) and page >= 1):
        raise Refused("FRAMEWORK__INVALID_PAGE_QUERY")
    found = [review for review in reviews if all(_matches(review, one) for one in criteria.get("filter", []))]
    for sort in reversed(criteria.get("sort", [])):
        value = _field(sort["field"])
        found.sort(key=lambda review, value=value: _sortable(value(review)), reverse=sort.get("order") == "DESC")  # type: ignore[misc]  # the default binds this round's field
    shown = found[(page - 1) * limit : page * limit]
    exact = criteria.get("total-count-mode") in {1, "exact"}
    return shown, len(found) if exact else len(shown)


def _field(name: str) -> Callable[[ShopReview], Any]:
    if name not in _FIELDS:
        raise Refused("FRAMEWORK__UNMAPPED_FIELD")
    return _FIELDS[name]


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, value if value is not None else 0)


def _matches(review: ShopReview, one: Mapping[str, Any]) -> bool:
    value = _field(one["field"])(review)
    match one["type"]:
        case "equals":
            return bool(value == one["value"])
        case "equalsAny":
            wanted = one["value"].split("|") if isinstance(one["value"], str) else one["value"]
            return value in wanted
        case "range":
            return value is not None and all(_compare(value, how, than) for how, than in one["parameters"].items())
    raise Refused("FRAMEWORK__INVALID_FILTER_QUERY")


def _compare(value: Any, how: str, than: Any) -> bool:
    other = dt.datetime.fromisoformat(than) if isinstance(value, dt.datetime) else than
    value = value.replace(microsecond=value.microsecond // 1000 * 1000) if isinstance(value, dt.datetime) else value
    answers = {"gte": value >= other, "gt": value > other, "lte": value <= other, "lt": value < other}
    if how not in answers:
        raise Refused("FRAMEWORK__INVALID_FILTER_QUERY")
    return bool(answers[how])
