"""The customer's own words in a row, where they can be quoted back as they stand: “the belt was torn after a week”.

A quotation is the rare exception: a reply that hands back scraps of a review reads like mockery. So only a whole judgement
of a few plain words is quoted, one that stands by itself with its subject and its verb; praise (``find_clause``) and a question only
as a whole sentence. It is also the door by which hostile words would come in: nothing is quoted from a review that speaks to the writer, and no stretch that holds a long
figure, a link, an address, a name, a sign of money, an insult, a threat, a word of health, or the word
of an offer, an order or a law suit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from plugin.data import read_yaml
from plugin.drafting import signals
from plugin.drafting.facts_mentions import word_list
from plugin.guidelines.patterns import book
from plugin.language import lexicons, orders, personal_data
from plugin.language.reading import read
from plugin.words import ReviewText

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_UNFIT = re.compile(r"[^\w\s-]|\d|[_\n]")  # no comma either, nor an apostrophe
_NOT = re.compile(r"(?<=\w)n['’]t\b")  # but that of an English "n't"
_ENDS_BEFORE, _ENDS_AFTER = ".!?\n", ".!\n"  # a sentence that ends in a question mark is none to quote
_FEWEST, _MOST = 4, 9  # words of a quotation
_LETTERS_A_WORD = 7
_FEWEST_OF_A_CLAUSE, _MOST_OF_A_CLAUSE, _LONGEST_CLAUSE = 2, 12, 72  # words, words, characters
_PAUSE = re.compile(r"[,;:!]+\s*|\.+(?:\s|$)|\.{2,}|\s[-–]\s|[()]")
_ODD = re.compile(r"(?<![^\W\d_])['’]|['’](?![^\W\d_])|[^\w\s'’,-]|,(?!\s)|\d|[_\n]")  # not an apostrophe in a word
_EDGES = ".!,;:… "
_ABBREVIATED = re.compile(r"(?:^|\s)(?:[^\W\d_]|[^\Waeiouäöüy\d_]{2,4})$", re.IGNORECASE)
_MOST_PARTS = 8
_FEWEST_TOLD = 3  # words that tell of something; fewer are a cry
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
    subjects: frozenset[str]  # with which a plain sentence begins ("the", "my", "we")
    verbs: frozenset[str]  # of which it must have one, in a finite form
    figurative: frozenset[str]  # likenesses, asides and tags
    joins: frozenset[str]  # between two things said
    tails: frozenset[str]  # on which no whole stretch ends
    address: frozenset[str]  # words for the shop as the one spoken to: the reply has its own form of address
    unsaid: frozenset[str]
    subordinate: frozenset[str]  # with which half a sentence begins
    asking: frozenset[str]  # words by which the shop is told to do something
    never: tuple[str, ...]
    empty: frozenset[str]  # words that say nothing by themselves


@cache
def _words(language: str) -> _Words:
    raw = read_yaml("phrases", language, "words.yaml")
    said = {name: frozenset(str(words).split()) for name, words in raw["said"].items()}
    return _Words(
        subjects=said["subjects"],
        verbs=said["verbs"],
        figurative=said["figurative"],
        joins=said["joins"],
        tails=said["tails"],
        address=said["address"],
        subordinate=said["subordinate"],
        asking=said["asking"],
        unsaid=frozenset(str(raw["unsaid"]).split()) - said["empty"],
        never=tuple(str(raw["never"]).casefold().split()),
        empty=said["empty"],
    )


def _is_known(word: str, language: str) -> bool:
    known = word_list(language)
    plain = _words(language).verbs | _words(language).subjects | _words(language).empty | _little_words(language)
    return word in plain or word in known.nouns or word in known.kind_adjectives or word in known.harsh_adjectives


@cache
def _little_words(language: str) -> frozenset[str]:
    """The words that bind others, of which a stretch in plain language has one."""
    return book(language).words.get("stop", frozenset())


def may_be_quoted(review: ReviewText, language: str) -> bool:
    """Whether anything may: not where the review speaks to the writer, threatens, or tells of other people's lives."""
    found = signals.find(read(review.whole), language)
    return not orders.find(review) and not found.has("threat", "slur", "harassment", "other-data", "extortion")


def find_said(text: str, language: str, country: str = "NL", start: int = 0, end: int | None = None) -> str:
    """The stretch from ``start`` to ``end`` where it is a whole plain sentence of ``text`` that complains; else ""."""
    end = len(text) if end is None else end
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    spot = text[start:end].strip()
    ended = spot.endswith((".", "!"))
    spot = spot.rstrip(".! ")
    whole = (not before or before[-1] in _ENDS_BEFORE) and (ended or not after or after[0] in _ENDS_AFTER)
    return spot if whole and _fits(spot, language, country) else ""


def find_judgement(text: str, language: str, country: str = "NL", start: int = 0, end: int | None = None) -> str:
    """Of the stretch from ``start`` to ``end`` what may be quoted because it stands by itself, "" where nothing does.

    The stretch where it is a whole sentence of ``text``; else its first part between pauses that is a whole judgement
    ("it tastes burnt to me").
    """
    end = len(text) if end is None else end
    before, after = text[:start].rstrip(" "), text[end:].lstrip(" ")
    spot = text[start:end].strip()
    whole = (not before or before[-1] in _ENDS_BEFORE) and (
        spot.endswith((".", "!")) or not after or after[0] in _ENDS_AFTER
    )
    sentence = (
        "" if whole and _ABBREVIATED.search(spot.rstrip(".! ")) else spot if whole else _sentence_of(text, start, end)
    )
    sentence = sentence.strip().strip(_EDGES)
    if _is_whole(sentence, language) and _clause(sentence, language, country):
        return sentence
    parts = [spot, *(half for part in _PAUSE.split(spot)[:_MOST_PARTS] for half in _turns(language).split(part))]
    for part in parts:
        said = _without_joins(part.strip().strip(_EDGES), language)
        if _fits(said, language, country):
            return said
    return ""


def _sentence_of(text: str, start: int, end: int) -> str:
    """The sentence that a stretch lies in; "" where it ends in a question mark."""
    first = max(text.rfind(mark, 0, start) for mark in ".!?\n") + 1
    last = min((at for at in (text.find(mark, end) for mark in ".!?\n") if at >= 0), default=len(text))
    said = text[first:last].strip().strip(_EDGES)
    cut = re.match(r"\.\s?[a-zäöüß\d]", text[last:]) or _ABBREVIATED.search(said)  # "bzw. …", "someone like L. B."
    return "" if cut or text[last : last + 1] == "?" else said


def find_plain(text: str, language: str, country: str = "NL") -> str:
    """What a sentence says up to its first pause, where that has a subject and a verb of its own; else ""."""
    part = _PAUSE.split(text)[0].strip().strip(_EDGES)
    words = _words(language)
    small = [match.group().casefold() for match in _WORD.finditer(part)]
    plain = len(small) >= _FEWEST and small[0] in words.subjects and not words.verbs.isdisjoint(small)
    return _clause(part, language, country) if plain else ""


def find_part(text: str, language: str, country: str = "NL") -> str:
    """A few words of praise up to the first "and" ("kaufte schon meine Oma"), for a review of which nothing else can be said."""
    part = re.split(rf"\s(?:{'|'.join(sorted(_words(language).joins))})\s", _PAUSE.split(text)[0], flags=re.IGNORECASE)[
        0
    ]
    return _clause(part, language, country) if len(_WORD.findall(part)) >= _FEWEST else ""


def _is_whole(sentence: str, language: str) -> bool:
    """Whether a sentence can stand between quotation marks: written out, and no dialect."""
    odd = language != "en" and re.search(r"['’]", sentence)
    first = sentence.partition(" ")[0].casefold()
    return len(_WORD.findall(sentence)) >= _FEWEST_TOLD and not odd and first not in _words(language).joins


def _without_joins(part: str, language: str) -> str:
    while (first := part.partition(" "))[0].casefold() in _words(language).joins:
        part = first[2].strip()
    return part


@cache
def _turns(language: str) -> re.Pattern[str]:
    """Where what follows begins a thought of its own: "but", not "and", whose other half may share its subject."""
    turns = lexicons.load(language).contrasts if language in lexicons.LANGUAGES else ()
    return re.compile(rf"(?:^|\s)(?:{'|'.join(sorted(turns) or ['$^'])})\s", re.IGNORECASE)


def find_clause(text: str, language: str, country: str = "NL") -> str:
    """A whole sentence of a few plain words, "" where it is longer or not to be quoted.

    Looser than ``find_said``: for a question, or praise, of which nothing is said but that it was read.
    """
    return _clause(text, language, country) if len(text) <= _LONGEST_CLAUSE else ""


def _clause(text: str, language: str, country: str) -> str:
    words = _words(language)
    part = _without_joins(text.strip().strip(_EDGES), language)
    found = [match.group() for match in _WORD.finditer(part)]
    small = {word.casefold() for word in found}
    if not _FEWEST_OF_A_CLAUSE <= len(found) <= _MOST_OF_A_CLAUSE or len(part) > _LONGEST_CLAUSE or _ODD.search(part):
        return ""
    if found[-1].casefold() in words.tails or small & (
        words.address | (words.unsaid - _little_words(language)) | words.asking
    ):
        return ""
    if found[0][:1].isupper() and language != "de" and not _is_known(found[0].casefold(), language):
        return ""  # somebody's name, as like as not
    if (
        found[0].casefold() in words.subordinate
        or found[0].isdigit()
        or found[-1].isdigit()
        or not small & (words.verbs | _little_words(language))
    ):
        return ""
    says = bool(_weight(part, language)) or tells_of_trouble(part, language)
    return part if says and _is_harmless(part, found, language, country) else ""


def tells(text: str, language: str) -> bool:
    """Whether the words tell of something, so that a reply may speak of "what you describe"; a mere cry does not."""
    return len(_WORD.findall(text)) >= _FEWEST_TOLD and bool(_weight(text, language))


def tells_of_trouble(said: str, language: str) -> bool:
    """Whether the words complain by themselves ("not", "slow"), as against what was told around a complaint."""
    words = word_list(language)
    found = {match.group().casefold() for match in _WORD.finditer(said)}
    if found & words.denials or found & words.harsh_adjectives.keys():
        return True
    return language in lexicons.LANGUAGES and bool(lexicons.load(language).negative_words.found_in(read(said).text))


def _fits(part: str, language: str, country: str) -> bool:
    words = _words(language)
    found = [match.group() for match in _WORD.finditer(part)]
    small = {word.casefold() for word in found}
    if not _FEWEST <= len(found) <= _MOST or len(part) > _MOST * _LETTERS_A_WORD or _UNFIT.search(_NOT.sub("", part)):
        return False
    has_verb = bool(small & words.verbs or _NOT.search(part))
    if found[0].casefold() not in words.subjects or not has_verb or found[-1].casefold() in words.tails:
        return False
    if small & (words.address | words.unsaid | words.joins | words.figurative):
        return False
    telling = tells_of_trouble(part, language) and _weight(part, language)
    return bool(telling) and _is_harmless(part, found, language, country)


def _is_harmless(part: str, found: list[str], language: str, country: str) -> bool:
    """Whether the words say nothing that a reply may not repeat."""
    if any(bad in part.casefold() for bad in _words(language).never):
        return False
    if _looks_like_a_name(found, language):
        return False
    return not signals.find(read(part), language).has(*_UNFIT_SIGNALS) and not personal_data.find(part, country)


def _looks_like_a_name(found: list[str], language: str) -> bool:
    """A capital where the language has none: inside the stretch in Dutch and English, two running in German."""
    if any(len(word) > _ABBREVIATION and word.isupper() for word in found):
        return True
    if language == "de":
        return any(one.casefold() in {"herr", "frau", "herrn"} for one in found) or any(
            one[:1].isupper() and other[:1].isupper() for one, other in pairwise(found[1:])
        )
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
