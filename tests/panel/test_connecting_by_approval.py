"""Connecting a shop by a yes on its own page: what is asked, what is believed, and what is left behind nowhere."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import logging
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from connectors.approvals import Asked
from connectors.http import current_policy, set_policy
from connectors.testing.fake_woocommerce import FakeShop
from connectors.testing.harness import impatient
from plugin import logs
from plugin.hosts import approvals
from plugin.hosts.gate import SESSION_COOKIE
from plugin.hosts.standalone import signing_in
from plugin.store import channels, events, people
from plugin.words import Role
from tests.panel import made_up
from tests.panel.conftest import Desk, SignIn
from tests.panel.made_up import Shop

BACK = "/channels/approved"


@pytest.fixture
def site(app: Flask) -> Iterator[FakeShop]:
    """The owner's WordPress; the app's policy lets its own development address through."""
    before = current_policy()
    with impatient():
        made = FakeShop()
        yield made
        made.stop()
    set_policy(before)


@pytest.fixture
def desk(shop: Shop, sign_in: SignIn) -> Desk:
    return sign_in(shop)


def asked(desk: Desk, site: FakeShop, path: str = "/channels/new/woocommerce/approval") -> dict[str, str]:
    """Type the address and press the button; gives what WordPress' page was asked."""
    page = desk.post(path, htmx=False, url=site.url)
    assert page.status_code == 200, page.text
    to = page.headers["Refresh"].partition("url=")[2]
    assert html.escape(to) in page.text
    assert to.startswith(f"{site.url}/wp-admin/authorize-application.php?")
    return {name: values[0] for name, values in parse_qs(urlsplit(to).query).items()}


def approve(site: FakeShop, question: dict[str, str], **more: str) -> str:
    """The address that WordPress sends the browser to after the yes."""
    given = {
        "site_url": site.url, "user_login": site.user.login,
        "password": site.site.approve(site.user, question["app_id"]), **more,
    }  # fmt: skip
    parts = urlsplit(question["success_url"])
    return f"{parts.path}?{parts.query}&{urlencode(given)}"


def came_back(client: FlaskClient, address: str) -> str:
    """From the answer to where the person ends up, as a browser goes."""
    answer = client.get(address, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 303
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "password" not in answer.headers["Location"] + answer.text
    stranger = client.application.test_client()  # the desk's own cookie does not come along from another site
    done = stranger.get(answer.headers["Location"])
    assert done.status_code == 200
    assert done.headers["Referrer-Policy"] == "no-referrer"
    return done.headers["Refresh"].removeprefix("0; url=")


def connected(shop: Shop) -> list[str]:
    with shop.session() as session:
        return [row.name for row in channels.every(session, shop.id) if row.connector == "woocommerce"]


def test_a_yes_connects_the_shop_with_a_sealed_password(shop: Shop, desk: Desk, site: FakeShop) -> None:
    assert came_back(desk.client, approve(site, asked(desk, site))) == "/channels?said=added"
    with shop.session() as session:
        (made,) = (row for row in channels.every(session, shop.id) if row.connector == "woocommerce")
        secret = channels.secrets(session, shop.id, made.id)["app_password"]
        assert made.settings["url"] == site.url
        assert site.site.opens(site.user, secret)
        assert secret not in str(made.settings)
        noted = [event for event in events.page(session, shop.id) if event.action == "channel.added"]
    assert [event.person_id for event in noted] == [shop.people[Role.OWNER]]
    assert "Connected." in desk.get("/channels?said=added").text or "Gekoppeld" in desk.get("/channels?said=added").text


def test_the_question_says_nothing_of_the_shop_and_binds_this_browser(shop: Shop, desk: Desk, site: FakeShop) -> None:
    question = asked(desk, site)
    assert question["app_name"].startswith("Wederwoord ")
    state = parse_qs(urlsplit(question["success_url"]).query)["state"][0]
    assert re.fullmatch(r"[\w-]{22}\.[0-9a-f]{32}", state)
    assert question["reject_url"] == f"{question['success_url']}&success=false"
    cookie = desk.client.get_cookie(approvals.COOKIE, path=BACK)
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", BACK)
    session = desk.client.get_cookie(SESSION_COOKIE)
    assert session is not None
    assert session.value not in cookie.decoded_value


@pytest.mark.parametrize("change", ["state", "no state", "no cookie", "other browser", "other question", "too late"])
def test_an_answer_that_was_not_asked_for_here_connects_nothing(
    shop: Shop, desk: Desk, site: FakeShop, app: Flask, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    address = approve(site, asked(desk, site))
    client = desk.client
    if change == "state":
        address = address.replace("state=", "state=x")
    elif change == "no state":
        address = re.sub(r"state=[^&]+&", "", address)
    elif change == "no cookie":
        client.delete_cookie(approvals.COOKIE, path=BACK)
    elif change == "other browser":
        client = app.test_client()
    elif change == "other question":
        asked(desk, site)
    else:
        monkeypatch.setattr(approvals, "LASTS", dt.timedelta(seconds=-1))
        address = approve(site, asked(desk, site))
    assert came_back(client, address) == "/channels?said=foreign"
    assert connected(shop) == []


def test_an_answer_is_good_once(shop: Shop, desk: Desk, site: FakeShop) -> None:
    address = approve(site, asked(desk, site))
    kept = desk.client.get_cookie(approvals.COOKIE, path=BACK)
    assert kept is not None
    came_back(desk.client, address)
    assert desk.client.get_cookie(approvals.COOKIE, path=BACK) is None
    desk.client.set_cookie(approvals.COOKIE, kept.value, path=BACK)
    assert came_back(desk.client, address) == "/channels?said=foreign"
    assert len(connected(shop)) == 1


def test_an_answer_of_somebody_who_signed_out_or_owns_no_more_connects_nothing(
    shop: Shop, desk: Desk, site: FakeShop
) -> None:
    address = approve(site, asked(desk, site))
    with shop.session() as session:
        people.set_role(session, shop.id, shop.people[Role.OWNER], Role.DRAFTER)
    assert came_back(desk.client, address) == "/channels?said=foreign"
    with shop.session() as session:
        people.set_role(session, shop.id, shop.people[Role.OWNER], Role.OWNER)
    address = approve(site, asked(desk, site))
    desk.post("/sign-out", htmx=False)
    assert came_back(desk.client, address) == "/channels?said=foreign"
    assert connected(shop) == []


@pytest.mark.parametrize("other", ["https://evil.example", "http://127.0.0.1:1", ""])
def test_an_answer_of_another_site_connects_nothing(shop: Shop, desk: Desk, site: FakeShop, other: str) -> None:
    to = came_back(desk.client, approve(site, asked(desk, site), site_url=other))
    assert to == "/channels/new/woocommerce?said=other-site"
    assert connected(shop) == []
    assert 'role="alert"' in desk.get(to).text


def test_a_no_is_taken_for_a_no(shop: Shop, desk: Desk, site: FakeShop) -> None:
    parts = urlsplit(asked(desk, site)["reject_url"])
    to = came_back(desk.client, f"{parts.path}?{parts.query}")
    assert to == "/channels/new/woocommerce?said=refused"
    assert 'role="alert"' in desk.get(to).text
    parts = urlsplit(asked(desk, site)["reject_url"])
    assert came_back(desk.client, f"{parts.path}?{parts.query}&error=disabled").endswith("said=off")
    assert connected(shop) == []


def test_a_password_that_cannot_answer_reviews_is_given_back(shop: Shop, desk: Desk, site: FakeShop) -> None:
    site.user.role = "customer"
    to = came_back(desk.client, approve(site, asked(desk, site)))
    assert to == "/channels/new/woocommerce?said=unfit"
    assert connected(shop) == []
    assert site.site.passwords == {}


def test_a_shop_that_fell_silent_is_asked_again(shop: Shop, desk: Desk, site: FakeShop) -> None:
    address = approve(site, asked(desk, site))
    site.stop()
    assert came_back(desk.client, address) == "/channels/new/woocommerce?said=away"
    assert connected(shop) == []


def test_a_second_yes_renews_the_same_channel_and_ends_the_older_password(
    shop: Shop, desk: Desk, site: FakeShop
) -> None:
    came_back(desk.client, approve(site, asked(desk, site)))
    first = next(iter(site.site.passwords.values())).text
    came_back(desk.client, approve(site, asked(desk, site)))
    assert len(connected(shop)) == 1
    assert len(site.site.passwords) == 1
    assert not site.site.opens(site.user, first)
    with shop.session() as session:
        (made,) = (row for row in channels.every(session, shop.id) if row.connector == "woocommerce")
        assert site.site.opens(site.user, channels.secrets(session, shop.id, made.id)["app_password"])


def test_a_shop_that_leaves_gives_its_password_back(shop: Shop, desk: Desk, site: FakeShop) -> None:
    site.site.approve(site.user, "somebody-else")
    came_back(desk.client, approve(site, asked(desk, site)))
    assert len(site.site.passwords) == 2
    answer = desk.post("/leaving", htmx=False, name=made_up.profile().name)
    assert answer.headers["Location"] == "/leaving?said=removed"
    assert [made.app_id for made in site.site.passwords.values()] == ["somebody-else"]


def test_while_setting_up_it_leads_back_to_the_last_step(desk: Desk, site: FakeShop) -> None:
    assert "approval?setup=1" in desk.get("/channels/new/woocommerce?setup=1").text
    question = asked(desk, site, "/channels/new/woocommerce/approval?setup=1")
    assert came_back(desk.client, approve(site, question)) == "/setup/channel"
    parts = urlsplit(asked(desk, site, "/channels/new/woocommerce/approval?setup=1")["reject_url"])
    assert "setup=1" in came_back(desk.client, f"{parts.path}?{parts.query}")


def test_the_password_reaches_no_log(
    shop: Shop, desk: Desk, site: FakeShop, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    before = logging.getLogger().handlers[:]
    logs.set_up("DEBUG")
    try:
        for more in ({}, {"site_url": "https://evil.example"}, {"user_login": "nobody"}):
            address = approve(site, asked(desk, site), **more)
            password = parse_qs(urlsplit(address).query)["password"][0]
            came_back(desk.client, address)
            came_back(desk.client, address)  # refused
            said = capsys.readouterr()
            assert password not in said.err + said.out + caplog.text
    finally:
        logging.getLogger().handlers[:] = before
        logs.set_up("WARNING")
        logging.getLogger().handlers[:] = before


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "no address"), ("ftp://x.example", "no address"), ("https://a:b@x.example", "password out")],
)
def test_what_is_no_address_is_said_beside_it(desk: Desk, typed: str, words: str) -> None:
    desk.post("/language", htmx=False, language="en")
    answer = desk.post("/channels/new/woocommerce/approval", htmx=False, url=typed)
    assert answer.status_code == 422
    assert words in answer.text


@pytest.mark.parametrize("typed", ["http://127.0.0.1:9", "https://127.0.0.1:9", "https://[::1]:9"])
def test_an_address_inside_our_own_network_is_not_called(desk: Desk, typed: str) -> None:
    assert desk.post("/channels/new/woocommerce/approval", htmx=False, url=typed).status_code == 422


def test_a_desk_without_https_says_so_before_the_shop_does(
    desk: Desk, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = app.extensions["wederwoord"]
    without = dataclasses.replace(given.settings, public_url="http://desk.example")
    app.extensions["wederwoord"] = dataclasses.replace(given, settings=without)
    live = Asked("https://shop.example", "https://shop.example")
    monkeypatch.setattr(approvals.WAYS["woocommerce"], "ask", lambda typed: live)
    answer = desk.post("/channels/new/woocommerce/approval", htmx=False, url="shop.example")
    assert answer.status_code == 422
    assert "WEDERWOORD_PUBLIC_URL" in answer.text


def test_who_came_without_a_cookie_is_not_offered_what_needs_one(shop: Shop, app: Flask, site: FakeShop) -> None:
    with shop.session() as session:
        who, now = shop.people[Role.OWNER], dt.datetime.now(dt.UTC)
        token = signing_in.create_api_token(session, shop.id, who, name="here", now=now).token
    client, bearer = app.test_client(), {"Authorization": f"Bearer {token}"}
    assert "approval" not in client.get("/channels/new/woocommerce", headers=bearer).text
    path = "/channels/new/woocommerce/approval"
    assert client.post(path, data={"url": site.url}, headers=bearer).status_code == 404


def test_only_the_owner_asks_and_only_where_there_is_such_a_page(shop: Shop, sign_in: SignIn, site: FakeShop) -> None:
    path = "/channels/new/woocommerce/approval"
    assert sign_in(shop, Role.APPROVER).post(path, htmx=False, url=site.url).status_code == 403
    desk = sign_in(shop)
    assert desk.client.post(path, data={"url": site.url}).status_code == 403  # not from our page
    assert desk.post("/channels/new/file/approval", htmx=False, url=site.url).status_code == 404
    assert "approval" not in desk.get("/channels/new/file").text
