"""A fake Trustpilot for the standard tests (contract review-platforms §2)."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.testing.bearer_platform import BearerPlatform
from connectors.testing.fake_platform import Call, Refused, route
from connectors.testing.fake_state import FakeInvitation, FakeReview
from connectors.testing.faulty_server import FakeAnswer
from connectors.testing.platform_harness import PlatformHarness
from connectors.trustpilot import TrustpilotConnector
from connectors.trustpilot.client import BASE, INVITATIONS

UNIT, USER = "5f3a" * 6, "6b2c" * 6
KEY, SECRET = "sleutel-0123456789", "geheim-0123456789"
_BASIC = "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()


class FakeTrustpilot(BearerPlatform):
    @route("POST", "/v1/oauth/oauth-business-users-for-applications/accesstoken", open_=True)
    def token(self, call: Call) -> Any:
        if call.headers.get("authorization") != _BASIC:
            raise Refused(401)
        return {"access_token": self.new_token(), "expires_in": "359999"}

    @route("GET", f"/v1/private/business-units/{UNIT}/reviews")
    def listing(self, call: Call) -> Any:
        size = call.number("perPage", 20)
        page = self.page_of(self.listed(), (call.number("page", 1) - 1) * size, size)
        return {"reviews": [self.shape(review) for review in page], "links": []}

    @route("GET", "/v1/private/reviews/{review_id}")
    def one(self, _: Call, review_id: str) -> Any:
        return self.shape(self.review(review_id))

    @route("POST", "/v1/private/reviews/{review_id}/reply")
    def reply(self, call: Call, review_id: str) -> Any:
        if call.json["authorBusinessUserId"] != USER:
            raise Refused(403)
        self.place_reply(self.review(review_id), call.json["message"])
        return FakeAnswer(201, {})

    @route("DELETE", "/v1/private/reviews/{review_id}/reply")
    def delete_reply(self, _: Call, review_id: str) -> Any:
        self.take_reply_back(review_id)
        return {}

    @route("POST", f"/invitations/private/business-units/{UNIT}/email-invitations")
    def invite(self, call: Call) -> Any:
        given = call.json
        if call.headers.get("x-business-user-id") != USER or not given["consumerName"]:
            raise Refused(400)
        sent_at = dt.datetime.fromisoformat(given["serviceReviewInvitation"]["preferredSendTime"]).replace(
            tzinfo=dt.UTC
        )
        days = round((sent_at - dt.datetime.now(dt.UTC)).total_seconds() / 86_400)
        named = {"name": given["consumerName"], "locale": given.get("locale", "")}
        self.invitations.append(FakeInvitation(given["referenceNumber"], given["consumerEmail"], days, named))
        return FakeAnswer(202, {})

    @staticmethod
    def shape(review: FakeReview) -> dict[str, Any]:
        reply = review.reply
        return {
            "id": review.id,
            "stars": review.rating,
            "title": review.title,
            "text": review.text,
            "language": review.language,
            "createdAt": review.created.isoformat(),
            "updatedAt": review.updated.isoformat(),
            "experiencedAt": review.created.isoformat(),
            "referenceId": review.order_ref,
            "referralEmail": review.email,
            "isVerified": review.verified,
            "status": "active",
            "consumer": {"id": "c1", "displayName": review.author, "numberOfReviews": 3},
            "companyReply": reply and {"text": reply.text, "createdAt": reply.created.isoformat()},
            "reportData": None,
        }


class TrustpilotHarness(PlatformHarness):
    connector_class = TrustpilotConnector
    platform_class = FakeTrustpilot
    hosts: ClassVar[Mapping[str, str]] = {BASE: "/v1", INVITATIONS: "/invitations"}
    page_size = 100
    reply_path = "/reply"
    write_answers_known = False

    def settings(self) -> dict[str, Any]:
        return {
            "business_unit_id": UNIT,
            "user_id": USER,
            "api_key": KEY,
            "api_secret": SECRET,
            "calls_per_minute": 6_000,
        }

    def secrets(self) -> tuple[str, ...]:
        return (KEY, SECRET, BearerPlatform.in_each)

    def webhook_call(self, external_id: str, hook: Any) -> tuple[dict[str, str], bytes]:  # noqa: ARG002 -- nothing is signed
        event = {"eventName": "service-review-created", "eventData": {"id": external_id, "stars": 4}}
        return {}, json.dumps({"events": [event]}).encode()
