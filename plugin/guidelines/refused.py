"""Texts that a channel refused under the same review: which sentence it was about, and whether a text repeats it.

The platform decides, not us: what it refused blocks, and a person may still insist with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from plugin.data import read_yaml
from plugin.guidelines import contacts
from plugin.guidelines.context import RefusedText
from plugin.language import sentences
from plugin.words import Finding, Severity

ID = "CHANNEL-REFUSED"  # not a guideline: nobody but the channel can say when it is met
STILL_THE_SAME = 0.6  # of the refused text's sentences; fewer, and it is another text
_WITH_CONTACT = frozenset(
    {"personal", "advertising"}
)  # what is wrong is most likely a way to reach somebody, or a link
_WORD = re.compile(r"[^\W_]+")


def about(refused: RefusedText) -> tuple[sentences.Span, ...]:
    """The sentences of the refused text that the refusal is about: what the platform quoted, else what its reason most
    likely means; none where it is about the whole.
    """
    spans = sentences.split(refused.text)
    if refused.quote.strip():
        return tuple(span for span in spans if _says(_piece(refused.text, span), refused.quote))
    if refused.kind not in _WITH_CONTACT:
        return ()
    return tuple(span for span in spans if contacts.find(_piece(refused.text, span)))


def without(refused: RefusedText) -> str:
    """The refused text without those sentences; "" where none was named or nothing is left."""
    named = about(refused)
    if not named:
        return ""
    text = refused.text
    for span in reversed(named):
        text = text[: span.start] + text[span.end :]
    return re.sub(r"[ \t]{2,}", " ", re.sub(r" *\n[ \n]*\n *", "\n\n", text)).strip()


def findings(text: str, refusals: Sequence[RefusedText], language: str) -> Iterator[Finding]:
    """Where ``text`` says again what was refused. ``language`` is that of the messages."""
    for refused in refusals:
        named = about(refused)
        if named:
            yield from _repeated(text, refused, named, language)
        elif _still_the_same(text, refused.text):
            yield _finding("whole", refused, language)


def _repeated(text: str, refused: RefusedText, named: Sequence[sentences.Span], language: str) -> Iterator[Finding]:
    pieces = [_piece(refused.text, span) for span in named]
    words = {_words(piece) for piece in pieces}
    reached = (
        {found.key for piece in pieces for found in contacts.find(piece)} if refused.kind in _WITH_CONTACT else set()
    )
    key = "named" if refused.quote.strip() else "likely"
    for number, span in enumerate(sentences.split(text)):
        piece = _piece(text, span)
        if _words(piece) in words or any(found.key in reached for found in contacts.find(piece)):
            yield _finding(key, refused, language, (number, span.start, span.end, piece))


def _finding(key: str, refused: RefusedText, language: str, place: tuple[int, int, int, str] | None = None) -> Finding:
    words = _wording(language)
    message = words[key].format(by=refused.by, said=refused.said or words["unsaid"])
    mend = words["mend"].get(refused.kind, words["mend"]["other"])
    if place is None:
        return Finding(ID, Severity.BLOCK, message, mend)
    return Finding(ID, Severity.BLOCK, message, mend, *place)


@cache
def _wordings() -> Mapping[str, Any]:
    read: Mapping[str, Any] = read_yaml("notes", "refusals.yaml")
    return read


def _wording(language: str) -> Mapping[str, Any]:
    known = _wordings()
    words: Mapping[str, Any] = known.get(language, known["en"])
    return words


def _piece(text: str, span: sentences.Span) -> str:
    return text[span.start : span.end]


def _words(piece: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(piece.casefold()))


def _says(piece: str, quote: str) -> bool:
    """Whether the quote, or a part of it that is a sentence of its own, stands here."""
    said, quoted = " ".join(_words(piece)), " ".join(_words(quote))
    return bool(said and quoted) and (quoted in said or said in quoted)


def _still_the_same(text: str, refused: str) -> bool:
    theirs = {_words(_piece(refused, span)) for span in sentences.split(refused)}
    ours = {_words(_piece(text, span)) for span in sentences.split(text)}
    return bool(theirs) and len(theirs & ours) >= STILL_THE_SAME * len(theirs)
