"""A reply within the shop's own limits: what a MUST asks for stays, the rest may go, the least needed first.

Where the limit cannot be held so, its finding says that the guidelines need this room.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

from plugin.guidelines import packs
from plugin.shop_rules import MAX_SENTENCES, MAX_WORDS
from plugin.words import Finding, Report

_LIMITS = {MAX_WORDS: "shop:max-words-needed", MAX_SENTENCES: "shop:max-sentences-needed"}
_NUMBERS = re.compile(r"\d+")
_DUTIES = frozenset({"apology", "empathy", "ownership", "solution", "offline"})
_AROUND = 2  # greeting and signature


def within_limits(text: str, report: Report, check: Callable[[str], Report], language: str) -> tuple[str, Report]:
    """The reply without the sentences that it can do without, until the shop's limits hold. ``language`` is the desk's."""
    if report.blocks:
        return text, report
    while _too_long(report):
        shorter = [
            (one, left)
            for one in _one_less(text, report)
            if not (left := check(one)).blocks and _does(left) == _does(report)
        ]
        if not shorter:
            return text, dataclasses.replace(
                report, findings=tuple(_needed(finding, language) for finding in report.findings)
            )
        text, report = min(shorter, key=lambda one: len(one[1].findings))
    return text, report


def _too_long(report: Report) -> bool:
    return any(finding.guideline in _LIMITS for finding in report.findings)


def _does(report: Report) -> frozenset[str]:
    """What of a reply's duties its sentences do: none of them is left to what the checker may overlook."""
    return _DUTIES & {kind for sentence in report.sentences for kind in sentence.kinds}


def _one_less(text: str, report: Report) -> list[str]:
    """The reply without each sentence between greeting and signature; the last ones first."""
    paragraphs = text.split("\n\n")
    if len(paragraphs) <= _AROUND:
        return []
    begin, end = len(paragraphs[0]), len(text) - len(paragraphs[-1])
    inside = [one for one in report.sentences if one.start >= begin and one.end <= end]
    if len(inside) == 1:
        return []
    left = [text[: one.start] + text[one.end :] for one in reversed(inside)]
    return [re.sub(r"[ \t]{2,}", " ", re.sub(r" *\n[ \n]*\n *", "\n\n", one)) for one in left]


def _needed(finding: Finding, language: str) -> Finding:
    if finding.guideline not in _LIMITS:
        return finding
    words = packs.message(_LIMITS[finding.guideline], language)
    n, most = _NUMBERS.findall(finding.message)
    return dataclasses.replace(finding, message=words.message.format(n=n, most=most), mend=words.mend)
