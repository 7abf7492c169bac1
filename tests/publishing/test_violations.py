"""A reply that the platform refused: the finding, the new draft, and the person's second yes; over a fake Google, and over a
channel that refuses at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from connectors.contract import Connector, Refusal, Reply, TextRefused, Violation
from connectors.testing.google_business_harness import GoogleBusinessHarness
from connectors.testing.harness import impatient
from plugin.guidelines.refused import ID
from plugin.inbox.sync import sync_channel
from plugin.publishing.approving import approve
from plugin.publishing.changing import approve_change, keep_as_it_is
from plugin.publishing.checking import check_text
from plugin.publishing.editing import save_edit
from plugin.publishing.placing import place
from plugin.publishing.unknowns import Settlement, settle
from plugin.publishing.violations import refused_there
from plugin.shop import load_profile
from plugin.store import Database, channels, drafts, events, people, publications, reviews, shops
from plugin.words import BUILT_IN, PublicationState, ReviewState, Role
from plugin.work.drafting_one import draft_one
from tests.publishing.conftest import REPLY, Shop, Who
from tests.publishing.scripted import Changeable

PHONE = "Je bereikt ons ook op 06 555 00 111 00."


class GoogleDesk:
    """One review of a shop whose channel is the fake Google, and everything that is done with it."""

    def __init__(self, database: Database, platform: GoogleBusinessHarness) -> None:
        self.database, self.platform = database, platform
        self.external_id = platform.add_review("De fietstas was na een week al kapot.", rating=1, author="Sabine")
        profile = load_profile({"name": "De Tas", "agent": "Wim", "languages": ["nl"], "contact": {}})
        with database.session() as session:
            self.shop_id = shops.add(session, "s", profile).id
            self.person = Who(people.add(session, self.shop_id, "Ann", Role.APPROVER).id)
            self.channel_id = channels.add(session, self.shop_id, "google_business", "Google", {}).id
        self.redrafts = 0
        self.sync()
        with self.session() as session:
            (self.review_id,) = reviews.open_ids(session, self.shop_id)
        self.draft()

    def session(self):
        return self.database.session(shop_id=self.shop_id)

    def sync(self):
        return sync_channel(self.database, self.shop_id, self.channel_id, connect=self.connect)

    def connect(self, *_: object) -> Connector:
        return self.platform.connector()

    def draft(self) -> None:
        draft_one(self.database, self.shop_id, self.review_id, writer=None)

    def current(self):
        with self.session() as session:
            found = drafts.current(session, self.shop_id, self.review_id)
            assert found is not None
            return found

    def edit(self, text: str) -> None:
        with self.session() as session:
            save_edit(session, self.shop_id, self.review_id, text, self.person)

    def approve(self, reason: str = "") -> None:
        sha = publications.text_sha256(self.current().reply or "")
        with self.session() as session:
            approve(
                session, self.shop_id, self.review_id, text_sha256=sha, person=self.person, override_reason=reason,
                enqueue=lambda *_: None,
            )  # fmt: skip

    def approve_change(self, reason: str = "") -> None:
        sha = publications.text_sha256(self.current().reply or "")
        with self.session() as session:
            approve_change(
                session, self.shop_id, self.review_id, text_sha256=sha, person=self.person, override_reason=reason,
                enqueue=lambda *_: None,
            )  # fmt: skip

    def publication(self):
        with self.session() as session:
            found = publications.current(session, self.shop_id, self.review_id)
            assert found is not None
            return found

    def place(self) -> PublicationState | None:
        asked: list[int] = []
        state = place(
            self.database, self.shop_id, self.publication().id, connect=self.connect, again=lambda *_: None,
            redraft=lambda _session, _shop, review_id: asked.append(review_id),
        )  # fmt: skip
        for _ in asked:  # in its own work, when the refusal is kept
            self.redrafts += 1
            self.draft()
        return state

    def state(self) -> str:
        with self.session() as session:
            return reviews.get(session, self.shop_id, self.review_id).state


@pytest.fixture
def desk(database: Database) -> Iterator[GoogleDesk]:
    with impatient():
        platform = GoogleBusinessHarness()
        yield GoogleDesk(database, platform)
        platform.close()


def test_what_google_refuses_is_mended_and_waits_for_a_second_yes(desk: GoogleDesk) -> None:
    sound = desk.current().reply or ""
    head, gap, tail = sound.rpartition("\n\n")
    desk.edit(f"{head} {PHONE}{gap}{tail}")
    refused_id = desk.current().id
    desk.approve("Dit nummer staat ook op onze pagina.")
    desk.platform.reject_replies("PERSONAL_INFO")

    assert desk.place() is PublicationState.REFUSED
    publication = desk.publication()
    assert "personal info" in publication.hint
    assert publication.violation == {"said": "personal info", "kind": "personal", "quote": ""}
    with desk.session() as session:
        report = drafts.report_of(drafts.get(session, desk.shop_id, refused_id))
    assert report is not None
    (finding,) = (one for one in report.findings if one.guideline == ID)
    assert finding.quote == PHONE
    assert "personal info" in finding.message
    assert "Google" in finding.message

    mended = desk.current()
    assert (desk.redrafts, mended.id != refused_id, mended.writer) == (1, True, BUILT_IN)
    assert PHONE not in (mended.reply or "")
    assert "Google" in mended.note
    assert desk.state() == ReviewState.CHECK
    assert len(desk.platform.review(desk.external_id).replies) == 1  # nothing left by itself

    desk.platform.reject_replies("")
    desk.approve()
    assert desk.place() is PublicationState.VISIBLE
    assert desk.platform.replies(desk.external_id) == [mended.reply]


def test_what_was_refused_is_not_approved_again_without_a_reason(desk: GoogleDesk) -> None:
    desk.approve()
    text = desk.current().reply or ""
    desk.platform.reject_replies("OFF_TOPIC")
    desk.place()
    assert desk.current().reply != text
    with desk.session() as session:
        report = check_text(session, desk.shop_id, desk.review_id, text)
    assert ID in {finding.guideline for finding in report.blocks}


def test_held_replies_that_are_refused_later_come_back_too(desk: GoogleDesk) -> None:
    desk.platform.hold_replies()
    desk.approve()
    assert desk.place() is PublicationState.PLACED
    reply = desk.platform.review(desk.external_id).replies[-1]
    reply.state, reply.violation = "rejected", "HARASSMENT"
    assert desk.place() is PublicationState.REFUSED
    assert desk.redrafts == 1
    assert desk.publication().violation["kind"] == "rude"


def test_a_reply_that_stood_there_and_is_refused_since_is_noticed_at_the_next_reading(desk: GoogleDesk) -> None:
    desk.approve()
    assert desk.place() is PublicationState.VISIBLE
    review = desk.platform.review(desk.external_id)
    review.replies[-1].state, review.replies[-1].violation = "rejected", "REPETITIVE"
    review.updated = desk.platform.fake.tick()
    seen = desk.sync()
    assert seen.refused == [desk.external_id]
    with desk.session() as session:
        now = dt.datetime.now(dt.UTC)
        want = refused_there(session, desk.shop_id, desk.channel_id, seen.refused, now)
        assert want == [desk.review_id]
        assert refused_there(session, desk.shop_id, desk.channel_id, seen.refused, now) == []
    assert desk.publication().state == PublicationState.REFUSED
    assert desk.state() == ReviewState.CHECK


def test_where_it_is_about_the_account_no_other_words_are_written(desk: GoogleDesk) -> None:
    text = desk.current().reply
    desk.approve()
    desk.platform.reject_replies("LOCATION_SUSPENDED")
    assert desk.place() is PublicationState.REFUSED
    assert (desk.redrafts, desk.current().reply) == (0, text)
    assert "account" in desk.publication().hint
    with desk.session() as session:
        assert ID not in {f.guideline for f in check_text(session, desk.shop_id, desk.review_id, text or "").findings}


def test_a_person_may_insist_and_the_same_words_are_sent_once_more(desk: GoogleDesk) -> None:
    desk.approve()
    desk.platform.reject_replies("MODERATION_ERROR")
    desk.place()
    desk.platform.reject_replies("")
    with desk.session() as session:
        settle(
            session, desk.shop_id, desk.publication().id, Settlement.SEND_AGAIN, desk.person, enqueue=lambda *_: None
        )
    assert desk.place() is PublicationState.VISIBLE


def test_after_the_third_refusal_a_person_writes(desk: GoogleDesk) -> None:
    desk.platform.reject_replies("OFF_TOPIC")
    for _ in range(4):
        desk.approve("Wij zien niet wat hier mis mee is.")
        assert desk.place() is PublicationState.REFUSED
        desk.edit(f"Dag Sabine,\n\nTekst nummer {desk.redrafts} {desk.current().number}: wij sturen een tas.\n\nWim")
    assert desk.redrafts == 2


def test_a_platform_s_words_are_kept_short_and_without_hidden_characters(shop: Shop) -> None:
    words = "Bevat\u202e reclame\x00 " + "x" * 1_000
    shop.channel.before_post = [
        TextRefused("Geweigerd.", refusal=Refusal(words, Violation.ADVERTISING, quote="een nieuwe"))
    ]
    shop.approve()
    assert shop.place() is PublicationState.REFUSED
    kept = shop.publication().violation
    assert kept["said"].startswith("Bevat reclame x")
    assert len(kept["said"]) <= 400
    with shop.session() as session:
        report = drafts.report_of(drafts.current(session, shop.shop_id, shop.review_id))
    assert [finding.quote for finding in report.findings] == ["Je krijgt binnen 2 dagen een nieuwe."]


def test_a_changed_reply_that_is_refused_says_so_and_is_looked_for_no_longer(make_shop) -> None:
    shop = make_shop(Changeable())
    shop.approve()
    shop.place()
    new = REPLY.replace("een nieuwe", "een andere")
    with shop.session() as session:
        save_edit(session, shop.shop_id, shop.review_id, new, shop.approver)
        approve_change(
            session, shop.shop_id, shop.review_id, text_sha256=publications.text_sha256(new), person=shop.approver,
            enqueue=shop.enqueue,
        )  # fmt: skip
    shop.channel.new_status = "rejected"
    assert shop.place() is PublicationState.REFUSED
    assert shop.publication().violation is not None


def test_a_replacement_that_google_refuses_is_mended_while_the_first_reply_counts_as_standing(desk: GoogleDesk) -> None:
    first = desk.current().reply or ""
    desk.approve()
    assert desk.place() is PublicationState.VISIBLE
    stood = desk.publication().id
    head, gap, tail = first.rpartition("\n\n")
    desk.edit(f"{head} {PHONE}{gap}{tail}")
    refused_id = desk.current().id
    desk.approve_change("Dit nummer staat ook op onze pagina.")
    desk.platform.reject_replies("PERSONAL_INFO")

    assert desk.place() is PublicationState.REFUSED
    with desk.session() as session:
        report = drafts.report_of(drafts.get(session, desk.shop_id, refused_id))
        standing = publications.standing(session, desk.shop_id, desk.review_id)
    assert report is not None
    assert [finding.quote for finding in report.findings if finding.guideline == ID] == [PHONE]
    mended = desk.current()
    assert (desk.redrafts, mended.id != refused_id) == (1, True)
    assert PHONE not in (mended.reply or "")
    assert standing is not None
    assert standing.id == stood

    desk.platform.reject_replies("")
    if mended.reply == first:
        desk.edit(f"{first} Groet!")
    desk.approve_change()
    assert desk.place() is PublicationState.VISIBLE
    assert desk.platform.replies(desk.external_id) == [desk.current().reply]


def test_a_replacement_that_was_seen_and_is_refused_since_leaves_nothing_standing(desk: GoogleDesk) -> None:
    desk.approve()
    desk.place()
    desk.edit(f"{desk.current().reply} Groet!")
    desk.approve_change("Ook dit klopt.")
    assert desk.place() is PublicationState.VISIBLE
    review = desk.platform.review(desk.external_id)
    review.replies[-1].state, review.replies[-1].violation = "rejected", "REPETITIVE"
    review.updated = desk.platform.fake.tick()
    seen = desk.sync()
    with desk.session() as session:
        now = dt.datetime.now(dt.UTC)
        assert refused_there(session, desk.shop_id, desk.channel_id, seen.refused, now) == [desk.review_id]
        assert publications.standing(session, desk.shop_id, desk.review_id) is None
        log = [event.action for event in events.of_review(session, desk.shop_id, desk.review_id)]
    assert "change.refused" in log


def test_a_refused_replacement_can_be_left_as_it_is(desk: GoogleDesk) -> None:
    first = desk.current().reply
    desk.approve()
    desk.place()
    desk.edit(f"{first} Groet!")
    desk.approve_change("Ook dit klopt.")
    desk.platform.reject_replies("OFF_TOPIC")
    desk.place()
    with desk.session() as session:
        keep_as_it_is(session, desk.shop_id, desk.review_id, desk.person)
    assert (desk.state(), desk.current().reply) == (ReviewState.PUBLISHED, first)
    assert desk.publication().state == PublicationState.WITHDRAWN


def test_a_stored_reply_keeps_what_it_was_refused_for() -> None:
    from plugin.store.incoming import reply_from_data, reply_to_data

    reply = Reply(
        "Dank", status="rejected", violation="reclame", violation_kind=Violation.ADVERTISING, violation_quote="D"
    )
    assert reply_from_data(reply_to_data(reply)) == reply
