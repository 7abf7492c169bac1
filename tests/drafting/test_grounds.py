"""No refusal, no leniency and no thanks for a solution without a ground that the customer tells."""

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from plugin.drafting import built_in, grounds
from plugin.drafting.facts import gather
from plugin.drafting.triage import triage
from plugin.shop import ShopProfile, load_profile
from plugin.words import Decision, Play, ReviewText

CASES = yaml.safe_load((Path(__file__).parent / "triage_sets" / "grounds.yaml").read_text(encoding="utf-8"))
TODAY = dt.date(2026, 11, 20)
GROUNDS = ("term", "damage", "reward")
IS_PAST = re.compile(
    r"voorbij|verstreken|daar (?:ruim )?buiten|eindigt de|stopt de|vorbei|abgelaufen|\bpast\b|\bover\b[.,]|paar dagen|few days"
)


def shop() -> ShopProfile:
    return load_profile(
        {
            "name": "Tas en Zo", "agent": "Sanne", "sells": ["bags", "backpacks", "wallets"],
            "contact": {"email": "hallo@tasenzo.example"},
            "policy": {"withdrawal_days": 30, "leniency_days": 3, "warranty_months": 24},
        }
    )  # fmt: skip


def review(text: str, rating: int | None = 1) -> ReviewText:
    return ReviewText("g1", text, rating=rating, author="Kim")


def of(*kinds: str, part: str) -> list[tuple[str, str, str]]:
    return [(kind, lang, text) for kind in kinds for lang, texts in CASES[part][kind].items() for text in texts]


def short(name: str) -> list[tuple[str, str]]:
    return [(lang, text) for lang, texts in CASES[name].items() for text in texts]


@pytest.mark.parametrize("part", ["built", "aside"])
def test_a_demand_alone_gives_no_ground_to_refuse(part):
    found = {text: grounds.to_refuse(text, lang, shop()) for _, lang, text in of("nothing", part=part)}
    assert {text: why for text, why in found.items() if why} == {}


@pytest.mark.parametrize("part", ["built", "aside"])
def test_a_time_a_mishap_and_an_offer_are_grounds(part):
    cases = of(*GROUNDS, part=part)
    assert [text for kind, lang, text in cases if kind not in grounds.to_refuse(text, lang, shop())] == []


@pytest.mark.parametrize("part", ["built", "aside"])
def test_no_demand_is_refused_for_nothing(part):
    plays = {text: triage(review(text, None), shop()).play for _, _, text in of("nothing", part=part)}
    assert {t: p for t, p in plays.items() if p in {Play.SAY_NO, Play.SLIGHTLY_LATE, Play.RESOLVED}} == {}


def test_a_wait_for_the_money_is_no_term_that_has_passed():
    for text in (
        "Tas teruggestuurd omdat mijn zoontje reuma heeft. Volgens jullie regels ruim op tijd. Ik wacht nu zes weken op mijn 49 euro.",
        "Sent the bag back within the week because of my daughter's asthma. I have been waiting nine weeks for my 49 pounds.",
    ):
        assert triage(review(text), shop()).play is not Play.SAY_NO


def test_only_a_time_told_or_the_customer_says_late():
    assert [text for lang, text in short("late") if not grounds.says_late(text, lang, shop())] == []
    assert [text for lang, text in short("not_late") if grounds.says_late(text, lang, shop())] == []


def test_a_second_one_that_fails_resolves_nothing():
    assert [text for lang, text in short("again") if not grounds.fails_again(text, lang)] == []
    assert not grounds.fails_again("The replacement arrived the next day and works.", "en")
    assert all(triage(review(text, None), shop()).play is not Play.RESOLVED for _, text in short("again"))


@pytest.mark.parametrize(
    ("kind", "language", "text"),
    [next(case for case in of("nothing", part="built") if case[1] == language) for language in ("nl", "de", "en")],
)
def test_the_writer_says_of_no_term_that_it_is_past_where_no_time_was_told(kind, language, text):
    found = replace(triage(review(text), shop()), decision=Decision.REPLY, play=Play.SAY_NO)
    for number in range(3):
        one = replace(review(text), id=f"g{number}")
        reply = built_in.write(one, shop(), found, gather(one, shop(), found), (), TODAY).reply or ""
        assert not IS_PAST.search(reply), reply
        assert re.search(r"\b(?:nee|nein|no)\b", reply)


def test_the_writer_says_so_where_a_time_was_told():
    one = review("Vorig jaar zomer gekocht, tas nooit gebruikt. Graag mijn geld terug.")
    found = replace(triage(one, shop()), decision=Decision.REPLY, play=Play.SAY_NO)
    assert IS_PAST.search(built_in.write(one, shop(), found, gather(one, shop(), found), (), TODAY).reply or "")
