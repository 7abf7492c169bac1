"""What a program can have done besides a public reply: a private message, a report, a reply that a person places."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import pytest
from marshmallow import EXCLUDE, Schema

from connectors import registry
from connectors.contract import Capabilities, Clock, Connector, Health, Page, Refusal, ReportReason, Violation
from plugin.publishing.violations import take_note
from plugin.store import channels, errands, publications
from plugin.words import ErrandState, Role
from tests.api.conftest import Desk
from tests.api.test_api import waiting

UNTRUE = ReportReason("UNTRUTHFUL", {"en": "Untruthful", "nl": "Onwaar"})


class _Any(Schema):
    class Meta:
        unknown = EXCLUDE


class Platform(Connector):
    """Offers what the test says."""

    name: ClassVar[str] = "platform"
    title: ClassVar[str] = "Platform"
    capabilities: ClassVar[Capabilities] = Capabilities()
    Settings: ClassVar[type[Schema]] = _Any

    def check(self) -> Health:
        return Health(True)

    def fetch(self, cursor: Any) -> Any:
        yield Page(())


@pytest.fixture
def offer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Put all channels on a platform that can do this."""
    monkeypatch.setitem(registry._load().connectors, "platform", Platform)
    with desk.database.session(shop_id=desk.shop_id) as session:
        for channel in channels.every(session, desk.shop_id):
            channel.connector = "platform"

    def offering(**able: Any) -> None:
        monkeypatch.setattr(Platform, "capabilities", Capabilities(**able))

    return offering


def test_a_review_tells_what_its_channel_offers(desk: Desk, offer: Any) -> None:
    offer(can_reply=True, can_reply_privately=True, can_report=True, report_reasons=(UNTRUE,))
    assert waiting(desk)["offers"] == {
        "reply": True,
        "private": True,
        "private_subject": False,
        "report_reasons": [{"id": "UNTRUTHFUL", "title": "Untruthful"}],
        "reply_before_report": False,
        "clocks": [],
    }


def test_a_private_message_is_sent_once_and_stands_with_its_review(desk: Desk, offer: Any) -> None:
    offer(can_reply_privately=True)
    review, client = waiting(desk), desk.client(Role.APPROVER)
    body = {"text": "Beste Joris, bel ons gerust."}
    first = client.post(f"/api/v1/reviews/{review['id']}/private-message", json=body)
    second = client.post(f"/api/v1/reviews/{review['id']}/private-message", json=body)
    assert (first.status_code, second.status_code) == (202, 409)
    asked = first.get_json()
    assert (asked["kind"], asked["state"], asked["text"]) == ("private", "queued", body["text"])
    assert client.get(f"/api/v1/reviews/{review['id']}").get_json()["errands"] == [asked]
    assert client.get(f"/api/v1/errands/{asked['id']}").get_json() == asked


def test_a_private_message_where_the_channel_sends_none_is_refused_with_a_way_out(desk: Desk, offer: Any) -> None:
    offer()
    answer = desk.client(Role.APPROVER).post(
        f"/api/v1/reviews/{waiting(desk)['id']}/private-message", json={"text": "Hallo"}
    )
    assert (answer.status_code, answer.get_json()["code"]) == (409, "nothing_to_publish")
    assert answer.get_json()["hint"] == "Copy it into your own mail."


def test_a_report_needs_one_of_the_platforms_own_grounds(desk: Desk, offer: Any) -> None:
    offer(can_report=True, report_reasons=(UNTRUE,))
    path, client = f"/api/v1/reviews/{waiting(desk)['id']}/report", desk.client(Role.APPROVER)
    assert client.post(path, json={"reason": "NEGATIVE", "text": "Te hard."}).status_code == 409
    answer = client.post(path, json={"reason": "UNTRUTHFUL", "text": "Deze bestelling bestaat niet."})
    assert (answer.status_code, answer.get_json()["reason"]) == (202, "UNTRUTHFUL")


def test_what_nobody_knows_of_a_report_is_settled_by_a_person(desk: Desk, offer: Any) -> None:
    offer(can_report=True, report_reasons=(UNTRUE,))
    client = desk.client(Role.APPROVER)
    body = {"reason": "UNTRUTHFUL", "text": "Deze bestelling bestaat niet."}
    asked = client.post(f"/api/v1/reviews/{waiting(desk)['id']}/report", json=body).get_json()
    path = f"/api/v1/errands/{asked['id']}/settlement"
    assert client.post(path, json={"outcome": "there"}).status_code == 409  # it is only queued
    with desk.database.session(shop_id=desk.shop_id) as session:
        errands.move(session, desk.shop_id, asked["id"], ErrandState.UNKNOWN, only_from=(ErrandState.QUEUED,))
    settled = client.post(path, json={"outcome": "there"})
    assert (settled.status_code, settled.get_json()["state"]) == (200, "done")


def test_a_reply_that_a_person_places_is_approved_settled_and_published(desk: Desk, offer: Any) -> None:
    offer(can_reply=False)
    review, client = waiting(desk), desk.client(Role.APPROVER)
    assert review["offers"]["reply"] is False
    sha256 = review["draft"]["text_sha256"]
    stale = client.post(f"/api/v1/reviews/{review['id']}/by-hand", json={"text_sha256": "0" * 64})
    assert (stale.status_code, stale.get_json()["code"]) == (409, "text_changed")
    placed = client.post(f"/api/v1/reviews/{review['id']}/by-hand", json={"text_sha256": sha256})
    assert (placed.status_code, placed.get_json()["state"]) == (201, "unknown")
    settled = client.post(
        f"/api/v1/publications/{placed.get_json()['id']}/settlement", json={"outcome": "placed-by-hand"}
    )
    assert settled.status_code == 200
    assert client.get(f"/api/v1/reviews/{review['id']}").get_json()["state"] == "published"


@pytest.mark.parametrize("what", ["by-hand", "private-message", "report"])
def test_a_drafter_sends_nothing_anywhere(desk: Desk, what: str) -> None:
    answer = desk.client(Role.DRAFTER).post(f"/api/v1/reviews/{waiting(desk)['id']}/{what}", json={})
    assert answer.status_code == 403


def test_why_a_platform_refused_a_text_is_told(desk: Desk) -> None:
    review = waiting(desk)
    client = desk.client(Role.APPROVER)
    body = {"text_sha256": review["draft"]["text_sha256"]}
    publication = client.post(f"/api/v1/reviews/{review['id']}/approval", json=body).get_json()["publication"]
    assert publication["violation"] is None
    with desk.database.session(shop_id=desk.shop_id) as session:
        kept = publications.get(session, desk.shop_id, publication["id"])
        take_note(session, desk.shop_id, kept, Refusal("No telephone numbers", Violation.PERSONAL, quote="06 555"))
    told = {"said": "No telephone numbers", "kind": "personal", "quote": "06 555"}
    assert client.get(f"/api/v1/publications/{publication['id']}").get_json()["violation"] == told
    assert client.get(f"/api/v1/reviews/{review['id']}").get_json()["publication"]["violation"] == told
    spec = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]["Violation"]
    assert set(spec["required"]) == set(told)
    assert "account" in spec["properties"]["kind"]["enum"]


def test_a_limit_that_a_platform_wrote_of_is_started_and_taken_back(desk: Desk, offer: Any) -> None:
    offer(can_reply=True, clocks=(Clock("platform-dispute", {"en": "The dispute"}, 7, "its page", by_hand=True),))
    review, client = waiting(desk), desk.client(Role.DRAFTER)
    assert review["offers"]["clocks"] == [{"id": "platform-dispute", "title": "The dispute", "days": 7}]
    address, today = f"/api/v1/reviews/{review['id']}/clock", dt.datetime.now(dt.UTC).date()
    assert client.delete(address).status_code == 409
    for wrong in ("0001-01-01", "9999-12-31", (today - dt.timedelta(days=9)).isoformat()):
        assert client.put(address, json={"clock": "platform-dispute", "since": wrong}).status_code == 409
    assert client.put(address, json={"clock": "platform-hold", "since": today.isoformat()}).status_code == 409
    started = client.put(address, json={"clock": "platform-dispute", "since": today.isoformat()})
    assert started.status_code == 200
    now = client.get(f"/api/v1/reviews/{review['id']}").get_json()
    assert (now["clock"], now["clock_by_hand"]) == ("platform-dispute", True)
    assert now["clock_ends_at"] == started.get_json()["ends_at"]
    assert client.delete(address).status_code == 204
    assert client.get(f"/api/v1/reviews/{review['id']}").get_json()["clock"] == ""
    assert desk.client(Role.VIEWER).delete(address).status_code == 403
