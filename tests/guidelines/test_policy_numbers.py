"""A sentence that states a number of the shop's policy names that number as its source."""

import pytest

from tests.guidelines.conftest import make_shop, run, with_sentence

SAID = {
    "withdrawal": {
        "nl": "Terugsturen kan binnen 30 dagen na ontvangst.",
        "de": "Sie können die Tasche innerhalb von 30 Tagen nach Erhalt zurücksenden.",
        "en": "You can return the bag within 30 days of receiving it.",
    },
    "warranty": {
        "nl": "Op de tas zit twee jaar garantie.",
        "de": "Auf die Tasche haben Sie 24 Monate Gewährleistung.",
        "en": "The bag has a warranty of 24 months.",
    },
    "reply-within": {
        "nl": "Binnen 2 werkdagen hoor je van mij wat er misging.",
        "de": "Innerhalb von 2 Werktagen melde ich mich bei Ihnen.",
        "en": "I will write to you within 2 working days.",
    },
}


def sources_of(text: str, sentence: str, language: str, **more: object) -> set[str]:
    report = run(text, language, **more)
    return {source for found in report.sentences if found.text == sentence for source in found.sources}


@pytest.mark.parametrize("number", SAID)
def test_a_number_of_the_policy_is_the_source_of_its_sentence(number: str, language: str) -> None:
    sentence = SAID[number][language]
    shop = make_shop(policy={"withdrawal_days": 30, "reply_within_days": 2})
    assert f"policy:{number}" in sources_of(with_sentence(language, sentence), sentence, language, shop=shop)


@pytest.mark.parametrize(
    ("number", "changed"), [("withdrawal", "withdrawal_days"), ("reply-within", "reply_within_days")]
)
def test_a_number_that_is_not_the_policys_has_no_source(number: str, changed: str, language: str) -> None:
    sentence = SAID[number][language]
    shop = make_shop(policy={"withdrawal_days": 30, "reply_within_days": 2, changed: 20})
    assert f"policy:{number}" not in sources_of(with_sentence(language, sentence), sentence, language, shop=shop)


def test_working_days_are_the_shops_own_term_also_where_nothing_else_sounds_like_a_promise() -> None:
    sentence = "Voor de tas maak ik je in de komende twee werkdagen een offerte op maat."
    assert "policy:reply-within" in sources_of(with_sentence("nl", sentence), sentence, "nl")


def test_who_pays_the_return_is_named_only_where_it_is_said_as_the_policy_has_it() -> None:
    sentence = "Terugsturen gaat op onze kosten."
    text = with_sentence("nl", sentence)
    for rule, named in (("shop", True), ("shop_if_our_fault", True), ("customer", False)):
        shop = make_shop(policy={"return_shipping": rule})
        assert ("policy:return-shipping" in sources_of(text, sentence, "nl", shop=shop)) is named


def test_leniency_backs_a_yes_that_comes_a_little_late() -> None:
    sentence = "Twee dagen over de retourtermijn is voor ons geen probleem."
    text = with_sentence("nl", sentence)
    assert "policy:leniency" in sources_of(text, sentence, "nl", play="P-SLIGHTLY-LATE")
    assert "policy:leniency" not in sources_of(text, sentence, "nl")
