"""A credential that was typed into a channel's form is typed once: it survives a test and a mistake, and is never shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from connectors.contract import Health
from plugin.store import channels, tables, typed_secrets
from tests.panel.conftest import Desk, SignIn
from tests.panel.made_up import Shop

SECRET = "geheim-geheim-1234"
NEW = "/channels/new/woocommerce"
KEPT = "een kwartier bewaard"


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were tried at the shop; the first try fails."""
    seen: list[str] = []

    def check(connector: Any) -> Health:
        seen.append(connector.settings["app_password"])
        return Health(ok=len(seen) > 1, messages=("De winkel antwoordt niet.",))

    monkeypatch.setattr("connectors.woocommerce.WooCommerceConnector.check", check)
    return seen


def send(desk: Desk, do: str, password: str = "", path: str = NEW, **more: str) -> Any:
    form = {"name": "Winkel", "s_url": "https://winkel.example", "s_user": "marit", "s_app_password": password, **more}
    return desk.post(path, htmx=False, do=do, **form)


def stored(shop: Shop) -> dict[str, Any]:
    with shop.session() as session:
        channel = channels.by_name(session, shop.id, "Winkel")
        assert channel is not None
        return channels.full_settings(session, shop.id, channel.id)


def kept_rows(shop: Shop) -> list[str]:
    with shop.session() as session:
        return list(session.scalars(select(tables.TypedSecret.sealed)))


@pytest.mark.usefixtures("whole_log")
def test_after_a_test_good_or_bad_the_password_need_not_be_typed_again(
    shop: Shop, sign_in: SignIn, tried: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    desk = sign_in(shop)
    bad = send(desk, "test", SECRET)
    assert KEPT in bad.text
    assert 'name="s_app_password" type="password" value="" autocomplete' in bad.text, "and no longer required"
    good = send(desk, "test")
    assert "De verbinding werkt." in good.text
    assert send(desk, "save").status_code == 303
    assert tried == [SECRET, SECRET]
    assert stored(shop)["app_password"] == SECRET
    said = capsys.readouterr()
    for shown in (bad.text, good.text, said.out, said.err, *kept_rows(shop)):
        assert SECRET not in shown
    assert kept_rows(shop) == []


def test_it_is_kept_sealed(shop: Shop, sign_in: SignIn, tried: list[str]) -> None:
    send(sign_in(shop), "test", SECRET)
    (sealed,) = kept_rows(shop)
    assert SECRET not in sealed
    assert tried == [SECRET]


def test_a_mistake_in_another_field_costs_no_second_typing(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    answer = send(desk, "save", SECRET, l_max_chars="3")
    assert answer.status_code == 422
    assert KEPT in answer.text
    assert send(desk, "save", name="keurmerk-2", l_max_chars="").status_code == 303
    with shop.session() as session:
        channel = channels.by_name(session, shop.id, "keurmerk-2")
        assert channel is not None
        assert channels.full_settings(session, shop.id, channel.id)["app_password"] == SECRET


def test_what_is_typed_anew_counts(shop: Shop, sign_in: SignIn, tried: list[str]) -> None:
    desk = sign_in(shop)
    send(desk, "test", SECRET)
    send(desk, "test", "een-ander-wachtwoord")
    send(desk, "save")
    assert tried == [SECRET, "een-ander-wachtwoord"]
    assert stored(shop)["app_password"] == "een-ander-wachtwoord"


def test_another_session_and_another_form_know_nothing_of_it(shop: Shop, sign_in: SignIn, tried: list[str]) -> None:
    desk = sign_in(shop)
    send(desk, "test", SECRET)
    other = send(sign_in(shop), "test")
    assert other.status_code == 422
    assert KEPT not in other.text
    assert send(desk, "test", path=f"/channels/{shop.channel_id}").status_code in {303, 422}
    assert tried == [SECRET]


def test_a_form_that_is_opened_anew_begins_empty(shop: Shop, sign_in: SignIn, tried: list[str]) -> None:
    desk = sign_in(shop)
    send(desk, "test", SECRET)
    assert KEPT not in desk.get(NEW).text
    assert send(desk, "test").status_code == 422
    assert tried == [SECRET]


def test_after_a_quarter_of_an_hour_it_is_gone(shop: Shop, sign_in: SignIn, tried: list[str]) -> None:
    desk = sign_in(shop)
    send(desk, "test", SECRET)
    with shop.session() as session:
        row = session.scalars(select(tables.TypedSecret)).one()
        assert row.expires_at - dt.datetime.now(dt.UTC) <= dt.timedelta(minutes=15)
        row.expires_at = dt.datetime.now(dt.UTC)
    assert send(desk, "test").status_code == 422
    with shop.session() as session:
        assert typed_secrets.forget_old(session, dt.datetime.now(dt.UTC)) == 1
    assert tried == [SECRET]


def test_a_new_password_for_a_channel_that_is_there_survives_a_mistake_too(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    with shop.session() as session:
        settings = {"url": "https://winkel.example", "user": "marit"}
        channel_id = channels.add(
            session, shop.id, "woocommerce", "Winkel", settings, {"app_password": "oud-oud-oud-oud-123"}
        ).id
    path = f"/channels/{channel_id}"
    assert send(desk, "save", SECRET, path, l_max_chars="3").status_code == 422
    assert stored(shop)["app_password"] == "oud-oud-oud-oud-123"
    assert send(desk, "save", "", path, l_max_chars="").status_code == 303
    assert stored(shop)["app_password"] == SECRET
