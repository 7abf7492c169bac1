"""The replies that the networks learn from: a breach and the good reply it was made of are of one case."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.sentences import rows_of

SETS = sorted(Path("training/replies").glob("*.jsonl"))


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_a_good_reply_and_its_breaches_are_of_one_case(path):
    rows = rows_of(path)
    good = [row.case for row in rows if not row.violations]
    assert good
    assert len(set(good)) == len(good)  # else two cases are taken for one, and a sentence is scored by what learned it
    assert {row.case for row in rows if row.violations} <= set(good)
