"""Plain sentences for the desk about how a draft came to be (``prompts/notes/writer.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from plugin.data import read_yaml

FALLBACK = "en"


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    read: Mapping[str, Mapping[str, str]] = read_yaml("notes", "writer.yaml")
    return read


def note(name: str, language: str, detail: str = "") -> str:
    """The sentence of that name in the desk's language; English where the language has none."""
    sentences = _sentences()
    return sentences.get(language, sentences[FALLBACK])[name].replace("{detail}", detail)
