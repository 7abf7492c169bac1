"""The built-in writer's sentences: data in prompts/phrases/<language>/*.yaml, read once.

A frame is one sentence (or two that belong together) with alternatives inside, so that a few frames give many texts:

- ``<je|u>``, ``<Sie|du>``: by how the shop addresses its customers (the first stands for je and Sie);
- ``(a|b|)``: any one of these, chosen anew each time; may be nested and may be empty;
- ``[is/zijn]``: by the number of the thing that the frame names;
- ``{slot}``: filled from the facts; a frame whose slots cannot all be filled is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from plugin.data import read_yaml

FILES = ("openings", "complaint", "fixes", "plays", "praise", "questions", "said", "told", "notes")
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Frame:
    """One sentence to be filled. ``id`` is "nl.fix.late.2@1": language, function, kind, number, version of its file."""

    id: str
    function: str
    kind: str
    text: str
    slots: frozenset[str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All frames of one language, by function and kind."""

    language: str
    by_function: Mapping[str, Mapping[str, tuple[Frame, ...]]]

    def frames(self, function: str, kind: str) -> tuple[Frame, ...]:
        """The frames of a function for one kind of point, () where there is none."""
        return self.by_function.get(function, {}).get(kind, ())

    def __iter__(self) -> Iterator[Frame]:
        return (frame for kinds in self.by_function.values() for frames in kinds.values() for frame in frames)


@cache
def load(language: str) -> Phrases:
    """Read a language's frames. Raises FileNotFoundError for a language that the writer does not have."""
    functions: dict[str, dict[str, tuple[Frame, ...]]] = {}
    for name in FILES:
        raw: dict[str, Any] = read_yaml("phrases", language, f"{name}.yaml")
        version = raw.pop("version")
        for function, kinds in raw.items():
            functions.setdefault(function, {}).update(_frames(f"{language}.{function}", function, kinds, version))
    return Phrases(language, functions)


def _frames(prefix: str, function: str, kinds: Mapping[str, list[str]], version: int) -> dict[str, tuple[Frame, ...]]:
    return {
        kind: tuple(
            Frame(f"{prefix}.{kind}.{number}@{version}", function, kind, text, frozenset(_SLOT.findall(text)))
            for number, text in enumerate(texts)
        )
        for kind, texts in kinds.items()
    }


@cache
def shared(name: str) -> Mapping[str, Any]:
    """The data that all languages share: ``recipes`` (the order of sentences by play) and ``families`` (of points)."""
    raw: dict[str, Any] = read_yaml("phrases", f"{name}.yaml")
    return raw
