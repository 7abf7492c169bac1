"""A shop's own limits give way to what a MUST asks for: the rest is shortened, and what does not fit is said."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from plugin.data import PROMPTS
from plugin.drafting import pipeline
from plugin.sample.loading import sample_profile
from plugin.shop import dump_profile, load_profile
from plugin.words import BUILT_IN, Decision, ReviewText

REVIEWS = yaml.safe_load((PROMPTS.parent / "plugin" / "sample" / "reviews.yaml").read_text(encoding="utf-8"))["reviews"]
PRIVATE = [row for row in REVIEWS if row["shows"][0] == Decision.REPLY_PRIVATE.value]
OTHERS = [row for row in REVIEWS if row["shows"][0] == Decision.REPLY.value][:6]
OWN = {"SHOP-MAX-WORDS", "SHOP-MAX-SENTENCES"}


def drafted(row: dict[str, Any], **limits: Any):  # type: ignore[no-untyped-def]
    shop = load_profile({**dump_profile(sample_profile()), "rules": {"limits": limits}})
    review = ReviewText(row["id"], row["text"], rating=row["rating"], author=row.get("author", ""))
    return pipeline.draft(review, shop, decision=Decision(row["shows"][0]))


@pytest.mark.parametrize(
    "limits",
    [{"max_sentences": 4}, {"max_words": {"T-REPLY-PRIVATE": 40, "T-REPLY": 40}}, {"max_sentences": 1}],
    ids=["sentences", "words", "one sentence"],
)
@pytest.mark.parametrize("row", [*PRIVATE, *OTHERS], ids=lambda row: row["id"])
def test_a_limit_of_our_own_costs_no_must(row: dict[str, Any], limits: dict[str, Any]) -> None:
    draft = drafted(row, **limits)
    assert draft.writer == BUILT_IN
    assert not draft.report.blocks, [(one.guideline, one.quote) for one in draft.report.blocks] + [draft.reply]
    for finding in draft.report.findings:
        if finding.guideline in OWN:
            assert "richtlijnen" in finding.message, (finding.message, draft.reply)


def test_a_limit_with_room_for_every_must_is_held() -> None:
    rows = [drafted(row, max_sentences=5) for row in [*PRIVATE, *OTHERS]]
    held = [one for one in rows if not OWN & {finding.guideline for finding in one.report.findings}]
    assert len(held) >= len(rows) - 1
