"""A person's yes: to the words they saw, once, and by someone who may."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from typing import Any

import pytest

from connectors.contract import Review
from plugin.inbox.deciding import overrule
from plugin.publishing import refusals
from plugin.publishing.approving import approve
from plugin.publishing.checking import check_text
from plugin.publishing.editing import save_edit
from plugin.store import drafts, events, publications, reviews
from plugin.words import Decision, PublicationState, Report, ReviewState, Role
from tests.publishing.conftest import REPLY, Shop, block


def test_a_yes_keeps_the_words_the_report_and_the_person_and_asks_for_the_work_in_one_commit(shop: Shop) -> None:
    approval = shop.approve()
    publication = shop.publication()
    assert (approval.text, approval.person_id) == (REPLY, shop.approver.person_id)
    assert approval.report["verdict"] == "pass"
    assert publication.state == PublicationState.QUEUED
    assert shop.enqueued == [publication.id]
    assert shop.state() == ReviewState.PUBLISHING
    with shop.session() as session:
        assert events.of_review(session, shop.shop_id, shop.review_id)[0].action == "reply.approved"


def test_work_that_cannot_be_asked_for_leaves_no_yes_behind(shop: Shop) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("the queue is away")

    shop.enqueue = fails  # type: ignore[method-assign]  # a queue that is away
    with pytest.raises(RuntimeError):
        shop.approve()
    with shop.session() as session:
        assert publications.current(session, shop.shop_id, shop.review_id) is None
        assert publications.approvals_of(session, shop.shop_id, shop.review_id) == []
    assert shop.state() == ReviewState.WAITING


def test_two_clicks_at_once_publish_once(shop: Shop) -> None:
    both = threading.Barrier(2)
    refused = []

    def click() -> None:
        both.wait()
        try:
            shop.approve()
        except refusals.AlreadyUnderWay as error:
            refused.append(error)

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len(refused) == 1
    assert len(shop.enqueued) == 1
    with shop.session() as session:
        assert len(publications.of_review(session, shop.shop_id, shop.review_id)) == 1


def test_words_that_were_changed_meanwhile_are_not_approved(shop: Shop) -> None:
    shop.save_draft("Beste Jan, iets anders.")
    with pytest.raises(refusals.TextChanged):
        shop.approve(REPLY)
    assert shop.enqueued == []


def test_a_draft_for_a_review_that_was_edited_since_is_refused(shop: Shop) -> None:
    changed = Review("7", "De tas is toch goed.", dt.datetime(2026, 11, 1, tzinfo=dt.UTC), rating=5, author="Jan")
    with shop.session() as session:
        reviews.upsert(session, shop.shop_id, shop.channel_id, [changed], dt.datetime.now(dt.UTC))
    with pytest.raises(refusals.Outdated):
        shop.approve()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DRAFTER])
def test_a_smaller_role_may_not_approve(shop: Shop, role: Role) -> None:
    with pytest.raises(refusals.NotAllowed):
        shop.approve(person=dataclasses.replace(shop.approver, role=role))


@pytest.mark.parametrize("reason", ["", "ok", "   kort   "])
def test_a_blocked_text_needs_a_written_reason(shop: Shop, reason: str) -> None:
    shop.save_draft(findings=(block("R-SPECIFIC"),))
    with pytest.raises(refusals.ReasonNeeded):
        shop.approve(reason=reason)


def test_a_written_reason_is_kept_with_the_yes(shop: Shop) -> None:
    shop.save_draft(findings=(block("R-SPECIFIC"),))
    assert shop.approve(reason="De klant kent ons goed genoeg.").override_reason == "De klant kent ons goed genoeg."


@pytest.mark.parametrize("guideline", ["US-2", "GDPR-1", "R-NO-REWARD"])
def test_no_reason_overrides_the_law(shop: Shop, guideline: str) -> None:
    shop.save_draft(findings=(block(guideline),))
    with pytest.raises(refusals.BlockedByLaw):
        shop.approve(reason="Ik vind dat het wel kan, echt waar.")


def test_a_decision_without_a_public_reply_has_nothing_to_approve(shop: Shop) -> None:
    shop.save_draft(reply=None)
    with pytest.raises(refusals.NothingToPublish):
        shop.approve()


def test_a_refused_reply_may_be_mended_and_approved_again(shop: Shop) -> None:
    shop.approve()
    with shop.session() as session:
        publications.move(
            session, shop.shop_id, shop.publication().id, PublicationState.REFUSED, only_from=(PublicationState.QUEUED,)
        )
        reviews.set_state(session, shop.shop_id, shop.review_id, ReviewState.CHECK)
    shop.approve()
    assert len(set(shop.enqueued)) == 2


def test_an_unsettled_reply_must_be_settled_before_another_yes(shop: Shop) -> None:
    shop.approve()
    with shop.session() as session:
        publications.move(
            session, shop.shop_id, shop.publication().id, PublicationState.UNKNOWN, only_from=(PublicationState.QUEUED,)
        )
        reviews.set_state(session, shop.shop_id, shop.review_id, ReviewState.CHECK)
    with pytest.raises(refusals.AlreadyUnderWay):
        shop.approve()


def test_a_persons_words_become_the_newest_draft_with_a_report_of_their_own(shop: Shop) -> None:
    text = "Beste Jan,\n\nSorry dat de tas stuk is. Je krijgt binnen 2 dagen een nieuwe tas.\n\nSanne"
    with shop.session() as session:
        draft = save_edit(session, shop.shop_id, shop.review_id, f"  {text}\u200b ", shop.approver)
        same = save_edit(session, shop.shop_id, shop.review_id, text, shop.approver)
    assert (draft.reply, draft.writer, draft.number) == (text, "person", 2)
    assert draft.report is not None
    assert same.id == draft.id
    with pytest.raises(refusals.TextChanged):
        shop.approve(REPLY)


def test_nobody_edits_a_reply_that_is_on_its_way(shop: Shop) -> None:
    shop.approve()
    with shop.session() as session, pytest.raises(refusals.NotNow):
        save_edit(session, shop.shop_id, shop.review_id, "Iets anders.", shop.approver)


def test_an_empty_text_is_no_reply(shop: Shop) -> None:
    with shop.session() as session, pytest.raises(refusals.NothingToPublish):
        save_edit(session, shop.shop_id, shop.review_id, " \u200b ", shop.approver)


def test_an_edit_that_comes_after_the_yes_is_refused(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of an edit takes a moment; a colleague approves in that moment."""

    def and_meanwhile(*given: Any) -> Report:
        shop.approve()
        return check_text(*given)

    monkeypatch.setattr("plugin.publishing.editing.check_text", and_meanwhile)
    with pytest.raises(refusals.NotNow), shop.session() as session:
        save_edit(session, shop.shop_id, shop.review_id, "Beste Jan, iets anders.", shop.approver)
    with shop.session() as session:
        current = drafts.current(session, shop.shop_id, shop.review_id)
    assert current is not None
    assert current.reply == REPLY


def test_a_review_that_gets_no_public_reply_gets_none_from_an_old_page(shop: Shop) -> None:
    with shop.session() as session:
        overrule(session, shop.shop_id, shop.review_id, Decision.SILENT, None, "Geen klant.", shop.approver.person_id)
    with pytest.raises(refusals.NothingToPublish):
        shop.approve()


@pytest.mark.parametrize("seen", [float("nan"), float("inf"), -1.0])
def test_a_time_that_is_none_is_not_kept_with_the_yes(shop: Shop, seen: float) -> None:
    with shop.session() as session:
        approval = approve(
            session, shop.shop_id, shop.review_id, text_sha256=publications.text_sha256(REPLY), person=shop.approver,
            enqueue=shop.enqueue, seen_seconds=seen,
        )  # fmt: skip
    assert approval.seen_seconds is None
