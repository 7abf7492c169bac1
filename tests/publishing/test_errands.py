"""Private messages and reports: by a person's click, once each, and never blindly again."""

import datetime as dt
from dataclasses import replace

import pytest

from connectors import registry
from connectors.contract import (
    AskPerson,
    Capabilities,
    OutcomeUnknown,
    PrivateReply,
    Reconnect,
    Reported,
    ReportReason,
    RetryLater,
)
from plugin.publishing import by_hand, errands, unknowns
from plugin.publishing.refusals import AlreadyUnderWay, BlockedByLaw, NotAllowed, NothingToPublish, NotNow
from plugin.publishing.running_errands import run
from plugin.store import channels, events, publications, reviews
from plugin.store import errands as stored
from plugin.words import ErrandState, Finding, PublicationState, Report, ReviewState, Role, Severity, Verdict
from tests.publishing.conftest import REPLY, Who
from tests.publishing.scripted import BlindConnector, ScriptedConnector

ABLE = Capabilities(
    can_reply=True,
    can_read_replies=True,
    can_reply_privately=True,
    max_private_chars=200,
    can_report=True,
    can_read_reports=True,
    report_reasons=(ReportReason("UNTRUTHFUL", "Untruthful"),),
)


class Offering(ScriptedConnector):
    """Does what it is told to: ``answers`` are given or raised in turn."""

    capabilities = ABLE

    def __init__(self, settings):
        super().__init__(settings)
        self.answers = []
        self.sent = []
        self.reported = None

    def _next(self, what):
        self.sent.append(what)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer

    def reply_privately(self, review, *, text, key, subject=""):
        self._next(("private", text))
        return PrivateReply(text, external_id="p-1", key=key)

    def report(self, review, *, reason, text, key):
        self._next(("report", reason, text))
        return Reported(reason, text, "T-9")

    def find_report(self, review):
        return self.reported


@pytest.fixture
def offering(shop, monkeypatch):
    with shop.session() as session:
        name = channels.get(session, shop.shop_id, shop.channel_id).connector
    monkeypatch.setitem(registry._load().connectors, name, Offering)
    shop.channel = Offering({})
    monkeypatch.setattr(errands.checking, "check_text", lambda *_a, **_k: Report(Verdict.PASS))
    shop.queued = []
    return shop


def ask_private(shop, text="Beste Jan, mag ik u bellen?", person=None):
    with shop.session() as session:
        return errands.send_private(
            session, shop.shop_id, shop.review_id, text=text, person=person or shop.approver,
            enqueue=lambda _s, errand: shop.queued.append(errand.id),
        ).id  # fmt: skip


def ask_report(shop, reason="UNTRUTHFUL", text="Nooit bij ons besteld."):
    with shop.session() as session:
        return errands.report_review(
            session, shop.shop_id, shop.review_id, reason=reason, text=text, person=shop.approver,
            enqueue=lambda _s, errand: shop.queued.append(errand.id),
        ).id  # fmt: skip


def go(shop, errand_id):
    state = run(
        shop.database, shop.shop_id, errand_id, connect=lambda *_: shop.channel,
        again=lambda _s, _e, seconds: shop.again.append(seconds),
    )  # fmt: skip
    with shop.session() as session:
        errand = stored.get(session, shop.shop_id, errand_id)
        assert state is None or errand.state == state
        return errand


def test_a_private_message_goes_once_and_is_written_down(offering):
    errand_id = ask_private(offering)
    assert offering.queued == [errand_id]
    assert go(offering, errand_id).state == ErrandState.DONE
    assert go(offering, errand_id).state == ErrandState.DONE
    assert offering.channel.sent == [("private", "Beste Jan, mag ik u bellen?")]
    with pytest.raises(AlreadyUnderWay):
        ask_private(offering)


def test_a_report_closes_the_review_when_the_platform_has_it(offering):
    done = go(offering, ask_report(offering))
    assert (done.state, done.reference) == (ErrandState.DONE, "T-9")
    with offering.session() as session:
        assert reviews.get(session, offering.shop_id, offering.review_id).state == ReviewState.CLOSED


def test_only_an_approver_may_ask(offering):
    with pytest.raises(NotAllowed):
        ask_private(offering, person=Who(offering.approver.person_id, Role.DRAFTER))


@pytest.mark.parametrize("text", ["", "  \n", "a" * 201])
def test_a_message_that_is_empty_or_too_long_is_refused(offering, text):
    with pytest.raises(NothingToPublish):
        ask_private(offering, text)


def test_a_message_that_the_law_forbids_is_refused(offering, monkeypatch):
    """Checked as a private message; what the checker finds in it is the checker's own tests' matter."""

    def check(_session, _shop_id, _review_id, text, *, private):
        assert private
        return Report(Verdict.BLOCK, (Finding("US-2", Severity.BLOCK, "Geen beloning.", text),))

    monkeypatch.setattr(errands.checking, "check_text", check)
    with pytest.raises(BlockedByLaw):
        ask_private(offering)


def test_a_ground_that_is_not_the_platform_s_is_refused(offering):
    with pytest.raises(NothingToPublish):
        ask_report(offering, reason="RUDE")


def test_where_the_platform_wants_a_reply_first_a_report_waits_for_it(offering, monkeypatch):
    monkeypatch.setattr(Offering, "capabilities", replace(ABLE, asks_reply_before_report=True))
    with pytest.raises(NotNow):
        ask_report(offering)
    with offering.session() as session:
        reviews.set_state(session, offering.shop_id, offering.review_id, ReviewState.PUBLISHED)
    ask_report(offering)


def test_without_an_answer_nobody_knows_and_nothing_goes_again_by_itself(offering):
    offering.channel.answers = [OutcomeUnknown("No answer.")]
    errand_id = ask_private(offering)
    assert go(offering, errand_id).state == ErrandState.UNKNOWN
    go(offering, errand_id)
    assert len(offering.channel.sent) == 1
    with offering.session() as session:
        errands.settle(session, offering.shop_id, errand_id, errands.Settlement.NOT_DONE, offering.approver)
    assert ask_private(offering), "now it may be asked for again"


def test_a_report_without_an_answer_is_looked_for(offering):
    offering.channel.answers = [OutcomeUnknown("No answer.")]
    offering.channel.reported = Reported("UNTRUTHFUL", reference="T-1")
    assert go(offering, ask_report(offering)).state == ErrandState.DONE


def test_one_that_was_cut_off_is_not_sent_again(offering):
    errand_id = ask_private(offering)
    with offering.session() as session:
        stored.begin(session, offering.shop_id, errand_id, after=0)
    assert go(offering, errand_id).state == ErrandState.UNKNOWN
    assert offering.channel.sent == []


def test_trouble_that_passes_is_waited_out_and_a_no_is_a_no(offering):
    offering.channel.answers = [RetryLater("Later.", retry_after=600.0), AskPerson("Closed.")]
    errand_id = ask_private(offering)
    assert go(offering, errand_id).state == ErrandState.QUEUED
    assert offering.again == [600.0]
    assert go(offering, errand_id).state == ErrandState.REFUSED


def test_a_refused_credential_keeps_it_waiting_for_its_owner(offering):
    offering.channel.answers = [Reconnect("The credential was refused.")]
    errand_id = ask_private(offering)
    assert go(offering, errand_id).state == ErrandState.QUEUED
    with offering.session() as session:
        assert channels.get(session, offering.shop_id, offering.channel_id).state == "reconnect"
        assert [e.id for e in stored.waiting(session, offering.shop_id, offering.channel_id)] == [errand_id]
    assert go(offering, errand_id).state == ErrandState.DONE


# --- by hand ----------------------------------------------------------------------------------------------------


@pytest.fixture
def by_person(shop, monkeypatch):
    with shop.session() as session:
        name = channels.get(session, shop.shop_id, shop.channel_id).connector
    monkeypatch.setitem(registry._load().connectors, name, BlindConnector)
    shop.save_draft()
    return shop


def copy(shop, text=REPLY, seen=None):
    with shop.session() as session:
        return by_hand.copied(
            session, shop.shop_id, shop.review_id, text_sha256=publications.text_sha256(text), person=shop.approver,
            seen_seconds=seen,
        ).id  # fmt: skip


def state_of(shop):
    with shop.session() as session:
        review = reviews.get(session, shop.shop_id, shop.review_id)
        return publications.current(session, shop.shop_id, shop.review_id).state, review.state


def test_a_copied_reply_waits_for_the_person_s_word(by_person):
    publication_id = copy(by_person)
    assert state_of(by_person) == (PublicationState.UNKNOWN, ReviewState.CHECK)
    with pytest.raises(AlreadyUnderWay):
        copy(by_person)
    with by_person.session() as session:
        assert by_hand.is_by_hand(publications.get(session, by_person.shop_id, publication_id))
        unknowns.settle(
            session, by_person.shop_id, publication_id, unknowns.Settlement.PLACED_BY_HAND, by_person.approver,
            enqueue=by_person.enqueue,
        )  # fmt: skip
    assert state_of(by_person) == (PublicationState.VISIBLE, ReviewState.PUBLISHED)
    assert by_person.enqueued == []


@pytest.mark.parametrize("seen", [float("nan"), float("inf"), -1.0])
def test_a_time_that_is_none_is_kept_neither_with_the_yes_nor_in_the_log(by_person, seen):
    copy(by_person, seen=seen)
    with by_person.session() as session:
        logged = events.of_review(session, by_person.shop_id, by_person.review_id)
        assert [one.details["seen_seconds"] for one in logged if one.action == "reply.copied"] == [None]


def test_the_desk_finds_out_by_itself_where_the_channel_shows_replies(by_person):
    copy(by_person)
    there = {"text": REPLY.replace("\n\n", "\n"), "status": "visible", "by_shop": True}
    now = dt.datetime.now(dt.UTC)
    with by_person.session() as session:
        assert by_hand.found_there(session, by_person.shop_id, by_person.channel_id, now) == 0
        reviews.get(session, by_person.shop_id, by_person.review_id).existing_reply = {**there, "text": "Iets anders."}
        session.flush()
        assert by_hand.found_there(session, by_person.shop_id, by_person.channel_id, now) == 0
        reviews.get(session, by_person.shop_id, by_person.review_id).existing_reply = there
        session.flush()
        assert by_hand.found_there(session, by_person.shop_id, by_person.channel_id, now) == 1
    assert state_of(by_person) == (PublicationState.VISIBLE, ReviewState.PUBLISHED)
