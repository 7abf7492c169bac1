"""A fake Kiyoh for the standard tests, in the shapes that independent clients agree on (contract review-platforms §4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from connectors.kiyoh import KiyohConnector
from connectors.kiyoh.client import FOLDER, INVITE
from connectors.testing.fake_platform import Call, FakePlatform, Refused, route
from connectors.testing.fake_state import FakeInvitation, FakeReview
from connectors.testing.platform_harness import PlatformHarness

LOCATION, TOKEN = "1042", "geheime-hash-0123456789"


class FakeKiyoh(FakePlatform):
    def allowed(self, call: Call) -> None:
        if call.headers.get("x-publication-api-token") != TOKEN:
            raise Refused(401, {"httpCode": 401, "errorCode": "INVALID_HASH", "detailedError": []})

    @route("GET", f"{FOLDER}/external")
    def listing(self, call: Call) -> Any:
        found = self.listed(by="updated", newest_first=call.query["sortOrder"] == "DESC")
        everything = len(found)
        if "updatedSince" in call.query:
            since = dt.datetime.fromisoformat(call.query["updatedSince"])
            found = [review for review in found if self.stuck or review.updated >= since]
        return {
            "locationId": LOCATION,
            "locationName": "Fietsenhuis",
            "averageRating": 8.1,
            "numberReviews": everything,
            "reviews": [self.shape(review) for review in self.page_of(found, 0, int(call.query["limit"]))],
        }

    @route("PUT", f"{FOLDER}/response")
    def respond(self, call: Call) -> Any:
        given = call.json
        review = self.review(given["reviewId"])
        if given["reviewResponseType"] == "PRIVATE":
            review.private_replies.append(given["response"])
        else:
            self.place_reply(review, given["response"])
        return {}

    @route("POST", INVITE)
    def invite(self, call: Call) -> Any:
        given = call.json
        if any(known.email == given["invite_email"] for known in self.invitations):
            told = [{"errorCode": "INVITATION_ALREADY_PLACED", "message": "Invitation already placed"}]
            raise Refused(400, {"httpCode": 400, "errorCode": "INVALID_REQUEST", "detailedError": told})
        name = f"{given['first_name']} {given['last_name']}".strip()
        self.invitations.append(
            FakeInvitation(given["ref_code"], given["invite_email"], given["delay"], {"name": name})
        )
        return {"code": "OK"}

    @staticmethod
    def shape(review: FakeReview) -> dict[str, Any]:
        def answer(group: str, kind: str, said: Any) -> dict[str, Any]:
            return {
                "questionGroup": group,
                "questionType": kind,
                "rating": said,
                "order": 1,
                "questionTranslation": group,
            }

        shown = {
            "reviewId": review.id,
            "reviewAuthor": review.author,
            "city": "Zwolle",
            "rating": review.rating * 2,
            "reviewContent": [
                answer("DEFAULT_OVERALL", "INT", review.rating * 2),
                answer("DEFAULT_ONELINER", "TEXT", review.title),
                answer("DEFAULT_OPINION", "TEXT", review.text),
                answer("DEFAULT_RECOMMEND", "BOOLEAN", True),
            ],
            "dateSince": review.created.isoformat(),
            "updatedSince": review.updated.isoformat(),
        }
        return {**shown, "reviewComments": review.reply.text} if review.reply else shown


class KiyohHarness(PlatformHarness):
    connector_class = KiyohConnector
    platform_class = FakeKiyoh
    hosts: ClassVar[Mapping[str, str]] = {"https://www.kiyoh.com": ""}
    page_size = 250
    reply_method = "PUT"
    reply_path = "/response"
    write_answers_known = False

    def settings(self) -> dict[str, Any]:
        return {"location_id": LOCATION, "token": TOKEN, "experimental": True, "calls_per_minute": 6_000}
