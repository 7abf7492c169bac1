"""Tier two: a language model reads a checked reply and may add findings; it can take none away (DESIGN.md, decision 8).

It rates every guideline and rule of law that applies to this reply: broken, unsure or kept. Each finding rests on words that
the judge copied out of one sentence of the reply; one whose words do not stand there is thrown away and counted. That something is
missing no sentence shows: then there is no quote, and the finding warns at most. What the check itself found stays as it is, whatever the judge says, and a judge that is down,
slow or talking rubbish leaves the check's report with a note. Review and reply are data, and go without personal data.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from plugin.data import read_yaml
from plugin.drafting.asking import CANARY, Message, ask_and_read
from plugin.drafting.masking import CUSTOMER, Masked, mask_both
from plugin.drafting.model_client import Answer
from plugin.drafting.model_errors import ModelError, ModelRubbish, Trouble
from plugin.drafting.model_settings import ModelSettings
from plugin.drafting.notes import FALLBACK
from plugin.drafting.prompt_values import LANGUAGE_NAMES, judge_system_values
from plugin.drafting.prompted import Prompted
from plugin.drafting.structured import read_shape
from plugin.drafting.verdict import VERDICT, VERDICT_FIELDS, Opinion, Rating
from plugin.guidelines import CheckContext, packs
from plugin.guidelines.draft import Draft
from plugin.language.cleaning import clean
from plugin.language.personal_data import leftover_tokens
from plugin.words import Finding, Play, Report, Sentence, Severity, Usage, Verdict

log = logging.getLogger(__name__)
PROMPT = "judge"
_EDGES = frozenset({"greeting", "signoff"})
_SHORTEST_QUOTE = 8  # characters: less than that stands in any reply
_LONGEST_SAID = 240
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")


@dataclass(frozen=True, slots=True)
class Judged:
    """The report with what the judge added. ``note`` says why there is no opinion, "" where there is one.

    ``discarded`` counts ratings without a quote that stands in the reply, and those of guidelines that do not apply.
    """

    report: Report
    judge: str
    note: str = ""
    trouble: str = ""
    added: int = 0
    discarded: int = 0
    kept: tuple[str, ...] = ()  # the ids that applied and that the judge says are kept
    usage: Usage = dataclasses.field(default_factory=Usage)


class Judge(Prompted):
    """Reads with one model. Safe to use from many threads."""

    def __init__(self, settings: ModelSettings) -> None:
        super().__init__(settings, PROMPT)

    def judge(self, text: str, context: CheckContext, report: Report) -> Judged:
        """The report with the judge's findings beside its own. Never raises for what a model does."""
        try:
            return self._judged(text, context, report)
        except ModelError as error:
            return self._absent(report, context, error.trouble.value)
        except Exception as error:  # noqa: BLE001 -- whatever goes wrong with a second opinion, the first one stands
            # Only its type is logged: its message may hold the review's text.
            log.error("judge failed: %s", type(error).__name__)  # noqa: TRY400 -- a traceback would hold the text
            return self._absent(report, context, "failed")

    def _absent(self, report: Report, context: CheckContext, trouble: str) -> Judged:
        return Judged(report, self.name, _words("absent", context.wording, why=trouble), trouble)

    def _judged(self, text: str, context: CheckContext, report: Report) -> Judged:
        masked, reply = mask_both(context.review, text, context.shop.country, context.shop.contact.ways)
        mark, applies = secrets.token_hex(8), applicable(text, context)
        asked = ask_and_read(
            self.settings,
            self._prompt,
            self._messages(reply, context, masked, mark, applies),
            VERDICT,
            VERDICT_FIELDS,
            lambda answer: _read(answer, mark),
            cache_key=f"{context.shop.name}:{self._prompt.hash}"[:64],
        )
        findings, discarded = self._findings(asked.read.ratings, applies, text, masked, context, report)
        merged = _merged(report, findings)
        broken = {finding.guideline for finding in findings}
        kept = tuple(name for name in applies if name in asked.read.kept and name not in broken)
        return Judged(merged, self.name, added=len(findings), discarded=discarded, kept=kept, usage=asked.usage)

    def _messages(
        self, reply: str, context: CheckContext, masked: Masked, mark: str, applies: Sequence[str]
    ) -> list[Message]:
        review = {"rating": masked.review.rating, "title": masked.review.title, "text": masked.review.text}
        values = {
            "language": LANGUAGE_NAMES.get(context.language, context.language),
            "form": context.shop.form(context.language),
            "wording": LANGUAGE_NAMES.get(context.wording, LANGUAGE_NAMES[FALLBACK]),
            "decision": context.decision.value,
            "play": context.play.value if context.play else "none",
            "private": context.private,
            "applies": applies,
            "mark": mark,
            "texts": json.dumps({"review": review, "reply": reply}, ensure_ascii=False),
        }
        system = self._prompt.render("system", {**judge_system_values(context.shop), "canary": CANARY})
        return [
            {"role": "system", "content": system},
            {"role": "user", "content": self._prompt.render("task", values)},
        ]

    def _findings(
        self,
        ratings: Iterable[Rating],
        applies: Sequence[str],
        text: str,
        masked: Masked,
        context: CheckContext,
        report: Report,
    ) -> tuple[list[Finding], int]:
        """What may be added, and how many ratings were thrown away."""
        found: dict[tuple[str, int], Finding] = {}
        discarded = 0
        for rating in ratings:
            missing = not rating.quote.strip() and rating.guideline in owed()
            place = None if missing else _place(text, masked, rating.quote, report.sentences)
            if rating.guideline not in applies or not (missing or _shows(place, rating.guideline, report)):
                discarded += 1
                continue
            finding = self._finding(rating, text, place, context, report)
            if not _known(finding, report):
                found.setdefault((finding.guideline, finding.start or 0), finding)
        return list(found.values()), discarded

    def _finding(
        self, rating: Rating, text: str, place: tuple[int, int] | None, context: CheckContext, report: Report
    ) -> Finding:
        start, end = place or (None, None)
        severity = packs.severity_of(rating.guideline) if rating.broken and place else Severity.WARN
        return Finding(
            guideline=rating.guideline,
            severity=severity,
            message=_words("finding", context.wording, judge=self.name, why=_said(rating.why) or rating.guideline),
            mend=_said(rating.mend) or _words("mend", context.wording),
            sentence=_sentence(place, report),
            start=start,
            end=end,
            quote=text[start:end] if place else "",
        )


def _read(answer: Answer, mark: str) -> Opinion:
    """Raises ModelRubbish, also for an answer that shows our own marks."""
    if CANARY in answer.text or mark in answer.text:
        raise ModelRubbish(Trouble.LEAK, "the answer repeats the prompt")
    opinion: Opinion = read_shape(answer.text, VERDICT, finish=answer.finish)["opinion"]
    return opinion


def _place(text: str, masked: Masked, quote: str, sentences: Sequence[Sentence]) -> tuple[int, int] | None:
    """Where the quote stands in one sentence of the reply, word for word; tokens in it stand for what they hide."""
    wanted = quote.strip()
    for token in leftover_tokens(wanted):
        if token in masked.tokens:
            wanted = wanted.replace(token, masked.tokens[token].text)
    if len(wanted) < min(_SHORTEST_QUOTE, len(text.strip())):
        return None
    for name in (CUSTOMER, *masked.names):
        words = wanted.replace(CUSTOMER, name)
        for sentence in sentences:
            start = text.find(words, sentence.start, sentence.end)
            if start >= 0:
                return start, start + len(words)
    return None


def _sentence(place: tuple[int, int] | None, report: Report) -> int | None:
    return next((n for n, s in enumerate(report.sentences) if place and s.start <= place[0] < s.end), None)


def _shows(place: tuple[int, int] | None, guideline: str, report: Report) -> bool:
    """Whether what stands there can show the breach: no greeting and no signature shows that something is owed."""
    at = _sentence(place, report)
    return at is not None and not (guideline in owed() and not _EDGES.isdisjoint(report.sentences[at].kinds))


def applicable(text: str, context: CheckContext) -> tuple[str, ...]:
    """What a judge may rate of this text: what is asked of such a reply, is not switched off by the shop and waits for nobody's
    yes, and the rules of law of the shop's country that a text can break.
    """
    rules, complains = context.shop.rules, Draft(text, context).complaint
    off = {*rules.without, *rules.waiting}
    asked = [
        one.id
        for one in packs.all_guidelines()
        if (one.id.startswith("R-") or one.id == Play.SAY_NO == context.play)
        and not (one.id in off and one.severity is not Severity.BLOCK)
        and (not one.plays or context.play in one.plays)
        and (not one.decisions or context.decision in one.decisions)
        and (complains or not one.complaint_only)
        and one.applies_at(context.platform, context.buyers)
    ]
    law = [
        one.id
        for one in packs.all_rules()
        if one.check and not one.channels and (not one.countries or context.shop.country in one.countries)
    ]
    return (*sorted(asked), *sorted(law))


def told_by_judge(message: str) -> bool:
    """Whether a finding's words are those of a second reader, whichever it was: they name it."""
    return f"@{PROMPT}-" in message


@cache
def owed() -> frozenset[str]:
    """The guidelines that a reply breaks by what is not in it (``prompts/notes/owed.yaml``)."""
    return frozenset(read_yaml("notes", "owed.yaml")["owed"])


def _known(finding: Finding, report: Report) -> bool:
    """Whether the check already says the same of the same sentence, or of the whole text."""
    return any(
        known.guideline == finding.guideline
        and (known.sentence is None or finding.sentence is None or known.sentence == finding.sentence)
        for known in report.findings
        if known.severity is not Severity.INFO
    )


def _merged(report: Report, findings: list[Finding]) -> Report:
    """The check's findings as they are, the judge's behind them, and the graver of the two verdicts."""
    if not findings:
        return report
    severities = {finding.severity for finding in findings}
    verdict = report.verdict
    if Severity.BLOCK in severities:
        verdict = Verdict.BLOCK
    elif verdict is Verdict.PASS and Severity.WARN in severities:
        verdict = Verdict.WARN
    return dataclasses.replace(report, verdict=verdict, findings=(*report.findings, *findings))


def _said(words: str) -> str:
    """A judge's own words for a person to read: one line, no links, not long."""
    line = _LINK.sub("…", " ".join(clean(words).split()))
    return line if len(line) <= _LONGEST_SAID else line[: _LONGEST_SAID - 1] + "…"


def _words(name: str, language: str, **values: str) -> str:
    sentences = read_notes()
    text: str = sentences.get(language, sentences[FALLBACK])[name]
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", value)
    return text


@cache
def read_notes() -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = read_yaml("notes", "judge.yaml")
    return read
