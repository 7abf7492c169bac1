"""Every id of the guidelines and every row of the rules is data: dated, worded, sourced, held by something, shown."""

import dataclasses
import datetime as dt
import importlib

import pytest

from plugin.data import read_yaml
from plugin.drafting.judge import applicable
from plugin.drafting.prompt_values import _asked
from plugin.guidelines import CheckContext, check, packs
from plugin.guidelines.checks import CHECKS
from plugin.guidelines.checks.law import _FINDERS
from plugin.guidelines.context import ChannelLimits
from plugin.words import Decision, Play, ReviewText
from tests.guidelines.conftest import CLEAN, make_shop, run, with_sentence

EVERYTHING = (*packs.all_guidelines(), *packs.all_rules())
NOT_BUILT_YET = {"F-FOLLOW-UP", "F-INVITE"}  # asked of the program, and nothing of it holds them yet
LANGUAGES = {"nl", "de", "en"}


@pytest.mark.parametrize("row", EVERYTHING, ids=lambda row: row.id)
def test_each_has_a_version_a_date_a_source_words_and_examples_in_three_languages(row):
    assert row.version >= 1
    assert isinstance(row.valid_from, dt.date)
    assert row.source
    for texts in (row.wording, row.obeys, row.breaks):
        assert set(texts) == LANGUAGES
        assert all(texts.values())


def test_each_is_held_by_a_check_a_guideline_or_a_room_of_the_program():
    for row in EVERYTHING:
        checks = getattr(row, "checks", ()) or tuple(filter(None, (getattr(row, "check", ""),)))
        assert all(name in CHECKS or name in _FINDERS for name in checks), row.id
        if guideline := getattr(row, "guideline", ""):
            assert packs.guideline(guideline)
        if row.held_by:
            importlib.import_module(row.held_by)
        if row.id not in NOT_BUILT_YET:
            assert checks or guideline or row.held_by, row.id


def test_every_rule_says_where_it_applies():
    for rule in packs.all_rules():
        assert rule.countries or rule.channels, rule.id


def test_every_guideline_says_itself_where_it_applies():
    for name in packs._FILES:
        for row in read_yaml("guidelines", f"{name}.yaml"):
            assert row["channels"], row["id"]
            assert row["countries"], row["id"]


@pytest.fixture
def only(monkeypatch):
    """Let a guideline apply in some places only."""

    def set_places(name, **places):
        everywhere = packs._guidelines()
        there = {**everywhere, name: dataclasses.replace(everywhere[name], **places)}
        monkeypatch.setattr(packs, "_guidelines", lambda: there)

    return set_places


MARKETING = "Ons unieke assortiment biedt een ongeëvenaarde beleving voor elke fietsliefhebber."


def told(platform="", **where):
    shop = make_shop(**where)
    channel = ChannelLimits(name=platform)
    found = {finding.guideline for finding in run(with_sentence("nl", MARKETING), shop=shop, channel=channel).findings}
    context = CheckContext(
        ReviewText("1", "De tas scheurde.", rating=2), shop, Decision.REPLY, Play.OUR_FAULT, (), "nl", channel=channel
    )
    return "R-HUMAN" in found, "R-HUMAN" in applicable(CLEAN["nl"], context)


def test_a_guideline_of_one_channel_is_asked_there_only_by_the_checker_and_by_the_judge(only):
    assert told("trustpilot") == (True, True)
    only("R-HUMAN", channels=("google",))
    assert told("google_business") == (True, True)
    assert told("trustpilot") == told() == (False, False)


def test_a_guideline_of_some_countries_is_asked_of_shops_with_buyers_there(only):
    only("R-HUMAN", countries=("FR", "BE"))
    assert told(country="NL", ships_to=["DE"]) == (False, False)
    assert told(country="NL", ships_to=["DE", "BE"]) == told(country="FR", ships_to=[]) == (True, True)


def test_the_writer_reads_where_a_guideline_applies(only):
    only("R-HUMAN", channels=("google",), countries=("FR", "BE"))
    assert _asked(packs.guideline("R-HUMAN")).endswith("no legalese. (Only: google.) (Only: FR, BE.)")
    assert _asked(packs.guideline("R-POLITE")) == packs.guideline("R-POLITE").says("en")


def found_in(rule, language, sentence, **more):
    shop = make_shop(country=(rule.countries or ("NL",))[0], ships_to=[], **more)
    channel = ChannelLimits(name=rule.channels[0]) if rule.channels else None
    report = run(with_sentence(language, sentence), language, shop=shop, channel=channel)
    return {finding.guideline for finding in report.findings}


WITH_A_TEXT_CHECK = [rule for rule in packs.all_rules() if rule.check]


@pytest.mark.parametrize("rule", WITH_A_TEXT_CHECK, ids=lambda rule: rule.id)
def test_its_example_breaks_it_where_it_applies_and_the_other_obeys(rule, language):
    assert rule.id in found_in(rule, language, rule.breaks[language][0])
    assert rule.id not in found_in(rule, language, rule.obeys[language][0])


@pytest.mark.parametrize("rule", [r for r in WITH_A_TEXT_CHECK if r.countries], ids=lambda rule: rule.id)
def test_a_law_holds_only_for_shops_of_its_countries_or_that_ship_there(rule):
    elsewhere = next(country for country in ("NZ", "BR") if country not in rule.countries)
    text = with_sentence("en", rule.breaks["en"][0])

    def found(**where):
        return {finding.guideline for finding in run(text, "en", shop=make_shop(**where)).findings}

    assert rule.id not in found(country=elsewhere, ships_to=[elsewhere])
    assert rule.id in found(country=elsewhere, ships_to=[elsewhere, rule.countries[0]])


def test_a_law_holds_from_its_day_on():
    green = packs.rule("EU-7")
    text = with_sentence("nl", green.breaks["nl"][0])

    def found(today):
        context = CheckContext(
            ReviewText("1", "De tas scheurde.", rating=2, author="Noor"), make_shop(), Decision.REPLY,
            Play.OUR_FAULT, (), "nl", today=today,
        )  # fmt: skip
        return {finding.guideline for finding in check(text, context).findings}

    assert "EU-7" in found(green.valid_from)
    assert "EU-7" not in found(green.valid_from - dt.timedelta(days=1))
    assert CLEAN["nl"]


def test_the_parameters_of_the_data_are_those_of_the_checks():
    from plugin.guidelines.checks import repetition
    from plugin.legal_minimum import LEGAL_WARRANTY_MONTHS, LEGAL_WITHDRAWAL_DAYS

    canned, policy = packs.guideline("R-NO-CANNED").parameters, packs.guideline("R-POLICY").parameters
    assert canned == {"trigram_overlap": repetition.MOST_OVERLAP, "long_sentence_words": repetition._LONG_SENTENCE}
    assert policy == {"withdrawal_days": LEGAL_WITHDRAWAL_DAYS, "warranty_months": LEGAL_WARRANTY_MONTHS}
