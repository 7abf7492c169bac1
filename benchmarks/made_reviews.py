"""Reviews made up for measuring: Zipf-like words in three languages, ratings as shops see them, busy recent weeks."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from typing import Any

from connectors.contract import Review

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
COMMON = {
    "nl": "de het een en van ik bestelling levering te laat pakket kapot fiets tas goed snel retour service geen "
    "antwoord wel niet maar heel blij maat klein groot kleur klacht geld terug wachten week dagen mooi product",
    "de": "die der das und ich Bestellung Lieferung zu spät Paket kaputt Fahrrad Tasche gut schnell Rücksendung "
    "Service keine Antwort aber nicht sehr zufrieden Größe klein groß Farbe Geld zurück warten Woche Tage schön",
    "en": "the a and of I order delivery too late parcel broken bike bag good fast return service no reply but not "
    "very happy size small large colour complaint money back waiting week days nice product quality",
    "fr": "le la les et de commande livraison retard colis cassé vélo sac bon rapide retour service pas réponse mais "
    "très content taille petit grand couleur argent semaine jours beau produit qualité",
}
_SYLLABLES = [first + second for first in "bdfghklmnprstvwz" for second in ("a", "e", "i", "o", "aa", "er", "in")]


def sentences(rng: random.Random, language: str, many: int = 2000, rare_words: int = 8000) -> list[str]:
    """A pool of sentences: common words often, thousands of others seldom."""
    vocabulary = COMMON[language].split()
    vocabulary += ["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))) for _ in range(rare_words)]
    weights = list(itertools.accumulate(1 / (place + 2) for place in range(len(vocabulary))))
    return [" ".join(rng.choices(vocabulary, cum_weights=weights, k=rng.randint(6, 18))) for _ in range(many)]


class Maker:
    """Makes the same reviews for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        self.rng = random.Random(seed)
        self.pools = {language: sentences(self.rng, language) for language in COMMON}

    def language(self) -> str:
        return self.rng.choices(["nl", "de", "en", "fr"], [60, 25, 14.5, 0.5])[0]

    def text(self, language: str) -> str:
        return ". ".join(self.rng.choices(self.pools[language], k=self.rng.randint(1, 5)))

    def rating(self) -> int | None:
        return self.rng.choices([None, 1, 2, 3, 4, 5], [3, 14, 5, 7, 16, 55])[0]

    def created(self) -> dt.datetime:
        years = 5 * (1 - self.rng.random() ** 0.7)  # a shop that grows: more of the last year than of the first
        return NOW - dt.timedelta(days=years * 365)

    def from_channel(self, many: int, start: int = 0) -> list[Review]:
        """As a connector hands them over."""
        made = []
        for number in range(start, start + many):
            language = self.language()
            made.append(
                Review(
                    external_id=f"r-{number}",
                    text=self.text(language),
                    created=self.created(),
                    title=self.pools[language][number % 2000][:40],
                    rating=self.rating(),
                    author=f"Klant {number % 977}",
                    language=language,
                    product=f"Product {number % 300}",
                    product_id=str(number % 300),
                )
            )
        return made

    def standing(self) -> dict[str, Any]:
        """Where a review stands after years of work: nearly all answered, the young ones open, a few in doubt."""
        language, rating, created = self.language(), self.rating(), self.created()
        days = (NOW - created).days
        if days < 3:
            state = self.rng.choices(["new", "waiting"], [60, 40])[0]
        else:
            state = self.rng.choices(
                ["published", "closed", "removed", "waiting", "check", "publishing"], [80, 17, 2, 0.8, 0.01, 0.002]
            )[0]
        decision = "" if state == "new" else self._decision(rating)
        return {
            "text": self.text(language), "title": "", "rating": rating, "author": f"Klant {self.rng.randint(1, 997)}",
            "created_at": created, "language": language if decision else "", "state": state, "decision": decision,
            "verdict": "pass" if decision else "", "urgency": 1 if rating == 1 else 0,
        }  # fmt: skip

    def _decision(self, rating: int | None) -> str:
        if rating is not None and rating > 3:
            return self.rng.choices(["T-THANK", "T-REPLY", "T-SILENT"], [70, 20, 10])[0]
        return self.rng.choices(
            ["T-REPLY", "T-REPLY-PRIVATE", "T-SILENT", "T-EXPERT", "T-DISPUTE", "T-REMOVE"], [75, 15, 6, 2, 1.5, 0.5]
        )[0]

    def standings(self, many: int) -> Iterator[dict[str, Any]]:
        for _ in range(many):
            yield self.standing()
