from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plugin import evaluation, labelled
from plugin.commands.evaluating import evaluate
from plugin.evaluation import Checked, Decided, Share
from plugin.guidelines import packs
from plugin.words import Decision, Play, Point, Sentiment

SHOP = {"name": "Fietsenhuis Waalkade", "agent": "Sanne", "contact": {"email": "hulp@fietsenhuis.example"}}
CANNED = {
    "id": "canned",
    "lang": "nl",
    "text": "Zadeltas na twee keer fietsen al gescheurd bij de rits. Jammer hoor.",
    "rating": 1,
    "author": "Anna",
    "shop": SHOP,
    "decision": "T-REPLY",
    "play": "P-OUR-FAULT",
    "reply": "Bedankt voor je bericht.",
    "violations": ["R-SOLUTION"],
}
PRAISE = {
    "id": "praise",
    "lang": "nl",
    "text": "Wat een fijne zadeltas, snel in huis!",
    "rating": 5,
    "author": "Bram",
    "shop": SHOP,
    "decision": ["T-THANK"],
    "play": ["P-POSITIVE"],
}


def call(tmp_path: Path, rows: list[dict[str, Any]], *args: str) -> Result:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return CliRunner().invoke(evaluate, ["--set", str(path), *args])


def figures(result: Result) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(result.output)
    return told


def test_the_interval_is_wilsons() -> None:
    assert Share(9, 10).interval == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert Share(0, 4).interval == pytest.approx((0.0, 0.4899), abs=1e-4)
    assert Share(0, 0).interval is None
    assert Share(0, 0).value is None


def test_recall_precision_and_false_alarms_are_counted_per_guideline_and_language() -> None:
    rows = [
        Checked(1, "nl", frozenset({"R-WHEN"}), frozenset({"R-WHEN"}), True),
        Checked(2, "nl", frozenset({"R-WHEN"}), frozenset(), False),
        Checked(3, "de", frozenset(), frozenset({"R-WHEN"}), True),
        Checked(4, "de", frozenset(), frozenset(), False),
    ]
    lines = {line.language: line for line in evaluation.guideline_lines(rows)}
    assert (lines["nl"].recall, lines["nl"].missed) == (Share(1, 2), (2,))
    assert (lines["de"].recall, lines["de"].false_alarms, lines["de"].wrongly) == (Share(0, 0), Share(1, 2), (3,))
    assert (lines["all"].precision, lines["all"].false_alarms) == (Share(1, 2), Share(1, 2))
    replies = {line.language: line for line in evaluation.reply_lines(rows)}
    assert (replies["all"].clean_blocked, replies["all"].breach_blocked) == (Share(1, 2), Share(1, 2))


def test_silence_is_a_grave_mistake_only_where_no_such_decision_is_acceptable() -> None:
    def decided(*acceptable: Decision) -> Decided:
        return Decided(1, "nl", acceptable, (), Decision.SILENT, None)

    assert decided(Decision.REPLY).grave
    assert not decided(Decision.REPLY, Decision.SILENT).grave
    assert not decided(Decision.REMOVE).grave


def test_the_first_listed_decision_is_the_best_and_an_open_play_is_not_judged() -> None:
    private, public = Decision.REPLY_PRIVATE, Decision.REPLY
    rows = [
        Decided(1, "nl", (private, public), (), public, Play.ANGRY),
        Decided(2, "nl", (public,), (None,), public, None),
        Decided(3, "nl", (private,), (Play.ANGRY,), public, Play.MIXED),
    ]
    line = evaluation.triage_lines(rows)[0]
    assert (line.acceptable, line.best, line.play) == (Share(2, 3), Share(1, 3), Share(1, 2))
    assert (line.wrong, line.wrong_play) == ((3,), (3,))


def test_a_labelled_point_is_found_where_one_of_the_same_sentiment_overlaps_it() -> None:
    late, praise = Point("", Sentiment.NEGATIVE, 0, 10), Point("", Sentiment.POSITIVE, 12, 20)
    found = (Point("delivery-late", Sentiment.NEGATIVE, 8, 14), Point("other", Sentiment.NEGATIVE, 15, 30))
    public = Decision.REPLY
    rows = [
        Decided(1, "nl", (public,), (), public, None, points=(late, praise), found=found),
        Decided(2, "nl", (public,), (), public, None, points=None, found=found),
    ]
    line = evaluation.triage_lines(rows)[0]
    assert (line.points_found, line.points_right) == (Share(1, 2), Share(1, 2))


def test_a_set_of_replies_and_reviews_is_read_and_measured(tmp_path: Path) -> None:
    result = call(tmp_path, [CANNED, PRAISE], "--json")
    assert result.exit_code == 0
    told = figures(result)
    solution = next(g for g in told["guidelines"] if (g["guideline"], g["language"]) == ("R-SOLUTION", "nl"))
    assert solution["recall"]["hits"] == 1
    assert told["triage"][0]["acceptable"]["value"] == 1
    assert told["errors"] == []


def test_the_table_lines_its_columns_up_and_names_the_misses_when_asked(tmp_path: Path) -> None:
    clean = {**CANNED, "violations": []}
    result = call(tmp_path, [clean], "--misses")
    lines = result.output.splitlines()
    column = lines[0].index("recall")
    assert all(line[column] in "-01" for line in lines[1:3])
    assert "R-SOLUTION nl false alarm: canned" in lines


@pytest.mark.parametrize(
    ("row", "limit", "sentence"),
    [
        ({**CANNED, "violations": ["R-NO-REWARD"]}, ("--min-recall", "0.5"), "R-NO-REWARD nl: recall 0/1"),
        ({**CANNED, "violations": []}, ("--max-false-alarms", "0.5"), "R-SOLUTION nl: false alarms 1/1"),
        ({**PRAISE, "decision": ["T-DISPUTE"]}, ("--min-recall", "0.5"), "decision nl: acceptable 0/1"),
    ],
)
def test_a_limit_that_is_not_met_ends_in_status_1(
    tmp_path: Path, row: dict[str, Any], limit: tuple[str, str], sentence: str
) -> None:
    assert call(tmp_path, [row]).exit_code == 0
    result = call(tmp_path, [row], *limit)
    assert result.exit_code == 1
    assert f"not met: {sentence}" in result.output


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tittle": "x"}, "unknown-key"),
        ({"violations": ["R-WEHN"]}, "bad-value"),
        ({"violations": "R-WHEN"}, "bad-value"),
        ({"reply": None}, "bad-value"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_rest_goes_on(
    tmp_path: Path, change: dict[str, Any], code: str
) -> None:
    result = call(tmp_path, [{**CANNED, **change}, PRAISE], "--json")
    told = figures(result)
    assert (result.exit_code, told["errors"][0]["id"], told["errors"][0]["error"]["code"]) == (1, "canned", code)
    assert "line 1" in told["errors"][0]["error"]["message"]
    assert told["triage"][0]["acceptable"]["of"] == 1


@pytest.mark.parametrize(
    "change", [{"decision": ["T-REPLY", "T-NONE"]}, {"decision": []}, {"play": ["P-NONE"]}, {"play": "P-POSITIVE"}]
)
def test_labels_that_do_not_exist_are_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    told = figures(call(tmp_path, [{**PRAISE, **change}], "--json"))
    assert told["errors"][0]["error"]["code"] == "bad-value"


def test_a_row_without_a_label_and_a_line_that_is_no_row_are_refused(tmp_path: Path) -> None:
    unlabelled = {key: value for key, value in CANNED.items() if key != "violations"}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(unlabelled) + "\n[1]\n{\n", encoding="utf-8")
    result = CliRunner().invoke(evaluate, ["--set", str(path)])
    codes = [json.loads(line)["error"]["code"] for line in result.output.splitlines()]
    assert (result.exit_code, codes) == (1, ["no-label", "bad-json", "bad-json"])


def test_an_empty_set_is_unusable(tmp_path: Path) -> None:
    assert call(tmp_path, []).exit_code == 2


MUST = (
    *("R-LANGUAGE", "R-SPECIFIC", "R-NO-CANNED", "R-NO-ARGUE", "R-NO-BLAME", "R-NO-DIVERT", "R-EMPATHY", "R-APOLOGY"),
    *("R-OWN-UP", "R-SOLUTION", "R-WHEN", "R-OFFLINE", "R-PERSONAL", "R-POLITE", "R-GOODWILL", "R-NO-REWARD"),
    *("R-FACTS", "R-POLICY", "R-PRIVACY", "R-LENGTH", "R-CLEAN", "P-SAY-NO"),
)


def aside(name: str) -> list[labelled.LabelledReply | labelled.LabelledReview]:
    known = {guideline.id for guideline in packs.all_guidelines()}
    lines = (Path(__file__).parent / "sets" / name).read_bytes().splitlines()
    return [labelled.read_row(line, number, None, known) for number, line in enumerate(lines, 1)]


def test_the_replies_once_put_aside_break_every_must_in_every_language_and_have_clean_ones_beside_them() -> None:
    replies = [row for row in aside("check_opened.jsonl") if isinstance(row, labelled.LabelledReply)]
    texts = [row.row.reply for row in replies]
    assert len(texts) == len(set(texts))
    for language in ("nl", "de", "en"):
        own = [row for row in replies if row.row.review.language == language]
        few = [name for name in MUST if sum(name in row.violations for row in own) < 4]
        assert few == []
        assert sum(not row.violations for row in own) >= 40


def test_the_reviews_put_aside_need_every_decision_in_every_language() -> None:
    reviews = [row for row in aside("triage_aside_eight.jsonl") if isinstance(row, labelled.LabelledReview)]
    for language in ("nl", "de", "en"):
        best = {row.decisions[0] for row in reviews if row.row.review.language == language}
        assert best == set(Decision)
