from pathlib import Path

import pytest
import yaml

from plugin.words import Severity, Verdict
from tests.guidelines.conftest import ids, make_shop, run, with_sentence

HERE = Path(__file__).parent
SENTENCES = yaml.safe_load((HERE / "sentences.yaml").read_text(encoding="utf-8"))
REPLIES = yaml.safe_load((HERE / "replies.yaml").read_text(encoding="utf-8"))


def rows(part):
    return [
        pytest.param(guideline, lang, sentence, id=f"{guideline}-{lang}-{number}")
        for guideline, langs in SENTENCES.items()
        for lang, cases in langs.items()
        for number, sentence in enumerate(cases[part])
    ]


# A letter's set phrase may as well be a template's trace.
_LIKE = {"R-HUMAN": ("R-CLEAN",)}


@pytest.mark.parametrize(("guideline", "lang", "sentence"), rows("breaks"))
def test_a_sentence_that_breaks_a_guideline_is_reported_and_blocked_for_nothing_else(guideline, lang, sentence):
    report = run(with_sentence(lang, sentence), lang)
    assert guideline in ids(report)
    assert {f.guideline for f in report.findings if f.severity is Severity.BLOCK} <= {
        guideline,
        *_LIKE.get(guideline, ()),
    }


@pytest.mark.parametrize(("guideline", "lang", "sentence"), rows("keeps"))
def test_a_look_alike_blocks_nothing(guideline, lang, sentence):
    assert run(with_sentence(lang, sentence), lang).verdict is not Verdict.BLOCK


@pytest.mark.parametrize("case", REPLIES["clean"], ids=lambda c: f"{c['lang']}-{c['play']}-{c['author']}")
def test_a_good_reply_in_anyones_words_is_not_blocked(case):
    shop = make_shop(formality={"nl": case.get("formality", "je"), "de": "Sie"})
    report = run(
        case["reply"],
        case["lang"],
        review=case["review"],
        play=case["play"],
        decision=case.get("decision", "T-REPLY"),
        rating=case["rating"],
        author=case["author"],
        shop=shop,
    )
    assert report.verdict is not Verdict.BLOCK


@pytest.mark.parametrize("case", REPLIES["broken"], ids=lambda c: f"{c['id']}-{c['lang']}")
def test_a_reply_that_lacks_or_spoils_one_thing_is_reported_for_that_thing(case):
    report = run(
        case["reply"], case["lang"], play=case.get("play", "P-OUR-FAULT"), decision=case.get("decision", "T-REPLY")
    )
    assert case["id"] in ids(report)
