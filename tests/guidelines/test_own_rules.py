"""A shop's own rules: words it never uses, phrases it wants, SHOULDs it does without, limits."""

import pytest

from plugin.guidelines import own_words
from plugin.shop import ShopProfileError, dump_profile, load_profile
from plugin.words import Severity, Verdict
from tests.guidelines.conftest import CLEAN, ids, make_shop, run, with_sentence


def shop_with(**rules):
    return make_shop(rules=rules)


def found(report, rule_id):
    return [finding for finding in report.findings if finding.guideline == rule_id]


def test_a_word_that_the_shop_never_uses_blocks_and_is_quoted():
    report = run(CLEAN["nl"], shop=shop_with(never=[{"words": "kosteloos"}]))
    (finding,) = found(report, "SHOP-1")
    assert finding.severity is Severity.BLOCK
    assert finding.quote == "kosteloos"
    assert CLEAN["nl"][finding.start : finding.end] == "kosteloos"
    assert report.verdict is Verdict.BLOCK


def test_the_shop_may_only_want_to_be_warned_and_names_what_to_say_instead():
    report = run(CLEAN["nl"], shop=shop_with(never=[{"words": "kosteloos", "severity": "warn", "use": "gratis"}]))
    (finding,) = found(report, "SHOP-1")
    assert finding.severity is Severity.WARN
    assert "gratis" in finding.mend


@pytest.mark.parametrize(
    ("words", "text", "hit"),
    [
        ("kost", "Het is kosteloos.", False),
        ("kost*", "Het is kosteloos.", True),
        ("*tas", "Je fietstas is er.", True),
        ("Beste  klant", "beste\nKLANT, dank.", True),
        ("c++", "Wij leveren c++ boeken.", True),
        ("niet.", "Dat kan niet. Echt.", True),
    ],
)
def test_whole_words_are_meant_whatever_the_capitals(words, text, hit):
    assert own_words.has(words, text) is hit


def test_a_rule_of_one_language_leaves_the_others_alone():
    shop = shop_with(never=[{"words": "morgen", "languages": ["de"]}])
    assert not found(run(CLEAN["nl"], shop=shop), "SHOP-1")
    assert found(run(CLEAN["de"], "de", shop=shop), "SHOP-1")


def test_a_wanted_phrase_is_missed_only_under_its_play_and_only_in_public():
    shop = shop_with(wanted=[{"words": "Team Waalkade", "plays": ["P-OUR-FAULT"]}])
    (missed,) = found(run(CLEAN["nl"], shop=shop), "SHOP-1")
    assert missed.severity is Severity.WARN
    assert missed.quote == ""
    assert not found(run(with_sentence("nl", "Tot ziens bij Team Waalkade."), shop=shop), "SHOP-1")
    assert not found(run(CLEAN["nl"], play="P-WARRANTY", shop=shop), "SHOP-1")
    assert not found(run(CLEAN["nl"], shop=shop, private=True), "SHOP-1")


def test_a_wanted_sentence_in_every_reply_is_no_canned_reply():
    wanted = "Wij van Team Waalkade fietsen elke dag zelf naar ons werk."
    twin = f"Dag Piet,\n\nGoed dat je belde over de bel. {wanted}\n\nGroet,\nSanne"
    text = with_sentence("nl", wanted)
    assert "R-NO-CANNED" in ids(run(text, recent_replies=(twin,)))
    assert "R-NO-CANNED" not in ids(run(text, recent_replies=(twin,), shop=shop_with(wanted=[{"words": wanted}])))


def test_a_should_can_be_switched_off():
    text = with_sentence("nl", "Ons unieke assortiment biedt een ongeëvenaarde beleving voor elke fietsliefhebber.")
    shop = shop_with(without=["R-HUMAN"])
    assert "R-HUMAN" in ids(run(text))
    assert "R-HUMAN" not in ids(run(text, shop=shop))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("R-FACTS", "is a MUST"),
        ("EU-3", "rule of law"),
        ("G-2", "rule of law"),
        ("P-SAY-NO", "cannot"),
        ("R-X", "no guideline"),
    ],
)
def test_a_must_and_the_law_cannot_be_switched_off(name, why):
    with pytest.raises(ShopProfileError, match=why):
        shop_with(without=[name])


def test_limits_count_words_and_sentences_between_greeting_and_signature():
    shop = shop_with(limits={"max_words": {"T-REPLY": 20, "T-THANK": 200}, "max_sentences": 3})
    report = run(CLEAN["nl"], shop=shop)
    assert found(report, "SHOP-MAX-WORDS")[0].severity is Severity.WARN
    assert found(report, "SHOP-MAX-SENTENCES")
    roomy = shop_with(limits={"max_words": {"T-REPLY": 200, "T-THANK": 20}, "max_sentences": 12})
    assert not {"SHOP-MAX-WORDS", "SHOP-MAX-SENTENCES"} & ids(run(CLEAN["nl"], shop=roomy))


def test_rules_keep_their_numbers_and_new_ones_get_the_next():
    rules = shop_with(
        never=[{"words": "geacht*"}, {"id": "SHOP-7", "words": "helaas"}], wanted=[{"words": "Tot gauw!"}]
    ).rules
    assert [rule.id for rule in rules.never] == ["SHOP-8", "SHOP-7"]
    assert [rule.id for rule in rules.wanted] == ["SHOP-9"]


def test_the_profile_with_its_rules_comes_back_as_it_was_kept():
    shop = shop_with(
        never=[{"words": "helaas", "use": "jammer genoeg", "severity": "warn", "languages": ["nl"]}],
        wanted=[{"words": "Tot gauw!", "plays": ["P-POSITIVE"]}],
        without=["R-HUMAN"],
        limits={"max_words": {"T-THANK": 40}, "max_sentences": 8},
    )
    assert load_profile(dump_profile(shop)) == shop


@pytest.mark.parametrize(
    "rules",
    [
        {"never": [{"words": "gauw"}], "wanted": [{"words": "Tot gauw!"}]},
        {"never": [{"words": "klant", "use": "beste klant"}]},
        {"never": [{"words": "***"}]},
        {"limits": {"max_words": {"T-REPLY": 2}}},
        {"limits": {"max_words": {"T-LOUD": 50}}},
        {"nevr": []},
    ],
)
def test_rules_that_nobody_can_obey_are_refused(rules):
    with pytest.raises(ShopProfileError):
        shop_with(**rules)
