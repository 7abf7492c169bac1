"""By which name a reply may greet: the one the reviewer shows in public, when it is a name (guideline R-PERSONAL).

The author field is as hostile as the text: it may hold an address, a link, an order to the writer or an insult.
Only what is shaped like a person's name is repeated; for everything else the greeting stays without one.
"""

from __future__ import annotations

import re
from functools import cache

from plugin.data import read_yaml

# One part of a name: letters, with an apostrophe or hyphen inside ("d'Anjou", "Anne-Marie").
_PART = re.compile(r"[^\W\d_]{2,20}(?:['’-][^\W\d_]{1,20})*")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]\.?")
_LONGEST_NAME, _MOST_PARTS = 40, 5
_ACRONYM = 2  # two capitals are somebody's way to write a name ("JP")


@cache
def _words(kind: str) -> frozenset[str]:
    raw = read_yaml("phrases", "names.yaml")
    return frozenset(str(raw[kind]).split())


def greeting_name(author: str, *, formal: bool = False) -> str:
    """The name to greet by, or "" where there is none to be had.

    A full name shown in public is greeted by its first name, or whole where the shop is formal ("Guten Tag Anna
    Schmidt") and where it shows no first name ("J. de Vries", "Familie Jansen").
    """
    shown = " ".join(author.split())
    parts = shown.replace(",", " ").split()
    odd = not 0 < len(shown) <= _LONGEST_NAME or re.search(r"[\d@/\\:<>{}\[\]()#$€%!?*_|=]", shown)
    names = [part for part in parts if not _INITIAL.fullmatch(part)]  # "Anna A." shows an initial, not the word "a"
    if odd or len(parts) > _MOST_PARTS or any(part.casefold().strip(".'’") in _words("no_names") for part in names):
        return ""
    if (
        not names
        or all(_is("titles", name) for name in names)
        or not all(_PART.fullmatch(name) or _is("titles", name) for name in names)
    ):
        return ""
    aloof = _is("titles", names[0]) or bool(_INITIAL.fullmatch(parts[0]))
    if _is("prefixes", names[0]) and not aloof:
        return ""
    if aloof:  # "P. Bakker", "Mevrouw Jansen": no first name to greet by, so the name as it is shown
        return " ".join(parts)
    if formal and len(names) > 1:
        return " ".join(_cased(name) for name in names)
    return _cased(names[0])


def _is(kind: str, part: str) -> bool:
    return part.casefold().strip(".") in _words(kind)


def _cased(name: str) -> str:
    """A name in small or in capital letters with a capital first; any other spelling is the person's own."""
    if name.casefold() in _words("prefixes") or not (name.islower() or (name.isupper() and len(name) > _ACRONYM)):
        return name
    return "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))
