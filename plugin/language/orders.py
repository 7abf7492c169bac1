"""Which passages of a review speak to the writer of a reply instead of about an order, and what is left without them.

A reading by many weak marks (``prompts/lexicons/orders.yaml``): commands to speak, talk of replies and instructions,
roles, forms, markup, encoded blocks, letters taken apart. It decides nothing by itself: the passages are left out of
what a writer reads, and a reply that takes something up out of them is a reply that obeyed (guideline R-CLEAN).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from plugin.data import read_yaml
from plugin.language import sentences
from plugin.language.cleaning import clean
from plugin.language.reading import read
from plugin.words import ReviewText

_BLOB = re.compile(r"(?<![\w/+.@-])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])[A-Za-z0-9+/]{16,}={0,2}(?![\w@])")
_HEX = re.compile(r"(?<!\w)(?:(?:0x)?[0-9a-fA-F]{2}[\s,]){5,}|(?<!\w)[01]{7,8}(?:\s[01]{7,8}){2,}")
_LEET = re.compile(r"(?<!\w)(?=(?:\d*[^\W\d_]){4})[^\W\d_]*\d[^\W\d_]+\d[^\W\d_]+(?!\w)")
_MORSE = re.compile(r"(?<!\S)[.\-·–]{1,5}(?: [.\-·–]{1,5}){3,}(?!\S)")
_APART = re.compile(
    r"(?<![\w'’-])(?:[^\W\d_][ .*_\-·]){4,}[^\W\d_](?![\w'’])|(?<![\w'’-])(?:[^\W\d_]-){3,}[^\W\d_](?!\w)"
    r"|(?<!\S)[^\W\d_] (?:[^\W_] ){3,}[^\W_](?!\S)"
)
_FLAGS = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]\\s?){3,}|[\U0001f170\U0001f171\U0001f17e\U0001f17f\U0001f18e\u24b6-\u24e9]"
)
_MIXED = re.compile(r"(?<!\w)(?=\w*[a-zA-Z])(?=\w*[\u0370-\u03ff\u0400-\u04ff])\w{3,}")
_CAPITALS_INSIDE = 3  # in a run of letters: more than any name of a product has
_LONGEST = 8000  # code points read: a command further down is cut off with the rest of the review


@dataclass(frozen=True, slots=True)
class Orders:
    """``passages``: places in ``ReviewText.text``. ``asked``: all that was read as an order, title and names included.

    ``rest`` is the review without it: blanks of the same length in the text, so that every place stays where it was.
    """

    passages: tuple[tuple[int, int], ...]
    asked: str
    rest: ReviewText
    product_is_one: bool = False
    hides_its_words: bool = False  # a role, a form, a translation, an encoding: what is ordered cannot be read in it

    def __bool__(self) -> bool:
        return bool(self.asked)


@lru_cache(maxsize=512)
def find(review: ReviewText) -> Orders:
    """Read a review for orders. Pure; one to three milliseconds for a long review, remembered for the last ones."""
    text = review.text[:_LONGEST]
    passages = _passages(text)
    title = review.title if review.title and _has_order(review.title) else ""
    product = review.product if review.product and _has_order(review.product) else ""
    author = review.author if _has_order(review.author) else ""
    asked = "\n".join(part for part in (title, *(text[a:b] for a, b in passages), author, product) if part)
    if not asked:
        return Orders((), "", review)
    left = review.text
    for start, end in passages:
        left = left[:start] + re.sub(r"[^\n]", " ", left[start:end]) + left[end:]
    rest = replace(
        review,
        text=left,
        title="" if title else review.title,
        author="" if author else review.author,
        product="" if product else review.product,
    )
    return Orders(passages, asked, rest, bool(product), _hides_its_words(asked))


def _passages(text: str) -> tuple[tuple[int, int], ...]:
    """Sentences with an order in them; behind markup and the headers of a made-up conversation, all that follows."""
    structure = _first_structure(text)
    end = len(text) if structure is None else structure
    found: list[tuple[int, int]] = []
    for span in sentences.split(text[:end]):
        ordered = _has_order(text[span.start : span.end])
        if ordered or (found and _goes_on(text[found[-1][0] : found[-1][1]], text[span.start : span.end])):
            found.append((span.start, span.end))
    if structure is not None:
        found += [(span.start + structure, span.end + structure) for span in sentences.split(text[structure:])]
    return tuple(found)


_OPEN = re.compile(r"[:,\-–(\[]\s*$")
_QUOTES = re.compile(r"[\"“”„«»]")


def _goes_on(before: str, here: str) -> bool:
    """Whether an order runs on: it ends on a colon, or opens a quotation that ends in the next sentence."""
    return bool(_OPEN.search(before.rstrip())) or (len(_QUOTES.findall(before)) % 2 == 1 and bool(_QUOTES.search(here)))


def _first_structure(text: str) -> int | None:
    folded = read(text)
    places = [folded.place(*m.span())[0] for pattern in _markup() if (m := pattern.search(folded.text))]
    return min(places) if places else None


def _has_order(text: str) -> bool:
    if not text.strip():
        return False
    folded = read(clean(text)).text
    return (
        any(pattern.search(folded) for pattern in _strong())
        or _is_disguised(text)
        or any(pattern.search(folded) for pattern in _markup())
    )


def _hides_its_words(asked: str) -> bool:
    folded = read(clean(asked)).text
    return _is_disguised(asked) or any(pattern.search(folded) for pattern in _kind("role", "form"))


def _is_disguised(text: str) -> bool:
    """Encoded, taken apart, or spelled with letters of two alphabets."""
    if any(pattern.search(text) for pattern in (_HEX, _APART, _FLAGS, _MIXED, _LEET, _MORSE)):
        return True
    return any(sum(c.isupper() for c in m.group()[1:]) >= _CAPITALS_INSIDE for m in _BLOB.finditer(text))


@cache
def _strong() -> tuple[re.Pattern[str], ...]:
    return _kind(*read_yaml("lexicons", "orders.yaml")["strong"])


@cache
def _kind(*names: str) -> tuple[re.Pattern[str], ...]:
    raw = read_yaml("lexicons", "orders.yaml")
    say = "|".join(word.strip() for word in raw["say"].split("|"))
    lines = [line for name in names for line in _lines(raw["strong"][name])]
    return tuple(_compiled(line.replace("{say}", say).replace("{text}", raw["text"])) for line in lines)


@cache
def _markup() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(line) for line in _lines(read_yaml("lexicons", "orders.yaml")["markup"]))


def _lines(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.strip() and not line.startswith("# ")]


def _compiled(line: str) -> re.Pattern[str]:
    """Whole words; what ends on a sign ends there."""
    return re.compile(rf"(?<!\w)(?:{line})(?:(?<=\W)|(?!\w))")
