"""``check``: one text and its context in, one report out. Pure, deterministic, no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plugin.guidelines import packs, refused
from plugin.guidelines.checks import CHECKS
from plugin.guidelines.checks.evidence import weigh
from plugin.guidelines.checks.learned import is_read
from plugin.guidelines.checks.own_rules import out_of_place, own_rules, switched_off
from plugin.guidelines.context import CheckContext
from plugin.guidelines.draft import Draft, Note, read_ahead
from plugin.guidelines.kinds import tag
from plugin.guidelines.promises import from_reading
from plugin.shop import LANGUAGES
from plugin.words import Finding, Report, Severity, Verdict

_ANY_LANGUAGE = ("length", "clean", "obeyed", "given-away", "canned", "law")


def check(text: str, context: CheckContext) -> Report:
    """Examine a reply (or, with ``context.private``, a private message) under every guideline that applies.

    A language without phrases of its own gets only the checks that need none.
    """
    return _report(Draft(text, context))


def check_all(asked: Sequence[tuple[str, CheckContext]]) -> list[Report]:
    """Of each text the report that ``check`` gives; the sentences of all are read by meaning in one go."""
    drafts = [Draft(text, context) for text, context in asked]
    read_ahead(draft for draft in drafts if draft.context.language in LANGUAGES and is_read(draft))
    return [_report(draft) for draft in drafts]


def _report(draft: Draft) -> Report:
    context, text = draft.context, draft.reading.raw
    names = CHECKS if context.language in LANGUAGES else _ANY_LANGUAGE
    notes = [note for name in names for note in CHECKS[name](draft)] if text.strip() else list(CHECKS["length"](draft))
    noted = [note for note in _distinct(notes) if not out_of_place(draft, note)]
    weighed = [note for note in weigh(draft, _settled(draft, noted)) if not switched_off(draft, note)]
    found = [_finding(draft, note) for note in (*weighed, *own_rules(draft))]
    found += () if context.private else refused.findings(text, context.refused, context.wording)
    findings = tuple(sorted(found, key=_order))
    promises = from_reading(draft.reading, context.language, context.today)
    return Report(_verdict(findings), findings, tag(draft), promises)


def _distinct(notes: Iterable[Note]) -> list[Note]:
    """One finding an id and place."""
    return list({(note.guideline, note.key, note.place): note for note in notes}.values())


def _settled(draft: Draft, notes: list[Note]) -> list[Note]:
    """One note a guideline and sentence: what blocks beyond doubt, else the patterns' first."""
    kept: dict[object, Note] = {}
    for note in notes:
        sentence = draft.reading.sentence_at(note.place[0]) if note.place else None
        place = (note.guideline, note.key if sentence is None else sentence)
        first = kept.setdefault(place, note)
        if note.severity is Severity.BLOCK and first.severity is not Severity.BLOCK:
            kept[place] = note
    return list(kept.values())


def _finding(draft: Draft, note: Note) -> Finding:
    words = packs.message(note.key, draft.context.wording)
    severity = note.severity or packs.severity_of(note.guideline)
    message, mend = words.message.format_map(_Blank(note.words)), words.mend.format_map(_Blank(note.words))
    if note.place is None:
        return Finding(note.guideline, severity, message, mend)
    start, end = draft.reading.original(*note.place)
    return Finding(
        note.guideline,
        severity,
        message,
        mend,
        draft.reading.sentence_at(note.place[0]),
        start,
        end,
        draft.reading.raw[start:end],
    )


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


_WEIGHT = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}


def _order(finding: Finding) -> tuple[int, int, str]:
    return _WEIGHT[finding.severity], finding.start if finding.start is not None else -1, finding.guideline


def _verdict(findings: tuple[Finding, ...]) -> Verdict:
    severities = {finding.severity for finding in findings}
    if Severity.BLOCK in severities:
        return Verdict.BLOCK
    return Verdict.WARN if Severity.WARN in severities else Verdict.PASS
