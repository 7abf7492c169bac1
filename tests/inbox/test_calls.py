"""A platform's call: its own address, verified, once, and never more than a reason to read again."""

import hashlib
import hmac
import json
from typing import Any, ClassVar

import pytest
from marshmallow import Schema

from connectors import registry
from connectors.contract import AskPerson, BadAnswer, Capabilities, Changed, Forged, Hook, Nudge, Webhooks
from plugin.inbox import calls
from plugin.store import channel_calls, channels
from tests.inbox.conftest import NOW, Paged

OUTSIDE = "https://desk.example"


class Calling(Paged):
    """Signs with the secret that it gave at the subscription."""

    capabilities: ClassVar[Capabilities] = Capabilities(webhooks=Webhooks.SIGNED, can_subscribe=True)
    Settings: ClassVar[type[Schema]] = Schema
    secret_fields: ClassVar[frozenset[str]] = frozenset()
    subscribed: ClassVar[list[str]] = []

    def subscribe(self, url):
        self.subscribed.append(url)
        return Hook("h-1", "haakgeheim", ("reviews",))

    def unsubscribe(self, hook):
        assert hook == Hook("h-1", "haakgeheim", ("reviews",))
        self.subscribed.clear()

    def webhook(self, headers, body, hook):
        if headers.get("x-signature") != hmac.new(hook.secret.encode(), body, hashlib.sha256).hexdigest():
            raise Forged("wrong")
        try:
            return Changed((json.loads(body)["id"],))
        except ValueError:
            raise BadAnswer("no JSON", hint="") from None


class Nudging(Calling):
    capabilities: ClassVar[Capabilities] = Capabilities(webhooks=Webhooks.NUDGE)

    def webhook(self, headers, body, hook):
        return Nudge()


@pytest.fixture
def asked():
    return []


@pytest.fixture
def called(inbox, monkeypatch, asked):
    monkeypatch.setitem(registry._load().connectors, "paged", Calling)
    Calling.subscribed.clear()
    with inbox.session() as session:
        url = calls.switch_on(session, inbox.shop_id, inbox.channel_id, OUTSIDE)
    token = url.removeprefix(f"{OUTSIDE}{calls.PATH}/")

    def call(body: bytes, *, token: str = token, signature: str | None = None) -> bool:
        headers: dict[str, Any] = {
            "x-signature": signature or hmac.new(b"haakgeheim", body, hashlib.sha256).hexdigest()
        }
        return calls.receive(
            inbox.database, token, headers, body, now=NOW,
            ask=lambda _s, shop_id, channel_id, slot, ids: asked.append((shop_id, channel_id, slot, ids)),
        )  # fmt: skip

    call.url, call.inbox = url, inbox
    return call


def test_a_genuine_call_asks_for_one_reading_however_often_it_comes(called, asked):
    assert called(b'{"id": "7"}')
    assert not called(b'{"id": "7"}')
    assert called(b'{"id": "8"}')
    assert [(shop, channel) for shop, channel, *_ in asked] == [(called.inbox.shop_id, called.inbox.channel_id)] * 2
    assert len({slot for _, _, slot, _ in asked}) == 2
    assert [ids for *_, ids in asked] == [("7",), ("8",)]


@pytest.mark.parametrize("wrong", [{"signature": "00"}, {"token": "x" * 43}])
def test_a_call_that_is_not_the_platform_s_is_told_nothing(called, asked, wrong):
    with pytest.raises(calls.NotForUs):
        called(b'{"id": "7"}', **wrong)
    assert asked == []


def test_a_genuine_call_that_cannot_be_read_is_no_reading(called, asked):
    with pytest.raises(BadAnswer):
        called(b"{")
    assert asked == []


def test_unsigned_calls_of_one_minute_are_one_reading(called, asked, monkeypatch):
    monkeypatch.setitem(registry._load().connectors, "paged", Nudging)
    assert called(b"anything")
    assert not called(b"something else")
    assert [ids for *_, ids in asked] == [()]  # nothing of it is believed


def test_the_address_is_kept_sealed_and_switching_on_twice_gives_the_same(called):
    inbox = called.inbox
    assert Calling.subscribed == [called.url]
    with inbox.session() as session:
        assert calls.switch_on(session, inbox.shop_id, inbox.channel_id, OUTSIDE) == called.url
        channel = channels.get(session, inbox.shop_id, inbox.channel_id)
        stored = f"{channel.hook} {channel.hook_hash} {channel.settings}"
    assert "haakgeheim" not in stored
    assert called.url.rsplit("/", 1)[-1] not in stored
    assert len(Calling.subscribed) == 1


def test_an_address_that_was_switched_off_leads_nowhere(called, asked):
    inbox = called.inbox
    with inbox.session() as session:
        calls.switch_off(session, inbox.shop_id, inbox.channel_id)
        assert calls.address_of(session, inbox.shop_id, inbox.channel_id, OUTSIDE) is None
    assert Calling.subscribed == []
    with pytest.raises(calls.NotForUs):
        called(b'{"id": "7"}')


def test_a_platform_that_will_not_subscribe_leaves_no_address_behind(inbox, monkeypatch):
    class Refusing(Calling):
        def subscribe(self, url):
            raise AskPerson("Your plan has no webhooks.")

    monkeypatch.setitem(registry._load().connectors, "paged", Refusing)
    with pytest.raises(AskPerson), inbox.session() as session:
        calls.switch_on(session, inbox.shop_id, inbox.channel_id, OUTSIDE)
    with inbox.session() as session:
        assert channel_calls.hook_of(session, inbox.shop_id, inbox.channel_id) is None
