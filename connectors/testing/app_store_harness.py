"""A fake App Store Connect for the standard tests, after Apple's documentation (contract review-platforms §12)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from connectors.app_store import AppStoreConnector
from connectors.app_store.client import BASE
from connectors.testing.fake_platform import Call, FakePlatform, Refused, route
from connectors.testing.fake_state import FakeReply, FakeReview
from connectors.testing.faulty_server import FakeAnswer
from connectors.testing.harness import NotPlayed
from connectors.testing.platform_harness import PlatformHarness

APP, ISSUER, KEY_ID = "682658836", "57246542-96fe-1a63-e053-0824d011072a", "2X9R4HXF34"
_LONGEST = 1_200  # seconds that a token may last
_LIST = f"/v1/apps/{APP}/customerReviews"


@cache
def private_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@cache
def key_file() -> str:
    """What Apple would give out, with a key of this run."""
    form = serialization.PrivateFormat.PKCS8
    return private_key().private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


class FakeAppStore(FakePlatform):
    def allowed(self, call: Call) -> None:
        token = call.headers.get("authorization", "").removeprefix("Bearer ")
        try:
            said = jwt.decode(
                token,
                private_key().public_key(),
                algorithms=["ES256"],
                audience="appstoreconnect-v1",
                options={"require": ["iss", "iat", "exp"]},
            )
            named = jwt.get_unverified_header(token).get("kid")
        except jwt.PyJWTError as error:
            raise Refused(401) from error
        if (said["iss"], named) != (ISSUER, KEY_ID) or said["exp"] - said["iat"] > _LONGEST:
            raise Refused(401)

    @route("GET", _LIST)
    def listing(self, call: Call) -> Any:
        found = self.listed(newest_first=call.query.get("sort") == "-createdDate")
        after = call.query.get("cursor", "")  # holds its place while reviews come and go
        start = next((at + 1 for at, one in enumerate(found) if one.id == after), 0)
        size = min(call.number("limit", 20), 200)
        page = self.page_of(found, start, size)
        more = bool(page) and (self.stuck or start + size < len(found))
        asked = f"{BASE}{_LIST}?limit={size}&sort=-createdDate&include=response"
        links = {"self": asked, **({"next": f"{asked}&cursor={page[-1].id}"} if more else {})}
        included = [self.response_shape(one.reply) for one in page if one.reply is not None]
        return {"data": [self.shape(one) for one in page], "included": included, "links": links}

    @route("GET", "/v1/customerReviews/{review_id}")
    def one(self, _: Call, review_id: str) -> Any:
        review = self.review(review_id)
        told = {"data": self.shape(review), "links": {}}
        return {**told, "included": [self.response_shape(review.reply)]} if review.reply is not None else told

    @route("POST", "/v1/customerReviewResponses")
    def respond(self, call: Call) -> Any:
        data = call.json["data"]
        about = data["relationships"]["review"]["data"]
        if (data["type"], about["type"]) != ("customerReviewResponses", "customerReviews"):
            raise Refused(409)
        placed = self.place_reply(self.review(about["id"]), data["attributes"]["responseBody"])
        return FakeAnswer(201, {"data": self.response_shape(placed)})

    @route("DELETE", "/v1/customerReviewResponses/{response_id}")
    def delete(self, _: Call, response_id: str) -> Any:
        for review in self.reviews.values():
            if review.reply is not None and review.reply.id == response_id:
                review.reply.state = "removed"
                return FakeAnswer(204, {})
        raise Refused(404)

    @staticmethod
    def response_shape(reply: FakeReply) -> dict[str, Any]:
        state = "PENDING_PUBLISH" if reply.state == "held" else "PUBLISHED"
        told = {"responseBody": reply.text, "lastModifiedDate": reply.updated.isoformat(), "state": state}
        return {"type": "customerReviewResponses", "id": reply.id, "attributes": told}

    @staticmethod
    def shape(review: FakeReview) -> dict[str, Any]:
        told = {
            "rating": review.rating,
            "title": review.title,
            "body": review.text,
            "reviewerNickname": review.author,
            "createdDate": review.created.isoformat(),
            "territory": "NLD",
        }
        link = {"data": {"type": "customerReviewResponses", "id": review.reply.id}} if review.reply else {"links": {}}
        return {"type": "customerReviews", "id": review.id, "attributes": told, "relationships": {"response": link}}


class AppStoreHarness(PlatformHarness):
    connector_class = AppStoreConnector
    platform_class = FakeAppStore
    hosts: ClassVar[Mapping[str, str]] = {BASE: ""}
    page_size = 200
    reply_path = "/customerReviewResponses"

    def settings(self) -> dict[str, Any]:
        return {
            "app_id": APP,
            "issuer_id": ISSUER,
            "key_id": KEY_ID,
            "private_key": key_file(),
            "experimental": True,
            "calls_per_minute": 6_000,
        }

    def secrets(self) -> tuple[str, ...]:
        return (key_file(), key_file().splitlines()[1])  # any line of the key is one too many

    def reject_replies(self, violation: str) -> None:  # noqa: ARG002 -- it is not played
        raise NotPlayed("no refusal of a response is documented")
