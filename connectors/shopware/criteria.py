"""What a search asks for, in Shopware's own words (contract shopify-shopware §2.6, as its SDK writes it)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Criteria = Mapping[str, Any]

LIMIT = 100  # with its customers and products a page of more is slow on a weak server
MOST = 500  # Shopware refuses more
# Each needs "<entity>:read" (product, customer, language, locale); what nobody needs is not even asked for.
_ASSOCIATIONS: Mapping[str, Any] = {
    "product": {},
    "customer": {},
    "language": {"associations": {"locale": {}}},
}


def by_time(field: str, since: dt.datetime | None, *, page: int, limit: int = LIMIT) -> Criteria:
    """Reviews by ``field`` ("createdAt" or "updatedAt") from ``since`` on, oldest first; equal times by id."""
    return {
        **_page(page, limit, total=1),
        "filter": [] if since is None else [_since(field, since)],
        "sort": [_sort(field, "ASC"), _sort("id", "ASC")],
        "associations": _ASSOCIATIONS,
    }


def until(moment: dt.datetime) -> Criteria:
    """One review created no later than then, for the number of them all."""
    created = {"type": "range", "field": "createdAt", "parameters": {"lte": written(moment)}}
    return {**_page(1, 1, total=1), "filter": [created]}


def newest(field: str) -> Criteria:
    """The one review with the latest ``field``, without what belongs to it."""
    return {**_page(1, 1, total=1), "filter": [], "sort": [_sort(field, "DESC")]}


def with_ids(ids: Sequence[str]) -> Criteria:
    """These reviews, at most ``MOST`` of them, without what belongs to them."""
    return {**_page(1, MOST, total=0), "filter": [_any_of(ids)]}


def one(review_id: str) -> Criteria:
    return {**_page(1, 1, total=0), "filter": [_any_of([review_id])], "associations": _ASSOCIATIONS}


def written(moment: dt.datetime) -> str:
    """A time as Shopware keeps it: to the millisecond."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds")


def _page(page: int, limit: int, *, total: int) -> dict[str, Any]:
    return {"page": page, "limit": limit, "total-count-mode": total}


def _since(field: str, moment: dt.datetime) -> dict[str, Any]:
    return {"type": "range", "field": field, "parameters": {"gte": written(moment)}}


def _any_of(ids: Iterable[str]) -> dict[str, Any]:
    return {"type": "equalsAny", "field": "id", "value": "|".join(ids)}


def _sort(field: str, order: str) -> dict[str, Any]:
    return {"field": field, "order": order, "naturalSorting": False}
