"""Which of several candidates the built-in writer takes."""

from __future__ import annotations

from plugin.drafting.built_in.choosing import Room, choose
from plugin.drafting.built_in.variety import Recent
from plugin.words import Report, Verdict

TWICE = "Thanks for telling us how it went with the order. I want to apologise for how it went with the order."
ONCE = "Thanks for telling us what came of your order. I want to apologise for the wrong lamp in the parcel."


def passes(_: str) -> Report:
    return Report(Verdict.PASS, (), (), ())


def test_a_text_that_says_the_same_twice_is_taken_only_where_there_is_no_other() -> None:
    room = Room(5, 50)
    assert choose([TWICE, ONCE], Recent(()), room, passes)[0] == ONCE
    assert choose([TWICE], Recent(()), room, passes)[0] == TWICE


def test_what_is_like_a_recent_reply_is_worse_than_what_says_a_thing_twice() -> None:
    assert choose([ONCE, TWICE], Recent((ONCE,)), Room(5, 50), passes)[0] == TWICE
