"""A clause that says another term than the shop's policy is noticed, and no reply rests on it."""

import pytest

from plugin.drafting.facts import shop_facts
from plugin.guidelines.own_clauses import contradictions, sound
from plugin.shop import load_profile


def shop(*texts, **policy):
    clauses = [{"id": f"c{number}", "text": text} for number, text in enumerate(texts)]
    return load_profile(
        {"name": "Lampenhuis", "agent": "Sanne", "policy": {"withdrawal_days": 30, "clauses": clauses, **policy}}
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Retourneren kan tot 14 dagen na ontvangst.", "14 dagen"),
        ("Sie können innerhalb von zwei Wochen zurücksenden.", "zwei Wochen"),
        ("You may return your order within 60 days.", "60 days"),
        ("Op alles zit één jaar garantie.", "één jaar"),
    ],
)
def test_another_term_than_the_policys_is_noticed(text, said):
    (found,) = contradictions(shop(text).policy)
    assert (found.clause, found.said) == ("c0", said)


@pytest.mark.parametrize(
    "text",
    [
        "Retourneren kan tot 30 dagen na ontvangst.",
        "Na een retour heb je binnen 14 dagen je geld terug.",
        "Bei einer Rücksendung holen wir das Rad innerhalb von 5 Tagen ab.",
        "Pflanzen haben eine Anwachsgarantie von 60 Tagen.",
        "The warranty is two years.",
        "On frames the warranty is five years.",
        "E-bikes komen binnen 10 dagen rijklaar thuis.",
        "Op de fietsbel rusten geen voorwaarden.",
    ],
)
def test_the_same_term_and_terms_of_other_things_contradict_nothing(text):
    assert contradictions(shop(text).policy) == ()


def test_a_term_within_the_shops_leniency_is_the_shops_own():
    assert contradictions(shop("Te laat met retour? Tot 10 dagen erna is het goed.", leniency_days=10).policy) == ()


def test_no_draft_is_given_a_clause_that_contradicts_the_policy():
    profile = shop("Retourneren kan tot 14 dagen na ontvangst.", "De winkel in Zwolle heeft een werkplaats.")
    assert [clause.id for clause in sound(profile.policy)] == ["c1"]
    given = {fact.id for fact in shop_facts(profile)}
    assert "policy:c1" in given
    assert "policy:c0" not in given
