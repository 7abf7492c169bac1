"""Who is asked: everybody, by the order alone."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import inspect
from collections import Counter

import pytest

from plugin.inviting import deciding
from plugin.inviting.deciding import OrderFacts, Rule, Share, channel_for, left_out, point_of
from plugin.store.orders import Hashes
from plugin.words import LeftOut

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
RULE = Rule(channel_id=1, delay=dt.timedelta(days=7))
ORDER = OrderFacts(
    delivered_at=NOW - dt.timedelta(days=8), consent=None, unsubscribed=False, has_address=True, has_product=True,
    point=4, asked_elsewhere=False,
)  # fmt: skip


def test_a_delivered_order_is_asked_about() -> None:
    assert left_out(ORDER, RULE, NOW) is None


@pytest.mark.parametrize(
    ("changed", "rule", "why"),
    [
        ({"unsubscribed": True}, RULE, LeftOut.UNSUBSCRIBED),
        ({"unsubscribed": True, "consent": True}, RULE, LeftOut.UNSUBSCRIBED),
        ({"consent": False}, RULE, LeftOut.SAID_NO),
        ({}, dataclasses.replace(RULE, consent_only=True), LeftOut.NOT_ASKED),
        ({"consent": True}, dataclasses.replace(RULE, consent_only=True), None),
        ({"has_address": False}, RULE, LeftOut.NO_ADDRESS),
        ({"has_product": False}, dataclasses.replace(RULE, needs_product=True), LeftOut.NO_PRODUCT),
        ({"has_product": False}, RULE, None),
        ({"delivered_at": NOW - dt.timedelta(days=38)}, RULE, LeftOut.TOO_OLD),
        ({"asked_elsewhere": True}, RULE, None),
        ({"asked_elsewhere": True}, dataclasses.replace(RULE, shares=(Share(1, 1),)), LeftOut.OTHER_CHANNEL),
        ({"point": 4}, dataclasses.replace(RULE, shares=(Share(1, 1), Share(2, 1))), None),
        ({"point": 5}, dataclasses.replace(RULE, shares=(Share(1, 1), Share(2, 1))), LeftOut.OTHER_CHANNEL),
    ],
)
def test_who_is_left_out_and_why(changed: dict[str, object], rule: Rule, why: LeftOut | None) -> None:
    assert left_out(dataclasses.replace(ORDER, **changed), rule, NOW) is why


def test_a_decision_is_given_nothing_of_what_a_customer_thinks() -> None:
    assert {field.name for field in dataclasses.fields(OrderFacts)} == {
        "delivered_at", "consent", "unsubscribed", "has_address", "has_product", "point", "asked_elsewhere",
    }  # fmt: skip
    assert list(inspect.signature(left_out).parameters) == ["order", "rule", "now"]
    brought = {
        name
        for node in ast.walk(ast.parse(inspect.getsource(deciding)))
        if isinstance(node, ast.ImportFrom | ast.Import)
        for name in [getattr(node, "module", None) or node.names[0].name]
    }
    assert brought == {"__future__", "datetime", "dataclasses", "plugin.words"}


def test_orders_are_divided_as_the_shares_say_and_always_the_same_way() -> None:
    own = Hashes(b"k" * 32)
    points = [point_of(own.of_number(f"NL-{number}")) for number in range(4_000)]
    shares = ((7, 3), (9, 1), (11, 0))
    found = Counter(channel_for(point, shares) for point in points)
    assert set(found) == {7, 9}
    assert 0.72 < found[7] / len(points) < 0.78
    assert [channel_for(point, shares[::-1]) for point in points] == [channel_for(point, shares) for point in points]


def test_an_order_is_divided_among_the_channels_that_can_ask_about_it() -> None:
    picky = Share(2, 99, consent_only=True, needs_product=True)
    rule = dataclasses.replace(RULE, shares=(Share(1, 1), picky))
    for order in (ORDER, dataclasses.replace(ORDER, consent=True, has_product=False)):
        assert left_out(dataclasses.replace(order, point=50), rule, NOW) is None
    agreed = dataclasses.replace(ORDER, consent=True, point=50)
    assert left_out(agreed, rule, NOW) is LeftOut.OTHER_CHANNEL


def test_without_any_share_nobody_asks() -> None:
    assert channel_for(3, ((7, 0),)) is None


def test_the_customer_has_no_say_in_which_channel_asks() -> None:
    own = Hashes(b"k" * 32)
    assert own.of_number(" NL-1 ") == own.of_number("NL-1")
    assert own.of_number("NL-1") != own.of_email("NL-1")
    assert own.of_number("NL-1") != Hashes(b"j" * 32).of_number("NL-1")
