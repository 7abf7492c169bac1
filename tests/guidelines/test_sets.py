"""What the checker catches and leaves alone on whole replies in three languages; floors lie just under what it reaches."""

import collections
import json
from pathlib import Path

import pytest

from plugin.guidelines import CheckContext, check
from plugin.shop import load_profile
from plugin.words import Decision, Play, ReviewText, Severity

SETS = Path(__file__).parent.parent / "sets"
RECALL = {"check_build": 0.97, "check_fresh": 0.80}  # no sentence of the fresh set was trained on
LEAST = {"check_build": 0.75, "check_fresh": 0.30}
FALSE_BLOCKS = {"check_build": 0.03, "check_fresh": 0.03}


def examined(name):
    for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        review = ReviewText(
            id=str(row["id"]), text=row["text"], rating=row["rating"], author=row["author"], language=row["lang"],
            channel=row.get("channel", ""),
        )  # fmt: skip
        context = CheckContext(
            review, load_profile(row["shop"]), Decision(row["decision"]), Play(row["play"]), (), row["lang"],
            recent_replies=tuple(row.get("recent_replies", ())),
        )  # fmt: skip
        yield row["violations"], check(row["reply"], context)


@pytest.mark.parametrize("name", sorted(RECALL))
def test_most_faults_are_named_and_hardly_a_good_reply_is_blocked(name):
    found, clean = collections.defaultdict(list), []
    for violations, report in examined(name):
        named = {finding.guideline for finding in report.findings}
        for guideline in violations:
            found[guideline].append(guideline in named)
        if not violations:
            clean.append(any(f.severity is Severity.BLOCK for f in report.findings))
    hits = [hit for those in found.values() for hit in those]
    assert sum(hits) / len(hits) >= RECALL[name]
    assert {g: sum(those) / len(those) for g, those in found.items() if sum(those) / len(those) < LEAST[name]} == {}
    assert sum(clean) / len(clean) <= FALSE_BLOCKS[name]


# Put aside: nobody mends the checker with a sentence of these. (names it, blocks clean replies) as measured, with a margin.
ASIDE = {"check_aside_six": (0.91, 0.025), "check_aside_seven": (0.9, 0.045), "check_aside_eight": (0.89, 0.02)}
_ADVICE = {"R-LENGTH", "R-EVERY-POINT", "R-IMPROVE", "R-HUMAN", "R-STRENGTH"}


@pytest.mark.parametrize("name", sorted(ASIDE))
def test_the_floors_on_replies_that_nobody_tuned_to_hold(name):
    least, most = ASIDE[name]
    named, blocked = [], []
    for violations, report in examined(name):
        told = {finding.guideline for finding in report.findings}
        named += [guideline in told for guideline in violations if guideline not in _ADVICE]
        if not violations:
            blocked.append(bool(report.blocks))
    assert sum(named) / len(named) >= least
    assert sum(blocked) / len(blocked) <= most


def test_hardly_a_good_reply_in_sixty_voices_is_blocked():
    blocked = [bool(report.blocks) for _, report in examined("clean_fresh_three")]
    assert sum(blocked) / len(blocked) <= 0.025  # measured 9 of 420, after 20 when it was met


def test_googles_limit_in_bytes_holds_by_the_channels_name():
    long = [report for violations, report in examined("check_build") if "R-LENGTH" in violations]
    assert len(long) > 1
    assert all("R-LENGTH" in {finding.guideline for finding in report.blocks} for report in long)
