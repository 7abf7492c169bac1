"""Every number that a text names, however it is written: '70.', '70th', 'siebzig', 'zum Siebzigsten' are all seventy.

What the customer wrote in digits a reply may write in words, and the other way round; it is the same figure.
"""

from __future__ import annotations

import functools
import re

from plugin.language import number_words

_DIGITS = re.compile(r"(?<![\w.,])(\d{1,6})(?:\s?(?:st|nd|rd|th|e|ste|de|er|ern?|\.))?(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
# Cardinals and their ordinals where more than an ending is added.
_OWN_FORMS = {
    "nl": {1: "eerste", 2: "tweede", 3: "derde", 8: "achtste"},
    "de": {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"},
    "en": {1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth"},
}
_ENDINGS = {"nl": ("de", "ste"), "de": ("te", "ste"), "en": ("th", "th")}  # below twenty, from twenty on
_CASES = {"nl": ("", "n"), "de": ("", "n", "r", "s", "m"), "en": ("", "s")}
_MANY = 20
_NOT_COUNTED = frozenset(
    {"a", "an", "een", "ein", "eine", "einem", "einen", "einer", "eines", "half", "halbe", "halve"}
)


def numbers_named(text: str, language: str) -> frozenset[float]:
    """The numbers in digits, in words and as ordinals; a mere article is none of them."""
    said = {float(match[1]) for match in _DIGITS.finditer(text)}
    known = _forms(language)
    return frozenset(said | {known[word] for m in _WORD.finditer(text.lower()) if (word := m.group()) in known})


@functools.cache
def _forms(language: str) -> dict[str, float]:
    cardinals = {w: n for w, n in number_words.values(language).items() if w not in _NOT_COUNTED and " " not in w}
    forms = dict(cardinals)
    for word, number in cardinals.items():
        if number == int(number):
            for ordinal in _ordinals_of(word, int(number), language):
                forms |= {ordinal + case: number for case in _CASES[language]}
    return {w.replace("ß", "ss"): n for w, n in forms.items()} | forms


def _ordinals_of(word: str, number: int, language: str) -> tuple[str, ...]:
    own = _OWN_FORMS[language]
    if number in own:
        return (own[number],)
    if language == "en":
        last = number % 10
        if number > _MANY and last in own:  # twenty-first
            return (f"{word.rpartition('-')[0]}-{own[last]}",) if "-" in word else ()
        return (f"{word[:-1]}ieth",) if word.endswith("y") else (f"{word}th",)
    below, above = _ENDINGS[language]
    return (word + (above if number >= _MANY else below),)
