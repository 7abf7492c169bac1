"""Asking Shopify's Admin API: patient with its limits, and keeping what came of a partial answer."""

from __future__ import annotations

import pytest

from plugin.hosts.shopify import graphql, tokens
from tests.hosts.shopify.conftest import Launch, install_in
from tests.hosts.shopify.fake import DOMAIN, FakeShopify, cost, throttled

QUERY = "query { shop { name } }"


@pytest.fixture
def ask(launch: Launch, database, settings, shopify: FakeShopify):
    launch()
    shopify.questions.clear()
    waits: list[float] = []

    def asked(**more):
        token = tokens.access_token(database, settings.shopify, install_in(database))
        return graphql.ask(settings.shopify, DOMAIN, token, QUERY, sleep=waits.append, **more)

    asked.waits = waits
    return asked


def test_an_answer_is_data(ask, shopify: FakeShopify) -> None:
    assert ask(variables={"n": 1}).data["shop"]["name"] == "Lampenwinkel De Gloed"
    (question,) = shopify.questions
    assert question["query"] == QUERY
    assert question["variables"] == {"n": 1}
    assert question["headers"]["x-shopify-access-token"].startswith("shpat_")


@pytest.mark.parametrize("spelling", ["Retry-After", "retry-after", "RETRY-AFTER"])
def test_shopifys_own_waiting_time_is_kept_in_any_spelling(ask, shopify: FakeShopify, spelling: str) -> None:
    shopify.moods.append((429, {spelling: "3"}, {"errors": "Exceeded"}))
    assert ask().data
    assert ask.waits == [3.0]


def test_a_throttle_inside_a_200_waits_until_the_bucket_holds_the_cost(ask, shopify: FakeShopify) -> None:
    shopify.moods.append((200, {}, throttled(wanted=350, available=50)))
    assert ask().data
    assert ask.waits == [3.0]
    assert len(shopify.questions) == 2


def test_a_throttle_that_names_no_cost_waits_a_second(ask, shopify: FakeShopify) -> None:
    shopify.moods.append((200, {}, {"errors": [{"message": "Throttled"}]}))
    assert ask().data
    assert ask.waits == [1.0]


def test_a_long_wait_is_left_to_the_caller(ask, shopify: FakeShopify) -> None:
    shopify.moods.append((429, {"Retry-After": "120"}, {}))
    with pytest.raises(graphql.NoAnswer) as none:
        ask()
    assert (none.value.code, none.value.wait) == ("throttled", 120.0)
    assert ask.waits == []


def test_a_throttle_without_end_is_given_up(ask, shopify: FakeShopify) -> None:
    shopify.moods.extend([(200, {}, throttled())] * graphql.TRIES)
    with pytest.raises(graphql.NoAnswer) as none:
        ask()
    assert none.value.code == "throttled"
    assert len(shopify.questions) == graphql.TRIES


def test_a_fault_is_tried_again(ask, shopify: FakeShopify) -> None:
    shopify.moods.append((502, {}, {}))
    assert ask().data


def test_data_that_came_beside_errors_is_kept(ask, shopify: FakeShopify) -> None:
    partial = {
        "data": {"product": {"title": "Lamp"}, "order": None},
        "errors": [{"message": "Access denied for order"}],
    }
    shopify.moods.append((200, {}, partial | {"extensions": {"cost": cost()}}))
    answer = ask()
    assert answer.data["product"] == {"title": "Lamp"}
    assert answer.errors == ("Access denied for order",)


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, {"errors": "Invalid API key"}, "unauthorized"),
        (403, {"errors": "scope"}, "forbidden"),
        (400, {}, "refused"),
        (200, {"errors": [{"message": "Field 'x' does not exist"}]}, "refused"),
        (200, {"data": None, "errors": [{"message": "Access denied"}]}, "refused"),
        (200, ["no object"], "refused"),
    ],
)
def test_what_a_next_try_would_not_mend_is_not_tried_again(
    ask, shopify: FakeShopify, status: int, body, code: str
) -> None:
    shopify.moods.append((status, {}, body))
    with pytest.raises(graphql.NoAnswer) as none:
        ask()
    assert none.value.code == code
    assert len(shopify.questions) == 1


@pytest.mark.parametrize(("used", "told"), [("2026-07", False), ("2027-01", True)])
def test_an_answer_by_a_newer_version_than_was_asked_is_told_of(
    ask, shopify: FakeShopify, monkeypatch: pytest.MonkeyPatch, used: str, told: bool
) -> None:
    said: list[str] = []
    monkeypatch.setattr(graphql.log, "warning", lambda event, **_: said.append(event), raising=False)
    shopify.moods.append((200, {"X-Shopify-API-Version": used}, {"data": {"shop": {"name": "De Gloed"}}}))
    assert ask().data
    assert any("another version" in one for one in said) is told


def test_no_error_says_the_token(ask, shopify: FakeShopify) -> None:
    shopify.moods.append((401, {}, {}))
    with pytest.raises(graphql.NoAnswer) as none:
        ask()
    assert "shpat_" not in str(none.value)
