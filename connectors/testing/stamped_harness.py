"""A fake Stamped for the standard tests, after what integrations in use say of it (contract review-platforms §9)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.stamped import StampedConnector
from connectors.stamped.client import BASE
from connectors.testing.fake_platform import Call, FakePlatform, Refused, route
from connectors.testing.fake_state import FakeReview
from connectors.testing.platform_harness import PlatformHarness

STORE, PUBLIC, PRIVATE = "288100", "pubkey-gloed-0123456789", "key-geheim-0123456789"
_BASIC = "Basic " + base64.b64encode(f"{PUBLIC}:{PRIVATE}".encode()).decode()
_REVIEWS = f"/api/v2/{STORE}/dashboard/reviews"


class FakeStamped(FakePlatform):
    def allowed(self, call: Call) -> None:
        if call.headers.get("authorization") != _BASIC:
            raise Refused(401)

    @route("GET", _REVIEWS)
    def listing(self, call: Call) -> Any:
        found = self.listed()
        size = call.number("take", 20)
        page = self.page_of(found, (call.number("page", 1) - 1) * size, size)
        return {"results": [self.shape(one) for one in page], "total": len(found), "page": call.number("page", 1)}

    @route("POST", f"{_REVIEWS}/{{review_id}}/reply")
    def reply(self, call: Call, review_id: str) -> Any:
        if call.query.get("isPrivate") != "false":
            raise Refused(400)
        return self.place_reply(self.review(review_id), call.json["reply"]).text

    @staticmethod
    def shape(review: FakeReview) -> dict[str, Any]:
        told = {
            "id": int(review.id),
            "title": review.title,
            "body": review.text,
            "rating": review.rating,
            "author": review.author,
            "dateCreated": review.created.isoformat(),
            "reviewState": 1 if review.state == "visible" else 0,
            "verifiedType": 2,
            "productId": int(review.product_id),
            "productTitle": review.product,
        }
        if review.reply is not None:
            told["reviewReply"] = review.reply.text
        return {"review": told, "customer": {"email": review.email}}


class StampedHarness(PlatformHarness):
    connector_class = StampedConnector
    platform_class = FakeStamped
    hosts: ClassVar[Mapping[str, str]] = {BASE: "/api/v2"}
    page_size = 100
    reply_path = "/reply"

    def settings(self) -> dict[str, Any]:
        keys = {"store_hash": STORE, "public_key": PUBLIC, "private_key": PRIVATE}
        return {**keys, "experimental": True, "calls_per_minute": 6_000}

    def webhook_call(self, external_id: str, hook: Any) -> tuple[dict[str, str], bytes]:  # noqa: ARG002 -- nothing is signed
        return {"x-stamped-webhook-secret": "altijd-hetzelfde"}, b'{"reviewTitle": "Nieuw"}'
