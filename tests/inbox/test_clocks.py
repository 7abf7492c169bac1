import datetime as dt
from dataclasses import replace

import pytest

from connectors.contract import Capabilities, Clock, Moderation, ModerationState, Reply, Review, Starts
from plugin.inbox import clocks
from plugin.shop import Policy, ShopProfile

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SHOP = ShopProfile("Fietsenhuis", "Sanne", policy=Policy(withdrawal_days=30, warranty_months=24))
HELD = Clock(
    "site-hold", {"en": "It appears", "nl": "Hij verschijnt"}, 14, "https://site.example/hold", Starts.WRITTEN,
    setting="hold_days", up_to_rating=3,
)  # fmt: skip
DISPUTE = Clock("site-dispute", "The dispute ends", 7, "https://site.example/dispute", Starts.MODERATED,
                while_=(ModerationState.DISPUTED,), answered_stops=False)  # fmt: skip


class Channel:
    def __init__(self, **settings):
        self.settings = settings
        self.abilities = Capabilities(clocks=(HELD, DISPUTE))


def review(**more):
    given = {"created": NOW - dt.timedelta(days=3), "rating": 2, **more}
    return Review("r1", "De tas lekt.", **given)


def ends(one, **settings):
    found = clocks.ticking(Channel(**settings), [one], SHOP, NOW).get("r1")
    return found and (found.clock, (found.ends_at - NOW).days)


def test_a_channel_s_clock_runs_from_its_moment_and_the_setting_overrules_its_days():
    assert ends(review()) == ("site-hold", 11)
    assert ends(review(), hold_days=7) == ("site-hold", 4)
    assert ends(review(), hold_days=0) is None


@pytest.mark.parametrize("more", [{"rating": 4}, {"rating": None}, {"reply": Reply("Beste Sabine")}])
def test_it_does_not_run_where_it_does_not_apply_or_the_shop_has_answered(more):
    assert ends(review(**more)) is None


def test_a_reply_that_the_platform_rejected_is_no_answer():
    assert ends(review(reply=Reply("Beste", status="rejected"))) == ("site-hold", 11)


def test_the_platform_s_own_date_goes_before_our_arithmetic():
    case = Moderation(ModerationState.DISPUTED, since=NOW - dt.timedelta(days=1))
    assert ends(review(rating=5, moderation=case)) == ("site-dispute", 6)
    assert ends(review(rating=5, moderation=replace(case, until=NOW + dt.timedelta(days=2)))) == ("site-dispute", 2)


def test_the_limit_that_ends_next_is_the_one_that_counts_and_one_that_passed_is_none():
    assert ends(review(ordered=NOW - dt.timedelta(days=25))) == ("order-withdrawal", 5)
    assert ends(review(rating=5, ordered=NOW - dt.timedelta(days=60)))[0] == "order-warranty"
    assert ends(review(created=NOW - dt.timedelta(days=20))) is None


def test_a_limit_has_words_in_the_desk_s_language_and_says_where_it_comes_from():
    said, source = clocks.words_of("file", "order-withdrawal", SHOP, "nl")
    assert said == "De bedenktijd van de klant loopt af"
    assert "2011/83/EU" in source
    assert clocks.words_of("file", "site-gone", SHOP, "nl") == ("", "")
