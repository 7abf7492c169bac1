"""A fake Judge.me for the standard tests, after its own OpenAPI document (contract review-platforms §6)."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.judgeme import JudgeMeConnector
from connectors.judgeme.client import BASE, REQUESTS
from connectors.testing.fake_platform import Call, FakePlatform, Refused, route
from connectors.testing.fake_state import FakeHook, FakeInvitation, FakeReview
from connectors.testing.platform_harness import PlatformHarness

DOMAIN, TOKEN = "gloed.myshopify.com", "geheim-token-0123456789"
REQUEST_TOKEN = "geheim-verzoek-0123456789"  # noqa: S105 -- of a platform that is not there
_FOLDER = "/api/v1"


class FakeJudgeMe(FakePlatform):
    def allowed(self, call: Call) -> None:
        if (call.headers.get("x-api-token"), call.query.get("shop_domain")) != (TOKEN, DOMAIN):
            raise Refused(401, {"error": "Cannot find shop"})

    @route("GET", f"{_FOLDER}/reviews/count")
    def count(self, _: Call) -> Any:
        return {"count": len(self.listed())}

    @route("GET", f"{_FOLDER}/reviews")
    def listing(self, call: Call) -> Any:
        size = call.number("per_page", 10)
        page = self.page_of(self.listed(), (call.number("page", 1) - 1) * size, size)
        return {"current_page": call.number("page", 1), "per_page": size, "reviews": [self.shape(one) for one in page]}

    @route("GET", f"{_FOLDER}/reviews/{{number}}")
    def one(self, _: Call, number: str) -> Any:
        return {"review": self.shape(self.numbered(int(number)))}

    @route("POST", f"{_FOLDER}/replies")
    def reply(self, call: Call) -> Any:
        self.place_reply(self.numbered(call.json["review_id"]), call.json["reply"]["content"])
        return {}

    @route("POST", f"{_FOLDER}/private_replies")
    def private_reply(self, call: Call) -> Any:
        self.numbered(call.json["review_id"]).private_replies.append(call.json["private_reply"]["email_body"])
        return {}

    @route("POST", "/api/orders/send_manual_review_request", open_=True)
    def request_review(self, call: Call) -> Any:
        given = call.form
        if given.get("api_token") != REQUEST_TOKEN:
            raise Refused(401)
        if not (given.get("reviewer_name") and given.get("shopify_product_id")):
            raise Refused(422, {"error": "reviewer_name is missing"})
        days = (dt.datetime.strptime(given["processed_at"], "%d/%m/%Y").date() - dt.datetime.now(dt.UTC).date()).days  # noqa: DTZ007 -- a day has no zone
        # The platform is told no order: this names it by what it is told.
        order = f"{given['reviewer_email']} {given['shopify_product_id']}"
        self.invitations.append(FakeInvitation(order, given["reviewer_email"], days, {"name": given["reviewer_name"]}))
        return {}

    @route("POST", f"{_FOLDER}/webhooks")
    def subscribe(self, call: Call) -> Any:
        wanted = call.json["webhook"]
        if f"{wanted['key']} {wanted['url']}" in self.hooks:
            raise Refused(422, {"error": "Key and Url duplicated"})
        self.hooks[f"{wanted['key']} {wanted['url']}"] = FakeHook("1", wanted["url"], wanted["key"], "")
        return {"webhook": {**wanted, "id": 1, "failure_count": 0}}

    @route("DELETE", f"{_FOLDER}/webhooks")
    def unsubscribe(self, call: Call) -> Any:
        if self.hooks.pop(f"{call.json['key']} {call.json['url']}", None) is None:
            raise Refused(404)
        return {}

    def numbered(self, number: int) -> FakeReview:
        for review in self.reviews.values():
            if number_of(review) == number and review.state != "removed":
                return review
        raise Refused(404)

    @staticmethod
    def shape(review: FakeReview) -> dict[str, Any]:
        return {
            "id": number_of(review),
            "title": review.title,
            "body": review.text,
            "rating": review.rating,
            "reviewer": {"id": 7, "name": review.author, "email": review.email, "phone": review.phone, "tags": []},
            "product_external_id": int(review.product_id),
            "product_title": review.product,
            "source": "web",
            "curated": "not-yet" if review.state == "held" else "ok",
            "hidden": False,
            "verified": "verified-purchase",
            "ip_address": "203.0.113.7",
            "created_at": review.created.isoformat(),
            "updated_at": review.updated.isoformat(),
        }


class JudgeMeHarness(PlatformHarness):
    connector_class = JudgeMeConnector
    platform_class = FakeJudgeMe
    hosts: ClassVar[Mapping[str, str]] = {BASE: _FOLDER, REQUESTS: "/api/orders/send_manual_review_request"}
    page_size = 100
    reply_path = "/replies"
    write_answers_known = False

    def settings(self) -> dict[str, Any]:
        more = {"request_token": REQUEST_TOKEN, "experimental": True}
        return {"shop_domain": DOMAIN, "token": TOKEN, "calls_per_minute": 6_000, **more}

    def invited(self) -> list[str]:
        return [self.invitation().order_ref for _ in self.fake.invitations]

    def external_id(self, review: FakeReview) -> str:
        return str(number_of(review))

    def hooks(self) -> list[str]:
        return sorted({hook.url for hook in self.fake.hooks.values()})

    def webhook_call(self, external_id: str, hook: Any) -> tuple[dict[str, str], bytes]:  # noqa: ARG002 -- the key is the account's
        told = {"event": "review/created", "platform": "shopify", "shop_domain": DOMAIN}
        body = json.dumps({**told, "review": self.fake.shape(self.review(external_id))}).encode()
        return {"judgeme-hmac-sha256": hmac.new(TOKEN.encode(), body, hashlib.sha256).hexdigest()}, body


def number_of(review: FakeReview) -> int:
    """The platform's ids are whole numbers."""
    return int("".join(filter(str.isdecimal, review.id)) or 0) + 1000
