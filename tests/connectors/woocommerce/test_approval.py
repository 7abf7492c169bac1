"""One click instead of a typed password: who is asked, what is believed of the answer, and what is cleared away."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from marshmallow import ValidationError

from connectors.approvals import Asked, NotTheSiteAsked
from connectors.contract import AskPerson, ConnectorError
from connectors.http import use_policy
from connectors.woocommerce import approval

NOW = dt.datetime(2026, 11, 22, 18, 4, 5, tzinfo=dt.UTC)
OURS = "2b4c6f0e-6f0f-4a9e-9d1e-0a1b2c3d4e5f"


@pytest.mark.parametrize("options", [{}, {"folder": "/winkel"}, {"plain": True}])
def test_the_page_of_the_shop_itself_is_visited(desks, options):
    desk = desks(**options)
    asked = approval.ask(f"{desk.shop.url}/wp-admin/")
    assert asked == Asked(desk.shop.url, desk.shop.url)
    parts = urlsplit(
        approval.page_to_visit(asked, app_id=OURS, success_url="https://d.example/b?state=x", reject_url="n", now=NOW)
    )
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{desk.shop.url}/wp-admin/authorize-application.php"
    assert parse_qs(parts.query) == {
        "app_name": ["Wederwoord 2026-11-22 18:04:05"],
        "app_id": [OURS],
        "success_url": ["https://d.example/b?state=x"],
        "reject_url": ["n"],
    }


def test_a_shop_that_makes_no_passwords_is_told_why(desk):
    desk.shop.site.app_passwords = False
    with pytest.raises(AskPerson, match="takes no application passwords"):
        approval.ask(desk.shop.url)


@pytest.mark.parametrize(
    "admin",
    [
        "https://evil.example", "javascript:x", "http://127.0.0.1:1", "{here}@evil.example", "{here}.evil.example",
        "{here}/\r\nSet-Cookie: a=b", "{here}/; url=https://evil.example", '{here}/"><script>', "",
    ],
)  # fmt: skip
def test_a_shop_cannot_send_its_owner_to_another_site(desk, admin):
    desk.shop.site.admin = admin.replace("{here}", desk.shop.url) or "/"
    with pytest.raises(AskPerson, match="another address"):
        approval.ask(desk.shop.url)


def test_an_address_without_tls_is_refused_outside_development():
    with use_policy(allow_private=False, private_hosts=frozenset()), pytest.raises(ValidationError, match="https"):
        approval.ask("http://shop.example")


def test_an_address_in_a_private_network_is_refused_outside_development():
    with use_policy(allow_private=False, private_hosts=frozenset()), pytest.raises(ConnectorError):
        approval.ask("https://127.0.0.1:9")


def answer(site, **more):
    return {"site_url": site, "user_login": "winkelier", "password": "abcd EFGH 1234", **more}


def test_what_the_shop_sends_back_becomes_settings():
    asked = Asked("https://shop.example", "https://shop.example/wp")
    assert approval.settings_in(asked, answer("https://Shop.example/wp/")) == {
        "url": "https://shop.example",
        "user": "winkelier",
        "app_password": "abcd EFGH 1234",
    }


@pytest.mark.parametrize(
    "site",
    [
        "https://shop.example", "http://shop.example/wp", "https://shop.example:444/wp", "https://evil.example/wp",
        "https://shop.example/wp?x=1", "https://a:b@shop.example/wp", "", "https://[::1", "shop.example/wp",
    ],
)  # fmt: skip
def test_an_answer_of_another_site_is_not_believed(site):
    asked = Asked("https://shop.example", "https://shop.example/wp")
    with pytest.raises(NotTheSiteAsked):
        approval.settings_in(asked, answer(site))


@pytest.mark.parametrize("more", [{"password": ""}, {"user_login": ""}, {"password": "x" * 301}])
def test_an_answer_without_a_password_is_none(more):
    asked = Asked("https://shop.example", "https://shop.example")
    with pytest.raises(ValidationError):
        approval.settings_in(asked, answer("https://shop.example", **more))


@pytest.mark.parametrize(("role", "works"), [("shop_manager", True), ("customer", False)])
def test_a_password_is_tried_by_a_read(desks, role, works):
    assert approval.works(desks(role=role).shop.settings) is works


def test_a_wrong_password_does_not_work(desk):
    assert not approval.works({**desk.shop.settings, "app_password": "abcd efgh"})


def test_a_shop_that_is_away_cannot_say(desk):
    settings = dict(desk.shop.settings)
    desk.shop.stop()
    with pytest.raises(ConnectorError):
        approval.works(settings)


def test_an_older_password_of_ours_goes_and_everybody_elses_stays(desk):
    shop = desk.shop
    shop.site.approve(shop.user, OURS), shop.site.approve(shop.user, "somebody-else"), shop.site.approve(shop.user)
    now = shop.site.approve(shop.user, OURS)
    approval.keep_only_this({**shop.settings, "app_password": now}, OURS)
    assert sorted(made.app_id for made in shop.site.passwords.values()) == ["", OURS, "somebody-else"]
    assert shop.site.opens(shop.user, now)


def test_a_password_of_no_use_is_given_back(desk):
    shop = desk.shop
    shop.site.approve(shop.user, OURS)
    made, others = shop.site.approve(shop.user, OURS), shop.site.approve(shop.user, "somebody-else")
    for password in (made, others):
        approval.take_back({**shop.settings, "app_password": password}, OURS)
    assert not shop.site.opens(shop.user, made)
    assert shop.site.opens(shop.user, others)
    assert len(shop.site.passwords) == 2


def test_a_shop_that_takes_nothing_back_is_left_as_it_is(desk):
    approval.take_back({**desk.shop.settings, "app_password": "no password of it"}, OURS)
    assert desk.shop.site.opens(desk.shop.user, desk.shop.user.app_password)
