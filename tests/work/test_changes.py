"""A change of policy, writer or pack is tried in the shadow, and takes effect after the owner's yes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import Review
from plugin.data import PROMPTS
from plugin.drafting import pipeline
from plugin.drafting.adviser import Adviser
from plugin.drafting.golden import Expect
from plugin.drafting.judge import Judge, Judged
from plugin.drafting.model import ModelWriter
from plugin.drafting.model_settings import ModelSettings
from plugin.drafting.prompt import load_prompt
from plugin.drafting.structured import forget_rungs
from plugin.inbox import pinning
from plugin.shop import dump_profile, load_profile
from plugin.store import Conflict, drafts, golden, packs, publications, reviews, shops, tables, trials
from plugin.words import BUILT_IN, Decision, Drafted, Finding, Report, Severity
from plugin.work import changes
from plugin.work.changes import hands_of
from plugin.work.drafting_one import draft_one
from plugin.work.hands import PARTS, Hands
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
    hands = writer if isinstance(writer, Hands) else Hands(writer)
    return run_trial(desk.database, desk.shop_id, trial_id, hands=hands, concurrency=2, stopping=threading.Event())


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
    hands, held = hands_of(desk.database, desk.work._queueing, desk.shop_id, Hands(writer))
    return hands.writer, held


def hands(desk: Desk, *parts: str) -> tuple[tuple[str, ...], bool]:
    """Which of a writer, a judge and an adviser of these names are allowed, and whether the writer is held."""
    given = Hands(*(Model(name) if name else None for name in parts))  # type: ignore[arg-type]  # by their names only
    found, held = hands_of(desk.database, desk.work._queueing, desk.shop_id, given)
    return tuple(getattr(getattr(found, part), "name", "") for part in PARTS), held


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


def test_another_second_reader_waits_for_the_yes_while_the_writer_goes_on(desk: Desk) -> None:
    desk.take_in(1)
    assert hands(desk, "m@reply-2", "m@judge-2", "m@triage-1") == (("m@reply-2", "m@judge-2", "m@triage-1"), False)
    assert hands(desk, "m@reply-2", "m@judge-3", "m@triage-1") == (("m@reply-2", "", "m@triage-1"), False)
    assert hands(desk, "m@reply-2", "m@judge-3", "m@triage-1") == (("m@reply-2", "", "m@triage-1"), False)
    with desk.session() as session:
        (trial,) = trials.open_ones(session, desk.shop_id)
        assert (trial.kind, trial.proposal["changed"]) == (trials.WRITER, ["judge"])
        changes.accept(session, desk.shop_id, trial.id)
    assert hands(desk, "m@reply-2", "m@judge-3", "m@triage-1") == (("m@reply-2", "m@judge-3", "m@triage-1"), False)


def test_another_adviser_waits_for_the_yes_and_one_that_is_switched_off_and_on_does_not(desk: Desk) -> None:
    desk.take_in(1)
    assert hands(desk, "m@reply-2", "", "m@triage-1") == (("m@reply-2", "", "m@triage-1"), False)
    assert hands(desk, "m@reply-2", "", "") == (("m@reply-2", "", ""), False)
    assert hands(desk, "m@reply-2", "", "m@triage-1") == (("m@reply-2", "", "m@triage-1"), False)
    assert hands(desk, "m@reply-2", "m@judge-2", "m@triage-2") == (("m@reply-2", "", ""), False)
    with desk.session() as session:
        (trial,) = trials.open_ones(session, desk.shop_id)
        assert trial.proposal["changed"] == ["adviser", "judge"]


def test_nobody_reads_again_what_a_held_model_was_not_allowed_to_write(desk: Desk) -> None:
    desk.take_in(1)
    hands(desk, "m@reply-2", "m@judge-2", "m@triage-1")
    assert hands(desk, "m@reply-3", "m@judge-2", "m@triage-1") == (("", "", "m@triage-1"), True)


def test_the_first_start_after_the_update_asks_nothing_and_notes_who_is_there(desk: Desk) -> None:
    """An older program noted the writer's name alone."""
    desk.take_in(1)
    with desk.session() as session:
        packs.accept_writer(session, desk.shop_id, "m@reply-2")
    assert hands(desk, "m@reply-2", "m@judge-2", "m@triage-1") == (("m@reply-2", "m@judge-2", "m@triage-1"), False)
    with desk.session() as session:
        assert trials.latest(session, desk.shop_id) == []
        assert shops.get(session, desk.shop_id).hands == {
            "writer": "m@reply-2", "judge": "m@judge-2", "adviser": "m@triage-1"
        }  # fmt: skip
    assert hands(desk, "m@reply-2", "m@judge-3", "") == (("m@reply-2", "", ""), False)


def test_a_trial_that_an_older_program_asked_for_is_not_asked_for_again(desk: Desk) -> None:
    desk.take_in(1)
    with desk.session() as session:
        packs.accept_writer(session, desk.shop_id, "m@reply-1")
        old = trials.add(session, desk.shop_id, trials.WRITER, {"writer": "m@reply-2"}, workflow_id="w1").id
    assert hands(desk, "m@reply-2", "m@judge-2", "") == (("", "", ""), True)
    with desk.session() as session:
        assert [trial.id for trial in trials.open_ones(session, desk.shop_id)] == [old]
        changes.accept(session, desk.shop_id, old)
    assert hands(desk, "m@reply-2", "m@judge-2", "") == (("m@reply-2", "m@judge-2", ""), False)


TEMPLATES = sorted(path.name for path in (PROMPTS / "templates").glob("*.j2"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_changed_template_of_any_prompt_is_another_hand(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def marks() -> dict[str, str]:
        load_prompt.cache_clear()
        settings = ModelSettings("m")
        return Hands(ModelWriter(settings), Judge(settings), Adviser(settings)).marks

    before, read = marks(), Path.read_text
    monkeypatch.setattr(
        Path, "read_text", lambda self, *given, **more: read(self, *given, **more) + "." * (self.name == template)
    )
    after = marks()
    monkeypatch.undo()
    load_prompt.cache_clear()
    (changed,) = (part for part in PARTS if before[part] != after[part])
    assert changed == {"reply": "writer", "judge": "judge", "triage": "adviser"}[template.partition(".")[0]]


@pytest.mark.parametrize(
    "other",
    [
        ModelSettings("other"),
        ModelSettings("m", base_url="https://other.example/v1"),
        ModelSettings("m", max_answer_tokens=100),
    ],
)
def test_another_model_or_server_is_another_hand_everywhere_and_a_password_is_told_nowhere(
    other: ModelSettings,
) -> None:
    settings = ModelSettings("m")
    before = Hands(ModelWriter(settings), Judge(settings), Adviser(settings)).marks
    after = Hands(ModelWriter(other), Judge(other), Adviser(other)).marks
    assert all(before[part] != after[part] for part in PARTS)
    known = ModelSettings("m", base_url="https://me:pass@host.example/v1", timeout=5)
    assert "pass" not in ModelWriter(known).mark
    assert ModelWriter(known).mark == ModelWriter(ModelSettings("m", base_url="https://host.example/v1/")).mark


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
        run_trial(desk.database, desk.shop_id, trial.id, hands=Hands(), concurrency=2, stopping=stopping)
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


@pytest.mark.parametrize("changed_since", [False, True])
def test_other_data_of_the_checks_are_shown_beside_what_the_older_ones_said(desk: Desk, changed_since: bool) -> None:
    """The older data are gone: what they said of the draft that stands is what was stored with it under this profile."""
    review_id = complained(desk)
    with desk.session() as session:
        profile = shops.profile(session, desk.shop_id)
        drafted = pipeline.draft(reviews.text_of(reviews.get(session, desk.shop_id, review_id)), profile)
        assert drafted.report is not None
        then = Finding("R-POLITE", Severity.WARN, "Dat klinkt kortaf.", quote="Sorry")
        report = dataclasses.replace(drafted.report, findings=(*drafted.report.findings, then))
        drafts.save(session, desk.shop_id, review_id, dataclasses.replace(drafted, report=report), review_version=1)
        if changed_since:
            shops.save_profile(session, desk.shop_id, profile)
        proposal = {"hash": "new", "version": "2", "data": True}
        trial_id = changes.propose_pack(desk.work._queueing, session, desk.shop_id, proposal).id
    assert try_it(desk, trial_id) == "ready"
    with desk.session() as session:
        (case,) = trials.cases(session, desk.shop_id, trial_id)
    assert case.before["reply"] == case.after["reply"]
    polite = ["R-POLITE" in {one["guideline"] for one in side["findings"]} for side in (case.before, case.after)]
    assert polite == [not changed_since, False]
    assert case.differs is not changed_since


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
    other = Hands(Model("m-9@reply-2"))  # type: ignore[arg-type]  # by its name only
    changes.look_at_hands(desk.database, desk.work._queueing, other)
    with desk.session() as session:
        (trial,) = trials.open_ones(session, desk.shop_id)
        assert (trial.kind, trial.proposal) == (
            trials.WRITER,
            {"writer": "m-9@reply-2", "hands": other.marks, "changed": ["writer"]},
        )


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


class Reader:
    """A second reader that finds the same in every text, or has no opinion."""

    def __init__(self, name: str, guideline: str = "", trouble: str = "") -> None:
        self.name, self.guideline, self.trouble = name, guideline, trouble

    def judge(self, text: str, context: Any, report: Report) -> Judged:
        if self.trouble:
            return Judged(report, self.name, "de tweede lezer gaf geen oordeel", self.trouble)
        said = Finding(self.guideline, Severity.WARN, f"Tweede lezer ({self.name}): dat klinkt kortaf", quote=text[:5])
        return Judged(dataclasses.replace(report, findings=(*report.findings, said)), self.name)


def readers_trial(desk: Desk, reader: Reader) -> tuple[str | None, list[tables.TrialCase]]:
    """The trial of another second reader than the one that the shop has."""
    writer: Any = Model("m@reply-2")
    hands(desk, "m@reply-2", "m@judge-2", "")
    tried: Any = Hands(writer, reader)  # type: ignore[arg-type]  # what a trial asks of them, no more
    hands_of(desk.database, desk.work._queueing, desk.shop_id, tried)
    with desk.session() as session:
        (trial,) = trials.open_ones(session, desk.shop_id)
    ended = try_it(desk, trial.id, tried)
    with desk.session() as session:
        return ended, list(trials.cases(session, desk.shop_id, trial.id))


def read_once(desk: Desk) -> int:
    """A complaint with a draft that the second reader of before found impolite."""
    review_id = complained(desk)
    with desk.session() as session:
        profile = shops.profile(session, desk.shop_id)
        text = reviews.text_of(reviews.get(session, desk.shop_id, review_id))
        old: Any = Reader("m@judge-2", "R-POLITE")
        drafted = dataclasses.replace(pipeline.draft(text, profile, judge=old), writer="m@reply-2")
        drafts.save(session, desk.shop_id, review_id, drafted, review_version=1)
    return review_id


def test_another_second_reader_is_shown_on_the_text_that_stands_beside_what_the_one_before_said(desk: Desk) -> None:
    read_once(desk)
    ended, (case,) = readers_trial(desk, Reader("m@judge-3", "R-HUMAN"))
    assert ended == "ready"
    assert case.before["reply"] == case.after["reply"]
    assert case.differs
    told = [
        [one["guideline"] for one in side["findings"] if "Tweede lezer" in one["message"]]
        for side in (case.before, case.after)
    ]
    assert told == [["R-POLITE"], ["R-HUMAN"]]


def test_a_second_reader_that_says_the_same_makes_no_difference_and_one_without_an_opinion_was_not_tried(
    desk: Desk,
) -> None:
    read_once(desk)
    ended, (case,) = readers_trial(desk, Reader("m@judge-3", "R-POLITE"))
    assert (ended, case.differs) == ("ready", False)
    ended, _ = readers_trial(desk, Reader("m@judge-4", trouble="slow"))
    assert ended == "failed"


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
