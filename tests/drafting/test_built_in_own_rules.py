"""The built-in writer under a shop's own rules."""

from __future__ import annotations

import pytest

from plugin.drafting import pipeline
from plugin.guidelines import own_words
from plugin.shop import dump_profile, load_profile
from plugin.words import ReviewText
from tests.drafting.model_cases import SHOP, TODAY

COMPLAINTS = [
    ("nl", "De fietstas is na een week gescheurd bij de rits en de levering duurde drie weken."),
    ("nl", "Verkeerde maat ontvangen en niemand neemt de telefoon op. Slechte service."),
    ("de", "Die Tasche ist nach einer Woche gerissen und die Lieferung hat drei Wochen gedauert."),
    ("en", "The bag tore after a week and delivery took three weeks. Nobody answers the phone."),
]
FORBIDDEN = ["vervelend", "excuses", "sorry", "beste", "spijt", "bedauer*", "leid", "entschuldig*", "understand", "we"]


def shop_with(**rules):
    return load_profile({**dump_profile(SHOP), "rules": rules})


@pytest.mark.parametrize(("language", "text"), COMPLAINTS)
def test_it_never_uses_a_forbidden_word(language, text):
    shop = shop_with(never=[{"words": words} for words in FORBIDDEN])
    for number in range(6):
        review = ReviewText(f"r{number}", text, rating=1, author="Noor", language=language)
        drafted = pipeline.draft(review, shop, today=TODAY)
        assert drafted.reply
        for written in filter(None, (drafted.reply, drafted.private_message)):
            assert not own_words.forbidden(written, shop.rules.never), written


def test_it_says_what_the_shop_says_instead_where_it_has_no_other_words():
    shop = shop_with(never=[{"words": "Sanne", "use": "Team Sanna"}])
    drafted = pipeline.draft(ReviewText("1", COMPLAINTS[0][1], rating=1, author="Noor"), shop, today=TODAY)
    assert drafted.reply
    assert "Team Sanna" in drafted.reply


def test_it_says_a_sentence_that_the_shop_wants_under_its_play_only():
    wanted = "Wij fietsen elke dag zelf naar ons werk."
    shop = shop_with(wanted=[{"words": wanted, "plays": ["P-POSITIVE"], "languages": ["nl"]}])
    praise = pipeline.draft(ReviewText("1", "Prachtige fietstas, snel geleverd!", rating=5), shop, today=TODAY)
    complaint = pipeline.draft(ReviewText("2", COMPLAINTS[0][1], rating=1), shop, today=TODAY)
    assert wanted in (praise.reply or "")
    assert wanted not in (complaint.reply or "")


def test_it_writes_shorter_where_the_shop_wants_it_short():
    shop = shop_with(limits={"max_words": {"T-REPLY": 50}})
    review = ReviewText("1", COMPLAINTS[0][1], rating=2, author="Noor")
    usual, short = (pipeline.draft(review, one, today=TODAY) for one in (SHOP, shop))
    assert usual.reply
    assert short.reply
    assert len(short.reply.split()) < len(usual.reply.split())
    assert not short.report.blocks
