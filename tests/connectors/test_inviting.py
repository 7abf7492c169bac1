"""Invitations as each platform's document wants them: the words, what is left out, and what must be there first."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from connectors.abilities import Capabilities
from connectors.contract import AskPerson, Invitation, Reconnect
from connectors.inviting import LONGEST_DELAY, first_and_last, is_address, plain_name, ready
from connectors.judgeme import JudgeMeConnector
from connectors.rate_limit import forget_buckets
from connectors.testing.harness import impatient
from connectors.testing.judgeme_harness import REQUEST_TOKEN, TOKEN, JudgeMeHarness
from connectors.testing.kiyoh_harness import LOCATION, KiyohHarness
from connectors.testing.platform_harness import PlatformHarness
from connectors.testing.trusted_shops_harness import CHANNEL, EVENT, TrustedShopsHarness
from connectors.testing.trustpilot_harness import USER, TrustpilotHarness
from connectors.testing.webwinkelkeur_harness import WebwinkelKeurHarness
from connectors.trusted_shops import TrustedShopsConnector

WHEN = dt.datetime(2026, 11, 12, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def patience() -> Iterator[None]:
    forget_buckets()
    with impatient():
        yield


def sent(harness: PlatformHarness, **changed: Any) -> tuple[Any, Any]:
    """The last request after an invitation: its headers and its body, read."""
    invitation = replace(harness.invitation(), ordered=WHEN, delivered=WHEN, delay_days=0, **changed)
    try:
        harness.connector().invite(invitation)
        request = harness.fake.server.requests[-1]
        body = request.body.decode()
        return request, json.loads(body) if body.startswith("{") else dict(parse_qsl(body, keep_blank_values=True))
    finally:
        harness.close()


@pytest.mark.usefixtures("patience")
def test_webwinkelkeur_is_told_address_order_name_and_language_and_no_more() -> None:
    _, body = sent(WebwinkelKeurHarness())
    assert body == {
        "email": "koper.geheim@klant.example", "order": "NL-2026-0042", "delay": "1", "customer_name": "Sabine de Vries",
        "language": "nl", "client": "wederwoord",
    }  # fmt: skip


@pytest.mark.usefixtures("patience")
def test_webwinkelkeur_s_refusal_in_a_good_answer_is_a_refusal() -> None:
    harness = WebwinkelKeurHarness()
    harness.settings = lambda: {"shop_id": "99", "code": "geheime-code-0123456789", "calls_per_minute": 6_000}  # type: ignore[method-assign]  # another shop's
    with pytest.raises(Reconnect):
        sent(harness)


@pytest.mark.usefixtures("patience")
def test_kiyoh_is_told_the_name_in_two_parts() -> None:
    request, body = sent(KiyohHarness())
    assert request.target == "/v1/invite/external"
    assert body == {
        "location_id": LOCATION, "invite_email": "koper.geheim@klant.example", "delay": 0, "first_name": "Sabine",
        "last_name": "de Vries", "ref_code": "NL-2026-0042", "language": "nl",
    }  # fmt: skip


@pytest.mark.usefixtures("patience")
def test_trustpilot_is_told_when_in_utc_and_in_whose_name() -> None:
    request, body = sent(TrustpilotHarness(), name="")
    when = dt.datetime.fromisoformat(body["serviceReviewInvitation"].pop("preferredSendTime")).replace(tzinfo=dt.UTC)
    assert abs(when - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    assert request.headers["x-business-user-id"] == USER
    assert body == {
        "referenceNumber": "NL-2026-0042", "consumerName": "koper.geheim", "consumerEmail": "koper.geheim@klant.example",
        "serviceReviewInvitation": {}, "locale": "nl-NL",
    }  # fmt: skip


@pytest.mark.usefixtures("patience")
def test_trusted_shops_gets_an_event_of_the_account_s_own_type() -> None:
    _, body = sent(TrustedShopsHarness())
    assert body == {
        "type": EVENT,
        "customer": {"email": "koper.geheim@klant.example", "firstName": "Sabine", "lastName": "de Vries"},
        "channel": {"id": CHANNEL, "type": "etrusted"},
        "transaction": {"reference": "NL-2026-0042", "date": "2026-11-12T10:00:00.000Z"},
        "system": "wederwoord",
        "defaultLocale": "nl_NL",
    }


def test_trusted_shops_asks_only_with_a_channel_and_a_type_of_event_and_only_who_agreed() -> None:
    whole = TrustedShopsConnector.able({"channel": CHANNEL, "event_type": EVENT})
    assert (whole.can_invite, whole.invite_needs_consent) == (True, True)
    for settings in ({"channel": CHANNEL}, {"event_type": EVENT}, {"channel": CHANNEL, "event_type": ""}):
        assert not TrustedShopsConnector.able(settings).can_invite
    with pytest.raises(ValidationError):
        TrustedShopsConnector.Settings().load(
            {"client_id": "abcd", "client_secret": "geheim-0123", "event_type": "checkout"}
        )


@pytest.mark.usefixtures("patience")
def test_judgeme_s_other_token_goes_in_the_body_and_the_private_one_not_at_all() -> None:
    request, body = sent(JudgeMeHarness())
    assert body["api_token"] == REQUEST_TOKEN
    assert (body["shopify_product_id"], body["fulfilled_at"]) == ("4711", "12/11/2026")
    assert set(body) == {
        "api_token", "reviewer_name", "reviewer_email", "shopify_product_id", "product_handle", "fulfilled_at",
        "quantity", "processed_at",
    }  # fmt: skip
    assert TOKEN not in f"{request.target} {dict(request.headers)} {request.body!r}"


def test_judgeme_asks_only_with_its_token_and_the_experiment() -> None:
    assert JudgeMeConnector.able({"experimental": True, "request_token": "x"}).can_invite
    assert not JudgeMeConnector.able({"experimental": True, "request_token": ""}).can_invite
    assert not JudgeMeConnector.able({"request_token": "x"}).can_invite


@pytest.mark.usefixtures("patience")
def test_judgeme_refuses_an_order_without_a_product_before_anything_is_sent() -> None:
    harness = JudgeMeHarness()
    with pytest.raises(AskPerson, match="names none"):
        sent(harness, products=())
    assert harness.fake.invitations == []


@pytest.mark.parametrize("delay", [-1, LONGEST_DELAY + 1])
def test_a_delay_that_no_platform_takes_is_refused(delay: int) -> None:
    with pytest.raises(AskPerson):
        ready(Invitation("1", "a@b.example", "wi-1", delay_days=delay), Capabilities())
    assert ready(Invitation("1", "a@b.example", "wi-1", delay_days=90), Capabilities(max_invite_delay_days=90))


@given(st.text(max_size=300))
def test_whatever_stands_in_a_name_one_plain_line_leaves(name: str) -> None:
    plain = plain_name(name)
    assert plain == plain_name(plain)
    assert len(plain) <= 100
    assert "\n" not in plain
    assert not set(plain) & set("<>{}\r\0\u202e\u200b")
    assert " ".join(filter(None, first_and_last(plain))) == plain


@pytest.mark.parametrize("address", ["a@b.example", "voor.naam+tag@sub.domein.example", "ü@exämple.example"])
def test_a_plain_address_is_one(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a@b",
        "a b@c.example",
        "<a@b.example>",
        "a@b.example, c@d.example",
        "a@b.example\n",
        "a@@b.example",
        "a@b.example\u202e",
    ],
)
def test_what_is_more_than_an_address_is_none(address: str) -> None:
    assert not is_address(address)
