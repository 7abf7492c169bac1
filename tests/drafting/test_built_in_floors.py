"""What the built-in writer holds over many reviews: no block, every complaint taken up, no two drafts alike."""

import datetime as dt
import itertools
import json
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from plugin.drafting import pipeline
from plugin.drafting.built_in.variety import trigrams
from plugin.shop import ShopProfile, load_profile
from plugin.words import Drafted, ReviewText
from tests.drafting.answering import answered, complaints

SETS = Path(__file__).parents[1] / "sets"
TODAY = dt.date(2026, 11, 22)
EVERY = 3  # one in so many of the set: the whole of it takes half a minute
KNOWN_BLOCKS = frozenset[str]()


@dataclass(frozen=True)
class Case:
    review: ReviewText
    shop: ShopProfile
    drafted: Drafted


def _review(row: dict[str, object]) -> ReviewText:
    texts = {name: str(row.get(name) or "") for name in ("id", "text", "title", "author", "product")}
    rating = row.get("rating")
    return ReviewText(**texts, rating=None if rating is None else int(str(rating)))


def _drafts(rows: list[tuple[dict[str, object], ShopProfile]]) -> tuple[Case, ...]:
    """One after the other, each with the shop's replies before it."""
    found: list[Case] = []
    recent: dict[str, list[str]] = {}
    for row, shop in rows:
        said = recent.setdefault(shop.name, [])
        drafted = pipeline.draft(_review(row), shop, said[-200:], today=TODAY)
        if drafted.reply:
            said.append(drafted.reply)
            found.append(Case(_review(row), shop, drafted))
    return tuple(found)


@cache
def sample() -> tuple[Case, ...]:
    folder = files("plugin.sample")
    shop = load_profile(yaml.safe_load(folder.joinpath("shop.yaml").read_text(encoding="utf-8")))
    rows = yaml.safe_load(folder.joinpath("reviews.yaml").read_text(encoding="utf-8"))["reviews"]
    return _drafts([(row, shop) for row in rows])


@cache
def built() -> tuple[Case, ...]:
    lines = (SETS / "triage_build.jsonl").read_text(encoding="utf-8").splitlines()[::EVERY]
    rows = [json.loads(line) for line in lines]
    return _drafts([(row, load_profile(row["shop"])) for row in rows])


@pytest.mark.parametrize("cases", [sample, built])
def test_no_draft_of_its_own_is_blocked(cases):
    assert {one.review.id for one in cases() if one.drafted.report.blocks} == KNOWN_BLOCKS


def test_nine_complaints_in_ten_are_answered():
    cases = (*sample(), *built())
    found = sum(len(complaints(one.drafted)) for one in cases)
    assert found > 100
    assert sum(len(answered(one.review, one.drafted)) for one in cases) >= 0.9 * found


def test_most_complaints_are_taken_up_in_their_own_words_or_matter():
    taken_up = found = 0
    for one in (*sample(), *built()):
        said = {index for sentence in one.drafted.report.sentences for index in sentence.answers}
        found += len(complaints(one.drafted))
        taken_up += sum(index in said for index in complaints(one.drafted))
    assert taken_up >= 0.83 * found  # what is left cannot be repeated: scraps, names, threats, dialect, cries


def test_a_reply_hands_back_no_scraps_of_the_review():
    for one in (*sample(), *built()):
        for quotation in re.findall("[“„]([^”“]+)[”“]", one.drafted.reply or ""):
            assert len(quotation.split()) >= 3, (one.review.id, quotation)  # "small", "since days" and the like


def test_no_two_drafts_of_a_shop_have_a_third_of_their_words_in_common():
    for one, other in itertools.combinations((*sample(), *built()), 2):
        mine, its = trigrams(one.drafted.reply), trigrams(other.drafted.reply)
        alike = len(mine & its) / len(mine | its)
        assert one.shop.name != other.shop.name or alike <= 0.3, (one.review.id, other.review.id)


def test_forty_times_the_same_praise_is_answered_in_forty_ways():
    shop = load_profile({"name": "Lampenhuis", "agent": "Sanne", "languages": ["en"]})
    praise = ReviewText("p", "Lovely lamp, thank you!", rating=5, author="Kim")
    replies: list[str] = []
    for number in range(40):
        drafted = pipeline.draft(replace(praise, id=f"p{number}"), shop, tuple(replies), today=TODAY)
        assert not drafted.report.blocks
        replies.append(drafted.reply)
    assert len(set(replies)) == len(replies)
