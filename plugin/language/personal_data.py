"""Personal data in a text: found, replaced by stable tokens before the text leaves the house, put back after.

Finding is by pattern and checksum, not by guess: ``phonenumbers`` with its VALID leniency for telephone numbers,
check digits for IBAN, BSN and card numbers. Dates and prices are never taken for telephone numbers.
Source: guideline R-PRIVACY; GDPR art. 5(1)(c).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import phonenumbers
from stdnum import iban, luhn
from stdnum.nl import bsn

from plugin.language import postal

TOKEN = re.compile(r"\[([A-Z]+(?:_[A-Z]+)*)_(\d+)\]")

# The first kind in this order keeps a stretch of text that two kinds claim.
KINDS = ("email", "url", "iban", "card", "address", "order-number", "phone", "bsn", "postcode", "birth-date", "name")

_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\]|\s\(?apenstaartje\)?\s)\s?[\w-]+(?:\.[\w-]+)*(?:\.|\s?\(dot\)\s?|\s?\[dot\]\s?)[a-z]{2,}\b",
    re.IGNORECASE,
)
_URL = re.compile(
    r"\bhttps?://[^\s<>\"')]+|\bwww\.[^\s<>\"')]+|\b[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,4}\.(?:nl|de|be|com|net|org|eu|shop|io|at|ch|co\.uk|info|store|online)\b(?:/[^\s<>\"')]*)?",
    re.IGNORECASE,
)
# One way only to read each stretch: a group within a group would try every way of cutting it up.
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){4,70}\b", re.IGNORECASE)
_CARD = re.compile(r"(?<![\d-])(?:\d[ -]?){12,18}\d(?![\d-])")
_BSN = re.compile(r"(?<![\d.,-])\d{9}(?![\d]|[.,-]\d)")
_DIGITS_AND_SIGNS = re.compile(r"[\d().\s/+-]*\d")
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}[-./]\s?\d{1,2}[-./]\s?(?:\d{4}|\d{2})|(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2})(?!\d)"
)
_PRICE = re.compile(r"(?:€|\$|£|\beuro?\b|\beur\b)\s*$", re.IGNORECASE)
_PRICE_REACH = 12  # characters before a number in which its currency stands
_PRICE_AFTER = re.compile(r"\s*(?:€|\$|£|euro?\b|eur\b|,-|,\d{2}\b(?!\d))", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b(?:geboren(?:\s+(?:op|am))?|geboortedatum|geburtsdatum|geb\.|date of birth|born(?:\s+on)?|dob)\W{0,3}"
    r"(\d{1,2}[-./ ](?:\d{1,2}|[a-zäé]+)[-./ ]\d{2,4})",
    re.IGNORECASE,
)

_ORDER_LABEL = (
    r"(?:(?:bestel|order|klant|factuur|zending|retour|ticket|pakket|case|zaak|dossier|polis|bon)(?:ling|bon)?s?[- ]?"
    r"(?:nummers?|nr\b\.?|n[or]\.|code|id\b|number|no\.?)|"
    r"(?:bestell?ung|auftrag|bestell?|kunden|rechnung|sendung|paket|retouren?|vorgang|ticket|lieferschein)s?[- ]?"
    r"(?:nummern?|nr\b\.?|code|id\b)|"
    r"(?:order|customer|invoice|tracking|case|ticket|reference|parcel|account|booking|confirmation|rma|return)s?\s+"
    r"(?:numbers?|no\.?|nr\.?|id|code|ref(?:erence)?\.?)|"
    r"track(?:\s?(?:&|and|en|und)\s?|-and-)trace(?:[- ]?code)?|barcode|rma|"
    r"bestelling|bestellung|order|auftrag|factuur|rechnung|invoice|ticket|zending|sendung|referentie|kenmerk)"
)
_ORDER_GLUE = r"(?:[\s:#.()=\-]|\b(?:met|mit|with|is|ist|was|war|nr|no|nummer|number|code|der|het|the|id)\b){0,6}?"
_ORDER = re.compile(
    rf"\b{_ORDER_LABEL}{_ORDER_GLUE}(?P<value>(?=[\w/-]*\d[\w/-]*\d[\w/-]*\d[\w/-]*\d)[A-Z0-9][A-Z0-9/_-]{{3,30}})(?![\w])",
    re.IGNORECASE,
)
_BARE_ORDER = re.compile(
    r"(?<![\w.,/-])(?P<value>#\s?\d{4,12}|3S[A-Z0-9]{9,15}|JVGL\d{8,}|1Z[A-Z0-9]{16}|[A-Z]{2,6}-?\d{5,12}|\d{7,14})(?![\w/-]|[.,]\d)"
)

_CAP = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
_NAME = re.compile(
    rf"\b(?:(?i:mijn naam is|ik heet|mein name ist|ich hei(?:ß|ss)e|my name is)\s+(?P<own>{_CAP}(?:\s+(?:van|de|der|den|von|zu|ter|ten)){{0,2}}(?:\s+{_CAP}){{0,2}})"
    rf"|(?:[Mm]evrouw|[Mm]eneer|[Mm]vr\.?|[Dd]hr\.?|[Hh]err[n]?|[Ff]rau|Mrs?\.?|Ms\.?|[Dd]okter|Dr\.)\s+(?P<other>(?:(?:van|de|der|den|von|zu|ter|ten)\s+){{0,3}}{_CAP}(?:-{_CAP})?(?:\s+{_CAP})?))"
)
_NOT_NAMES = frozenset({"Ich", "Sie", "Und", "Der", "Die", "Das", "Aan", "Van", "Klant", "Kunde", "Right", "Doktor"})


@dataclass(frozen=True, slots=True)
class PersonalData:
    """``text == original[start:end]``, in code points; ``kind`` is one of ``KINDS``."""

    kind: str
    start: int
    end: int
    text: str


def find(text: str, country: str = "NL") -> tuple[PersonalData, ...]:
    """All personal data in a text, in order, never overlapping. ``country`` says how a local telephone number and
    a postcode are written; the neighbours' forms are known as well.
    """
    found: list[PersonalData] = []
    for kind, first, last in _claims(text, country):
        start, end = _trimmed(text, first, last)
        if end > start and not any(start < f.end and f.start < end for f in found):
            found.append(PersonalData(kind, start, end, text[start:end]))
    return tuple(sorted(found, key=lambda f: f.start))


def replace(text: str, found: Sequence[PersonalData]) -> tuple[str, dict[str, PersonalData]]:
    """The text with a token in each place (``[PHONE_1]``), and what each token stands for.

    The same detail gets the same token each time. A token that a customer typed is never reused for another's data.
    """
    taken = {match.group(0) for match in TOKEN.finditer(text)}
    tokens: dict[tuple[str, str], str] = {}
    mapping: dict[str, PersonalData] = {}
    parts: list[str] = []
    place = 0
    for item in sorted(found, key=lambda f: f.start):
        key = (item.kind, re.sub(r"\s", "", item.text).casefold())
        if key not in tokens:
            tokens[key] = _next_token(item.kind, taken)
            mapping[tokens[key]] = item
        parts += [text[place : item.start], tokens[key]]
        place = item.end
    return "".join([*parts, text[place:]]), mapping


def restore(masked: str, mapping: Mapping[str, PersonalData], allowed_kinds: Collection[str] = ()) -> str:
    """Put back the details of the kinds that may be seen; any other token stays, for ``leftover_tokens`` to find."""

    def put_back(match: re.Match[str]) -> str:
        item = mapping.get(match.group(0))
        return item.text if item is not None and item.kind in allowed_kinds else match.group(0)

    return TOKEN.sub(put_back, masked)


def leftover_tokens(text: str) -> tuple[str, ...]:
    """Tokens that stand in a text: none may be left in anything that is published, and an invented one is here too."""
    return tuple(match.group(0) for match in TOKEN.finditer(text))


def _next_token(kind: str, taken: set[str]) -> str:
    name = kind.upper().replace("-", "_")
    number = 1
    while f"[{name}_{number}]" in taken:
        number += 1
    token = f"[{name}_{number}]"
    taken.add(token)
    return token


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in " \t\n.,;:!?":
        end -= 1
    while end > start and text[start] in " \t\n":
        start += 1
    return start, end


def _claims(text: str, country: str) -> Iterator[tuple[str, int, int]]:
    """Every stretch that some kind claims, the strongest claim first."""
    has_digit = any(map(str.isdigit, text))
    yield from (("email", *m.span()) for m in _EMAIL.finditer(text))
    yield from (("url", *m.span()) for m in _URL.finditer(text))
    if has_digit:
        yield from (("iban", *span) for span in _ibans(text))
        yield from (("card", *m.span()) for m in _CARD.finditer(text) if luhn.is_valid(re.sub(r"[ -]", "", m.group(0))))
        yield from (("birth-date", *m.span(1)) for m in _BIRTH.finditer(text))
        yield from (("address", *span) for span in postal.addresses(text))
        yield from (("order-number", *m.span("value")) for m in _ORDER.finditer(text) if _is_order_number(text, m))
        yield from (("phone", *span) for span in _phones(text, country))
        yield from (("bsn", *m.span()) for m in _BSN.finditer(text) if bsn.is_valid(m.group(0)))
        yield from (("order-number", *m.span("value")) for m in _BARE_ORDER.finditer(text) if _is_order_number(text, m))
        yield from (("postcode", *span) for span in postal.postcodes(text, country))
    for match in _NAME.finditer(text):
        group = "own" if match.group("own") else "other"
        if match.group(group).split()[0] not in _NOT_NAMES:
            yield "name", *match.span(group)


def _is_order_number(text: str, match: re.Match[str]) -> bool:
    value = match.group("value")
    start, end = match.span("value")
    if _DATE.search(value) or re.fullmatch(r"(?:19|20)\d{2}", value):
        return False
    return not (_PRICE.search(text[max(0, start - _PRICE_REACH) : start]) or _PRICE_AFTER.match(text[end:]))


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    """The check digits say where an IBAN ends: words that follow are dropped until they fit."""
    for match in _IBAN.finditer(text):
        start, end = match.span()
        while end > start and not iban.is_valid(text[start:end]):
            cut = max(text.rfind(" ", start, end), text.rfind("-", start, end))
            end = max(cut, start)
        if end > start:
            yield start, end


def _phones(text: str, country: str) -> Iterator[tuple[int, int]]:
    digits = sum(map(str.isdigit, text))
    if digits < 8 or not _DIALLED.search(text):  # noqa: PLR2004 -- no telephone number here is shorter
        return
    if digits > _MANY_DIGITS:
        yield from (match.span() for match in _LIKE_A_PHONE.finditer(text))
        return
    dates = [match.span() for match in _DATE.finditer(text)]
    regions = dict.fromkeys((country.upper(), "NL", "DE", "BE", "GB"))
    for region in regions:
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
            start, end = match.start, match.end
            if _looks_dialled(match.raw_string) and not any(start < e and s < end for s, e in dates):
                yield start, end


# A review of so many digits was made to keep the library busy: what looks like a number is then taken for one.
_MANY_DIGITS = 1_000
_DIALLED = re.compile(r"[0+]")
_LIKE_A_PHONE = re.compile(r"(?<!\d)(?:\+|\(0|0)[\d ()./-]{6,16}\d(?!\d)")


def _looks_dialled(raw: str) -> bool:
    """People write a telephone number with its 0 or +; a bare 9-digit number is more often an order's."""
    return raw.lstrip("( ").startswith(("0", "+"))
