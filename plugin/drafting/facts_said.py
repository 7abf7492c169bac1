"""The customer's own words in a row, short enough to be quoted back: “the belt tore after three weeks”.

A quotation shows better than any noun that the review was read. It is also the door by which hostile words would come
in, so it is narrow: nothing is quoted from a review that speaks to the writer, and no stretch that holds a long
figure, a link, an address, a name, a sign of money, an insult, a threat, a word of health, or the word
of an offer, an order or a law suit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from plugin.data import read_yaml
from plugin.drafting import signals
from plugin.drafting.facts_mentions import word_list
from plugin.language import lexicons, orders, personal_data
from plugin.language.reading import read
from plugin.words import ReviewText, Sentiment

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CUT = re.compile(r"[,;:.!?…]+(?:\s+|$)|\s[-–—]\s|\n+")
_UNFIT = re.compile(
    r"[^\w\s,'’-]|(?!(?:19|20)\d\d\b)\d{4,}|\d[\s.,]+\d|\d[^\W\d_]|[_\n]|(?<!\w)['’](?![tnsk]\b)|['’](?!\w)"
)
_FEWEST, MOST = 2, 12  # words of a quotation
_FEWEST_OF_A_PART = 3  # and of what is only a part of what was said
LONGER = 20  # and of a question, which is no question without its end
_LETTERS_A_WORD = 7
_UNFIT_SIGNALS = (
    "abuse",
    "slur",
    "threat",
    "harassment",
    "other-data",
    "legal",
    "legal-step",
    "health",
    "extortion",
    "anger",
)
_ABBREVIATION = 3  # letters of the longest word in capitals that is no shouting ("DVD")
_MEANINGFUL = 4  # letters of a word that can say what a stretch is about


@dataclass(frozen=True, slots=True)
class _Words:
    leads: frozenset[str]  # that tie a stretch to the one before it ("but"), not quoted
    joins: frozenset[str]  # between two things said
    tails: frozenset[str]  # on which no whole stretch ends
    consoling: frozenset[str]  # by which a stretch tells what was not so bad after all
    address: frozenset[str]  # words for the shop as the one spoken to: the reply has its own form of address
    unsaid: frozenset[str]
    never: tuple[str, ...]
    empty: frozenset[str]  # words that say nothing by themselves


@cache
def _words(language: str) -> _Words:
    raw = read_yaml("phrases", language, "words.yaml")
    said = raw["said"]
    return _Words(
        leads=frozenset(str(said["leads"]).split()),
        joins=frozenset(str(said["joins"]).split()),
        tails=frozenset(str(said["tails"]).split()),
        consoling=frozenset(str(said["consoling"]).split()),
        address=frozenset(str(said["address"]).split()),
        unsaid=frozenset(str(raw["unsaid"]).split()) - frozenset(str(said["empty"]).split()),
        never=tuple(str(raw["never"]).casefold().split()),
        empty=frozenset(str(said["empty"]).split()),
    )


def may_be_quoted(review: ReviewText, language: str) -> bool:
    """Whether anything may: not where the review speaks to the writer, threatens, or tells of other people's lives."""
    found = signals.find(read(review.whole), language)
    return not orders.find(review) and not found.has("threat", "slur", "harassment", "other-data", "extortion")


def find_said(
    text: str, language: str, country: str = "NL", most: int = MOST, *, wanted: Sentiment = Sentiment.NEGATIVE
) -> str:
    """The stretch of ``text`` to be quoted: the whole of it if it is short, else its fullest part; "" for none.

    ``most`` is how many words a quotation may have. ``wanted`` is what the stretch is to tell: where only parts of the
    text can be quoted, a part with a "not" in it is no praise, and a complaint before all others.
    """
    whole = _trimmed(text, language)
    parts = [whole] if _fits(whole, language, country, most) else []
    for cut in (_CUT.split(text), _at_joins(text, language)):
        pieces = [_trimmed(piece, language) for piece in cut]
        long = [piece for piece in pieces if len(piece.split()) >= _FEWEST_OF_A_PART]
        parts = parts or [piece for piece in long if _fits(piece, language, country, most)]
    if wanted is Sentiment.POSITIVE and parts != [whole]:
        parts = [part for part in parts if not tells_of_trouble(part, language)]
    return max(parts, key=lambda part: (tells_of_trouble(part, language), _weight(part, language)), default="")


def tells_of_trouble(said: str, language: str) -> bool:
    """Whether the words complain by themselves ("not", "slow"), as against what was told around a complaint."""
    words = word_list(language)
    found = {match.group().casefold() for match in _WORD.finditer(said)}
    if found & words.denials or found & words.harsh_adjectives.keys():
        return True
    return language in lexicons.LANGUAGES and bool(lexicons.load(language).negative_words.found_in(read(said).text))


def _at_joins(text: str, language: str) -> list[str]:
    """The pieces between the marks, parted at every "and" and "but" too."""
    joins = "|".join(sorted(_words(language).joins))
    return [part for piece in _CUT.split(text) for part in re.split(rf"\s+(?=(?:{joins})\s)", piece)]


def _trimmed(text: str, language: str) -> str:
    """Without the marks around it and the words that tie it to what stood before."""
    words = _words(language)
    found = list(_WORD.finditer(text))
    while found and found[0].group().casefold() in words.leads:
        found.pop(0)
    if not found:
        return ""
    start = found[0].start()
    return text[start - (start > 0 and text[start - 1] in "'’") : found[-1].end()]  # "'t heeft elf dagen geduurd"


def _fits(part: str, language: str, country: str, most: int) -> bool:
    words = _words(language)
    found = [match.group() for match in _WORD.finditer(part)]
    small = {word.casefold() for word in found}
    if not found or not _enough(found, language) or len(found) > most or len(part) > most * _LETTERS_A_WORD:
        return False
    if _UNFIT.search(part) or found[0].casefold() in words.consoling:
        return False
    if (
        found[-1].casefold() in words.tails
        or small & (words.address | words.unsaid)
        or any(bad in part.casefold() for bad in words.never)
    ):
        return False
    if _looks_like_a_name(found, language) or not _weight(part, language):
        return False
    return not signals.find(read(part), language).has(*_UNFIT_SIGNALS) and not personal_data.find(part, country)


def _enough(found: list[str], language: str) -> bool:
    """Two words, or one that judges ("langdradig")."""
    return len(found) >= _FEWEST or found[0].casefold() in word_list(language).harsh_adjectives


def _looks_like_a_name(found: list[str], language: str) -> bool:
    """A capital where the language has none: inside the stretch in Dutch and English, two running in German."""
    if any(len(word) > _ABBREVIATION and word.isupper() for word in found):
        return True
    if language == "de":
        return any(one.casefold() in {"herr", "frau", "herrn"} for one in found)
    return any(
        word[:1].isupper() and not word.isupper() and word.split("'")[0].split("’")[0] != "I" for word in found[1:]
    )


def _weight(part: str, language: str) -> int:
    """How many words say what it is about; none in "that is really not what you want"."""
    empty = _words(language).empty
    return sum(
        len(word) >= _MEANINGFUL and word not in empty
        for word in (match.group().casefold() for match in _WORD.finditer(part))
    )
