"""Shops and reviews for the tests of the model's way; written for them."""

from __future__ import annotations

import datetime as dt

from plugin.drafting.facts import gather
from plugin.drafting.model_settings import ModelSettings
from plugin.shop import load_profile
from plugin.words import Decision, Play, Point, ReviewText, Sentiment, Triage
from tests.model_server import ModelServer

TODAY = dt.date(2026, 11, 22)
SHOP = load_profile(
    {
        "name": "Fietsenhuis Waalkade",
        "agent": "Sanne",
        "country": "NL",
        "sells": ["fietsen", "fietstassen"],
        "contact": {"email": "hulp@fietsenhuis.example", "phone": "024 202 02 02"},
        "policy": {
            "withdrawal_days": 30,
            "reply_within_days": 2,
            "clauses": [{"id": "ret-1", "text": "Retourneren kan gratis binnen 30 dagen."}],
        },
        "measures": ["elke fietstas wordt voor verzending nog eens nagekeken"],
    }
)
BROKEN_BAG = ReviewText(
    id="r-1",
    text="De fietstas kwam kapot aan en de sluiting is afgebroken. Erg jammer, want ik had me er zo op verheugd.",
    rating=2,
    author="Anna",
    channel="webshop",
)
SECRETS = ("0612345678", "06-12345678", "anna.visser@voorbeeld.example", "NL91ABNA0417164300", "20261234", "Visser")
WITH_DETAILS = ReviewText(
    id="r-2",
    title="Anna Visser wacht nog",
    text=(
        "De fietstas uit bestelling 20261234 kwam kapot aan. Bel me op 06-12345678 of mail "
        "anna.visser@voorbeeld.example, het geld kan naar NL91ABNA0417164300. Groeten van Anna Visser"
    ),
    rating=2,
    author="Anna Visser",
)
PRAISE = ReviewText(
    id="r-3", text="Heel blij met de fietstas, stevig en mooi. De levering was snel!", rating=5, author="Bram"
)


def triaged(review: ReviewText, decision: Decision = Decision.REPLY, play: Play = Play.OUR_FAULT) -> Triage:
    """A decision made by hand, so that a test of the writer does not hang on triage."""
    points = (Point("broken", Sentiment.NEGATIVE, 0, min(40, len(review.text))),)
    return Triage("nl", 0.99, decision, play, points, "kapot aangekomen")


def facts_of(review: ReviewText, shop=SHOP, **decided):
    return gather(review, shop, triaged(review, **decided))


def settings_for(server: ModelServer, **given) -> ModelSettings:
    """Settings that wait for nothing: one attempt unless a test says otherwise."""
    return ModelSettings(
        **{
            "model": "m-1",
            "base_url": server.base_url,
            "api_key": "sk-very-secret",
            "timeout": 5.0,
            "attempts": 1,
            **given,
        }
    )
