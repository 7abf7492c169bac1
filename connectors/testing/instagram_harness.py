"""A fake Instagram for the standard tests, after Meta's documentation (contract review-platforms §11)."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.contract import Hook
from connectors.instagram import InstagramConnector
from connectors.instagram.client import FACEBOOK_BASE
from connectors.testing.fake_platform import Call, FakePlatform, Refused, route
from connectors.testing.fake_state import FakeReply, FakeReview
from connectors.testing.platform_harness import PlatformHarness

MEDIA, OTHER_MEDIA, OWN, TOKEN = "17895695668004550", "17895695668004551", "gloed.tassen", "EAAG-geheim-0123456789-abc"
APP_SECRET, VERIFY = "app-geheim-0123456789", "afgesproken woorden"
_GONE = {"error": {"message": "Unsupported get request.", "type": "GraphMethodException", "code": 100}}
_SIZE = 50


class FakeInstagram(FakePlatform):
    replies_append = True

    def allowed(self, call: Call) -> None:
        if call.query.get("access_token") != TOKEN:
            raise Refused(400, {"error": {"message": "Invalid token", "type": "OAuthException", "code": 190}})

    def comment(self, number: str) -> FakeReview:
        found = self.reviews.get(number)
        if found is None or found.state == "removed":
            raise Refused(400, _GONE)
        return found

    @route("GET", "/graph/{media}/comments")
    def listing(self, call: Call, media: str) -> Any:
        if media not in {MEDIA, OTHER_MEDIA}:
            raise Refused(400, _GONE)
        found = self.listed() if media == MEDIA else []
        after = call.query.get("after", "")
        start = next((at + 1 for at, one in enumerate(found) if f"a-{one.id}" == after), 0)
        page = self.page_of(found, start, _SIZE)
        told: dict[str, Any] = {"data": [self.shape(one) for one in page]}
        if page:
            told["paging"] = {"cursors": {"before": f"a-{page[0].id}", "after": f"a-{page[-1].id}"}}
            if self.stuck or start + _SIZE < len(found):
                told["paging"]["next"] = "https://graph.facebook.com/elsewhere"
        return told

    @route("GET", "/graph/{number}")
    def one(self, _: Call, number: str) -> Any:
        return self.shape(self.comment(number))

    @route("GET", "/graph/{number}/replies")
    def replies(self, _: Call, number: str) -> Any:
        return {"data": self.replies_of(self.comment(number))}

    @route("POST", "/graph/{number}/replies")
    def reply(self, call: Call, number: str) -> Any:
        return {"id": self.place_reply(self.comment(number), call.query["message"]).id}

    @route("DELETE", "/graph/{number}")
    def delete(self, _: Call, number: str) -> Any:
        for review in self.reviews.values():
            for reply in review.replies:
                if reply.id == number and reply.state != "removed":
                    reply.state = "removed"
                    return {"success": True}
        raise Refused(400, _GONE)

    @staticmethod
    def reply_shape(reply: FakeReply) -> dict[str, Any]:
        name = OWN if reply.by_shop else "kim"
        return {"id": reply.id, "text": reply.text, "timestamp": _stamp(reply.created), "username": name}

    def replies_of(self, review: FakeReview) -> list[dict[str, Any]]:
        return [self.reply_shape(reply) for reply in review.replies if reply.state != "removed"]

    def shape(self, review: FakeReview) -> dict[str, Any]:
        replies = self.replies_of(review)
        return {
            "id": review.id,
            "text": review.text,
            "timestamp": _stamp(review.created),
            "username": review.author,
            "hidden": review.state == "held",
            **({"replies": {"data": replies}} if replies else {}),
        }


class InstagramHarness(PlatformHarness):
    connector_class = InstagramConnector
    platform_class = FakeInstagram
    hosts: ClassVar[Mapping[str, str]] = {FACEBOOK_BASE: "/graph"}
    page_size = _SIZE
    has_ratings = False
    reply_path = "/replies"

    def settings(self) -> dict[str, Any]:
        return {
            "username": f"@{OWN}",
            "access_token": TOKEN,
            "media": MEDIA,
            "app_secret": APP_SECRET,
            "verify_token": VERIFY,
            "experimental": True,
            "calls_per_minute": 6_000,
        }

    def webhook_call(self, external_id: str, hook: Hook) -> tuple[dict[str, str], bytes]:  # noqa: ARG002 -- the secret is the app's
        told = {"id": external_id, "text": self.review(external_id).text, "media": {"id": MEDIA}}
        entry = {"id": "178", "time": 1_763_000_000, "changes": [{"field": "comments", "value": told}]}
        body = json.dumps({"object": "instagram", "entry": [entry]}).encode()
        return {
            "x-hub-signature-256": f"sha256={hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()}"
        }, body


def _stamp(when: dt.datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%S%z")
