"""What an expression needs is read off it rightly: no match is ever without one of its needles."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from plugin.language import orders, sentences
from plugin.language.cleaning import clean
from plugin.language.needles import needles_of
from plugin.language.patterns import sparing
from plugin.language.reading import read

SETS = Path(__file__).parent.parent / "sets"


@pytest.mark.parametrize(
    ("expression", "needles"),
    [
        (r"(?<!\w)(?:ignore|forget) (?:all|everything)(?!\w)", {"ignore", "forget"}),
        (r"instructions?", {"instruction"}),
        (r"(?:secret )?(?:codeword|password)", {"codeword", "password"}),
        (r"(?:reply|respond) with", {" with"}),
        (r"(?:voucher\w*){2,}", {"voucher"}),
        (r"(?:voucher)*", set()),
        (r"(?:saying|\w+)it", set()),
        (r"[abc]def?g", set()),
        (r"\d+", set()),
        (r"(?i)password", set()),
        (r"(?i:password)", set()),
    ],
)
def test_the_longest_letters_that_every_match_holds_are_its_needles(expression: str, needles: set[str]) -> None:
    assert set(needles_of(re.compile(expression))) == needles


def test_looking_for_needles_first_hides_no_order() -> None:
    names = ("injections_build", "injections_build_two", "injections_fresh", "clean_build")
    rows = [json.loads(line) for name in names for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    texts = [row.get("text") or "" for row in rows]
    all_ = [read(clean(text[a:b])).text for text in texts for a, b in sentences.split(text)]
    strong = orders._strong()
    assert sum(bool(pattern.needles) for pattern in strong.patterns) > 60
    heard = [any(pattern.regex.search(text) for pattern in strong.patterns) for text in all_]
    assert [strong.found_in(text) for text in all_] == heard
    assert 50 < sum(heard) < len(heard)


@pytest.mark.parametrize(
    ("text", "place"), [("a red bicycle", (2, 13)), ("bicycles, blue ones", None), ("a red\nbicycle", None)]
)
def test_a_sparing_expression_finds_what_it_would_find_anywhere(text, place):
    assert sparing(r"(?:red|blue) bicycle").first(text) == place
    assert sparing(r"(?:red|blue) bicycle", ("red", "blue")).first(text) == place
