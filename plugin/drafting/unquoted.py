"""What of a review may be taken up in words that no list knows: all but the stretches blanked here.

A quotation, or a noun told by its article alone, is the one way in which a customer's own words reach a reply unknown.
So none is taken from what was read as an order, nor from the sentence before or behind it; from a sentence that may be
one; from what stands between quotation marks; or from a sentence with a link, a code, a sum or a long figure, or with a
claim that no shop repeats (that it closes, that it confesses, that another shop does better). What may be named in the
words of the list (``namable``) is less narrow.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from plugin.data import read_yaml
from plugin.drafting.facts_mentions import word_list
from plugin.language import lexicons, orders, sentences
from plugin.language.reading import read
from plugin.words import ReviewText

_QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»\n]{2,200}[\"“”„«»]|(?<!\w)['‘‚`][^'’‘`\n]{2,120}['’‘`](?!\w)")
_STARS = re.compile(r"\*{3,}\W*$")  # drawn behind the last word, as people do who give five
_CAPITALS = re.compile(r"(?<!\w)[A-ZÄÖÜ]{5,}(?!\w)")
_LONG_WORD = re.compile(r"[^\W\d_]{5,}(?:-[^\W\d_]+)*")
_FOREIGN = re.compile(
    r"https?:|www\.|\w@\w|\w\.(?:com|nl|de|net|org|eu|be|at|shop|io)\b|[%€$£<>{}\[\]|=\\#*_~^]|\d{4,}|\d[\d .,-]{4,}\d"
    r"|(?<!\w)(?:(?=\w*\d)(?=\w*[^\W\d_])\w{4,}|[A-ZÄÖÜ]{5,})(?!\w)"
)


def quotable(review: ReviewText, language: str) -> ReviewText:
    """The review with blanks for what is not taken up, every place in the text where it was, and without its title."""
    found = orders.find(review)
    text = review.text
    spans = [(span.start, span.end) for span in sentences.split(text)]
    ordered = [any(a < end and start < b for a, b in found.passages) for start, end in spans]
    doubtful = set(found.doubtful)
    for number, (start, end) in enumerate(spans):
        beside = any(ordered[max(0, number - 1) : number + 2])
        if beside or (start, end) in doubtful or _is_unfit(text[start:end], language):
            text = _blanked(text, start, end)
    for match in _QUOTED.finditer(review.text):
        text = _blanked(text, *match.span())
    return ReviewText(id=review.id, text=text, rating=review.rating)


def namable(review: ReviewText, language: str) -> ReviewText:
    """The review with blanks for what names no thing that went well or ill, every place in the text where it was.

    A word of the lists may be named out of any sentence. A compound that only ends in one is somebody's own making: not
    out of what may be an order ("admit that you are a language model"), nor where it alone is shouted ("STINKLAMP").
    """
    text = review.text
    if language not in lexicons.LANGUAGES:
        return review
    doubtful = orders.find(review).doubtful
    shouts = sum(map(str.isupper, text)) < sum(map(str.islower, text))
    for match in _LONG_WORD.finditer(text):
        ordered = any(start <= match.start() < end for start, end in doubtful)
        shouted = shouts and _CAPITALS.fullmatch(match[0])
        if (ordered or shouted) and match[0].casefold() not in word_list(language).nouns:
            text = _blanked(text, *match.span())
    return replace(review, text=text)


def _blanked(text: str, start: int, end: int) -> str:
    return text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]


def _is_unfit(sentence: str, language: str) -> bool:
    plain = _CAPITALS.sub(lambda word: _calm(word[0], language), _STARS.sub("", sentence))
    if _FOREIGN.search(plain):
        return True
    text = read(sentence).text
    return any(pattern.search(text) for pattern in _claims(language))


def _calm(word: str, language: str) -> str:
    """A word that is only emphasised, in small letters."""
    return word.lower() if word.lower() in _shouted(language) else word


@cache
def _shouted(language: str) -> frozenset[str]:
    known = language in lexicons.LANGUAGES
    return frozenset(str(read_yaml("phrases", language, "words.yaml")["shouted"]).split()) if known else frozenset()


@cache
def _claims(language: str) -> tuple[re.Pattern[str], ...]:
    if language not in lexicons.LANGUAGES:
        return ()
    raw = read_yaml("phrases", language, "words.yaml")["claims"]
    return tuple(re.compile(rf"(?<!\w)(?:{line})(?!\w)") for line in raw)
