"""A fake Yotpo for the standard tests, after what integrations in use say of it (contract review-platforms §7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.testing.bearer_platform import BearerPlatform
from connectors.testing.fake_platform import Call, Refused, route
from connectors.testing.fake_state import FakeReview
from connectors.testing.platform_harness import PlatformHarness
from connectors.yotpo import YotpoConnector
from connectors.yotpo.client import BASE, DEVELOPERS

APP_KEY, SECRET, DEVELOPER = "AppKeyGloed0123", "geheim-0123456789", "ontwikkelaar-geheim-0123"


class FakeYotpo(BearerPlatform):
    replies_append = True

    def allowed(self, call: Call) -> None:
        if call.path.startswith("/developers/"):
            if call.query.get("access_token") != DEVELOPER:
                raise Refused(401)
        elif call.query.get("utoken") != self.last_token:
            raise Refused(401)

    @route("POST", "/api/oauth/token", open_=True)
    def token(self, call: Call) -> Any:
        if (call.form.get("client_id"), call.form.get("client_secret")) != (APP_KEY, SECRET):
            raise Refused(401)
        return {"access_token": self.new_token(), "token_type": "bearer"}

    @route("GET", f"/api/v1/apps/{APP_KEY}/reviews")
    def listing(self, call: Call) -> Any:
        gone = [one for one in self.reviews.values() if one.state == "removed"] if "deleted" in call.query else []
        found = [*self.listed(by="updated"), *gone]
        if since := call.query.get("since_updated_at"):
            found = [one for one in found if one.updated >= dt.datetime.fromisoformat(since)]
        size = call.number("count", 10)
        page = self.page_of(found, (call.number("page", 1) - 1) * size, size)
        return {"reviews": [self.shape(one) for one in page]}

    @route("POST", f"/developers/{APP_KEY}/reviews/{{review_id}}/comment")
    def comment(self, call: Call, review_id: str) -> Any:
        if call.json["public"] is not True:
            raise Refused(400)
        self.place_reply(self.review(review_id), call.json["content"])
        return {}

    @staticmethod
    def shape(review: FakeReview) -> dict[str, Any]:
        return {
            "id": int(review.id),
            "title": review.title,
            "content": review.text,
            "score": review.rating,
            "created_at": review.created.isoformat(),
            "updated_at": review.updated.isoformat(),
            "sku": review.product_id,
            "name": review.author,
            "email": review.email,
            "reviewer_type": "verified_buyer",
            "deleted": review.state == "removed",
            "archived": False,
        }


class YotpoHarness(PlatformHarness):
    connector_class = YotpoConnector
    platform_class = FakeYotpo
    hosts: ClassVar[Mapping[str, str]] = {BASE: "/api", DEVELOPERS: "/developers"}
    page_size = 100
    reply_path = "/comment"
    write_answers_known = False

    def settings(self) -> dict[str, Any]:
        keys = {"app_key": APP_KEY, "secret_key": SECRET, "developer_token": DEVELOPER}
        return {**keys, "experimental": True, "calls_per_minute": 6_000}

    def secrets(self) -> tuple[str, ...]:
        return (SECRET, DEVELOPER, BearerPlatform.in_each)

    def webhook_call(self, external_id: str, hook: Any) -> tuple[dict[str, str], bytes]:  # noqa: ARG002 -- nothing is signed
        return {}, b'{"event": "review_create", "data": {"id": "1"}}'
