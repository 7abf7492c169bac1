"""A noun that no list knows, told by the article that the customer put before it: "the recliner won't", "de pit is".

Only where what stands around it leaves no doubt that it is a noun, and in German which gender it has; never a person, a
name, or a word that judges. What it is said of stays open, so it stands only in sentences such as "what you write about …".
"""

from __future__ import annotations

import re

from plugin.drafting import signals
from plugin.drafting.facts_aside import stands_aside
from plugin.drafting.facts_mentions import Mention, WordList, word_list
from plugin.guidelines.patterns import book
from plugin.language import lexicons
from plugin.language.reading import read

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[.,;:!?\n()]")
_FEWEST, _MOST = 4, 18
_LONGEST_POINT = 600
_PERSONS = {
    "nl": re.compile(
        r"(?:er|ers|ster|sters|ist|isten|man|mannen|aar|aars|eur|eurs|mensen|vrouw|vriend\w*|kind|kinderen)$"
    ),
    "de": re.compile(r"(?:er|ern|in|innen|mann|männer|leute|ist|isten|frau|kind|kinder|ling|eur)$"),
    "en": re.compile(r"(?:er|ers|or|ors|ist|ists|man|men|people|ing|ed|ly|est|woman|women|friend|friends|guy|guys)$"),
}
_UNFIT = ("abuse", "slur", "threat", "harassment", "legal", "legal-step", "health", "extortion", "anger", "injection")


def find_by_article(text: str, language: str) -> Mention | None:
    """The first such noun of a stretch, None where there is none."""
    if language not in lexicons.LANGUAGES:
        return None
    words = word_list(language)
    tokens = [(match.group(), match.start()) for match in _TOKEN.finditer(text[:_LONGEST_POINT])]
    low = [token.casefold() for token, _ in tokens] + ["."]
    joined = [token[0].isalpha() for token in low]
    for place, (token, start) in enumerate(tokens[1:], start=1):
        if stands_aside(low, joined, place, words.adjectives, language):
            continue
        kind = _kind(low, place, words, language)
        if kind and _is_plain_noun(token, low[place], words, language):
            return Mention(token if language == "de" else low[place], kind, start)
    return None


def _kind(low: list[str], place: int, words: WordList, language: str) -> str:
    """The gender ("p" for several) where article and surroundings tell it, else ""."""
    before, after = low[place - 1], low[place + 1]
    stop = book(language).words.get("stop", frozenset())
    if language == "de":
        if before in words.first_only and place > 1 and low[place - 2][0].isalpha():
            return ""  # "an der Kante ist": a dative, which says nothing about the noun
        return words.by_article.get(before, {}).get(after if after in words.finite else "*", "")
    if before not in words.by_article or not (after in stop or not after[0].isalpha()):
        return ""
    plural = low[place].endswith("en") if language == "nl" else low[place].endswith("s") and low[place][-2] not in "sui"
    return "p" if plural else words.by_article[before]["*"]


def _is_plain_noun(token: str, low: str, words: WordList, language: str) -> bool:
    """Whether the word can stand in a reply: no name, no person, no verdict, nothing that is never said."""
    if not _FEWEST <= len(low) <= _MOST or "-" in low or low in words.unsaid or any(bad in low for bad in words.never):
        return False
    if token[:1].isupper() != (language == "de") or token[1:] != token[1:].lower() or _PERSONS[language].search(low):
        return False
    known = words.kind_adjectives.keys() | words.harsh_adjectives.keys() | book(language).words.get("stop", frozenset())
    if low in known or low in words.numbers or low in words.units or low in words.no_things or low in words.people:
        return False
    reading = read(low)
    if lexicons.load(language).negative_words.found_in(reading.text):
        return False
    return not signals.find(reading, language).has(*_UNFIT)
