"""Ways to reach somebody and marks of an order, as they stand in a text: whose they are is for the checks to say."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

_TLD = r"(?:nl|de|com|be|eu|org|net|shop|store|io|co\.uk|at|ch|info|fr|dk|biz|xyz|example|test|ly|me|app|online|click|top|site)"
# Every run has an end and begins where a word does: a text made to keep us busy costs no more than its length.
_EMAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
_URL = rf"(?:https?://|www\.)[^\s<>\"')\]]+|(?<![\w@.-])(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,5}}{_TLD}(?![\w@-])(?:/[^\s<>\"')\]]*)?"
_IBAN = r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b"
_STREET = (
    r"(?:straat|laan|weg|plein|gracht|kade|dijk|singel|steeg|straße|strasse|str\.|platz|allee|gasse|damm|ufer)\s?\d"
)
_ROAD = r"(?:Street|Road|Avenue|Lane|Drive|Close|Court|Square|Terrace|St|Rd|Ave)\b"
_ADDRESS = (
    rf"(?<![\w'.-])(?:[A-ZÄÖÜ][\wäöüß'.-]{{1,30}}\s){{0,3}}[A-ZÄÖÜ][\wäöüß'-]{{0,40}}{_STREET}\d{{0,3}}\s?[a-zA-Z]?\b"
    rf"|\b\d{{1,4}}\w?\s(?:[A-Z][\w'-]{{1,30}}\s){{1,3}}{_ROAD}"
)
_POSTCODE = r"\b[1-9]\d{3}\s?(?!EN\b|IN\b|IS\b|OP\b|OF\b|DE\b)[A-Z]{2}\b|\b(?:D-)?\d{5}\s(?=[A-ZÄÖÜ][a-zäöü]{2,})|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"
_LABELS = (
    "order", "bestel", "bestell", "auftrags", "klant", "kunden", "customer", "factuur", "rechnungs", "invoice", "tracking",
    "sendungs", "ticket", "pakket", "dossier", "retour", "reference", "referentie", "vorgangs", "account", "member", "case",
)  # fmt: skip
_ORDER = (
    rf"(?i:(?:{'|'.join(_LABELS)})[\s-]?"
    r"(?:nummer|number|nr|no|id|code|num|ref)?\b\.?\s?(?::|#|is|was|lautet|with number|met nummer|mit der nummer)?\s?"
    r"[#(]?)(?P<code>(?=[A-Z0-9-]{0,30}\d{3})[A-Z0-9][A-Z0-9-]{3,30})"
    r"|(?P<hash>#\s?\d{4,30})|\b(?P<bare>3S[A-Z0-9]{8,30}|JVGL\d{8,30}|(?=[A-Z-]{0,8}\d)[A-Z]{2,5}-?\d{4,30}(?:-\d{1,30})?)\b"
)
_PHONE = r"(?<![\w.,/-])(?:\+|00|\(0|0)[\d(][\d\s()./-]{6,16}\d(?!\w)"
# At a place the first of these that fits wins. One that cannot stand in a text is left out: the expression of all of them
# would cost more than anything else that is done with a text.
_KINDS = {
    "email": _EMAIL, "url": _URL, "iban": _IBAN, "address": _ADDRESS, "order": _ORDER, "phone": _PHONE, "postcode": _POSTCODE,
}  # fmt: skip
_DIGIT, _THREE_DIGITS = re.compile(r"\d"), re.compile(r"\d\d\d")
_BARE_ORDER, _STREET_OR_ROAD = re.compile(r"#\s?\d|3S|[A-Z]-?\d{4}"), re.compile(rf"{_STREET}|\s{_ROAD}")


def _names_an_order(text: str) -> bool:
    if _BARE_ORDER.search(text):
        return True
    low = text.casefold() if _THREE_DIGITS.search(text) else ""
    return any(label in low for label in _LABELS)


# Whether a kind may stand in a text: a quick look for a part of it.
_MAY_STAND: Mapping[str, Callable[[str], object]] = {
    "email": re.compile("@").search,
    "url": re.compile(r"[.:](?:[a-z]|//|(?<=www\.))").search,
    "iban": re.compile(r"[A-Z]\d\d").search,
    "address": _STREET_OR_ROAD.search,
    "order": _names_an_order,
    "phone": re.compile(r"[+0(][\d(][\d\s()./-]{6,18}\d").search,
    "postcode": re.compile(r"\d(?:\d\d\d|[A-Z])").search,
}
_WITHOUT_DIGITS = ("email", "url")
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_PHONE_DIGITS = range(8, 16)


class Contact(NamedTuple):
    """``kind``: email, url, phone, iban, address, postcode, order. ``key``: the form for comparing."""

    kind: str
    text: str
    key: str
    start: int
    end: int


@functools.lru_cache(maxsize=1024)
def find(text: str) -> tuple[Contact, ...]:
    """Everything of that sort in a text, in reading order."""
    found: list[Contact] = []
    kinds = _possible(text)
    for match in _expression(kinds).finditer(text) if kinds else ():
        kind = next(k for k in kinds if match.group(k))
        start, end = match.span(kind)
        if kind == "order":
            name = next(k for k in ("code", "hash", "bare") if match.group(k))
            start, end = match.span(name)
        words = text[start:end].rstrip(".,;:!?)")
        if kind == "phone" and not _is_phone(words):
            continue
        found.append(Contact(kind, words, key_of(kind, words), start, start + len(words)))
    return tuple(found)


def _possible(text: str) -> tuple[str, ...]:
    """The kinds that may stand in a text; in most there is none."""
    asked = _KINDS if _DIGIT.search(text) else _WITHOUT_DIGITS
    return tuple([kind for kind in asked if _MAY_STAND[kind](text)])


@functools.cache
def _expression(kinds: tuple[str, ...]) -> re.Pattern[str]:
    """There are few mixtures of kinds, so few of these."""
    return re.compile("|".join(f"(?P<{kind}>{_KINDS[kind]})" for kind in kinds))


def key_of(kind: str, words: str) -> str:
    """The same for two ways of writing the same thing."""
    if kind == "phone":
        return re.sub(r"\D", "", words)[-8:]
    if kind == "url":
        return re.sub(r"^(?:https?://)?(?:www\.)?", "", words.lower()).rstrip("/")
    return re.sub(r"[\s#]", "", words.lower())


def host_of(url_key: str) -> str:
    return url_key.split("/", 1)[0]


def _is_phone(words: str) -> bool:
    return len(re.sub(r"\D", "", words)) in _PHONE_DIGITS and not _DATE.fullmatch(words)
