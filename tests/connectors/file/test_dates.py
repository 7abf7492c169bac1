import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from connectors.file import preview
from connectors.file.dates import guess_order, to_utc

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-12", "2026-03-11T23:00"),
        ("2026-07-12", "2026-07-11T22:00"),
        ("2026-03-12 14:05", "2026-03-12T13:05"),
        ("2026-03-12T14:05:33Z", "2026-03-12T14:05:33"),
        ("2026-03-12T14:05:33.123+02:00", "2026-03-12T12:05:33.123"),
        ("2026-03-12 14:05:33 UTC", "2026-03-12T14:05:33"),
        ("2026-03-12 14:05:33 +0100", "2026-03-12T13:05:33"),
        ("2026/3/2", "2026-03-01T23:00"),
        ("12-03-2026", "2026-03-11T23:00"),
        ("12.03.2026 14:05", "2026-03-12T13:05"),
        ("12/03/26 14.05", "2026-03-12T13:05"),
        ("12.3.2026, 14:05 Uhr", "2026-03-12T13:05"),
        ("12 maart 2026", "2026-03-11T23:00"),
        ("12 mrt. 2026 om 14:05", "2026-03-12T13:05"),
        ("donderdag 12 maart 2026", "2026-03-11T23:00"),
        ("12. März 2026 um 14:05 Uhr", "2026-03-12T13:05"),
        ("Do., 12. Mär 2026", "2026-03-11T23:00"),
        ("March 12, 2026 2:05 PM", "2026-03-12T13:05"),
        ("12th of March 2026", "2026-03-11T23:00"),
        ("Mar 12, 2026, 12:05 am", "2026-03-11T23:05"),
        ("12-mrt-26", "2026-03-11T23:00"),
        ("12-Mar-2026", "2026-03-11T23:00"),
        ("46093", "2026-03-11T23:00"),
        ("46093,5", "2026-03-12T11:00"),
        ("46093.58681", "2026-03-12T13:05:00"),
        ("1773324333", "2026-03-12T14:05:33"),
        ("1773324333000", "2026-03-12T14:05:33"),
    ],
)
def test_a_date_is_read_as_a_person_of_this_shop_means_it(written, expected):
    moment = to_utc(written, order="dmy", zone=AMSTERDAM)
    assert moment == dt.datetime.fromisoformat(expected).replace(tzinfo=dt.UTC)
    assert moment.utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize(
    "written", ["31-02-2026", "2026-13-01", "gisteren", "12 foo 2026", "99999999999999", "12:05", "25-12-2026 25:00"]
)
def test_what_is_no_date_is_none(written):
    assert to_utc(written, order="dmy", zone=AMSTERDAM) is None


def test_month_first_is_believed_only_where_the_column_proves_it():
    assert guess_order(["03/04/2026", "05/06/2026"]) == "dmy"
    assert guess_order(["03/04/2026", "03/25/2026"]) == "mdy"
    assert guess_order(["25/03/2026", "03/04/2026"]) == "dmy"


def test_the_order_of_the_whole_column_holds_for_each_date(export):
    reviews, problems = export.write("id,text,date\n1,good,03/04/2026\n2,good,03/25/2026\n").read(timezone="UTC")
    assert problems == []
    assert [r.created.date() for r in reviews] == [dt.date(2026, 3, 4), dt.date(2026, 3, 25)]


def test_an_unreadable_date_is_named_and_the_review_kept(export):
    reviews, problems = export.write("id,text,datum\n1,goed,ooit\n").read()
    assert len(reviews) == 1
    assert reviews[0].created.utcoffset() == dt.timedelta(0)
    assert "'ooit'" in problems[0]


def test_a_row_without_a_date_is_named_too(export):
    reviews, problems = export.write("id,text,datum\n1,goed,12-03-2026\n2,slecht,\n").read()
    assert len(reviews) == 2
    assert problems == ["Line 3: it has no date; imported with the file's own date."]


def test_a_preview_says_where_no_column_holds_dates():
    told = "No column holds dates: every review is imported with the file's own date."
    assert told in preview(b"id;tekst\n1;goed\n").problems
    assert told not in preview(b"id;tekst;datum\n1;goed;12-03-2026\n").problems
