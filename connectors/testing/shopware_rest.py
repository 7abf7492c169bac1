"""A fake Shopware's Admin API: tokens of ten minutes, rights by entity, search, write, notifications."""

from __future__ import annotations

import datetime as dt
import random
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.testing.faulty_server import FakeAnswer, FakeRequest
from connectors.testing.shopware_search import Refused, find
from connectors.testing.shopware_state import ShopReview, ShopState

TOKEN_LASTS = 600  # seconds
RIGHTS = frozenset(
    {
        "product_review:read",
        "product_review:update",
        "product:read",
        "customer:read",
        "sales_channel:read",
        "language:read",
        "locale:read",
        "notification:create",
        "order_delivery:read",
        "state_machine_state:read",
        "order:read",
        "order_customer:read",
        "order_line_item:read",
    }
)
_NEEDS = {
    "product": "product",
    "customer": "customer",
    "salesChannel": "sales_channel",
    "language": "language",
    "locale": "locale",
}


def error_body(status: int, code: str) -> dict[str, Any]:
    return {"errors": [{"status": str(status), "code": code, "title": "Fout", "detail": "<b>Er ging iets mis</b>"}]}


class ShopwareRest:
    """``rights`` may be taken away, ``lasts`` shortened and ``folder`` set by a test; the rest is how a shop misbehaves."""

    def __init__(self, state: ShopState, api_key: str, secret_key: str, *, folder: str = "") -> None:
        self.state = state
        self.folder = folder
        self.rights = set(RIGHTS)
        self.lasts = TOKEN_LASTS
        self._client = {"client_id": api_key, "client_secret": secret_key}
        self.tokens: dict[str, float] = {}
        self.stuck = False  # lists give their first page for ever
        self.doubling = False  # … hold every review twice
        self.shuffled = False  # … have no order
        self.forgets = False  # says thanks for what is written and keeps nothing of it

    def __call__(self, request: FakeRequest) -> FakeAnswer:
        parts = urlsplit(request.target)
        path = parts.path.removeprefix(self.folder)
        try:
            return self._route(request, path, parse_qs(parts.query))
        except Refused as refused:
            return FakeAnswer(refused.status, error_body(refused.status, refused.code))

    def end_tokens(self) -> None:
        """As if ten minutes had passed, or somebody had taken the integration's key away for a moment."""
        self.tokens.clear()

    def _route(self, request: FakeRequest, path: str, query: Mapping[str, list[str]]) -> FakeAnswer:
        if path == "/api/oauth/token" and request.method == "POST":
            return self._token(request)
        self._require_token(request)
        routes: dict[tuple[str, str], Callable[[FakeRequest], FakeAnswer]] = {
            ("POST", "/api/search/product-review"): self._search,
            ("POST", "/api/search/order-delivery"): self._deliveries,
            ("POST", "/api/notification"): self._notify,
        }
        if (request.method, path) in routes:
            return routes[request.method, path](request)
        head, _, review_id = path.rpartition("/")
        if head == "/api/product-review" and request.method == "PATCH":
            return self._write(request, review_id, with_answer="_response" in query)
        raise Refused("FRAMEWORK__NOT_FOUND", 404)

    def _token(self, request: FakeRequest) -> FakeAnswer:
        given = request.json()
        if given.get("grant_type") != "client_credentials":
            raise Refused("2", 400)
        if {name: given.get(name) for name in self._client} != self._client:
            raise Refused("10", 401)
        token = secrets.token_urlsafe(48)
        self.tokens[token] = time.monotonic() + self.lasts
        return FakeAnswer(200, {"token_type": "Bearer", "expires_in": self.lasts, "access_token": token})

    def _require_token(self, request: FakeRequest) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or self.tokens.get(token, 0.0) <= time.monotonic():
            raise Refused("9", 401)

    def _require(self, *rights: str) -> None:
        if not set(rights) <= self.rights:
            raise Refused("FRAMEWORK__MISSING_PRIVILEGE_ERROR", 403)

    def _search(self, request: FakeRequest) -> FakeAnswer:
        criteria = request.json()
        self._require("product_review:read", *_rights_for(criteria.get("associations", {})))
        found, total = self._found(criteria)
        wanted = criteria.get("associations", {})
        inherit = request.headers.get("sw-inheritance") == "1"
        data = [self.shown(review, wanted, inherit=inherit) for review in found]
        if "application/json" not in request.headers.get("accept", ""):
            return FakeAnswer(
                200,
                {"data": [{"id": one["id"], "type": "product_review", "attributes": one} for one in data]},
                {"Content-Type": "application/vnd.api+json"},
            )
        return FakeAnswer(200, {"total": total, "data": data, "aggregations": []})

    def _deliveries(self, request: FakeRequest) -> FakeAnswer:
        self._require("order_delivery:read", "state_machine_state:read", "order:read", "order_customer:read")
        criteria = request.json()
        wanted = {one["field"]: one for one in criteria["filter"]}
        since = dt.datetime.fromisoformat(wanted["updatedAt"]["parameters"]["gte"])
        state = wanted["stateMachineState.technicalName"]["value"]
        found = [one for one in self.state.deliveries if one["state"] == state and one["updated"] >= since]
        found.sort(key=lambda one: (one["updated"], one["id"]))
        start = (criteria["page"] - 1) * criteria["limit"]
        data = [
            {"id": one["id"], "createdAt": _written(one["updated"]), "updatedAt": _written(one["updated"]), "order": one["order"]}
            for one in found[start : start + criteria["limit"]]
        ]  # fmt: skip
        return FakeAnswer(200, {"total": len(data), "data": data, "aggregations": []})

    def _found(self, criteria: Mapping[str, Any]) -> tuple[list[ShopReview], int]:
        if self.stuck:
            criteria = {**criteria, "filter": [], "page": 1}
        reviews = [review for review in self.state.reviews.values() for _ in range(2 if self.doubling else 1)]
        found, total = find(reviews, criteria)
        if self.shuffled:
            random.Random(7).shuffle(found)  # noqa: S311 -- the same disorder at every run is the point
        return found, total

    def shown(self, review: ShopReview, wanted: Mapping[str, Any], *, inherit: bool) -> dict[str, Any]:
        """The review in Shopware's words, with the associations that were asked for."""
        shown: dict[str, Any] = {
            "id": review.id,
            "productId": review.product,
            "languageId": review.language,
            "title": review.title,
            "content": review.content,
            "points": review.points,
            "status": review.status,
            "comment": review.comment,
            "externalUser": review.external_user,
            "customFields": review.custom_fields,
            "createdAt": _written(review.created),
            "updatedAt": _written(review.updated),
        }
        if "product" in wanted:
            product = self.state.products[review.product]
            name = self.state.name_of(review.product) if inherit else product.name
            shown["product"] = {"id": product.id, "name": product.name, "translated": {"name": name}}
        if "customer" in wanted and review.first_name:
            shown["customer"] = {"firstName": review.first_name, "lastName": review.last_name}
        if "language" in wanted:
            locale = {"code": self.state.languages[review.language]}
            shown["language"] = {
                "id": review.language,
                "locale": locale if "associations" in wanted["language"] else None,
            }
        return shown

    def _write(self, request: FakeRequest, review_id: str, *, with_answer: bool) -> FakeAnswer:
        self._require("product_review:update")
        review = self.state.reviews.get(review_id)
        if review is None:
            raise Refused("FRAMEWORK__RESOURCE_NOT_FOUND", 404)
        body = request.json()
        if self.forgets:
            review = replace(review)
        fields = body.get("customFields", {})
        if any(not isinstance(value, dict) for value in fields.values()):
            raise Refused("FRAMEWORK__WRITE_CONSTRAINT_VIOLATION")
        if "comment" in body:
            review.comment = body["comment"]
        if fields:
            review.custom_fields = {**(review.custom_fields or {}), **fields}
        review.updated = self.state.now()
        if with_answer:
            return FakeAnswer(200, {"data": self.shown(review, {}, inherit=False)})
        return FakeAnswer(204, None, {"Location": f"{self.folder}/api/product-review/{review_id}"})

    def _notify(self, request: FakeRequest) -> FakeAnswer:
        self._require("notification:create")
        self.state.notifications.append(request.json())
        return FakeAnswer(200, {"id": secrets.token_hex(16)})


def _rights_for(associations: Mapping[str, Any]) -> list[str]:
    found = []
    for name, inner in associations.items():
        if name not in _NEEDS:
            raise Refused("FRAMEWORK__ASSOCIATION_NOT_FOUND")
        found += [f"{_NEEDS[name]}:read", *_rights_for(inner.get("associations", {}))]
    return found


def _written(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="milliseconds")
