"""The sample shows everything there is to show, and the rooms agree with what its labels promise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from plugin.drafting.pipeline import draft
from plugin.language.personal_data import find
from plugin.sample import sample_profile, sample_reviews, seed
from plugin.store import Database, channels, listing
from plugin.words import Decision, Play, ReviewText

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
REVIEWS = sample_reviews()["reviews"]


def as_text(row: dict) -> ReviewText:
    return ReviewText(
        id=row["id"], text=row["text"], rating=row["rating"], author=row["author"], product=row.get("product", "")
    )


def test_it_shows_every_decision_and_every_play_in_three_languages() -> None:
    assert len(REVIEWS) >= 45
    shown = {name for row in REVIEWS for name in row["shows"] if name}
    assert shown == {str(decision) for decision in Decision} | {str(play) for play in Play}


def test_one_review_carries_an_injection_and_one_a_customers_own_phone_number() -> None:
    drafted = {row["id"]: draft(as_text(row), sample_profile(), today=NOW.date()) for row in REVIEWS}
    assert [key for key, one in drafted.items() if "injection" in one.triage.flags]
    assert [row["id"] for row in REVIEWS if any(found.kind == "phone" for found in find(row["text"], "NL"))]


@pytest.mark.parametrize("row", REVIEWS, ids=[row["id"] for row in REVIEWS])
def test_each_review_gets_the_decision_it_is_here_to_show_and_a_sound_draft(row: dict) -> None:
    drafted = draft(as_text(row), sample_profile(), today=NOW.date())
    decision, play = row["shows"]
    assert (str(drafted.triage.decision), drafted.triage.play and str(drafted.triage.play)) == (decision, play)
    assert (drafted.reply is not None) == drafted.triage.decision.has_public_reply
    assert drafted.report is None or drafted.report.blocks == ()
    assert drafted.reply or drafted.internal_note


def test_loading_it_twice_keeps_what_stood(tmp_path: Path, database: Database) -> None:
    first = seed(database, tmp_path, NOW)
    second = seed(database, tmp_path, NOW + dt.timedelta(days=1))
    assert (first.new, second.new, first.shop_id) == (True, False, second.shop_id)
    with database.session(shop_id=first.shop_id) as session:
        assert {channel.state for channel in channels.every(session, first.shop_id)} == {"ok"}
        rows = listing.page(session, first.shop_id, limit=200).rows
    assert len(rows) == len(REVIEWS)
    by_author = {row.author: row for row in rows}
    assert by_author["Joris"].created_at == NOW - dt.timedelta(hours=2)
    assert by_author["Femke"].excerpt == ""
