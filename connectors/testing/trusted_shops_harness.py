"""A fake eTrusted for the standard tests (contract review-platforms §3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import parse_qs

from connectors.testing.bearer_platform import BearerPlatform
from connectors.testing.fake_platform import Call, Refused, route
from connectors.testing.fake_state import FakeInvitation, FakeReport, FakeReview
from connectors.testing.faulty_server import FakeAnswer
from connectors.testing.platform_harness import PlatformHarness
from connectors.trusted_shops import TrustedShopsConnector
from connectors.trusted_shops.client import BASE, LOGIN

CLIENT, SECRET = "client-0123", "geheim-0123456789"
EVENT = "delivery"
CHANNEL = "chl-5bfae0a5-9a4a-4fd5-8d34-2f2a3e8a3f5e"


class FakeTrustedShops(BearerPlatform):
    vetos_as = "list"  # or "one", "items": what the call answers is documented nowhere

    @route("POST", "/login/oauth/token", open_=True)
    def token(self, call: Call) -> Any:
        form = {name: values[0] for name, values in parse_qs(call.request.body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret"), form.get("audience")) != (CLIENT, SECRET, BASE):
            raise Refused(401)
        return {"access_token": self.new_token(), "expires_in": 300, "token_type": "Bearer"}

    @route("GET", "/reviews")
    def listing(self, call: Call) -> Any:
        found = [review for review in self.listed(by="updated") if call.query.get("channels", CHANNEL) == CHANNEL]
        after = call.query.get("after", "")
        start = next((at + 1 for at, review in enumerate(found) if review.id == after), 0)
        size = call.number("count", 20)
        page = self.page_of(found, start, size)
        more = {"after": page[-1].id} if page and (self.stuck or start + size < len(found)) else {}
        return {
            "totalElements": len(found),
            "paging": {"count": len(page), "cursor": more, "links": {}},
            "items": [self.shape(review) for review in page],
        }

    @route("GET", "/reviews/{review_id}")
    def one(self, _: Call, review_id: str) -> Any:
        return self.shape(self.review(review_id))

    @route("POST", "/reviews/{review_id}/reply")
    def reply(self, call: Call, review_id: str) -> Any:
        reply = self.place_reply(self.review(review_id), call.json["comment"])
        moment = reply.created.isoformat()
        return {"comment": reply.text, "createdAt": moment, "updatedAt": moment, "sendNotification": False}

    @route("DELETE", "/reviews/{review_id}/reply")
    def delete_reply(self, _: Call, review_id: str) -> Any:
        self.take_reply_back(review_id)
        return FakeAnswer(204, None)

    @route("POST", "/reviews/{review_id}/vetos")
    def veto(self, call: Call, review_id: str) -> Any:
        review = self.review(review_id)
        report = FakeReport(f"veto-{len(review.reports) + 1}", call.json["reason"], call.json["comment"], self.now)
        review.reports.append(report)
        return self.veto_shape(report)

    @route("GET", "/reviews/{review_id}/vetos")
    def vetos(self, _: Call, review_id: str) -> Any:
        told = [self.veto_shape(report) for report in self.review(review_id).reports]
        if self.vetos_as == "one":
            if not told:
                raise Refused(404)
            return told[-1]
        return {"items": told} if self.vetos_as == "items" else told

    @route("POST", "/events")
    def event(self, call: Call) -> Any:
        given = call.json
        if given["type"] != EVENT or given["channel"] != {"id": CHANNEL, "type": "etrusted"}:
            raise Refused(400, {"Message": "Invalid request"})
        customer = given["customer"]
        name = f"{customer.get('firstName', '')} {customer.get('lastName', '')}".strip()
        self.invitations.append(FakeInvitation(given["transaction"]["reference"], customer["email"], 0, {"name": name}))
        reference = f"evt-{self.next_id()}"
        return FakeAnswer(202, {"Message": f"Your event ({reference}) was accepted.", "EventRef": reference})

    @staticmethod
    def veto_shape(report: FakeReport) -> dict[str, Any]:
        return {
            "id": report.id,
            "ticketId": f"ticket-{report.id}",
            "comment": report.text,
            "reason": report.reason,
            "createdAt": report.created.isoformat(),
        }

    @staticmethod
    def shape(review: FakeReview) -> dict[str, Any]:
        reply = review.reply
        return {
            "id": review.id,
            "accountRef": "acc-1",
            "channelRef": CHANNEL,
            "rating": review.rating,
            "title": review.title,
            "comment": review.text,
            "createdAt": review.created.isoformat(),
            "submittedAt": review.created.isoformat(),
            "updatedAt": review.updated.isoformat(),
            "state": "SUBMITTED" if review.state == "held" else "APPROVED",
            "type": "SERVICE_REVIEW",
            "feedbackType": "REVIEW",
            "verificationType": "VERIFIED",
            "customer": {"firstName": review.author, "fullName": f"{review.author} K.", "email": review.email},
            "transaction": {"reference": review.order_ref, "date": review.created.isoformat()},
            "product": {"id": review.product_id, "name": review.product},
            "questionnaire": {"id": "q-1", "locale": f"{review.language}_NL"},
            "reply": reply and {"comment": reply.text, "createdAt": reply.created.isoformat()},
        }


class TrustedShopsHarness(PlatformHarness):
    connector_class = TrustedShopsConnector
    platform_class = FakeTrustedShops
    hosts: ClassVar[Mapping[str, str]] = {BASE: "", LOGIN: "/login"}
    page_size = 100
    reply_path = "/reply"

    def settings(self) -> dict[str, Any]:
        return {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "channel": CHANNEL,
            "event_type": EVENT,
            "names_shown": True,
            "experimental": True,
            "calls_per_minute": 6_000,
        }

    def secrets(self) -> tuple[str, ...]:
        return (SECRET, BearerPlatform.in_each)
