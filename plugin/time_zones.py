"""Whose clock a shop lives by: the zone it chose, else that of its country (of the capital, where there are several)."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ELSEWHERE = "UTC"  # a country that is not in the list: its shop chooses for itself
_OF_COUNTRY = {
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "CY": "Asia/Nicosia", "CZ": "Europe/Prague",
    "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki", "FR": "Europe/Paris", "GR": "Europe/Athens", "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IT": "Europe/Rome", "LT": "Europe/Vilnius",
    "LU": "Europe/Luxembourg", "LV": "Europe/Riga", "MT": "Europe/Malta", "NL": "Europe/Amsterdam",
    "PL": "Europe/Warsaw", "PT": "Europe/Lisbon", "RO": "Europe/Bucharest", "SE": "Europe/Stockholm",
    "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava",
    "CH": "Europe/Zurich", "GB": "Europe/London", "IS": "Atlantic/Reykjavik", "LI": "Europe/Vaduz", "NO": "Europe/Oslo",
    "AU": "Australia/Sydney", "CA": "America/Toronto", "NZ": "Pacific/Auckland", "TR": "Europe/Istanbul",
    "UA": "Europe/Kyiv", "US": "America/New_York",
}  # fmt: skip


def zone_of_country(country: str) -> str:
    """The zone's IANA name, for a country's two letters."""
    return _OF_COUNTRY.get(country, ELSEWHERE)


@cache
def is_zone(name: str) -> bool:
    """Whether that is a time zone as IANA names it, e.g. Europe/Amsterdam."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # no such file, a path that leads away, a directory
        return False
    return True
