"""A fake Okendo for the standard tests (contract review-platforms §9)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from connectors.contract import Hook
from connectors.okendo import OkendoConnector
from connectors.okendo.client import BASE
from connectors.testing.fake_platform import Call, FakePlatform, Refused, route
from connectors.testing.fake_state import FakeHook, FakeReview
from connectors.testing.platform_harness import PlatformHarness

USER, KEY = "5f0e1c2d-0000-4000-8000-000000000001", "geheim-sleutel-0123456789"
HOOK_SECRET = "whsec_" + base64.b64encode(b"een geheim van vierentwintig").decode()
_BASIC = "Basic " + base64.b64encode(f"{USER}:{KEY}".encode()).decode()


class FakeOkendo(FakePlatform):
    def allowed(self, call: Call) -> None:
        if call.headers.get("authorization") != _BASIC:
            raise Refused(401)
        if not call.headers.get("okendo-api-version"):
            raise Refused(400)

    @route("GET", "/enterprise/reviews")
    def listing(self, call: Call) -> Any:
        found = self.listed(held=False, newest_first=call.query.get("orderBy") == "date desc")
        after = json.loads(call.query.get("lastEvaluated", "{}")).get("reviewId")
        start = next((at + 1 for at, one in enumerate(found) if one.id == after), 0)
        size = min(call.number("limit", 25), 100)
        page = self.page_of(found, start, size)
        told: dict[str, Any] = {"reviews": [self.shape(one) for one in page]}
        if page and (self.stuck or start + size < len(found)):
            told["nextUrl"] = f"/reviews?limit={size}&lastEvaluated={quote(json.dumps({'reviewId': page[-1].id}))}"
        return told

    @route("GET", "/enterprise/webhook_subscriptions")
    def list_hooks(self, _: Call) -> Any:
        told = [{"webhookSubscriptionId": hook.id, "endpointUrl": hook.url} for hook in self.hooks.values()]
        return {"webhookSubscriptions": told}

    @route("POST", "/enterprise/webhook_subscriptions")
    def make_hook(self, call: Call) -> Any:
        if any(one["resourceType"] != "review" for one in call.json["subscriptions"]):
            raise Refused(422)
        number = self.next_id()
        self.hooks[number] = FakeHook(number, call.json["endpointUrl"], "review", HOOK_SECRET)
        return {"webhookSubscriptionId": number, "endpointUrl": call.json["endpointUrl"], "webhookSecret": HOOK_SECRET}

    @route("DELETE", "/enterprise/webhook_subscriptions/{hook_id}")
    def drop_hook(self, _: Call, hook_id: str) -> Any:
        if self.hooks.pop(hook_id, None) is None:
            raise Refused(404)
        return {}

    @staticmethod
    def shape(review: FakeReview) -> dict[str, Any]:
        told = {
            "reviewId": review.id,
            "productId": f"shopify-{review.product_id}",
            "productName": review.product,
            "rating": review.rating,
            "title": review.title,
            "body": review.text,
            "dateCreated": review.created.isoformat(),
            "status": "approved",
            "reviewer": {"displayName": review.author, "email": review.email, "verifiedStatus": "buyer"},
            "order": {"orderId": "shopify-77", "orderNumber": 1042},
        }
        if review.reply is not None:
            told["reply"] = {"body": review.reply.text, "rawBody": review.reply.text, "isPrivate": False}
        return told


class OkendoHarness(PlatformHarness):
    connector_class = OkendoConnector
    platform_class = FakeOkendo
    hosts: ClassVar[Mapping[str, str]] = {BASE: "/enterprise"}
    page_size = 100

    def settings(self) -> dict[str, Any]:
        return {"user_id": USER, "api_key": KEY, "experimental": True, "calls_per_minute": 6_000}

    def secrets(self) -> tuple[str, ...]:
        return (*super().secrets(), HOOK_SECRET)

    def webhook_call(self, external_id: str, hook: Hook) -> tuple[dict[str, str], bytes]:
        told = {"resource": self.fake.shape(self.review(external_id)), "resourceType": "review", "topic": "create"}
        body = json.dumps({**told, "sequenceNumber": 7, "version": "2025-02-01"}).encode()
        return signed(body, hook.secret), body


def signed(body: bytes, secret: str, *, at: float | None = None) -> dict[str, str]:
    """The headers of a call that was sent at that time (now)."""
    key, stamp = base64.b64decode(secret.removeprefix("whsec_")), str(int(time.time() if at is None else at))
    signature = base64.b64encode(hmac.digest(key, f"msg_7.{stamp}.".encode() + body, hashlib.sha256)).decode()
    return {"svix-id": "msg_7", "svix-timestamp": stamp, "svix-signature": f"v1,bm9wZQ== v1,{signature}"}
