"""A fake Google Play for the standard tests, after the androidpublisher discovery document (contract review-platforms §12)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from connectors.google_play import GooglePlayConnector
from connectors.google_play.client import BASE, SCOPE, TOKENS
from connectors.testing.bearer_platform import BearerPlatform
from connectors.testing.fake_platform import Call, Refused, route
from connectors.testing.fake_state import FakeReview
from connectors.testing.platform_harness import PlatformHarness

PACKAGE, ACCOUNT = "nl.gloed.app", "antwoorden@gloed.iam.gserviceaccount.example"
_LIFE = 3_600  # seconds: the most that an assertion may ask for
_REVIEWS = f"/v3/applications/{PACKAGE}/reviews"


@cache
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 2_048)


@cache
def key_file() -> str:
    """What Google Cloud would give out, with a key of this run."""
    form = serialization.PrivateFormat.PKCS8
    written = private_key().private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
    return json.dumps(
        {"type": "service_account", "private_key_id": "sleutel-1", "private_key": written, "client_email": ACCOUNT}
    )


class FakeGooglePlay(BearerPlatform):
    @route("POST", "/oauth/token", open_=True)
    def token(self, call: Call) -> Any:
        if call.form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            raise Refused(400, {"error": "unsupported_grant_type"})
        try:
            said = jwt.decode(
                call.form["assertion"],
                private_key().public_key(),
                algorithms=["RS256"],
                audience="https://oauth2.googleapis.com/token",
                options={"require": ["iss", "iat", "exp"]},
            )
        except jwt.PyJWTError as error:
            raise Refused(400, {"error": "invalid_grant"}) from error
        if (said["iss"], said["scope"], said["exp"] - said["iat"] <= _LIFE) != (ACCOUNT, SCOPE, True):
            raise Refused(400, {"error": "invalid_grant"})
        return {"access_token": self.new_token(), "expires_in": 3599, "token_type": "Bearer"}

    @route("GET", _REVIEWS)
    def listing(self, call: Call) -> Any:
        found = self.listed(by="updated")
        after = call.query.get("token", "")  # holds its place while reviews come and go
        start = next((at + 1 for at, one in enumerate(found) if f"t-{one.id}" == after), 0)
        size = min(call.number("maxResults", 10), 100)
        page = self.page_of(found, start, size)
        more = bool(page) and (self.stuck or start + size < len(found))
        return {
            "reviews": [self.shape(one) for one in page],
            "pageInfo": {"totalResults": len(found), "resultPerPage": len(page), "startIndex": start},
            **({"tokenPagination": {"nextPageToken": f"t-{page[-1].id}"}} if more else {}),
        }

    @route("GET", f"{_REVIEWS}/{{review_id}}")
    def one(self, _: Call, review_id: str) -> Any:
        return self.shape(self.review(review_id))

    @route("POST", f"{_REVIEWS}/{{review_id}}:reply")
    def reply(self, call: Call, review_id: str) -> Any:
        text = call.json["replyText"]
        if len(text) > 350:  # noqa: PLR2004 -- as its document says
            raise Refused(400, {"error": {"code": 400, "message": "Reply too long"}})
        placed = self.place_reply(self.review(review_id), text)
        return {"result": {"replyText": placed.text, "lastEdited": _moment(placed.updated)}}

    @staticmethod
    def shape(review: FakeReview) -> dict[str, Any]:
        said = {"text": review.text, "starRating": review.rating, "lastModified": _moment(review.updated)}
        comments: list[Any] = [{"userComment": {**said, "reviewerLanguage": "nl"}}]
        if review.reply is not None:
            answer = {"text": review.reply.text, "lastModified": _moment(review.reply.updated)}
            comments.append({"developerComment": answer})
        return {"reviewId": review.id, "authorName": review.author, "comments": comments}


class GooglePlayHarness(PlatformHarness):
    connector_class = GooglePlayConnector
    platform_class = FakeGooglePlay
    hosts: ClassVar[Mapping[str, str]] = {BASE: "/v3", TOKENS: "/oauth"}
    page_size = 100
    reply_path = ":reply"

    def settings(self) -> dict[str, Any]:
        return {"package_name": PACKAGE, "key_file": key_file(), "calls_per_minute": 6_000}

    def secrets(self) -> tuple[str, ...]:
        body = json.loads(key_file())["private_key"].splitlines()[1]  # any line of the key is one too many
        return (key_file(), body, BearerPlatform.in_each)


def _moment(when: dt.datetime) -> dict[str, Any]:
    return {"seconds": str(int(when.timestamp())), "nanos": when.microsecond * 1_000}
