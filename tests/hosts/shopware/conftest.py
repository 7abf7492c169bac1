"""The real app with Shopware switched on, a fake Shopware to call, and the shop's side of the talk."""

import dataclasses
import re

import pytest

from connectors.testing.fake_shopware import FakeShopware
from connectors.testing.harness import impatient
from plugin.app import create_app
from plugin.settings import ShopwareSettings
from plugin.store import installs
from tests.hosts.shopware.shop_side import APP_SECRET, ShopSide
from tests.panel import made_up


@pytest.fixture
def hosted(database, work, tmp_path):
    settings = dataclasses.replace(
        made_up.settings_in(tmp_path),
        shopware=ShopwareSettings(APP_SECRET),
        public_url="https://desk.example",
        allow_private_addresses=True,
    )
    made = create_app(settings, database, work)
    made.testing = False
    return made


@pytest.fixture
def shopware():
    with impatient():
        made = FakeShopware()
        yield made
        made.stop()


@pytest.fixture
def side(hosted, shopware):
    """A shop that has not registered yet; its Admin API is the fake."""
    api = {"apiKey": shopware.api_key, "secretKey": shopware.secret_key}
    return ShopSide(hosted.test_client(use_cookies=False), url=shopware.url, api=api)


@pytest.fixture
def installed(side):
    return side.install()


@pytest.fixture
def install_of(database):
    def find(side):
        with database.session() as session:
            return installs.find(session, "shopware", side.shop_id)

    return find


def ticket_in(page):
    found = re.search(r'name="ticket" value="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


def token_in(page):
    found = re.search(r'<meta name="wederwoord-session" content="([^"]+)"', page.text)
    return found[1] if found else None


def sign_in(client, page, *, location="", **form):
    """What the browser sends from the sign-in page."""
    query = f"?location-id={location}" if location else ""
    return client.post(f"/shopware/sign-in{query}", data={"ticket": ticket_in(page), **form})


@pytest.fixture
def owner(installed):
    """The first person of the shop: gives the desk's document as they see it."""
    return sign_in(installed.client, installed.open(), how="first", name="Sanne de Wit", pin="zomer-2026")
