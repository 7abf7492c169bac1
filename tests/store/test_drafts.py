import datetime as dt

import pytest

from plugin.store import Database, NotThere, decisions, drafts, promises, publications, reviews
from plugin.words import (
    BUILT_IN,
    Decision,
    Drafted,
    Finding,
    Play,
    Point,
    Promise,
    PublicationState,
    Report,
    ReviewState,
    Sentiment,
    Severity,
    Triage,
    Usage,
    Verdict,
)
from tests.store.conftest import NOW, Desk, customer_says

POINT = Point("delivery-late", Sentiment.NEGATIVE, 0, 10)
TRIAGE = Triage("nl", 0.9, Decision.REPLY, Play.ANGRY, (POINT,), "a complaint about delivery", ("threat",))
REPORT = Report(
    Verdict.WARN,
    (Finding("R-SPECIFIC", Severity.WARN, "say what you mean"),),
    promises=(Promise("we bellen je", dt.date(2026, 12, 1)),),
)


def drafted(reply: str | None = "Beste Jan", triage: Triage = TRIAGE, report: Report | None = REPORT) -> Drafted:
    return Drafted(triage, reply, None, None, BUILT_IN, report, Usage(10, 5, 3, 0.01))


def some_reviews(database: Database, desk: Desk, many: int = 1) -> tuple[int, ...]:
    with database.session(desk.shop) as session:
        given = [customer_says(number) for number in range(many)]
        return reviews.upsert(session, desk.shop, desk.channel, given, NOW).new_ids


def test_a_draft_makes_the_review_wait_for_a_person_with_its_decision(database: Database, desk: Desk) -> None:
    (review_id,) = some_reviews(database, desk)
    with database.session(desk.shop) as session:
        drafts.save(session, desk.shop, review_id, drafted(), review_version=1)
    with database.session(desk.shop) as session:
        review = reviews.get(session, desk.shop, review_id)
        draft = drafts.current(session, desk.shop, review_id)
        made = decisions.current(session, desk.shop, review_id)
        assert draft is not None
        assert made is not None
        assert (review.state, review.decision, review.play, review.language) == ("waiting", "T-REPLY", "P-ANGRY", "nl")
        assert (review.verdict, review.urgency) == ("warn", 3)
        assert drafts.report_of(draft) == REPORT
        assert decisions.triage_of(made) == TRIAGE
        assert draft.usage["prompt_tokens"] == 10


def test_urgent_reviews_stand_above_newer_ones(database: Database, desk: Desk) -> None:
    first, second = some_reviews(database, desk, 2)  # the first is the newer one
    with database.session(desk.shop) as session:
        drafts.save(session, desk.shop, second, drafted(), review_version=1)
        assert [row.id for row in reviews.page(session, desk.shop).rows] == [second, first]


def test_drafts_are_numbered_and_the_newest_stands(database: Database, desk: Desk) -> None:
    (review_id,) = some_reviews(database, desk)
    with database.session(desk.shop) as session:
        for text in ("een", "twee", "drie"):
            drafts.save(session, desk.shop, review_id, drafted(text), review_version=1)
        assert [(each.number, each.reply) for each in drafts.history(session, desk.shop, review_id)] == [
            (3, "drie"), (2, "twee"), (1, "een"),
        ]  # fmt: skip
        assert len(decisions.history(session, desk.shop, review_id)) == 1  # triage said the same thrice


def test_a_resumed_bulk_run_drafts_nothing_twice(database: Database, desk: Desk) -> None:
    ids = some_reviews(database, desk, 5)
    items = [drafts.ToSave(review_id, 1, drafted()) for review_id in ids]
    with database.session(desk.shop) as session:
        assert len(drafts.save_many(session, desk.shop, items[:3], batch_id=7)) == 3
    with database.session(desk.shop) as session:
        assert len(drafts.save_many(session, desk.shop, [*items, items[4]], batch_id=7)) == 2
        assert len(drafts.save_many(session, desk.shop, items, batch_id=8)) == 5
        gone = drafts.ToSave(999_999, 1, drafted())
        assert drafts.save_many(session, desk.shop, [gone], batch_id=8) == []


def test_a_draft_of_an_older_version_is_kept_as_outdated(database: Database, desk: Desk) -> None:
    (review_id,) = some_reviews(database, desk)
    with database.session(desk.shop) as session:
        reviews.upsert(session, desk.shop, desk.channel, [customer_says(0, "nu anders")], NOW)
        drafts.save(session, desk.shop, review_id, drafted(), review_version=1)
        draft = drafts.current(session, desk.shop, review_id)
        assert draft is not None
        assert draft.outdated
        assert reviews.get(session, desk.shop, review_id).state == "new"


def test_what_a_person_decided_outlasts_a_later_triage(database: Database, desk: Desk) -> None:
    (review_id,) = some_reviews(database, desk)
    with database.session(desk.shop) as session:
        drafts.save(session, desk.shop, review_id, drafted(), review_version=1)
        decisions.overrule(session, desk.shop, review_id, Decision.SILENT, None, "we know them", desk.person)
        drafts.save(session, desk.shop, review_id, drafted(), review_version=1)
        standing = decisions.current(session, desk.shop, review_id)
        assert standing is not None
        assert (standing.decision, standing.person_id, standing.reason) == ("T-SILENT", desk.person, "we know them")
        assert standing.points == [{"label": "delivery-late", "sentiment": "negative", "start": 0, "end": 10}]
        assert reviews.get(session, desk.shop, review_id).decision == "T-SILENT"
        # About a new version of the review, triage may speak again.
        reviews.upsert(session, desk.shop, desk.channel, [customer_says(0, "nu anders")], NOW)
        drafts.save(session, desk.shop, review_id, drafted(), review_version=2)
        assert reviews.get(session, desk.shop, review_id).decision == "T-REPLY"


def test_a_published_review_keeps_its_state_when_it_is_drafted_again(database: Database, desk: Desk) -> None:
    (review_id,) = some_reviews(database, desk)
    with database.session(desk.shop) as session:
        reviews.set_state(session, desk.shop, review_id, ReviewState.PUBLISHED)
        drafts.save(session, desk.shop, review_id, drafted(), review_version=1)
        assert reviews.get(session, desk.shop, review_id).state == "published"


def test_an_edit_is_a_new_version_by_that_person(database: Database, desk: Desk) -> None:
    (review_id,) = some_reviews(database, desk)
    with database.session(desk.shop) as session:
        drafts.save(session, desk.shop, review_id, drafted(), review_version=1)
        drafts.save_edit(session, desk.shop, review_id, "Dag Jan", Report(Verdict.PASS), person_id=desk.person)
        draft = drafts.current(session, desk.shop, review_id)
        assert draft is not None
        assert (draft.number, draft.reply, draft.writer, draft.person_id) == (2, "Dag Jan", "person", desk.person)
        assert reviews.get(session, desk.shop, review_id).verdict == "pass"


def test_recent_replies_name_approved_texts_first_and_only_of_that_language(database: Database, desk: Desk) -> None:
    first, second, third = some_reviews(database, desk, 3)
    german = Triage("de", 0.9, Decision.REPLY, None, (), "x")
    with database.session(desk.shop) as session:
        approved = drafts.save(session, desk.shop, first, drafted("oud maar gezegd"), review_version=1)
        drafts.save(session, desk.shop, second, drafted("nieuw"), review_version=1)
        drafts.save(session, desk.shop, third, drafted("auf Deutsch", german), review_version=1)
        publications.approve(session, desk.shop, approved, desk.person, text="zo gezegd", report={})
        assert drafts.recent_replies(session, desk.shop, "nl") == ["zo gezegd", "nieuw", "oud maar gezegd"]
        assert drafts.recent_replies(session, desk.shop, "nl", limit=1) == ["zo gezegd"]


def test_a_publication_moves_only_from_the_states_named(database: Database, desk: Desk) -> None:
    (review_id,) = some_reviews(database, desk)
    with database.session(desk.shop) as session:
        draft_id = drafts.save(session, desk.shop, review_id, drafted(), review_version=1)
        yes = publications.approve(session, desk.shop, draft_id, desk.person, text="Beste Jan", report={})
        made = publications.add(session, desk.shop, yes.id, "key-12345")
        assert yes.text_sha256 == publications.text_sha256("Beste Jan")
        assert publications.begin_attempt(session, desk.shop, made.id, after=0, now=NOW)
        assert not publications.begin_attempt(session, desk.shop, made.id, after=0)  # another worker was quicker
        begun = publications.get(session, desk.shop, made.id)
        assert (begun.attempts, begun.posted_at) == (1, NOW)
        assert publications.begin_attempt(session, desk.shop, made.id, after=1)  # the first was cut off
        visible = PublicationState.VISIBLE
        only = {"only_from": [PublicationState.POSTING], "seen_at": NOW}
        assert publications.move(session, desk.shop, made.id, visible, **only)
        assert not publications.move(session, desk.shop, made.id, visible, **only)
        assert not publications.begin_attempt(session, desk.shop, made.id, after=2)
        assert publications.get(session, desk.shop, made.id).seen_at == NOW


def test_promises_are_kept_once_and_the_pressing_ones_come_first(database: Database, desk: Desk) -> None:
    (review_id,) = some_reviews(database, desk)
    with database.session(desk.shop) as session:
        draft_id = drafts.save(session, desk.shop, review_id, drafted(), review_version=1)
        yes = publications.approve(session, desk.shop, draft_id, desk.person, text="Beste Jan", report={})
        made = publications.add(session, desk.shop, yes.id, "key-12345")
        said = [Promise("ooit", None), Promise("later", dt.date(2026, 12, 9)), Promise("nu", dt.date(2026, 11, 30))]
        promises.add_all(session, desk.shop, made.id, said)
        assert promises.add_all(session, desk.shop, made.id, said) == []
        assert [each.text for each in promises.open_ones(session, desk.shop)] == ["nu", "later", "ooit"]
        promises.keep(session, desk.shop, promises.open_ones(session, desk.shop)[0].id)
        promises.drop(session, desk.shop, promises.open_ones(session, desk.shop)[0].id)
        assert [each.text for each in promises.open_ones(session, desk.shop)] == ["ooit"]


def test_a_draft_for_a_review_that_is_not_there_is_refused(database: Database, desk: Desk) -> None:
    with database.session(desk.shop) as session, pytest.raises(NotThere):
        drafts.save(session, desk.shop, 99, drafted(), review_version=1)
