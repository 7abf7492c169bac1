import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin import words_data
from plugin.words import (
    Decision,
    Finding,
    Play,
    Point,
    Promise,
    Report,
    Sentence,
    Sentiment,
    Severity,
    Triage,
    Usage,
    Verdict,
)

places = st.integers(0, 20_000)
points = st.builds(Point, st.text(), st.sampled_from(Sentiment), places, places)
triages = st.builds(
    Triage,
    st.sampled_from(["nl", "de", "en", "fr"]),
    st.floats(0, 1).map(lambda confidence: round(confidence, 4)),
    st.sampled_from(Decision),
    st.none() | st.sampled_from(Play),
    st.lists(points, max_size=3).map(tuple),
    st.text(),
    st.lists(st.text(), max_size=3).map(tuple),
)
promises = st.builds(Promise, st.text(), st.none() | st.dates())
findings = st.builds(
    Finding, st.text(), st.sampled_from(Severity), st.text(), st.text(), st.none() | places, st.none() | places,
    st.none() | places, st.text(),
)  # fmt: skip
sentences = st.builds(
    Sentence, st.text(), places, places, st.lists(st.text(), max_size=2).map(tuple),
    st.lists(places, max_size=2).map(tuple), st.lists(st.text(), max_size=2).map(tuple),
)  # fmt: skip
reports = st.builds(
    Report, st.sampled_from(Verdict), st.lists(findings, max_size=3).map(tuple),
    st.lists(sentences, max_size=3).map(tuple), st.lists(promises, max_size=2).map(tuple),
)  # fmt: skip


def through_json(data: object) -> object:
    return json.loads(json.dumps(data))


@given(triages)
def test_a_triage_comes_back_from_json_as_it_was(triage: Triage) -> None:
    assert words_data.triage_from_data(through_json(words_data.triage_to_data(triage))) == triage  # type: ignore[arg-type]  # an object of JSON


@given(reports)
def test_a_report_comes_back_from_json_as_it_was(report: Report) -> None:
    assert words_data.report_from_data(through_json(words_data.report_to_data(report))) == report  # type: ignore[arg-type]  # an object of JSON


def test_usage_comes_back_and_is_all_nulls_for_the_built_in_writer() -> None:
    usage = Usage(10, 5, 3, 0.25)
    assert words_data.usage_from_data(words_data.usage_to_data(usage)) == usage
    assert set(words_data.usage_to_data(Usage()).values()) == {None}


def test_the_keys_are_those_that_outside_programs_rely_on() -> None:
    triage = Triage("nl", 0.5, Decision.SILENT, None, (Point("broken", Sentiment.NEGATIVE, 0, 3),), "x", ("threat",))
    data = words_data.triage_to_data(triage)
    assert list(data) == ["lang", "lang_confidence", "decision", "play", "points", "reason", "flags"]
    assert data["play"] is None
    assert data["points"] == [{"label": "broken", "sentiment": "negative", "start": 0, "end": 3}]
    finding = words_data.finding_to_data(Finding("R-NAME", Severity.BLOCK, "missing"))
    assert set(finding) == {"guideline", "severity", "sentence", "start", "end", "quote", "message", "mend"}
    assert (finding["start"], finding["quote"]) == (None, "")
    assert words_data.promise_to_data(Promise("x", dt.date(2026, 12, 1))) == {"text": "x", "due": "2026-12-01"}


def test_an_unknown_decision_is_refused() -> None:
    data = words_data.triage_to_data(Triage("nl", 0.5, Decision.SILENT, None, (), "x"))
    with pytest.raises(ValueError, match="T-MAYBE"):
        words_data.triage_from_data({**data, "decision": "T-MAYBE"})
