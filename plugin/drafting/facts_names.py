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
# One word of a nickname: letters, an apostrophe or hyphen anywhere ("O'Driscoll"), a full stop behind ("Hr.").
_NICK = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_MOST_NICKNAME_WORDS, _LONGEST_NICKNAME = 4, 30
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
    names = [part for part in parts if not _INITIAL.fullmatch(part)]  # "Anna A." shows an initial, not the word "a"
    odd = not 0 < len(shown) <= _LONGEST_NAME or re.search(r"[\d@/\\:<>{}\[\]()#$€%!?*_|=]", shown)
    if odd or len(parts) > _MOST_PARTS or not _is_shaped_like_a_name(names):
        return _nickname(shown)
    if _is_no_person(names):  # "Teckelclub Zuid", "Moeder van twee": half of it is nobody's name
        return shown
    if _is("titles", names[0]) or _INITIAL.fullmatch(parts[0]):
        return " ".join(parts)  # "P. Bakker", "Mevrouw Jansen": no first name to greet by, so the name as it is shown
    if _is("prefixes", names[0]):
        return _nickname(shown)
    if formal and len(names) > 1:
        return " ".join(_cased(name) for name in names)
    return _cased(names[0])


def _is_shaped_like_a_name(names: list[str]) -> bool:
    """Parts of letters, none of them a word that is no name, and more than a title."""
    if any(_bare(part) in _words("no_names") for part in names):
        return False
    return not all(_is("titles", name) for name in names) and all(
        _PART.fullmatch(name) or _is("titles", name) for name in names
    )


def _nickname(shown: str) -> str:
    """What somebody calls themselves in public ("Otis the Beagle", "Boze fietser"), as they wrote it; "" for no name.

    Only words that are harmless; a name in brackets behind it is left out ("Lukas (NL)").
    """
    plain = re.sub(r"\s*\([^()]*\)\s*$", "", shown)
    words = plain.split()
    if not 0 < len(words) <= _MOST_NICKNAME_WORDS or len(plain) > _LONGEST_NICKNAME:
        return ""
    if any(not _NICK.fullmatch(word) for word in words):
        return ""
    told = [word for word in words if _bare(word) not in _words("moods")]
    if all(_is("titles", word) for word in told) or any(_bare(word) in _words("no_names") for word in told):
        return ""
    return plain.title() if plain.isupper() else plain


def _is_no_person(names: list[str]) -> bool:
    """Whether the parts name a club, a firm or a role instead of a person."""
    bodies = tuple(_words("bodies"))
    told = [name for name in names[1:] if not _is("prefixes", name)]
    small = any(name.islower() for name in told) and not names[0].islower()
    return len(names) > 1 and (small or any(_bare(name).endswith(bodies) for name in names))


def _bare(part: str) -> str:
    return part.casefold().strip(".'’")


def _is(kind: str, part: str) -> bool:
    return part.casefold().strip(".") in _words(kind)


def _cased(name: str) -> str:
    """A name in small or in capital letters with a capital first; any other spelling is the person's own."""
    if name.casefold() in _words("prefixes") or not (name.islower() or (name.isupper() and len(name) > _ACRONYM)):
        return name
    return "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))
