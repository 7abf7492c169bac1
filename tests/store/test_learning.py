"""What people teach: pairs of draft and edit, approved replies, answered proposals, golden examples, trials."""

from __future__ import annotations

import dataclasses

import pytest

from plugin.store import Conflict, Database, drafts, golden, learning, packs, publications, reviews, shops, trials
from plugin.store.tables import TrialCase
from plugin.words import BUILT_IN, Decision, Drafted, Play, Report, Triage, Verdict
from tests.store.conftest import NOW, Desk

TRIAGE = Triage("nl", 0.9, Decision.REPLY, Play.OUR_FAULT, (), "een klacht")
PASS = Report(Verdict.PASS)


def drafted(reply: str) -> Drafted:
    return Drafted(TRIAGE, reply, None, None, BUILT_IN, PASS)


def take_in(database: Database, desk: Desk, says, count: int) -> list[int]:
    with database.session(desk.shop) as session:
        coming = [says(number) for number in range(count)]
        return list(reviews.upsert(session, desk.shop, desk.channel, coming, NOW).new_ids)


def test_an_edit_is_kept_beside_the_draft_that_it_mends(database: Database, desk: Desk, other: Desk, says) -> None:
    one, two, three = take_in(database, desk, says, 3)
    with database.session(desk.shop) as session:
        for review_id in (one, two, three):
            drafts.save(session, desk.shop, review_id, drafted(f"oud {review_id}"), review_version=1)
        drafts.save_edit(session, desk.shop, one, "tussen", PASS, person_id=desk.person)
        drafts.save_edit(session, desk.shop, one, "nieuw", PASS, person_id=desk.person)
        drafts.save(session, desk.shop, two, drafted("opnieuw"), review_version=1)
        drafts.save_edit(session, desk.shop, two, "beter", PASS, person_id=desk.person)
        found = learning.edits(session, desk.shop)
    assert [(edit.review_id, edit.draft, edit.edited) for edit in found] == [
        (two, "opnieuw", "beter"),
        (one, f"oud {one}", "nieuw"),
    ]
    with database.session(other.shop) as session:
        assert learning.edits(session, other.shop) == []


def test_approved_replies_come_with_what_they_answered(database: Database, desk: Desk, says) -> None:
    (review_id,) = take_in(database, desk, says, 1)
    with database.session(desk.shop) as session:
        draft_id = drafts.save(session, desk.shop, review_id, drafted("Dag Jan"), review_version=1)
        publications.approve(session, desk.shop, draft_id, desk.person, text="Dag Jan", report={})
        (found,) = learning.approved(session, desk.shop)
    assert dataclasses.astuple(found) == ("Dag Jan", "nl", "T-REPLY", "P-OUR-FAULT", "Jan")


def test_an_answer_is_remembered_once(database: Database, desk: Desk) -> None:
    with database.session(desk.shop) as session:
        learning.answer(session, desk.shop, "k", "refused", person_id=desk.person)
        learning.answer(session, desk.shop, "k", "accepted", person_id=desk.person)
        assert learning.answered(session, desk.shop) == {"k"}


def test_two_examples_of_a_shop_cannot_share_a_name(database: Database, desk: Desk, other: Desk) -> None:
    with database.session() as session:
        first = golden.add(session, desk.shop, "a", {"text": "x"}, {})
        golden.add(session, other.shop, "a", {"text": "x"}, {})
        second = golden.add(session, desk.shop, "b", {"text": "y"}, {})
        with pytest.raises(Conflict):
            golden.add(session, desk.shop, "a", {"text": "x"}, {})
        with pytest.raises(Conflict):
            golden.change(session, desk.shop, second.id, "a", {})
        assert golden.remove(session, other.shop, first.id) is False
        assert [one.name for one in golden.every(session, desk.shop)] == ["a", "b"]


def test_a_decided_trial_takes_no_more_cases(database: Database, desk: Desk) -> None:
    with database.session(desk.shop) as session:
        trial = trials.add(session, desk.shop, trials.POLICY, {}, workflow_id="t")
        assert trials.start(session, desk.shop, trial.id, total=1)

        def case() -> TrialCase:
            return TrialCase(
                shop_id=desk.shop, trial_id=trial.id, name="a", said="x", before={}, after={}, differs=True, unmet=0
            )

        assert trials.keep(session, desk.shop, trial.id, [case()])
        assert trials.start(session, desk.shop, trial.id, total=1), "begun again after a crash"
        assert trials.cases(session, desk.shop, trial.id) == []
        assert trials.decide(session, desk.shop, trial.id, "dropped", desk.person)
        assert not trials.decide(session, desk.shop, trial.id, "accepted", desk.person)
        assert not trials.keep(session, desk.shop, trial.id, [case()])
        assert not trials.finish(session, desk.shop, trial.id, "ready")
        assert trials.get(session, desk.shop, trial.id).state == "dropped"


def test_a_shop_remembers_its_pack_and_its_writer(database: Database, desk: Desk, other: Desk) -> None:
    with database.session() as session:
        packs.know(session, "h", "1", {"R-X": {"kind": "MUST"}})
        packs.know(session, "h", "2", {})
        packs.wait(session, desk.shop, ["R-HUMAN"])
        assert shops.profile(session, desk.shop).rules.waiting == ("R-HUMAN",)
        assert shops.profile(session, other.shop).rules.waiting == ()
        packs.accept(session, desk.shop, "h")
        packs.accept_writer(session, desk.shop, "m@1")
    with database.session() as session:
        shop = shops.get(session, desk.shop)
        assert (shop.pack, shop.writer, shop.waiting) == ("h", "m@1", None)
        known = packs.known(session, "h")
        assert known is not None
        assert known.version == "1"
