"""A fake WebwinkelKeur for the standard tests, in the shapes of its documents (contract review-platforms §1)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from connectors.testing.fake_platform import Call, FakePlatform, Refused, route
from connectors.testing.fake_state import FakeHook, FakeInvitation, FakeReview
from connectors.testing.platform_harness import PlatformHarness
from connectors.webwinkelkeur import WebwinkelKeurConnector
from connectors.webwinkelkeur.client import BASE

SHOP_ID, CODE = "10042", "geheime-code-0123456789"
HOOK_SECRET = "geheim-van-de-webhook-1"  # noqa: S105 -- of a platform that is not there
_FOLDER = "/api/1.0"


class FakeWebwinkelKeur(FakePlatform):
    numbered = True  # whether ratings carry an id, which no documented example does
    says: Mapping[str, str] | None = None  # a refusal that comes with status 200

    def allowed(self, call: Call) -> None:
        if (call.query.get("id"), call.query.get("code")) != (SHOP_ID, CODE):
            raise Refused(401)

    @route("GET", f"{_FOLDER}/ratings.json")
    def ratings(self, call: Call) -> Any:
        if self.says is not None:
            return self.says
        found = self.listed()
        page = self.page_of(found, call.number("offset", 0), call.number("limit", 20))
        shapes = [self.shape(review) for review in page]
        return {"status": "success", "message": "", "total": len(found), "ratings": shapes}

    @route("POST", f"{_FOLDER}/review_replies.json")
    def reply(self, call: Call) -> Any:
        review = next((r for r in self.reviews.values() if number_of(r) == call.json["review_id"]), None)
        if review is None or review.state == "removed":
            raise Refused(404)
        self.place_reply(review, call.json["reply"].strip())
        return {"status": "success", "message": "Reply added"}

    @route("POST", f"{_FOLDER}/invitations.json")
    def invite(self, call: Call) -> Any:
        given = call.form
        if "@" not in given.get("email", ""):
            return {"status": "error", "message": "Not all obligated variables are set."}
        if any((known.email, known.order_ref) == (given["email"], given.get("order")) for known in self.invitations):
            return {"status": "success", "message": "Invitation already sent for this order."}
        name = given.get("customer_name", "")
        self.invitations.append(
            FakeInvitation(given.get("order", ""), given["email"], int(given["delay"]), {"name": name})
        )
        return {"status": "success", "message": "Invitation successfully added to queue!"}

    @route("POST", f"{_FOLDER}/webhook")
    def webhook(self, call: Call) -> Any:
        url = call.json["url"]
        if not call.json["is_active"]:
            self.hooks.pop(url, None)
            return {"status": "success", "message": "", "data": {}}
        self.hooks[url] = FakeHook(str(len(self.hooks) + 1), url, call.json["topic"], HOOK_SECRET)
        told = {"webhook_id": 7, "url": url, "topic": call.json["topic"], "secret": HOOK_SECRET}
        return {"status": "success", "message": "", "data": told}

    def shape(self, review: FakeReview) -> dict[str, Any]:
        written = review.created.astimezone(ZoneInfo("Europe/Amsterdam"))
        shown = {
            "name": review.author,
            "email": review.email,
            "rating": review.rating,
            "ratings": {"shippingtime": 4, "customerservice": 5, "pricequality": 4, "aftersale": 3},
            "comment": review.text,
            "date": written.date().isoformat(),
            "country": "NL",
            "language": review.language,
            "created": written.strftime("%Y-%m-%d %H:%M:%S"),
            "read": True,
            "quarantine": review.state == "held",
            "verified": review.verified,
            "reaction": review.reply.text if review.reply else "",
        }
        return {"id": number_of(review), **shown} if self.numbered else shown


class WebwinkelKeurHarness(PlatformHarness):
    connector_class = WebwinkelKeurConnector
    platform_class = FakeWebwinkelKeur
    hosts: ClassVar[Mapping[str, str]] = {BASE: _FOLDER}
    page_size = 100
    reply_path = "/review_replies.json"

    def settings(self) -> dict[str, Any]:
        return {"shop_id": SHOP_ID, "code": CODE, "calls_per_minute": 6_000}

    def secrets(self) -> tuple[str, ...]:
        return (CODE, HOOK_SECRET)

    def external_id(self, review: FakeReview) -> str:
        return f"no-{number_of(review)}"

    def webhook_call(self, external_id: str, hook: Any) -> tuple[dict[str, str], bytes]:
        body = json.dumps(self.fake.shape(self.review(external_id))).encode()
        return {"x-hash": hmac.new(hook.secret.encode(), body, hashlib.sha512).hexdigest()}, body


def number_of(review: FakeReview) -> int:
    """The platform's ids are whole numbers."""
    return int("".join(filter(str.isdecimal, review.id)) or 0) + 1000
