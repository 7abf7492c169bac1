"""Praise in the customer's own words: "einfach lecker", "heel prettig", "really good". Only words of the lists are taken."""

from __future__ import annotations

import re

from plugin.drafting.facts_mentions import WordList, word_list

_TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MOST_WORDS = 4
_LONGEST_REVIEW = 20_000


def find_cheer(text: str, language: str) -> str:
    """The first run of kind words, with what heightens them ("very"); "" where there is none or it is denied.

    A single kind word counts only where it is heightened or stands by itself ("Perfect!"): "a good book" names a book.
    """
    words = word_list(language)
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text[:_LONGEST_REVIEW])]
    place = 0
    while place < len(tokens):
        end = _run(tokens, text, place, words)
        if end > place and _stands(tokens, text, place, end, words):
            said = text[tokens[place][1] : tokens[end - 1][2]]
            said = " ".join(said.split())
            return said.lower() if said.isupper() else said[:1].lower() + said[1:]
        place = max(end, place + 1)
    return ""


def _run(tokens: list[tuple[str, int, int]], text: str, place: int, words: WordList) -> int:
    """The end of a run of kind and heightening words, blanks between them; ``place`` where it holds no kind word."""
    end, kind = place, 0
    while end < len(tokens) and end - place < _MOST_WORDS:
        word = tokens[end][0].casefold()
        if end > place and not text[tokens[end - 1][2] : tokens[end][1]].isspace():
            break
        if word in words.kind_adjectives:
            kind = end + 1
        elif word not in words.heightening:
            break
        end += 1
    return max(kind, place)


def _stands(tokens: list[tuple[str, int, int]], text: str, place: int, end: int, words: WordList) -> bool:
    """Whether the run is praise by itself: not denied, not part of a longer expression."""
    before = {token.casefold() for token, _, _ in tokens[max(0, place - 3) : place]}
    if before & words.denials:
        return False
    after = text[tokens[end - 1][2] : tokens[end - 1][2] + 1]
    ends = end == len(tokens) or not after.isspace() or "\n" in text[tokens[end - 1][2] : tokens[end][1]]
    begins = place == 0 or not text[tokens[place - 1][2] : tokens[place][1]].isspace()
    return ends and (begins or end - place > 1)
