"""Channels from a form, kept with their secrets sealed, and opened again."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from connectors import registry
from connectors.contract import ConnectorError, Reconnect
from plugin.inbox.connecting import SettingsWrong, add_channel, change_channel, connect
from plugin.inbox.connecting import test_channel as ask_channel
from plugin.inbox.sync import sync_channel
from plugin.store import Database, channels
from tests.inbox.conftest import Inbox, Paged

FORM = {"url": "https://shop.example", "password": "geheim-1234"}


def added(inbox: Inbox) -> int:
    with inbox.session() as session:
        return add_channel(session, inbox.shop_id, "paged", "Nieuw", FORM).id


def test_a_channel_keeps_its_secrets_apart_and_sealed(inbox: Inbox) -> None:
    with inbox.session() as session:
        channel = channels.get(session, inbox.shop_id, added(inbox))
        assert channel.settings == {"url": "https://shop.example"}
        assert "geheim" not in (channel.secrets or "")
        assert connect(session, inbox.shop_id, channel.id).settings == FORM


def test_a_form_with_gaps_names_each_of_them(inbox: Inbox) -> None:
    with inbox.session() as session, pytest.raises(SettingsWrong) as error:
        add_channel(session, inbox.shop_id, "paged", "Nieuw", {})
    assert set(error.value.problems) == {"url", "password"}


def test_a_secret_left_empty_stays_as_it_was(inbox: Inbox) -> None:
    channel_id = added(inbox)
    with inbox.session() as session:
        change_channel(session, inbox.shop_id, channel_id, {"url": "https://other.example", "password": ""})
        assert connect(session, inbox.shop_id, channel_id).settings == {**FORM, "url": "https://other.example"}


def test_a_changed_channel_counts_as_connected_again(inbox: Inbox) -> None:
    channel_id = added(inbox)
    with inbox.session() as session:
        channels.set_state(session, inbox.shop_id, channel_id, "reconnect", "Het wachtwoord klopt niet.")
        assert change_channel(session, inbox.shop_id, channel_id, FORM).state == "ok"


def test_a_channel_whose_connector_was_removed_explains_itself(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    channel_id = added(inbox)
    monkeypatch.delitem(registry._load().connectors, "paged")
    with inbox.session() as session, pytest.raises(ConnectorError, match="There is no connector"):
        connect(session, inbox.shop_id, channel_id)
    assert ask_channel(inbox.database, inbox.shop_id, channel_id).ok is False


def test_a_credential_that_no_key_reads_asks_its_owner_who_can_type_it_again(inbox: Inbox) -> None:
    channel_id = added(inbox)
    other = Database(str(inbox.database.url), [Fernet.generate_key().decode()])
    with other.session(shop_id=inbox.shop_id) as session:
        with pytest.raises(Reconnect, match="cannot be read"):
            connect(session, inbox.shop_id, channel_id)
        with pytest.raises(SettingsWrong, match="password"):
            change_channel(session, inbox.shop_id, channel_id, {"url": FORM["url"], "password": ""})
    assert sync_channel(other, inbox.shop_id, channel_id, connect=connect).message
    assert ask_channel(other, inbox.shop_id, channel_id).ok is False
    with other.session(shop_id=inbox.shop_id) as session:
        assert channels.get(session, inbox.shop_id, channel_id).state == "reconnect"
        change_channel(session, inbox.shop_id, channel_id, FORM)
        assert connect(session, inbox.shop_id, channel_id).settings == FORM
    other.dispose()


def test_asking_a_channel_notes_how_it_is(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    channel_id = added(inbox)
    assert ask_channel(inbox.database, inbox.shop_id, channel_id).ok
    monkeypatch.setattr(Paged, "check", lambda _: registry.get("file")({"path": "/nowhere.csv"}).check())
    assert not ask_channel(inbox.database, inbox.shop_id, channel_id).ok
    with inbox.session() as session:
        assert channels.get(session, inbox.shop_id, channel_id).state == "failing"
