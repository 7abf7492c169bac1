"""Times at the desk are those of the shop's clock: its own zone, else its country's."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from flask import Flask

from plugin.panel import speech
from plugin.store import Database, schedules, shops
from plugin.work import Work
from tests.panel import made_up
from tests.panel.conftest import SignIn
from tests.panel.made_up import Shop
from tests.panel.test_the_other_pages import policy_form

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)


def shop_with(database: Database, folder: Path, **profile: object) -> Shop:
    return Shop(database, "elders", folder, **profile)


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ({}, "12:00 CET"),
        ({"country": "GB"}, "11:00 GMT"),
        ({"country": "NL", "time_zone": "America/New_York"}, "06:00 EST"),
    ],
)
def test_a_reviews_time_is_the_shops_own(
    database: Database, tmp_path: Path, sign_in: SignIn, profile: dict[str, str], shown: str
) -> None:
    shop = shop_with(database, tmp_path, **profile)
    review_id = shop.add("1", made_up.drafted())  # an hour before noon in UTC
    page = sign_in(shop).get(f"/reviews/{review_id}").text
    assert re.search(rf'<time datetime="2026-11-20T11:00:00\+00:00" title="[^"]*{shown}">', page)


def test_the_night_run_proposes_the_shops_own_zone(database: Database, tmp_path: Path, sign_in: SignIn) -> None:
    shop = shop_with(database, tmp_path, country="PT")
    assert 'value="Europe/Lisbon" required' in sign_in(shop).get("/night-run").text


def test_the_next_night_run_is_told_by_the_shops_clock(database: Database, tmp_path: Path, sign_in: SignIn) -> None:
    shop = shop_with(database, tmp_path, country="GB")
    with shop.session() as session:
        schedules.save(session, shop.id, at="03:00", timezone="Europe/Amsterdam", on=True)
    assert re.search(r"02:00 GMT|03:00 (CET|BST)", sign_in(shop).get("/night-run").text)


def test_another_zone_is_kept_and_is_no_change_of_policy_to_try(shop: Shop, sign_in: SignIn, work: Work) -> None:
    review_id = shop.add("1", made_up.drafted())
    desk = sign_in(shop)
    with shop.session() as session:
        shops.save_profile(session, shop.id, shops.profile(session, shop.id), seen_version=1)
        before = shops.get(session, shop.id).profile_version
    form = policy_form(version=str(before))
    assert desk.post("/policy", htmx=False, **form).headers["Location"].startswith("/changes/")  # the policy differs
    with shop.session() as session:
        kept = shops.profile(session, shop.id)
        trial = work.propose_profile(
            session, shop.id, made_up.profile(time_zone="Europe/London"), seen_version=before, person_id=None
        )
        assert trial is None
        assert shops.profile(session, shop.id).time_zone == "Europe/London"
        assert kept.time_zone == ""
    assert "11:00 GMT" in desk.get(f"/reviews/{review_id}").text


def test_a_zone_that_is_none_is_refused_beside_its_field(shop: Shop, sign_in: SignIn) -> None:
    answer = sign_in(shop).post("/policy", htmx=False, **policy_form(time_zone="Europe/Nergens"))
    assert answer.status_code == 422
    assert 'id="time_zone-wrong"' in answer.text


def test_a_files_dates_are_shown_as_they_stand_in_it(shop: Shop, sign_in: SignIn) -> None:
    upload = (io.BytesIO(b"id,text,rating,date\n1,De lamp flikkert.,2,2026-11-21\n"), "export.csv")
    page = sign_in(shop).post("/channels/new/file", htmx=False, do="preview", name="Export", upload=upload).text
    assert "<td>21 nov 2026</td>" in page


def test_a_new_file_is_read_by_the_shops_clock(database: Database, tmp_path: Path, sign_in: SignIn) -> None:
    shop = shop_with(database, tmp_path, country="IE")
    assert 'value="Europe/Dublin"' in sign_in(shop).get("/channels/new/file").text


@pytest.mark.parametrize(
    ("minutes", "column", "sentence"),
    [
        (-5, "5 min", "5 minutes ago"),
        (5, "Nov 20, 2026", "in 5 minutes"),
        (-60 * 24 * 9, "Nov 11, 2026", "Nov 11, 2026"),
    ],
)
def test_a_time_is_short_in_a_column_and_has_its_direction_in_a_sentence(
    app: Flask, minutes: int, column: str, sentence: str
) -> None:
    when = NOON + dt.timedelta(minutes=minutes)
    with app.test_request_context():
        assert (speech.short_time(when, NOON, "en"), speech.near_time(when, NOON, "en")) == (column, sentence)
