"""A draft costs few runs of the checker: they are most of what drafting costs."""

from __future__ import annotations

import pytest

from plugin.drafting import built_in, pipeline
from plugin.sample import sample_profile, sample_reviews
from plugin.words import BUILT_IN, ReviewText


def test_the_built_in_writers_report_is_not_made_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    again: list[str] = []  # only where the writer threw the dice a second time, without the shop's measures
    real = built_in.check
    monkeypatch.setattr(built_in, "check", lambda text, context: runs.append(text) or real(text, context))
    monkeypatch.setattr(pipeline, "check", lambda text, context: again.append(text) or real(text, context))
    rows = [row for row in sample_reviews()["reviews"] if row["rating"] >= 4][:8]
    for row in rows:
        review = ReviewText(id=row["id"], text=row["text"], rating=row["rating"], author=row["author"])
        drafted = pipeline.draft(review, sample_profile())
        assert drafted.writer == BUILT_IN
        assert drafted.reply is None or drafted.report is not None
    assert len(runs) <= 8 * len(rows)
    assert len(again) <= len(rows) // 4
