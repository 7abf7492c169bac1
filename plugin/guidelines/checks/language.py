"""R-LANGUAGE: the right language throughout, and one form of address."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from plugin.data import read_yaml
from plugin.guidelines.checks.word_sources import everyday
from plugin.guidelines.draft import Draft, Note
from plugin.guidelines.patterns import book, fold
from plugin.guidelines.phrases import HEAD, Pattern
from plugin.guidelines.reading import Word
from plugin.language.detection import detect
from plugin.shop import LANGUAGES
from plugin.words import Severity

_FEW = 3
_HARDLY = 0.1  # a confidence in the review's language that is none
_NL_FORMAL = re.compile(r"(?<![\w'-])(?:u|uw|uzelf)(?![\w'-])")
_NL_INFORMAL = re.compile(r"(?<![\w'-])(?:je|jij|jou|jouw|jezelf)(?![\w'-])")
_HOURS = re.compile(r"\d\s*$")
# 'Sie', 'Ihnen', 'Ihr' with a capital inside a sentence are the polite form; at its beginning they may be 'they', 'her'.
# Behind a colon a sentence may begin too: 'die Garantie: Sie deckt, was …' speaks of the guarantee.
_DE_FORMAL = re.compile(
    r"(?<=[\wäöüß,;:)\"] )(?:(?<![:;] )Sie|Sie(?! (?:\w+t|wird|kann|darf|muss|soll|will|war|kam|ging)(?!\w))|Ihnen|Ihre?[mnrs]?)(?![\w-])"
)
_DE_FORMAL_FIRST = re.compile(
    r"(?<![\w,;:] )(?<!\w)(?:Sie (?:können|erhalten|bekommen|müssen|dürfen|brauchen|haben)|Ihnen|Ihre?[mnrs]?)(?![\w-])"
)
_DE_INFORMAL = re.compile(
    r"(?<![\w'-])(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[mnrs]?|[Ee]uch|[Ee]uer|[Ee]ure[mnrs]?)(?![\w'-])"
)
# 'Schreib uns', 'und schick es zurück': a friend is told so, a customer whom the shop calls Sie is not.
_DE_TOLD = re.compile(
    r"(?:(?<![\w,;] )(?<![\w-])(?:Schreib|Schick|Meld|Ruf|Sag|Schau|Gib|Nimm|Komm|Lass|Probier|Bring|Wirf|Hab|Mach|Genieß|Behalt|Halt|Leg|Pack|Vergiss|Nutz)|"
    r"(?:(?<=und )|(?<=oder )|(?<=bitte )|(?<=, ))(?:schreib|schick|ruf|sag|schau|gib|nimm|komm|lass|probier|bring|wirf|hab|mach|genieß|behalt|leg|pack|vergiss))"
    r"(?= (?:uns|mir|doch|einfach|bitte|gern|gerne|es|ihn|sie|an|kurz|vorbei|noch|mal|viel|vielen|weiterhin|weiter|den|die|das|ruhig|nicht)(?!\w)(?! (?:ich|wir)(?!\w)))"
)
# 'Könnt ihr', 'ihr habt': several friends are told so.
_DE_SEVERAL = re.compile(
    r"(?<!\w)(?:(?:[Kk]önnt|[Hh]abt|[Ss]eid|[Ww]ollt|[Mm]üsst|[Dd]ürft|[Ss]olltet|[Mm]öchtet|[Ww]erdet|[Ww]isst|[Ff]indet|[Bb]ekommt|[Ee]rhaltet|[Bb]raucht) ihr|"
    r"[Ii]hr (?:könnt|habt|seid|wollt|müsst|dürft|solltet|möchtet|werdet|wisst|findet|bekommt|erhaltet|braucht))(?!\w)"
)
_QUOTE = re.compile(r"[\"„“”«»‚‘][^\"„“”«»‚‘’]{1,200}[\"“”«»‘’]")


@functools.cache
def _marks() -> Mapping[str, frozenset[str]]:
    """For every language the small words that no other of them has."""
    sets = {language: set(book(language).words["marks"]) for language in LANGUAGES}
    sets |= {
        language: set(fold(words).split()) for language, words in read_yaml("checks", "any.yaml")["foreign"].items()
    }
    known = {language: book(language).words["stop"] | book(language).words["marks"] for language in LANGUAGES}
    return {
        language: frozenset(words - {w for other, more in {**sets, **known}.items() if other != language for w in more})
        for language, words in sets.items()
    }


def language(draft: Draft) -> Iterator[Note]:
    """The whole text, then each longer sentence, then its first and last words, in the language asked for."""
    notes = list(_language(draft))
    yield from notes or _fringe(draft)


def _language(draft: Draft) -> Iterator[Note]:
    wanted = draft.context.language
    if wanted not in LANGUAGES:
        return
    whole = _hits(draft.reading.words)
    best = max(whole, key=lambda name: whole[name])
    if best != wanted and whole[best] >= _FEW and whole[best] > whole[wanted]:
        yield Note("R-LANGUAGE", "wrong-language", None, _untold(draft, best), {"wanted": wanted, "found": best})
        return
    if other := _short_foreign(draft):
        yield Note("R-LANGUAGE", "wrong-language", None, _untold(draft, other), {"wanted": wanted, "found": other})
        return
    marked = any(count >= _FEW for name, count in whole.items() if name != wanted)
    for index in range(len(draft.reading.spans)):
        words = draft.reading.words_of(index)
        told = [word.text for word in words]
        strange = _is_strange(draft, told)
        if strange and (found := _foreign_line(draft, told) or _leans_elsewhere(draft, told)):
            place = draft.reading.spans[index]
            title = index not in draft.body or _QUOTED.search(draft.reading.folded, *place)
            said = {"wanted": wanted, "found": found}
            yield Note("R-LANGUAGE", "mixed-language", place, Severity.WARN if title else None, said)
            return
        if found := _perhaps_foreign(draft, index, told, strange=strange):
            said = {"wanted": wanted, "found": found}
            yield Note("R-LANGUAGE", "mixed-language", draft.reading.spans[index], Severity.WARN, said)
            return
        if not marked:
            continue  # no sentence has more of another language's marks than the whole
        hits = _hits(words)
        best = max(hits, key=lambda name: hits[name])
        if best == wanted or hits[best] < _FEW or hits[best] <= 2 * hits[wanted]:
            continue
        if _known(told, draft.book.words["stop"]) <= hits[best]:
            yield Note(
                "R-LANGUAGE", "mixed-language", draft.reading.spans[index], None, {"wanted": wanted, "found": best}
            )
            return


def _untold(draft: Draft, found: str) -> Severity | None:
    """A warning at most where the review's words do not tell their language, and the reply is in one of the shop's."""
    review, languages = draft.context.review, draft.context.shop.languages
    if found not in languages or not any(char.isalpha() for char in review.whole):
        return None
    told = detect(review.whole, languages)
    return Severity.WARN if told.assumed and told.confidence < _HARDLY else None


_QUOTED = re.compile(r"(?<!\w)['\"„“‚‘«»](?=\w)")  # what is engraved, a book's name


def _perhaps_foreign(draft: Draft, index: int, words: list[str], *, strange: bool) -> str:
    return _in_no_language(draft, words) or (_foreign_part(draft, index) if strange else "")


def _is_strange(draft: Draft, words: list[str]) -> bool:
    """Whether it is worth asking if a sentence, or a part of it, is in another language: two words of it must be everyday
    ones elsewhere, and neither ours nor the customer's. Hardly any sentence has them.
    """
    elsewhere = _only_elsewhere(draft.context.language)
    if elsewhere.isdisjoint(words):
        return False
    return sum(word in elsewhere and word not in draft.known_words for word in words) >= _TWO


_TWO = 2


def _fringe(draft: Draft) -> Iterator[Note]:
    """A greeting or a sign-off in another language, which the customer did not use."""
    wanted, reading = draft.context.language, draft.reading
    for index in (
        (0, *range(max(1, min(draft.signoff_start, len(reading.spans) - 2)), len(reading.spans)))
        if reading.spans and wanted in LANGUAGES
        else ()
    ):
        span = reading.spans[index]
        words = reading.folded[span.start : span.end]
        for other, phrases in _openings_elsewhere(wanted, words[:HEAD]):
            found = _end_at_start(phrases, words)
            if found and not _ours(wanted, words) and words[:found] not in draft.review.folded:
                said = {"wanted": wanted, "found": other}
                yield Note("R-LANGUAGE", "mixed-language", (span.start, span.start + found), Severity.WARN, said)
                return


def _end_at_start(phrases: Iterable[Pattern], words: str) -> int:
    """Where a word of greeting or parting with which the line begins ends; 0 where it begins with none."""
    return next((end for phrase in phrases for start, end in phrase.spans_at(words, (0,)) if start == 0), 0)


@functools.lru_cache(maxsize=1024)
def _openings_elsewhere(wanted: str, letters: str) -> tuple[tuple[str, tuple[Pattern, ...]], ...]:
    """By other language and kind, where there are any: the phrases that may stand where a line begins with these letters."""
    both = ((name, kind) for name in LANGUAGES if name != wanted for kind in _AT_THE_ENDS)
    found = ((name, _phrases_that_begin(name, kind, letters)) for name, kind in both)
    return tuple((name, phrases) for name, phrases in found if phrases)


_AT_THE_ENDS = ("greeting", "signoff")


@functools.lru_cache(maxsize=1024)
def _phrases_that_begin(language: str, kind: str, letters: str) -> tuple[Pattern, ...]:
    """Those of a kind that may stand where a line begins with these letters."""
    return tuple(phrase for phrase in book(language).kinds[kind] if phrase.may_begin(letters))


def _ours(language: str, words: str) -> bool:
    """Words that two languages share are ours; so is a first word that we use anyway ("Best", "Hey")."""
    return (
        any(_end_at_start(_phrases_that_begin(language, kind, words[:HEAD]), words) for kind in _AT_THE_ENDS)
        or words.split(" ", maxsplit=1)[0] in _BORROWED
    )


_BORROWED = frozenset({"hallo", "hi", "hey", "hello", "dank", "ihr", "best", "ciao", "cheers,", "cheers"})


def _short_foreign(draft: Draft) -> str:
    """A thank-you of ten words has few small words: another language's everyday words and hardly one of ours."""
    words = [w.text for index in draft.body for w in draft.reading.words_of(index)]
    ours = _known(words, everyday(draft.context.language))
    if 3 * ours >= len(words):
        return ""
    others = {name: _known(words, everyday(name)) for name in LANGUAGES if name != draft.context.language}
    best = max(others, key=lambda name: others[name])
    return best if others[best] >= _FEW and others[best] > 3 * ours else ""


def _foreign_line(draft: Draft, words: list[str]) -> str:
    """A greeting, a wish or a question of a few words in another language: its everyday words and none of ours."""
    told = [word for word in words if word not in draft.known_words]
    if len(told) < _SHORTEST_LINE or _known(told, everyday(draft.context.language)):
        return ""
    others = {name: _known(told, everyday(name)) for name in LANGUAGES if name != draft.context.language}
    best = max(others, key=lambda name: others[name])
    return best if others[best] > 1 and 2 * others[best] >= len(told) else ""


_SHORTEST_LINE = 2  # words


_PART = re.compile(r"[,;:()–—]")


def _foreign_part(draft: Draft, index: int) -> str:
    """'No worries at all, we sturen morgen een nieuwe': a part of a sentence in another language."""
    span, reading = draft.reading.spans[index], draft.reading
    if index not in draft.body:
        return ""
    cuts = [m.start() for m in _PART.finditer(reading.folded, span.start, span.end)]
    for start, end in pairwise((span.start, *cuts, span.end)):
        words = [word.text for word in reading.words_between(start, end)]
        if cuts and len(words) >= _SHORTEST_PART and (found := _foreign_line(draft, words)):
            return found
        if cuts and len(words) >= _SHORTEST_RUN and (found := _leans_elsewhere(draft, words)):
            return found
        if found := _foreign_run(draft, words):
            return found
    return ""


_SHORTEST_PART, _SHORTEST_RUN = 3, 4  # words


def _foreign_run(draft: Draft, words: list[str]) -> str:
    """Four words or more in a row that are neither ours nor the customer's, with another language's small words among them."""
    ours = everyday(draft.context.language)
    run: list[str] = []
    for word in (*words, ""):
        if word and word not in ours and word not in draft.known_words:
            run.append(word)
        elif len(run) >= _SHORTEST_RUN and (found := _foreign_line(draft, run)):
            return found
        else:
            run = []
    return ""


def _in_no_language(draft: Draft, words: list[str]) -> str:
    """A longer sentence with hardly an everyday word of ours."""
    if len(words) < _WITHOUT_A_WORD:
        return ""
    ours = _known(words, everyday(draft.context.language))
    if ours * _ONE_IN > len(words):
        return ""
    told = [word for word in words if word not in draft.known_words]
    return "?" if len(told) >= _WITHOUT_A_WORD and ours * _ONE_IN <= len(told) else ""


def _leans_elsewhere(draft: Draft, words: list[str]) -> str:
    """Three everyday words of another language, and three for each one of ours."""
    told = [word for word in words if word not in draft.known_words]
    ours = _known(told, everyday(draft.context.language))
    others = {name: _known(told, everyday(name)) for name in LANGUAGES if name != draft.context.language}
    best = max(others, key=lambda name: others[name])
    return best if others[best] >= _FEW and others[best] >= 3 * ours else ""


_WITHOUT_A_WORD = 7  # words none of which is an everyday one,
_ONE_IN = 8  # or one in so many: a short word may be a word of ours by chance


def _known(words: list[str], of: frozenset[str]) -> int:
    """How many of the words are of the set, each as often as it stands there."""
    return sum(map(of.__contains__, words))


@functools.cache
def _only_elsewhere(language: str) -> frozenset[str]:
    """Everyday words of the other languages that are none of this one."""
    return frozenset().union(*map(everyday, LANGUAGES)) - everyday(language)


@functools.cache
def _languages_by_mark() -> Mapping[str, str]:
    """No two languages share a mark."""
    return {word: name for name, words in _marks().items() for word in words}


def _hits(words: Iterable[Word]) -> dict[str, int]:
    """How many marks of each language there are among the words."""
    hits = dict.fromkeys(_marks(), 0)
    told = _languages_by_mark()
    for word in words:
        if word.text in told:
            hits[told[word.text]] += 1
    return hits


def register(draft: Draft) -> Iterator[Note]:
    """U or je, Sie or du: as the shop sets it, and never both."""
    form = draft.context.shop.form(draft.context.language)
    text = draft.reading.cased
    wrong = {
        ("nl", "je"): _dutch_formal,
        ("nl", "u"): lambda t: _places(_NL_INFORMAL, fold(t)),
        ("de", "Sie"): lambda t: sorted({*_places(_DE_INFORMAL, t), *_places(_DE_TOLD, t), *_places(_DE_SEVERAL, t)}),
        ("de", "du"): _german_formal,
    }.get((draft.context.language, form))
    if wrong is None:
        return
    quotes = [m.span() for m in _QUOTE.finditer(text)]
    for start, end in wrong(text):
        inside = any(a <= start < b for a, b in quotes)
        if not inside and not _is_name(draft, start, end) and start < _end_of_address(draft):
            yield Note("R-LANGUAGE", "register", (start, end), None, {"wanted": form, "found": text[start:end]})
            return


def _end_of_address(draft: Draft) -> int:
    """The sign-off ('Ihr Team', 'Deine Mia') is checked too, except for its name line."""
    return len(draft.reading.cased)


def _is_name(draft: Draft, start: int, end: int) -> bool:
    words = draft.reading.cased[start:end]
    return words in draft.context.review.author.split() or words in draft.context.shop.name.split()


def _places(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [m.span() for m in pattern.finditer(text)]


def _dutch_formal(text: str) -> list[tuple[int, int]]:
    """'u' as in 'binnen 24 u' is an hour."""
    return [(s, e) for s, e in _places(_NL_FORMAL, fold(text)) if not _HOURS.search(text[:s])]


def _german_formal(text: str) -> list[tuple[int, int]]:
    return sorted({*_places(_DE_FORMAL, text), *_places(_DE_FORMAL_FIRST, text)})
