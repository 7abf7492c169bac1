"""The project's words as plain data, and back: the JSON of formats.md, of the stored reports and of the API.

Pure: no database, no framework. ``…_from_data`` reads what ``…_to_data`` wrote, and raises ValueError or KeyError on
anything else; input from outside is read by marshmallow schemas, not by these.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

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

Data = Mapping[str, Any]


def point_to_data(point: Point) -> dict[str, Any]:
    return {"label": point.label, "sentiment": str(point.sentiment), "start": point.start, "end": point.end}


def point_from_data(data: Data) -> Point:
    return Point(data["label"], Sentiment(data["sentiment"]), data["start"], data["end"])


def points_to_data(points: Iterable[Point]) -> list[dict[str, Any]]:
    return [point_to_data(point) for point in points]


def points_from_data(data: Iterable[Data]) -> tuple[Point, ...]:
    return tuple(point_from_data(point) for point in data)


def triage_to_data(triage: Triage) -> dict[str, Any]:
    """What ``wederwoord triage`` prints, without the review's id."""
    return {
        "lang": triage.language,
        "lang_confidence": round(triage.language_confidence, 4),
        "decision": str(triage.decision),
        "play": None if triage.play is None else str(triage.play),
        "points": points_to_data(triage.points),
        "reason": triage.reason,
        "flags": list(triage.flags),
    }


def triage_from_data(data: Data) -> Triage:
    play = data.get("play")
    return Triage(
        language=data["lang"],
        language_confidence=data["lang_confidence"],
        decision=Decision(data["decision"]),
        play=Play(play) if play else None,
        points=points_from_data(data["points"]),
        reason=data["reason"],
        flags=tuple(data.get("flags", ())),
    )


def promise_to_data(promise: Promise) -> dict[str, Any]:
    return {"text": promise.text, "due": None if promise.due is None else promise.due.isoformat()}


def promise_from_data(data: Data) -> Promise:
    due = data.get("due")
    return Promise(data["text"], dt.date.fromisoformat(due) if due else None)


def promises_to_data(promises: Iterable[Promise]) -> list[dict[str, Any]]:
    return [promise_to_data(promise) for promise in promises]


def promises_from_data(data: Iterable[Data]) -> tuple[Promise, ...]:
    return tuple(promise_from_data(promise) for promise in data)


def finding_to_data(finding: Finding) -> dict[str, Any]:
    return {
        "guideline": finding.guideline,
        "severity": str(finding.severity),
        "sentence": finding.sentence,
        "start": finding.start,
        "end": finding.end,
        "quote": finding.quote,
        "message": finding.message,
        "mend": finding.mend,
    }


def finding_from_data(data: Data) -> Finding:
    return Finding(
        guideline=data["guideline"],
        severity=Severity(data["severity"]),
        message=data["message"],
        mend=data["mend"],
        sentence=data["sentence"],
        start=data["start"],
        end=data["end"],
        quote=data["quote"],
    )


def sentence_to_data(sentence: Sentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "kinds": list(sentence.kinds),
        "answers": list(sentence.answers),
        "sources": list(sentence.sources),
    }


def sentence_from_data(data: Data) -> Sentence:
    return Sentence(
        text=data["text"],
        start=data["start"],
        end=data["end"],
        kinds=tuple(data["kinds"]),
        answers=tuple(data["answers"]),
        sources=tuple(data["sources"]),
    )


def report_to_data(report: Report) -> dict[str, Any]:
    """What ``wederwoord check`` prints, without the row's id, and with the promises of the text."""
    return {
        "verdict": str(report.verdict),
        "findings": [finding_to_data(finding) for finding in report.findings],
        "sentences": [sentence_to_data(sentence) for sentence in report.sentences],
        "promises": promises_to_data(report.promises),
    }


def report_from_data(data: Data) -> Report:
    return Report(
        verdict=Verdict(data["verdict"]),
        findings=tuple(finding_from_data(finding) for finding in data["findings"]),
        sentences=tuple(sentence_from_data(sentence) for sentence in data["sentences"]),
        promises=promises_from_data(data.get("promises", ())),
    )


def usage_to_data(usage: Usage) -> dict[str, Any]:
    return {
        "prompt_tokens": usage.prompt_tokens,
        "cached_tokens": usage.cached_tokens,
        "completion_tokens": usage.completion_tokens,
        "cost_estimate": usage.cost_estimate,
    }


def usage_from_data(data: Data) -> Usage:
    return Usage(
        prompt_tokens=data.get("prompt_tokens"),
        cached_tokens=data.get("cached_tokens"),
        completion_tokens=data.get("completion_tokens"),
        cost_estimate=data.get("cost_estimate"),
    )
