"""Where a text's sentences begin and end: a rule-based split for nl, de and en.

A line of its own is a sentence of its own (greetings, sign-offs). Abbreviations, initials, decimals, ordinals
("3. Mai"), web addresses and e-mail addresses do not end one.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

_LISTED = """
o.a d.w.z bijv bv evt i.v.m m.b.t t.a.v t.n.v a.u.b s.v.p n.a.v e.d enz etc incl excl ca nr tel art
max min resp jl mr mw mevr dhr drs ir ing prof dr st ma di wo do vr za zo jan feb mrt apr jun jul
aug sep sept okt nov dec z.b d.h u.a o.ä u.ä bzw ggf evtl inkl zzgl usw vgl abs hr fr str mio tsd
s.o s.u i.d.r u.u m.e lfd bspw sog e.g i.e mrs ms vs approx no inc ltd co u.s u.k a.m p.m dept est
jr sr mon tue tues wed thu thur thurs fri sat sun mo mi sa so mar mär mrz oct dez
"""  # nl, de, en
_ABBREVIATIONS = frozenset(_LISTED.split())
_CLOSING = frozenset({"etc", "enz", "usw", "e.d", "do", "no", "wo", "art", "so", "zo", "mi", "sa", "sun", "sat", "wed"})
# Begins with the few signs that end a sentence, for which a text is searched faster than for one of two things.
_END = re.compile(r"[.!?…\n](?:(?<=\n)\n*|(?<!\n)[.!?…]*[\"'”’»)\]]*(?=\s|$|[^\w\s.,;:!?/@-]))")
# Read from behind: the last word itself, tried from every letter on, takes ten times as long.
_TO_THE_LAST_WORD = re.compile(r"(?s:.*)[\s(\"'„“]")
_LOOSE = re.compile(r"([^\w\s\"'„“«(\[€$£#+@&/-]+)\s+(?=\S)")
_TOLD = re.compile(r"[^\W_]")
_DAY_DIGITS = 2  # "3. Mai": a number this short before a full stop may be a day
_OPENERS = "\"'„“«(["


class Span(NamedTuple):
    """A piece of a text, in code points: ``text[start:end]``."""

    start: int
    end: int


@functools.lru_cache(maxsize=512)
def split(text: str) -> tuple[Span, ...]:
    """The sentences of a text in order, trimmed of white space; text between them is white space only.

    Kept for a while: a review and a reply are each split by several readers.
    """
    spans: list[Span] = []
    begin = 0
    for match in _END.finditer(text):
        if not match.group().startswith("\n") and not _ends_here(text, begin, match):
            continue
        _add(spans, text, begin, match.end())
        begin = match.end()
    _add(spans, text, begin, len(text))
    return tuple(spans)


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    if start >= end:
        return
    same_line = bool(spans) and "\n" not in text[spans[-1].end : start]
    if same_line and (leading := _LOOSE.match(text, start, end)):
        # An emoji between two sentences belongs to the first.
        spans[-1] = Span(spans[-1].start, leading.end(1))
        start = leading.end()
    if same_line and not _TOLD.search(text, start, end):
        # A loose emoji or a second exclamation mark belongs to the sentence before it.
        spans[-1] = Span(spans[-1].start, end)
    else:
        spans.append(Span(start, end))


_REACH = 80  # characters around a full stop that say whether it ends a sentence


def _ends_here(text: str, begin: int, match: re.Match[str]) -> bool:
    if match.group()[0] != "." or match.group().startswith(".."):
        return True
    first = max(begin, match.start() - _REACH)
    before = _TO_THE_LAST_WORD.match(text, first, match.start())
    word = text[before.end() if before else first : match.start()].lower()
    after = text[match.end() : match.end() + _REACH].lstrip(" \t")
    if not after or after[0] == "\n":
        return True
    if word in _ABBREVIATIONS:
        # "enz.", "etc." may close a sentence: they do where a capital follows that is no name after a title. So may a word
        # that is one in another language: "what I can do.", "the answer is no."
        return word in _CLOSING and after[0].isupper() and not _MONTH_AND_YEAR.match(after)
    if len(word) == 1 and word.isalpha():
        return False  # an initial
    if word.isdigit() and len(word) <= _DAY_DIGITS:
        return _starts_sentence(after) and not _MONTH.match(after)
    return not after[0].islower()


_MONTH = re.compile(r"(?i)(jan|feb|mär|maer|mrt|maa|apr|mai|mei|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)")

# "Sat. Nov. 28": a month's name behind a day's is no new sentence.
_MONTH_AND_YEAR = re.compile(rf"{_MONTH.pattern}[^\W\d_]*\.?\s+\d")


def _starts_sentence(after: str) -> bool:
    return after.lstrip(_OPENERS)[:1].isupper()
