"""R-CLEAN where a reply holds a word of the orders in disguise: backwards, in two pieces, in the letters that lines begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.guidelines.checks.word_sources import Sources
from plugin.guidelines.draft import Draft

_LEAST, _LEAST_HALF = 4, 3  # letters of a word in disguise, and of either half of one in two pieces
_LINES = re.compile(r"(?m)^\w")
_LISTED = re.compile(r"(?<!\w)(?:[^\W\d_][,;./ -]{1,3}){3,}[^\W\d_](?!\w)")
_BEGINS = re.compile(r"(?<![^\W_])[^\W_]")  # the first letter of each word, "hotel-oscar" being two
_BETWEEN = re.compile(r"[\W_]")


def places(draft: Draft, sources: Sources) -> Iterator[tuple[int, int]]:
    """Where such a word of the orders stands, or one that is spelled by the first letters of the orders' words."""
    wanted = {
        word for word in sources.asked_words if len(word) >= _LEAST and word.isalpha() and not sources.names(word)
    }
    wanted |= {_BETWEEN.sub("", m.group()) for m in _LISTED.finditer(sources.asked_text)}  # "D, I, E, F"
    backwards = {word[::-1] for word in wanted} - wanted
    yield from _words(draft, sources, wanted, backwards)
    yield from _initials(draft, wanted | backwards)


def _words(draft: Draft, sources: Sources, wanted: set[str], backwards: set[str]) -> Iterator[tuple[int, int]]:
    halves = {word[:at]: word[at:] for word in wanted for at in range(_LEAST_HALF, len(word) - _LEAST_HALF + 1)}
    said = {word.text for word in draft.reading.words}
    spelled = "".join(_BEGINS.findall(sources.asked_text))
    for word in draft.reading.words:
        told = _BETWEEN.sub("", word.text) if "-" in word.text else word.text
        turned = told in backwards or (told in wanted and told != word.text)
        other = halves.get(told)
        split = other in said and not (sources.names(told) and sources.names(other))
        begun = len(told) >= _LEAST and told in spelled and not sources.knows(told)
        if turned or split or begun:
            yield word.start, word.end


def _initials(draft: Draft, wanted: set[str]) -> Iterator[tuple[int, int]]:
    """The first letters of the lines, then of the sentences."""
    text = draft.reading.folded
    lines = [match.start() for match in _LINES.finditer(text)]
    for starts in (lines, [span.start for span in draft.reading.spans]):
        letters = "".join(text[start] for start in starts)
        at = next((at for word in sorted(wanted) if (at := letters.find(word)) >= 0), None)
        if at is not None:
            yield starts[at], starts[at] + 1
