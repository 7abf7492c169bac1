"""Coming in by a one-time link, and staying out without one."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from flask import Flask

from plugin.hosts.standalone import signing_in
from plugin.hosts.standalone.tokens import token_hash
from plugin.store import Database, people
from plugin.words import Role
from tests.panel.conftest import SignIn
from tests.panel.made_up import NOW, Shop


def token_for(shop: Shop, role: Role = Role.OWNER, now: dt.datetime | None = None) -> str:
    with shop.database.session() as session:
        return signing_in.create_link(session, shop.id, shop.people[role], now=now or dt.datetime.now(dt.UTC))


def test_opening_the_link_uses_nothing_up(shop: Shop, app: Flask) -> None:
    token = token_for(shop)
    client = app.test_client()
    for _ in range(3):  # a mail program that previews links
        assert client.get("/sign-in").status_code == 200
    assert client.post("/sign-in", data={"code": token}).status_code == 303


def test_a_link_lets_in_once(shop: Shop, app: Flask) -> None:
    token = token_for(shop)
    assert app.test_client().post("/sign-in", data={"code": token}).status_code == 303
    second = app.test_client().post("/sign-in", data={"code": token})
    assert second.status_code == 422
    assert "Set-Cookie" not in second.headers


def test_a_link_that_is_too_old_lets_nobody_in(shop: Shop, app: Flask) -> None:
    token = token_for(shop, now=dt.datetime.now(dt.UTC) - signing_in.LINK_LASTS - dt.timedelta(minutes=1))
    assert app.test_client().post("/sign-in", data={"code": token}).status_code == 422


def test_a_new_link_makes_the_old_one_useless(shop: Shop, app: Flask) -> None:
    old = token_for(shop)
    token_for(shop)
    assert app.test_client().post("/sign-in", data={"code": old}).status_code == 422


def test_the_whole_link_can_be_pasted_where_no_script_runs(shop: Shop, app: Flask) -> None:
    link = signing_in.link_for("http://127.0.0.1:8787/", token_for(shop))
    assert link.startswith("http://127.0.0.1:8787/sign-in#")
    assert app.test_client().post("/sign-in", data={"code": link}).status_code == 303


def test_the_token_itself_is_kept_nowhere(shop: Shop, app: Flask) -> None:
    token = token_for(shop)
    answer = app.test_client().post("/sign-in", data={"code": token})
    cookie = answer.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    database_file = (shop.file.parent / "wederwoord.sqlite3").read_bytes()
    log = (shop.file.parent / "wederwoord.sqlite3-wal").read_bytes()
    for secret in (token, cookie):
        assert secret.encode() not in database_file + log
        assert token_hash(secret).encode() in database_file + log


def test_the_cookie_is_strict_and_out_of_scripts_reach(shop: Shop, app: Flask) -> None:
    cookie = app.test_client().post("/sign-in", data={"code": token_for(shop)}).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_the_cookie_is_secure_behind_https(shop: Shop, app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"code": token_for(shop)}, base_url="https://desk.example")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_the_cookie_is_secure_where_a_proxy_speaks_https_for_us(shop: Shop, app: Flask) -> None:
    services = app.extensions["wederwoord"]
    settings = dataclasses.replace(services.settings, public_url="https://desk.example")
    app.extensions["wederwoord"] = dataclasses.replace(services, settings=settings)
    assert "Secure" in app.test_client().post("/sign-in", data={"code": token_for(shop)}).headers["Set-Cookie"]


def test_the_first_owner_is_made_once(database: Database, app: Flask, shop: Shop) -> None:
    with database.session() as session:
        signing_in.first_owner(session, shop.id, name="Marit", now=NOW)
        signing_in.first_owner(session, shop.id, name="Marit", now=NOW)
        owners = [person for person in people.every(session, shop.id) if person.role == Role.OWNER]
    assert len(owners) == 1


def test_signing_out_ends_the_session_wherever_it_was_copied(shop: Shop, app: Flask, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    copied = desk.client.get_cookie("wederwoord_session").value
    desk.post("/sign-out", htmx=False)
    elsewhere = app.test_client()
    elsewhere.set_cookie("wederwoord_session", copied)
    assert elsewhere.get("/inbox").status_code == 303


def test_a_token_in_the_header_needs_no_csrf_token(shop: Shop, app: Flask) -> None:
    with shop.database.session() as session:
        made = signing_in.create_api_token(
            session, shop.id, shop.people[Role.DRAFTER], name="script", now=dt.datetime.now(dt.UTC)
        )
    client = app.test_client()
    assert client.post("/runs", headers={"Authorization": f"Bearer {made.token}"}).status_code == 303


def test_a_header_token_in_the_cookie_opens_nothing(shop: Shop, app: Flask) -> None:
    with shop.database.session() as session:
        made = signing_in.create_api_token(
            session, shop.id, shop.people[Role.OWNER], name="script", now=dt.datetime.now(dt.UTC)
        )
    client = app.test_client()
    client.set_cookie("wederwoord_session", made.token)
    assert client.get("/inbox").status_code == 303


def test_a_bad_header_is_not_made_good_by_the_cookie(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    assert desk.get("/inbox", headers={"Authorization": "Bearer nonsense"}).status_code == 303
    assert desk.get("/inbox", headers={"Authorization": "Basic abc"}).status_code == 303


@pytest.mark.parametrize("headers", [{}, {"X-CSRF-Token": "0" * 64}, {"X-CSRF-Token": "é"}])
def test_a_change_by_cookie_without_the_pages_token_is_refused(shop: Shop, sign_in: SignIn, headers) -> None:
    desk = sign_in(shop)
    assert desk.client.post("/runs", headers=headers).status_code == 403


def test_a_change_from_another_site_is_refused_even_with_the_token(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    headers = {"X-CSRF-Token": desk.csrf, "Sec-Fetch-Site": "cross-site"}
    assert desk.client.post("/runs", headers=headers).status_code == 403


def test_a_sign_in_from_another_site_is_refused(shop: Shop, app: Flask) -> None:
    data = {"code": token_for(shop)}
    answer = app.test_client().post("/sign-in", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_the_token_of_one_session_is_worth_nothing_in_another(shop: Shop, sign_in: SignIn) -> None:
    first, second = sign_in(shop), sign_in(shop, Role.APPROVER)
    assert first.client.post("/runs", headers={"X-CSRF-Token": second.csrf}).status_code == 403
