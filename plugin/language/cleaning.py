"""Takes out of a text what no reader sees and what a trickster hides words in; leaves all that a reader does see.

Done once, at intake, before any offset into the text is computed. NFC and not NFKC, so that what the customer wrote
stays what the customer wrote ("½" stays "½").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\x0b": "\n", "\x0c": "\n"})
# Outside of these something may have to go: signs that are seen, in one code point each. Nearly every text is all of these.
_UNUSUAL = re.compile(r"[^\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u024f\u2013\u2014\u2018-\u201e\u2026\u20ac]")
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")  # letters and marks that show nothing
_SELECTORS_AND_TAGS = (("\ufe00", "\ufe0d"), ("\U000e0000", "\U000e01ef"))  # can carry a whole hidden message
_JOINER = "\u200d"
_EMOJI_STYLE = frozenset("\ufe0e\ufe0f")
_SOFT_HYPHEN = "\u00ad"
_FIRST_WITH_JOINERS, _LAST_WITH_JOINERS = (
    "\u0600",
    "\u0dff",
)  # Arabic to Sinhala: scripts that join letters by such signs
_HIDDEN_BETWEEN = 4  # letters with a hidden sign behind them: a slip of a copied text has one or two
_MAX_MARKS = 4  # combining marks on one letter; more is no language but a way to deface a page


def clean(text: str) -> str:
    """The text as a reader sees it: no zero-width, bidi, tag or control characters, NFC, Unix line ends.

    Newlines, tabs and emoji (with their joiners) stay. Cleaning twice is cleaning once.
    """
    if not _UNUSUAL.search(text):
        return text
    return _fewer_marks(unicodedata.normalize("NFC", _visible(_with_unix_lines(text))))


def _with_unix_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)


def hides_between_letters(text: str) -> bool:
    """Whether hidden signs stand between the letters of a text, as nobody types and as keeps its words from being heard.

    A soft hyphen is a place to break a long word, and comes along with what is copied from a page; Persian and the scripts of
    India write signs that nobody sees.
    """
    if not _UNUSUAL.search(text):
        return False
    between, letter, hidden = 0, False, False
    for char in _with_unix_lines(text):
        if _is_hidden(char):
            hidden = hidden or char != _SOFT_HYPHEN
        elif char.isalpha():
            between += letter and hidden
            letter, hidden = not _FIRST_WITH_JOINERS <= char <= _LAST_WITH_JOINERS, False
        else:
            letter = hidden = False
    return between >= _HIDDEN_BETWEEN


def _visible(text: str) -> str:
    kept: list[str] = []
    for place, char in enumerate(text):
        if char == _JOINER:
            following = text[place + 1 : place + 2]
            # an emoji family is held together by joiners; a joiner between letters only hides a word
            if kept and _can_precede_joiner(kept[-1]) and following and _is_symbol(following):
                kept.append(char)
        elif char in _EMOJI_STYLE:
            if kept and (_is_symbol(kept[-1]) or kept[-1] in "0123456789#*"):
                kept.append(char)
        elif not _is_hidden(char):
            kept.append(char)
    while kept and kept[-1] == _JOINER:
        kept.pop()
    return "".join(kept)


def _can_precede_joiner(char: str) -> bool:
    return _is_symbol(char) or char in _EMOJI_STYLE


@lru_cache(maxsize=4096)
def _is_symbol(char: str) -> bool:
    return unicodedata.category(char) in {"So", "Sk", "Sm"}


@lru_cache(maxsize=4096)
def _is_hidden(char: str) -> bool:
    if char in "\n\t":
        return False
    if char in _BLANK_LETTERS or any(first <= char <= last for first, last in _SELECTORS_AND_TAGS):
        return True
    # Cc controls, Cf zero-width and bidi, Cs lone surrogates (they cannot be stored as UTF-8)
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}


def _fewer_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)
