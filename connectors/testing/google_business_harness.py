"""A fake Google Business Profile for the standard tests (contract review-platforms §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qs

from connectors.google_business import GoogleBusinessConnector
from connectors.google_business.client import BASE, TOKENS
from connectors.testing.bearer_platform import BearerPlatform
from connectors.testing.fake_platform import Call, Refused, route
from connectors.testing.fake_state import FakeReply, FakeReview
from connectors.testing.platform_harness import PlatformHarness

CLIENT, SECRET, REFRESH = "client-0123", "geheim-0123456789", "1//vernieuwing-geheim"
_STARS = ("ONE", "TWO", "THREE", "FOUR", "FIVE")
_REVIEWS = "/v4/accounts/11/locations/22/reviews"


class FakeGoogleBusiness(BearerPlatform):
    @route("POST", "/oauth/token", open_=True)
    def token(self, call: Call) -> Any:
        form = {name: values[0] for name, values in parse_qs(call.request.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret"), form.get("refresh_token")) != (CLIENT, SECRET, REFRESH):
            raise Refused(400, {"error": "invalid_grant"})
        return {"access_token": self.new_token(), "expires_in": 3599, "token_type": "Bearer"}

    @route("GET", _REVIEWS)
    def listing(self, call: Call) -> Any:
        found = self.listed(by="updated")
        after = call.query.get("pageToken", "")  # holds its place while reviews come and go
        start = next((at + 1 for at, one in enumerate(found) if f"t-{one.id}" == after), 0)
        size = min(call.number("pageSize", 50), 50)
        page = self.page_of(found, start, size)
        more = {"nextPageToken": f"t-{page[-1].id}"} if page and (self.stuck or start + size < len(found)) else {}
        return {
            "reviews": [self.shape(one) for one in page],
            "totalReviewCount": len(found),
            "averageRating": 4.2,
            **more,
        }

    @route("GET", f"{_REVIEWS}/{{review_id}}")
    def one(self, _: Call, review_id: str) -> Any:
        return self.shape(self.review(review_id))

    @route("PUT", f"{_REVIEWS}/{{review_id}}/reply")
    def reply(self, call: Call, review_id: str) -> Any:
        review = self.review(review_id)
        for earlier in review.replies:
            earlier.state = "removed"
        return self.reply_shape(self.place_reply(review, call.json["comment"]))

    @route("DELETE", f"{_REVIEWS}/{{review_id}}/reply")
    def delete_reply(self, _: Call, review_id: str) -> Any:
        self.take_reply_back(review_id)
        return {}

    @staticmethod
    def reply_shape(reply: FakeReply) -> dict[str, Any]:
        state = {"visible": "APPROVED", "held": "PENDING", "rejected": "REJECTED"}[reply.state]
        told = {"comment": reply.text, "updateTime": reply.updated.isoformat(), "reviewReplyState": state}
        return {**told, "policyViolation": reply.violation} if reply.violation else told

    def shape(self, review: FakeReview) -> dict[str, Any]:
        return {
            "name": f"accounts/11/locations/22/reviews/{review.id}",
            "reviewId": review.id,
            "reviewer": {"displayName": review.author, "profilePhotoUrl": "", "isAnonymous": False},
            "starRating": _STARS[review.rating - 1],
            "comment": review.text,
            "createTime": review.created.isoformat(),
            "updateTime": review.updated.isoformat(),
            **({"reviewReply": self.reply_shape(review.reply)} if review.reply else {}),
        }


class GoogleBusinessHarness(PlatformHarness):
    connector_class = GoogleBusinessConnector
    platform_class = FakeGoogleBusiness
    hosts: ClassVar[Mapping[str, str]] = {BASE: "/v4", TOKENS: "/oauth"}
    page_size = 50
    reply_method = "PUT"
    reply_path = "/reply"

    def settings(self) -> dict[str, Any]:
        return {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "refresh_token": REFRESH,
            "account": "accounts/11",
            "location": "locations/22",
            "calls_per_minute": 300,
        }

    def secrets(self) -> tuple[str, ...]:
        return (SECRET, REFRESH, BearerPlatform.in_each)

    def webhook_call(self, external_id: str, hook: Any) -> tuple[dict[str, str], bytes]:  # noqa: ARG002 -- nothing is signed
        return {}, b'{"message": {"data": ""}}'
