"""A shop's clock, and the day that it is there."""

from __future__ import annotations

import datetime as dt

import pytest

from plugin.legal_minimum import member_states
from plugin.shop import ShopProfile, ShopProfileError, dump_profile, load_profile
from plugin.time_zones import is_zone, zone_of_country

EVENING = dt.datetime(2026, 11, 20, 23, 30, tzinfo=dt.UTC)


def profile(**more: object) -> ShopProfile:
    return load_profile({"name": "De Gloed", "agent": "Marit", **more})


@pytest.mark.parametrize("country", sorted({*member_states(), "GB", "CH", "NO", "US"}))
def test_every_country_that_the_desk_offers_has_a_clock(country: str) -> None:
    assert is_zone(zone_of_country(country))
    assert zone_of_country(country) != "UTC"


def test_the_day_at_the_shop_is_not_the_day_in_greenwich() -> None:
    assert profile().today(EVENING) == dt.date(2026, 11, 21)
    assert profile(country="IE").today(EVENING) == dt.date(2026, 11, 20)


def test_the_shops_own_zone_goes_before_its_countrys() -> None:
    assert profile(country="PT", time_zone="Atlantic/Azores").zone.key == "Atlantic/Azores"


def test_a_zone_survives_being_kept_and_nonsense_is_refused() -> None:
    kept = profile(time_zone="Europe/Berlin")
    assert load_profile(dump_profile(kept)) == kept
    for wrong in ("Mars/Olympus", "../etc/passwd", "Europe"):
        with pytest.raises(ShopProfileError, match="time_zone"):
            profile(time_zone=wrong)
