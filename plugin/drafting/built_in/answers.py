"""What answers a question: a fact of the product, a clause, or the shop's own terms; a guess is worse than none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plugin.drafting.built_in.wording import words_of
from plugin.drafting.facts import Facts
from plugin.guidelines import own_clauses
from plugin.language.detection import detect
from plugin.shop import ShopProfile
from plugin.words import Decision, ReviewText, Sentiment, Triage

_STEM = 5
_WORD = re.compile(r"[^\W\d_]{4,}")
_ENOUGH_OF_A_CLAUSE = 2  # words that a clause must share with the question: clauses speak of much
HOW_TO_RETURN = "howreturn"  # the step of that name, not a frame of "answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """``kinds`` are the frames of "answer" to use, in order; ``fact`` is what fills {fact}, "" where none is needed."""

    kinds: tuple[str, ...] = ()
    fact: str = ""

    def __bool__(self) -> bool:
        return bool(self.kinds)


def find_answer(review: ReviewText, shop: ShopProfile, triage: Triage, facts: Facts, plain: frozenset[str]) -> Answer:
    """The best known answer; none where an expert is to be asked and the product's facts are silent.

    ``plain`` are the words that say nothing about what a text is about.
    """
    asked = " ".join(review.text[p.start : p.end] for p in triage.points if p.sentiment is Sentiment.QUESTION)
    asked = asked or review.text
    common = plain | _words(" ".join((shop.product.name if shop.product else "", *shop.sells)), frozenset())
    product = [fact.text for fact in facts.items if fact.id.startswith("product:") and fact.id != "product:name"]
    if found := _fullest(asked, product, common, least=1):
        return Answer(("fact",), found)
    if triage.decision is Decision.EXPERT:
        return Answer()
    clauses = [clause.text for clause in own_clauses.sound(shop.policy) if _is_in(clause.text, facts.language, shop)]
    if found := _fullest(asked, clauses, common, least=_ENOUGH_OF_A_CLAUSE):
        return Answer(("clause",), found)
    return Answer(_of_terms(asked, shop, facts.language))


def _fullest(asked: str, texts: list[str], common: frozenset[str], *, least: int) -> str:
    """The text that shares most with the question, beside what every text of this shop speaks of."""
    stems = _stems(asked, common)
    shared = {text.rstrip(". "): len(stems & _stems(text, common)) for text in texts}
    best = max(shared, key=lambda text: shared[text], default="")
    return best if best and shared[best] >= least else ""


def _of_terms(asked: str, shop: ShopProfile, language: str) -> tuple[str, ...]:
    """Which of the shop's own terms are asked for: the warranty, the return, and who pays for it."""
    asks = {name: re.search(pattern, asked.casefold()) for name, pattern in words_of(language)["asks"].items()}
    if asks["warranty"]:
        return ("warranty",)
    payer = {"shop": "payer-shop", "customer": "payer-customer", "shop_if_our_fault": "payer-fault"}
    pays = payer[shop.policy.return_shipping]
    if asks["payer"] or (asks["withdrawal"] and asks["paying"]):
        return (pays,)
    return ("withdrawal", HOW_TO_RETURN, pays) if asks["withdrawal"] else ()


def _is_in(text: str, language: str, shop: ShopProfile) -> bool:
    return detect(text, shop.languages, fallback=shop.languages[0]).language == language


def _words(text: str, plain: frozenset[str]) -> frozenset[str]:
    return frozenset(match.group() for match in _WORD.finditer(text.casefold())) - plain


def _stems(text: str, plain: frozenset[str]) -> frozenset[str]:
    """The beginnings of the words that carry meaning, for telling whether two texts are about the same thing."""
    return frozenset(word[:_STEM] for word in _words(text, plain))
