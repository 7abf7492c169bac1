"""Ratings as exports write them, brought to 1 to 5 stars."""

from __future__ import annotations

import re
from collections.abc import Iterable

from connectors.ratings import Scale, scale_named

_FULL_STARS = "★⭐"
_NUMBER = r"(\d{1,3}(?:[.,]\d+)?)"
_OUT_OF = re.compile(rf"{_NUMBER}\s*(?:/|van de|van|von|out of|of|sur)\s*(\d{{1,3}})(?:\s+\w+)?\.?", re.IGNORECASE)
_PLAIN = re.compile(rf"{_NUMBER}\s*(?:sterren|ster|sternen?|stars?|punten|punkte|points?|%)?\.?", re.IGNORECASE)
_WORDS = {"een": 1, "eins": 1, "one": 1, "twee": 2, "zwei": 2, "two": 2, "drie": 3, "drei": 3, "three": 3}
_WORDS |= {"vier": 4, "four": 4, "vijf": 5, "funf": 5, "fünf": 5, "five": 5}
_STAR_WORD = re.compile(r"([a-zü]+)(?:[ _-]?(?:sterren|ster|sterne?|stars?))?", re.IGNORECASE)


def guess_scale(values: Iterable[str]) -> Scale:
    """The smallest usual scale that holds every number of the column. Ratings that name their scale do not count."""
    numbers = [number for value in values if (number := _number(value)) is not None]
    highest = max(numbers, default=5.0)
    for name in ("1-5", "0-10", "0-100"):
        # One typing error must not turn the five stars of all the others into five out of ten.
        scale = scale_named(name)
        if highest <= scale.high or sum(n > scale.high for n in numbers) <= len(numbers) * 0.02:
            return scale
    return scale_named("0-100")


def to_stars(written: str, scale: Scale) -> int | None:
    """1 to 5, or None where it says nothing or something out of range. "4/5", "8,5", "★★★★☆" and "5 sterren" are read."""
    written = written.strip()
    if filled := sum(written.count(star) for star in _FULL_STARS):
        return filled if filled <= 5 else None  # noqa: PLR2004 -- five stars
    if out_of := _OUT_OF.fullmatch(written):
        high = float(out_of.group(2))
        return Scale(0, high).stars(float(out_of.group(1).replace(",", "."))) if high else None
    number = _number(written)
    if number is not None:
        return scale.stars(number)
    word = _STAR_WORD.fullmatch(written)
    return _WORDS.get(word.group(1).casefold()) if word else None


def _number(written: str) -> float | None:
    plain = _PLAIN.fullmatch(written.strip())
    return float(plain.group(1).replace(",", ".")) if plain else None
