"""A fake My Site for the tests: its routes, and its reviews in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.testing.fake_platform import Call, FakePlatform, Refused, route
from connectors.testing.fake_state import FakeReview
from connectors.testing.platform_harness import PlatformHarness

from .client import BASE
from .connector import MySiteConnector

TOKEN = "geheim-mysite-0123456789"  # noqa: S105 -- of a platform that does not exist


class FakeMySite(FakePlatform):
    def allowed(self, call: Call) -> None:
        if call.headers.get("x-api-key") != TOKEN:
            raise Refused(401)

    @route("GET", "/v1/reviews")
    def listing(self, call: Call) -> Any:
        size = call.number("per_page", 50)
        found = self.listed(by="updated")
        page = self.page_of(found, (call.number("page", 1) - 1) * size, size)
        return {"total": len(found), "reviews": [self.shape(review) for review in page]}

    @route("GET", "/v1/reviews/{review_id}")
    def one(self, _: Call, review_id: str) -> Any:
        return self.shape(self.review(review_id))

    @route("PUT", "/v1/reviews/{review_id}/reply")
    def write_reply(self, call: Call, review_id: str) -> Any:
        reply = self.place_reply(self.review(review_id), call.json["text"])
        return {"text": reply.text, "created_at": reply.created.isoformat()}

    @route("DELETE", "/v1/reviews/{review_id}/reply")
    def delete_reply(self, _: Call, review_id: str) -> Any:
        self.take_reply_back(review_id)
        return {}

    @staticmethod
    def shape(review: FakeReview) -> dict[str, Any]:
        reply = review.reply
        return {
            "id": review.id,
            "title": review.title,
            "body": review.text,
            "stars": review.rating,
            "author": review.author,
            "email": review.email,  # told to the shop only: must not be kept
            "language": review.language,
            "order_number": review.order_ref,
            "created_at": review.created.isoformat(),
            "updated_at": review.updated.isoformat(),
            "reply": reply and {"text": reply.text, "created_at": reply.created.isoformat()},
        }


class MySiteHarness(PlatformHarness):
    connector_class = MySiteConnector
    platform_class = FakeMySite
    hosts: ClassVar[Mapping[str, str]] = {BASE: ""}
    page_size = 50
    reply_method = "PUT"
    reply_path = "/reply"

    def settings(self) -> dict[str, Any]:
        return {"token": TOKEN, "calls_per_minute": 6_000}
