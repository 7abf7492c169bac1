"""The desk offers what the channel's capabilities say, and nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from flask import Flask
from marshmallow import EXCLUDE, Schema

from connectors import registry
from connectors.contract import (
    Capabilities,
    Changed,
    Clock,
    Connector,
    Forged,
    Health,
    Hook,
    Moderation,
    ModerationState,
    Page,
    ReportReason,
    Webhooks,
)
from plugin.publishing import checking
from plugin.store import channels, errands, publications, reviews
from plugin.words import Decision, ErrandState, PublicationState, Report, ReviewState, Role, Verdict
from tests.panel import made_up
from tests.panel.conftest import SignIn
from tests.panel.made_up import REPLY, Shop

THERE = "https://keurmerk.example/r/7"


class _Any(Schema):
    class Meta:
        unknown = EXCLUDE


class Keurmerk(Connector):
    """Offers what the test says."""

    name: ClassVar[str] = "keurmerk"
    title: ClassVar[str] = "Keurmerk"
    capabilities: ClassVar[Capabilities] = Capabilities()
    Settings: ClassVar[type[Schema]] = _Any

    def check(self) -> Health:
        return Health(True)

    def fetch(self, cursor: Any) -> Any:
        yield Page(())

    def subscribe(self, url: str) -> Hook:
        return Hook("h-1", "haakgeheim")

    def unsubscribe(self, hook: Hook) -> None:
        pass

    def challenge(self, query: Any, hook: Hook) -> str:
        if query.get("token") != "afgesproken":
            raise Forged("wrong")
        return str(query["say"])

    def webhook(self, headers: Any, body: bytes, hook: Hook) -> Changed:
        if headers.get("x-sign") != hmac.new(hook.secret.encode(), body, hashlib.sha256).hexdigest():
            raise Forged("wrong")
        return Changed(("7",))


@pytest.fixture
def offering(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setitem(registry._load().connectors, "keurmerk", Keurmerk)
    monkeypatch.setattr(checking, "check_text", lambda *_a, **_k: Report(Verdict.PASS))
    with shop.session() as session:
        channels.get(session, shop.id, shop.channel_id).connector = "keurmerk"

    def offer(**able: Any) -> None:
        monkeypatch.setattr(Keurmerk, "capabilities", Capabilities(**able))

    return offer


def test_where_no_program_may_reply_the_reply_is_copied_and_its_page_opened_in_one_go(
    shop: Shop, sign_in: SignIn, offering: Any
) -> None:
    offering(opens_on_platform=True)
    desk = sign_in(shop, Role.APPROVER)
    review_id = shop.add("7", made_up.drafted(), url=THERE)
    page = desk.get(f"/reviews/{review_id}").text
    assert "Antwoord kopiëren en de beoordeling daar openen" in page
    assert f'data-leads="{THERE}"' in page
    assert "Goedkeuren en plaatsen" not in page
    sha256 = publications.text_sha256(REPLY)
    page = desk.post(f"/reviews/{review_id}/by-hand", text_sha256=sha256).text
    assert "Staat het er?" in page
    with shop.session() as session:
        publication = publications.current(session, shop.id, review_id)
    assert publication is not None
    assert publication.state == PublicationState.UNKNOWN
    page = desk.post(f"/publications/{publication.id}/settle", outcome="placed-by-hand", review_id=review_id).text
    assert shop.state(review_id) == ReviewState.PUBLISHED


def test_not_placed_after_all_is_a_draft_again(shop: Shop, sign_in: SignIn, offering: Any) -> None:
    offering()
    desk = sign_in(shop, Role.APPROVER)
    review_id = shop.add("7", made_up.drafted())
    desk.post(f"/reviews/{review_id}/by-hand", text_sha256=publications.text_sha256(REPLY))
    with shop.session() as session:
        publication = publications.current(session, shop.id, review_id)
    assert publication is not None
    desk.post(f"/publications/{publication.id}/settle", outcome="drop", review_id=review_id)
    assert shop.state(review_id) == ReviewState.WAITING


def test_one_review_that_takes_no_reply_is_for_a_person_where_the_others_are_not(
    shop: Shop, sign_in: SignIn, offering: Any
) -> None:
    offering(can_reply=True)
    desk = sign_in(shop, Role.APPROVER)
    usual, numberless = shop.add("7", made_up.drafted()), shop.add("8", made_up.drafted(), no_reply="It has no number.")
    assert "by-hand" not in desk.get(f"/reviews/{usual}").text
    assert "by-hand" in desk.get(f"/reviews/{numberless}").text
    answer = desk.post(f"/reviews/{numberless}/approve", text_sha256=publications.text_sha256(REPLY))
    assert answer.status_code == 409


def test_a_private_message_and_a_report_are_offered_where_the_channel_has_them(
    shop: Shop, sign_in: SignIn, offering: Any
) -> None:
    desk = sign_in(shop, Role.APPROVER)
    review_id = shop.add("7", made_up.advice(Decision.REMOVE))
    offering()
    page = desk.get(f"/reviews/{review_id}").text
    assert "/private" not in page
    assert f"/reviews/{review_id}/report" not in page
    reason = ReportReason("UNTRUTHFUL", {"en": "Untruthful", "nl": "Onwaar"})
    offering(can_reply_privately=True, can_report=True, report_reasons=(reason,))
    page = desk.get(f"/reviews/{review_id}").text
    assert "Onwaar" in page
    assert (
        "Het privébericht is onderweg" in desk.post(f"/reviews/{review_id}/private", text="Beste Joris, bel ons.").text
    )
    assert "De melding is onderweg" in desk.post(
        f"/reviews/{review_id}/report", ground="UNTRUTHFUL", text="Nooit besteld."
    ).text  # fmt: skip
    page = desk.get(f"/reviews/{review_id}").text
    assert "Privébericht: onderweg" in page
    assert f"/reviews/{review_id}/private" not in page, "once"
    answer = desk.post(f"/reviews/{review_id}/private", text="Nog een keer.")
    assert answer.status_code == 409
    with shop.session() as session:
        asked = errands.of_review(session, shop.id, review_id)
    assert sorted(errand.kind for errand in asked) == ["private", "report"]
    assert all(errand.state == ErrandState.QUEUED for errand in asked)


def test_a_drafter_sends_nothing_through_a_channel(shop: Shop, sign_in: SignIn, offering: Any) -> None:
    offering(can_reply_privately=True)
    desk = sign_in(shop, Role.DRAFTER)
    review_id = shop.add("7", made_up.drafted())
    assert f"/reviews/{review_id}/private" not in desk.get(f"/reviews/{review_id}").text
    assert desk.post(f"/reviews/{review_id}/private", text="Beste Joris").status_code == 403
    assert desk.post(f"/reviews/{review_id}/by-hand", text_sha256="x").status_code == 403


def test_what_the_channel_tells_besides_stands_with_the_review(shop: Shop, sign_in: SignIn, offering: Any) -> None:
    offering()
    desk = sign_in(shop)
    case = Moderation(ModerationState.DISPUTED, "bemiddeling")
    told = {"order_ref": "NL-2026-0042", "raw_rating": "3/10", "recommend": False, "moderation": case}
    page = desk.get(f"/reviews/{shop.add('7', made_up.drafted(), **told)}").text
    for said in ("NL-2026-0042", "3/10", "beveelt aan: nee", "in bemiddeling (bemiddeling)"):
        assert said in page


def test_what_expires_today_is_listed_and_counted(shop: Shop, sign_in: SignIn, offering: Any) -> None:
    offering()
    desk = sign_in(shop)
    review_id = shop.add("7", made_up.drafted(), hours_ago=-24 * 30)
    now = dt.datetime.now(dt.UTC)
    with shop.session() as session:
        row = reviews.get(session, shop.id, review_id)
        row.created_at = now
        row.clock, row.clock_ends_at = "order-withdrawal", now + dt.timedelta(hours=5)
    page = desk.get("/due").text
    assert "Loopt vandaag af" in page
    assert "De bedenktijd van de klant loopt af" in page
    with shop.session() as session:
        reviews.get(session, shop.id, review_id).clock_ends_at = now + dt.timedelta(days=3)
    assert "Loopt vandaag af" not in desk.get("/due").text


def test_a_limit_that_the_platform_wrote_of_is_noted_by_a_person_and_shown_until_it_is_over(
    shop: Shop, sign_in: SignIn, offering: Any
) -> None:
    words = {"en": "Answer the dispute by then", "nl": "Reageer voor dan op het geschil"}
    offering(clocks=(Clock("keurmerk-dispute", words, 7, "https://keurmerk.example/geschil", by_hand=True),))
    desk = sign_in(shop, Role.DRAFTER)
    review_id = shop.add("7", made_up.drafted())
    page = desk.get(f"/reviews/{review_id}").text
    assert "heeft over een termijn geschreven" in page
    assert "Reageer voor dan op het geschil (7 dagen vanaf)" in page
    today = dt.datetime.now(dt.UTC).date()
    for wrong in (
        "",
        "gisteren",
        (today - dt.timedelta(days=30)).isoformat(),
        (today + dt.timedelta(days=3)).isoformat(),
    ):
        answer = desk.post(f"/reviews/{review_id}/clock", clock="keurmerk-dispute", since=wrong)
        assert answer.status_code == 409
        assert "termijn is al voorbij" in answer.text
    page = desk.post(f"/reviews/{review_id}/clock", clock="keurmerk-dispute", since=today.isoformat()).text
    assert "Reageer voor dan op het geschil:" in page
    assert "https://keurmerk.example/geschil" in page
    assert "heeft over een termijn geschreven" not in page
    assert "Dit is voorbij" in page
    page = desk.post(f"/reviews/{review_id}/clock/stop").text
    assert "heeft over een termijn geschreven" in page
    assert "Dit is voorbij" not in page


def test_a_viewer_notes_no_limit(shop: Shop, sign_in: SignIn, offering: Any) -> None:
    offering(clocks=(Clock("keurmerk-dispute", "The dispute", 7, "its page", by_hand=True),))
    desk = sign_in(shop, Role.VIEWER)
    review_id = shop.add("7", made_up.drafted())
    assert "/clock" not in desk.get(f"/reviews/{review_id}").text
    assert desk.post(f"/reviews/{review_id}/clock", clock="keurmerk-dispute", since="2026-11-20").status_code == 403


def test_how_far_the_first_reading_is_stands_with_the_channel(shop: Shop, sign_in: SignIn, offering: Any) -> None:
    offering()
    shop.add("7", made_up.drafted())
    desk = sign_in(shop, Role.VIEWER)
    assert "eerste keer lezen: 1 beoordeling tot nu toe" in desk.get("/channels").text
    with shop.session() as session:
        channels.save_cursor(session, shop.id, shop.channel_id, {}, total=400)
    assert "eerste keer lezen: 1 van 400 beoordelingen" in desk.get("/channels").text
    with shop.session() as session:
        channels.save_cursor(session, shop.id, shop.channel_id, {}, synced_at=made_up.NOW)
    assert "eerste keer lezen" not in desk.get("/channels").text


def test_the_channels_page_shows_when_it_reads_next_and_why_it_waits(
    shop: Shop, sign_in: SignIn, offering: Any
) -> None:
    offering()
    with shop.session() as session:
        channels.plan_reading(
            session, shop.id, shop.channel_id, dt.datetime.now(dt.UTC) + dt.timedelta(hours=2), failures=3
        )
    page = sign_in(shop).get("/channels").text
    assert "volgende keer:" in page
    assert "3 keer achter elkaar ging het lezen mis" in page


def test_the_owner_lets_the_platform_call_and_its_calls_are_taken(
    shop: Shop, sign_in: SignIn, offering: Any, app: Flask
) -> None:
    offering(webhooks=Webhooks.SIGNED, can_subscribe=False)
    desk = sign_in(shop, Role.OWNER)
    assert desk.post(f"/channels/{shop.channel_id}/calls", do="on", htmx=False).status_code == 303
    page = desk.get(f"/channels/{shop.channel_id}").text
    found = re.search(r"/hooks/([\w-]{43})", page)
    assert found
    program = app.test_client()
    path, body = f"/hooks/{found[1]}", b'{"id": 7}'
    sign = hmac.new(b"", body, hashlib.sha256).hexdigest()
    assert program.post(path, data=body, headers={"X-Sign": sign}).status_code == 202
    assert program.post(path, data=body, headers={"X-Sign": sign}).status_code == 200
    assert program.post(path, data=body, headers={"X-Sign": "00"}).status_code == 404
    assert program.post(f"/hooks/{'x' * 43}", data=body, headers={"X-Sign": sign}).status_code == 404
    assert program.post(path, data=b"a" * 1_100_000).status_code == 404
    alive = program.get(path, query_string={"token": "afgesproken", "say": "<b>1158201444</b>"})
    assert (alive.status_code, alive.text, alive.mimetype) == (200, "<b>1158201444</b>", "text/plain")
    assert program.get(path, query_string={"token": "geraden", "say": "1"}).status_code == 404
    assert program.get(f"/hooks/{'x' * 43}").status_code == 404
    assert desk.post(f"/channels/{shop.channel_id}/calls", do="off", htmx=False).status_code == 303
    assert program.post(path, data=body, headers={"X-Sign": sign}).status_code == 404


def test_nobody_but_the_owner_sees_the_address(shop: Shop, sign_in: SignIn, offering: Any) -> None:
    offering(webhooks=Webhooks.NUDGE)
    assert sign_in(shop, Role.APPROVER).post(f"/channels/{shop.channel_id}/calls", do="on").status_code == 403


def test_a_channel_that_calls_nobody_offers_no_address(shop: Shop, sign_in: SignIn, offering: Any) -> None:
    offering()
    assert "/calls" not in sign_in(shop).get(f"/channels/{shop.channel_id}").text
    assert replace(Keurmerk.capabilities).webhooks is Webhooks.NONE
