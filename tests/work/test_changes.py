"""A change of policy, writer or pack is tried in the shadow, and takes effect after the owner's yes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from connectors.contract import Review
from plugin.drafting import pipeline
from plugin.drafting.golden import Expect
from plugin.drafting.model import ModelWriter
from plugin.drafting.structured import forget_rungs
from plugin.inbox import pinning
from plugin.shop import dump_profile, load_profile
from plugin.store import Conflict, drafts, golden, publications, reviews, shops, tables, trials
from plugin.words import BUILT_IN, Decision, Drafted
from plugin.work import changes
from plugin.work.changes import writer_of
from plugin.work.drafting_one import draft_one
from plugin.work.shadow import run_suite, run_trial
from tests.drafting.model_cases import settings_for
from tests.model_server import Behaviour, ModelServer
from tests.work.conftest import Desk, quick_draft, until


def proposed(desk: Desk, **rules: Any) -> tables.Trial | None:
    with desk.session() as session:
        shop = shops.get(session, desk.shop_id)
        profile = load_profile({**shop.profile, "rules": rules})
        return desk.work.propose_profile(session, desk.shop_id, profile, seen_version=shop.profile_version)


def complained(desk: Desk) -> int:
    now = dt.datetime.now(dt.UTC)
    text = "De fietstas is na een week al gescheurd bij de rits, heel teleurgesteld."
    with desk.session() as session:
        came = [Review("r", text, now, rating=1, author="Noor", language="nl")]
        return reviews.upsert(session, desk.shop_id, desk.channel_id, came, now).new_ids[0]


def try_it(desk: Desk, trial_id: int, writer: Any = None) -> str | None:
    return run_trial(desk.database, desk.shop_id, trial_id, writer=writer, concurrency=2, stopping=threading.Event())


def never_words(desk: Desk) -> list[str]:
    with desk.session() as session:
        return [rule.words for rule in shops.profile(session, desk.shop_id).rules.never]


def pinned(desk: Desk, review_id: int, **expect: Any) -> None:
    with desk.session() as session:
        pinning.pin(session, desk.shop_id, review_id, Expect(**expect), name="de tas")


def test_with_nothing_to_try_it_on_a_new_policy_is_in_effect_at_once(desk: Desk) -> None:
    assert proposed(desk, never=[{"words": "helaas"}]) is None
    assert never_words(desk) == ["helaas"]


def test_a_new_policy_waits_is_tried_beside_the_old_one_and_holds_after_the_yes(desk: Desk) -> None:
    review_id = complained(desk)
    pinned(desk, review_id, never=("fietstas",), not_decision=(Decision.SILENT,))
    trial = proposed(desk, never=[{"words": "fietstas"}])
    assert trial is not None
    assert never_words(desk) == []
    assert try_it(desk, trial.id) == "ready"
    with desk.session() as session:
        cases = trials.cases(session, desk.shop_id, trial.id)
        assert {case.golden_id is None for case in cases} == {True, False}
        example = next(case for case in cases if case.golden_id)
        assert example.differs
        assert "fietstas" in example.before["reply"]
        assert "fietstas" not in example.after["reply"]
        assert [one["what"] for one in example.before["unmet"]] == ["never"]
        assert drafts.history(session, desk.shop_id, review_id) == []
        assert reviews.get(session, desk.shop_id, review_id).state == "new"
        changes.accept(session, desk.shop_id, trial.id, desk.person_id)
    assert never_words(desk) == ["fietstas"]


def test_what_is_dropped_changes_nothing_and_cannot_be_accepted_any_more(desk: Desk) -> None:
    desk.take_in(1)
    trial = proposed(desk, never=[{"words": "tas"}])
    assert trial is not None
    with desk.session() as session:
        changes.drop(session, desk.shop_id, trial.id)
    with desk.session() as session, pytest.raises(Conflict):
        changes.accept(session, desk.shop_id, trial.id)
    assert never_words(desk) == []
    assert try_it(desk, trial.id) is None


def test_of_two_policies_only_the_newer_waits(desk: Desk) -> None:
    desk.take_in(1)
    first, second = proposed(desk, never=[{"words": "een"}]), proposed(desk, never=[{"words": "twee"}])
    assert first is not None
    assert second is not None
    with desk.session() as session:
        assert [trial.id for trial in trials.open_ones(session, desk.shop_id)] == [second.id]


def test_a_policy_that_was_overtaken_is_not_put_over_the_newer_one(desk: Desk) -> None:
    desk.take_in(1)
    trial = proposed(desk, never=[{"words": "een"}])
    assert trial is not None
    with desk.session() as session:
        shops.save_profile(session, desk.shop_id, load_profile({"name": "De Tas", "agent": "Roos"}))
    with desk.session() as session, pytest.raises(Conflict):
        changes.accept(session, desk.shop_id, trial.id)
    with desk.session() as session:
        assert dump_profile(shops.profile(session, desk.shop_id))["agent"] == "Roos"
        assert trials.get(session, desk.shop_id, trial.id).state == "dropped"


class Model:
    """A model by its name only: these tests never let it write."""

    def __init__(self, name: str) -> None:
        self.name = name


def allowed(desk: Desk, writer: Any) -> tuple[Any, bool]:
    return writer_of(desk.database, desk.work._queueing, desk.shop_id, writer)


def test_the_first_model_of_a_shop_writes_and_another_one_waits_for_the_yes(desk: Desk) -> None:
    desk.take_in(1)
    first, second = Model("m-1@reply-1"), Model("m-1@reply-2")
    assert allowed(desk, first) == (first, False)
    assert allowed(desk, second) == (None, True)
    assert allowed(desk, second) == (None, True)
    assert allowed(desk, first) == (first, False)
    with desk.session() as session:
        (trial,) = trials.open_ones(session, desk.shop_id)
        changes.accept(session, desk.shop_id, trial.id)
    assert allowed(desk, second) == (second, False)


def test_a_refused_model_is_not_proposed_again_and_can_still_be_accepted(desk: Desk) -> None:
    desk.take_in(1)
    assert allowed(desk, None) == (None, False)
    other = Model("m-1@reply-1")
    assert allowed(desk, other) == (None, True)
    with desk.session() as session:
        trial_id = trials.open_ones(session, desk.shop_id)[0].id
        changes.drop(session, desk.shop_id, trial_id)
    assert allowed(desk, other) == (None, True)
    with desk.session() as session:
        assert not trials.open_ones(session, desk.shop_id)
        changes.accept(session, desk.shop_id, trial_id)
    assert allowed(desk, other) == (other, False)


def test_a_shop_with_nothing_to_try_it_on_takes_another_model_at_once(desk: Desk) -> None:
    allowed(desk, Model("m-1@reply-1"))
    other = Model("m-2@reply-1")
    assert allowed(desk, other) == (other, False)


def test_a_draft_says_that_a_model_is_held_back(desk: Desk) -> None:
    (review_id,) = desk.take_in(1)
    draft_one(desk.database, desk.shop_id, review_id, writer=None, held=True)
    with desk.session() as session:
        draft = drafts.current(session, desk.shop_id, review_id)
        assert draft is not None
        assert draft.writer == BUILT_IN
        assert "eigenaar" in draft.note


def test_a_worker_tries_what_was_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "draft", quick_draft)
    desk.take_in(12)
    trial = proposed(desk, never=[{"words": "tas"}])
    assert trial is not None
    desk.work.start()

    def state() -> bool:
        with desk.session() as session:
            return trials.get(session, desk.shop_id, trial.id).state == "ready"

    until(state)
    with desk.session() as session:
        assert len(trials.cases(session, desk.shop_id, trial.id)) == 12


def test_a_trial_that_was_cut_off_begins_anew_and_tries_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "draft", quick_draft)
    desk.take_in(25)
    trial = proposed(desk, never=[{"words": "tas"}])
    assert trial is not None
    stopping = threading.Event()
    kept = trials.keep

    def keep_and_stop(*given: Any) -> bool:
        stopping.set()
        return kept(*given)

    monkeypatch.setattr(trials, "keep", keep_and_stop)
    with pytest.raises(InterruptedError):
        run_trial(desk.database, desk.shop_id, trial.id, writer=None, concurrency=2, stopping=stopping)
    monkeypatch.setattr(trials, "keep", kept)
    assert try_it(desk, trial.id) == "ready"
    with desk.session() as session:
        assert len(trials.cases(session, desk.shop_id, trial.id)) == 25
        assert trials.get(session, desk.shop_id, trial.id).done == 25


def test_another_pack_is_shown_on_the_texts_that_stand(desk: Desk) -> None:
    review_id = complained(desk)
    with desk.session() as session:
        profile = shops.profile(session, desk.shop_id)
        text = reviews.text_of(reviews.get(session, desk.shop_id, review_id))
        drafted = dataclasses.replace(pipeline.draft(text, profile), reply="Sorry.", private_message=None)
        drafts.save(session, desk.shop_id, review_id, drafted, review_version=1)
        trial = changes.propose_pack(desk.work._queueing, session, desk.shop_id, {"hash": "new", "version": "2"})
        trial_id = trial.id
    try_it(desk, trial_id)
    with desk.session() as session:
        (case,) = trials.cases(session, desk.shop_id, trial_id)
        assert case.before["reply"] == case.after["reply"] == "Sorry."
        assert "R-SPECIFIC" in {one["guideline"] for one in case.after["findings"]}
        with pytest.raises(Conflict):
            changes.drop(session, desk.shop_id, trial_id)
        changes.accept(session, desk.shop_id, trial_id)
        assert shops.get(session, desk.shop_id).pack == "new"


def test_a_trial_shows_no_difference_that_its_change_did_not_make(desk: Desk) -> None:
    """The draft was stored with another report: what was changed and checked since then is the same on both sides."""
    review_id = complained(desk)
    draft_one(desk.database, desk.shop_id, review_id, writer=None)
    with desk.session() as session:
        profile = shops.profile(session, desk.shop_id)
        rules = load_profile({**dump_profile(profile), "rules": {"never": [{"words": "fietstas"}]}})
        shops.save_profile(session, desk.shop_id, rules)
        trial_id = changes.propose_pack(desk.work._queueing, session, desk.shop_id, {"hash": "new", "version": "2"}).id
    assert try_it(desk, trial_id) == "ready"
    with desk.session() as session:
        (case,) = trials.cases(session, desk.shop_id, trial_id)
        assert not case.differs
        assert "SHOP-1" in {one["guideline"] for one in case.before["findings"]}


def test_the_suite_goes_out_as_lines_and_comes_back(desk: Desk) -> None:
    review_id = complained(desk)
    pinned(desk, review_id, never=("fietstas",))
    with desk.session() as session:
        lines = list(pinning.lines_of(session, desk.shop_id))
    ((name, found),) = run_suite(desk.database, desk.shop_id, None)
    with desk.session() as session:
        assert name == "de tas"
        assert [one["what"] for one in found["unmet"]] == ["never"]
        changed = [lines[0].replace('"fietstas"', '"fiets"'), "", "{", lines[0].replace('"de tas"', '"nog een"')]
        done = pinning.take_in(session, desk.shop_id, changed)
        assert (done.added, done.changed, [number for number, _ in done.wrong]) == (1, 1, [3])
        assert [example.name for example in golden.every(session, desk.shop_id)] == ["de tas", "nog een"]
        assert golden.every(session, desk.shop_id)[0].expect["never"] == ["fiets"]


def test_a_worker_that_starts_with_another_model_asks_before_a_draft_is_wanted(desk: Desk) -> None:
    desk.take_in(1)
    allowed(desk, None)
    changes.look_at_writers(desk.database, desk.work._queueing, Model("m-9@reply-2"))
    with desk.session() as session:
        (trial,) = trials.open_ones(session, desk.shop_id)
        assert (trial.kind, trial.proposal) == (trials.WRITER, {"writer": "m-9@reply-2"})


@pytest.fixture
def model() -> Iterator[ModelServer]:
    forget_rungs()
    with ModelServer() as running:
        yield running


def test_another_writer_is_shown_beside_the_draft_that_stands(desk: Desk, model: ModelServer) -> None:
    review_id = complained(desk)
    draft_one(desk.database, desk.shop_id, review_id, writer=None)
    writer = ModelWriter(settings_for(model))
    allowed(desk, None)
    assert allowed(desk, writer) == (None, True)
    with desk.session() as session:
        trial_id = trials.open_ones(session, desk.shop_id)[0].id
    assert try_it(desk, trial_id, writer) == "ready"
    with desk.session() as session:
        (case,) = trials.cases(session, desk.shop_id, trial_id)
        standing = drafts.current(session, desk.shop_id, review_id)
        assert standing is not None
        assert case.before["reply"] == standing.reply
        assert (case.before["writer"], case.after["writer"]) == (BUILT_IN, writer.name)


def test_a_model_that_never_answered_was_not_tried_and_is_tried_again(desk: Desk, model: ModelServer) -> None:
    complained(desk)
    writer = ModelWriter(settings_for(model))
    allowed(desk, None)
    model.behaviour = Behaviour.PROSE
    assert allowed(desk, writer) == (None, True)
    with desk.session() as session:
        trial_id = trials.open_ones(session, desk.shop_id)[0].id
    assert try_it(desk, trial_id, writer) == "failed"
    with desk.session() as session:
        assert trials.get(session, desk.shop_id, trial_id).message
    with desk.session() as session, pytest.raises(Conflict, match="could not be tried"):
        changes.accept(session, desk.shop_id, trial_id)
    assert allowed(desk, writer) == (None, True)
    model.behaviour = Behaviour.GOOD
    forget_rungs()
    with desk.session() as session:
        assert desk.work.try_again(session, desk.shop_id, trial_id).state == "queued"
    assert try_it(desk, trial_id, writer) == "ready"
    with desk.session() as session:
        with pytest.raises(Conflict):
            desk.work.try_again(session, desk.shop_id, trial_id)
        assert changes.accept(session, desk.shop_id, trial_id).state == "accepted"
    assert allowed(desk, writer) == (writer, False)


def test_a_fault_over_one_review_costs_the_trial_that_review_and_over_all_of_them_the_trial(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.take_in(3)
    broken: set[str] = {"Jan 1"}

    def sometimes(review: Any, *given: Any, **more: Any) -> Drafted:
        if review.author in broken:
            raise ValueError(review.text)
        return quick_draft(review, *given, **more)

    monkeypatch.setattr(pipeline, "draft", sometimes)
    first = proposed(desk, never=[{"words": "een"}])
    assert first is not None
    assert try_it(desk, first.id) == "ready"
    broken |= {"Jan 0", "Jan 2"}
    second = proposed(desk, never=[{"words": "twee"}])
    assert second is not None
    assert try_it(desk, second.id) == "failed"
    with desk.session() as session:
        assert "ValueError" in trials.get(session, desk.shop_id, second.id).message
        assert "stuk" not in trials.get(session, desk.shop_id, second.id).message
        with pytest.raises(Conflict):
            changes.accept(session, desk.shop_id, second.id)
        changes.drop(session, desk.shop_id, second.id)


def test_a_model_is_shown_replies_of_the_same_kind_that_the_shop_approved(desk: Desk, model: ModelServer) -> None:
    first = complained(desk)
    draft_id = draft_one(desk.database, desk.shop_id, first, writer=None)
    assert draft_id is not None
    with desk.session() as session:
        said = "Dag Noor,\n\nDie rits had niet mogen scheuren, Noor.\n\nGroet,\nSanne"
        publications.approve(session, desk.shop_id, draft_id, desk.person_id, text=said, report={})
        now = dt.datetime.now(dt.UTC)
        text = "De fietstas is bij de rits gescheurd, erg teleurgesteld in deze tas."
        came = [Review("r2", text, now, rating=1, author="Eva", language="nl")]
        (second,) = reviews.upsert(session, desk.shop_id, desk.channel_id, came, now).new_ids
    draft_one(desk.database, desk.shop_id, second, writer=ModelWriter(settings_for(model)))
    system, task = (message["content"] for message in model.bodies[0]["messages"])
    assert "Die rits had niet mogen scheuren" in task
    assert "Noor" not in task
    assert "Die rits" not in system
