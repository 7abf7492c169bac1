"""The program's own words: texts of its prompts and guidelines, which no reply may give away (R-CLEAN).

Seven words in a row of a prompt template or of a guideline's wording are no coincidence, and neither is an id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from plugin.data import PROMPTS, read_text
from plugin.guidelines import packs
from plugin.guidelines.patterns import fold
from plugin.guidelines.reading import Reading

_RUN = 7
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_VARIABLE = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_ID = re.compile(r"[RTPF](?<![\w-].)-[A-Z]{4,}(?:-[A-Z]+)*(?![\w-])")


def given_away(text: Reading) -> Iterator[tuple[int, int]]:
    """The places in a text where it quotes the prompts or the guidelines, or names one by its id."""
    for match in _ID.finditer(text.cased):
        yield match.span()
    words, beginnings = [word.text for word in text.words], _beginnings()
    # The first words tell of nearly every place that no run begins there.
    for at, first in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if first in beginnings and " ".join(words[at : at + _RUN]) in _runs():
            yield text.words[at].start, text.words[at + _RUN - 1].end


@cache
def _runs() -> frozenset[str]:
    found: set[str] = set()
    for file in sorted((PROMPTS / "templates").glob("*.j2")):
        source = _FRONT_MATTER.sub("", read_text("templates", file.name))
        # A variable ends a run: what stands in its place is the shop's, not ours.
        for piece in _VARIABLE.split(source):
            found |= _runs_of(piece)
    for guideline in packs.all_guidelines():
        for language in ("nl", "de", "en"):
            found |= _runs_of(guideline.says(language))
    return frozenset(found)


@cache
def _beginnings() -> frozenset[tuple[str, ...]]:
    """The first three words of every run."""
    return frozenset(tuple(run.split(" ", 3)[:3]) for run in _runs())


def _runs_of(text: str) -> set[str]:
    words = _WORD.findall(fold(text))
    return {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
