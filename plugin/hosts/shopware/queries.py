"""Reading a signed query, after its signature was found good: only what was signed, and each name once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import parse_qsl

from plugin.hosts.shopware.addresses import shop_address

FRESH_FOR = dt.timedelta(minutes=5)  # our policy: Shopware sets no end to anything it signs (contract §2.4)
_LONGEST = 4_000  # bytes; a genuine query has some 400
_LONGEST_SHOP_ID = 120


class BadQuery(ValueError):
    """The query lacks something, says it twice, or says nonsense. The message holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What a shop says when it registers. ``shop_url`` as it came, for the proof; ``address`` as it is kept."""

    shop_id: str
    shop_url: str
    address: str
    timestamp: dt.datetime


@dataclass(frozen=True, slots=True)
class Launch:
    """What the admin says when it opens one of our pages: which shop, and how its user reads. Never who the user is."""

    shop_id: str
    shop_url: str
    timestamp: dt.datetime
    version: str = ""
    language_id: str = ""
    locale: str = ""
    location: str = ""  # "" is the module's own page
    color_scheme: str = ""

    @property
    def language(self) -> str:
        """Of the locale "de-DE" the "de"."""
        return self.locale.partition("-")[0].lower()


def registration(query: bytes) -> Registration:
    """Raises BadQuery."""
    found = _values(query)
    return Registration(
        shop_id=_shop_id(found),
        shop_url=_needed(found, "shop-url"),
        address=_address(found),
        timestamp=_moment(found),
    )


def launch(signed: bytes) -> Launch:
    """``signed`` is the signed part alone (signatures.signed_part). Raises BadQuery."""
    found = _values(signed)
    return Launch(
        shop_id=_shop_id(found),
        shop_url=_address(found),
        timestamp=_moment(found),
        version=found.get("sw-version", "")[:40],
        language_id=found.get("sw-context-language", "")[:40],
        locale=found.get("sw-user-language", "")[:20],
        location=found.get("location-id", "")[:80],
        color_scheme=found.get("color-scheme", "")[:20],
    )


def is_fresh(moment: dt.datetime, now: dt.datetime) -> bool:
    """Whether it was said within our window: a clock that is ahead has as much leeway as a message that is late."""
    return abs(now - moment) <= FRESH_FOR


def _values(query: bytes) -> dict[str, str]:
    if len(query) > _LONGEST:
        raise BadQuery("The query is too long.")
    try:
        pairs = parse_qsl(query.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=50)
    except (UnicodeDecodeError, ValueError) as error:
        raise BadQuery("The query cannot be read.") from error
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadQuery("The query says something twice.")
    return found


def _needed(found: dict[str, str], name: str) -> str:
    value = found.get(name, "")
    if not value:
        raise BadQuery(f"The query lacks {name}.")
    return value


def _shop_id(found: dict[str, str]) -> str:
    value = _needed(found, "shop-id")
    if len(value) > _LONGEST_SHOP_ID or not (value.isascii() and value.isprintable()):
        raise BadQuery("The query's shop-id is none.")
    return value


def _address(found: dict[str, str]) -> str:
    try:
        return shop_address(_needed(found, "shop-url"))
    except ValueError as error:
        raise BadQuery("The query's shop-url is no address of a shop.") from error


def _moment(found: dict[str, str]) -> dt.datetime:
    """The timestamp. It may come with digits only, and no further than a calendar goes."""
    value = _needed(found, "timestamp")
    if not (value.isascii() and value.isdecimal() and len(value) <= 10):  # noqa: PLR2004 -- until the year 2286
        raise BadQuery("The query's timestamp is none.")
    return dt.datetime.fromtimestamp(int(value), dt.UTC)
