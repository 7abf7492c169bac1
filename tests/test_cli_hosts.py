"""What the doctor says of shop platforms: switched on or not, reachable or not, and what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from connectors.testing.fake_shopware import FakeShopware
from connectors.testing.faulty_server import FakeAnswer, FakeRequest, FaultyServer
from connectors.testing.harness import impatient
from plugin import settings
from plugin.cli import main
from plugin.hosts.woocommerce.signing import proof_of
from plugin.store import Database, host_events, installs, shops
from plugin.store.installs import InstallState

Doctor = Callable[[], str]
NOW = dt.datetime.now(dt.UTC)
SECRET = "ab" * 32


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in settings.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WEDERWOORD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("WEDERWOORD_ALLOW_PRIVATE_ADDRESSES", "yes")
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text("name: De Tas\nagent: Sanne\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["shop", "add", "shop.yaml"]).exit_code == 0


@pytest.fixture
def doctor() -> Doctor:
    def ask() -> str:
        with impatient():
            result = CliRunner().invoke(main, ["doctor"])
        assert "Traceback" not in result.output
        return result.output

    return ask


@pytest.fixture
def database() -> Iterator[Database]:
    given = settings.load()
    made = Database(given.database_url, given.encryption_keys)
    yield made
    made.dispose()


def installed(
    database: Database, host: str, url: str, *, secrets: dict[str, str] | None = None,
    state: InstallState = InstallState.INSTALLED, created: dt.datetime = NOW, **data: str,
) -> None:  # fmt: skip
    with database.session() as session:
        (shop,) = shops.every(session)
        install = installs.add(session, shop.id, host, "de-tas.example", shop_url=url, data=data, now=created)
        installs.set_secrets(session, install, secrets or {})
        installs.set_state(session, install, state, now=created)


@pytest.fixture
def wordpress() -> Iterator[FaultyServer]:
    """A site with our plugin, which holds SECRET."""

    def answer(request: FakeRequest) -> FakeAnswer:
        challenge = parse_qs(urlsplit(request.target).query)["challenge"][0]
        return FakeAnswer(200, {"install": "i-1", "proof": proof_of(SECRET, challenge)})

    made = FaultyServer(answer, error_body=lambda status: {"code": str(status)})
    yield made
    made.stop()


def test_a_desk_that_stands_by_itself_is_told_nothing_to_do(doctor: Doctor) -> None:
    output = doctor()
    assert "ok    hosts: the desk stands by itself" in output
    assert "BAD" not in output


def test_a_host_without_https_cannot_show_the_desk(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_CLIENT_ID", "0123456789abcdef")
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_SECRET", "shpss_0123456789abcdef")
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_OLD_SECRET", "shpss_abcdef0123456789")
    output = doctor()
    assert "note  hosts (Shopify, WooCommerce): no shop's admin shows a desk at http://127.0.0.1:8787" in output
    assert "take WEDERWOORD_SHOPIFY_OLD_SECRET away" in output
    monkeypatch.setenv("WEDERWOORD_PUBLIC_URL", "https://desk.example")
    assert "ok    hosts (Shopify, WooCommerce): shops find the desk at https://desk.example" in doctor()


def test_a_shop_whose_plugin_proves_itself_is_well(doctor: Doctor, database: Database, wordpress: FaultyServer) -> None:
    rest = f"{wordpress.address}/wp-json/"
    installed(database, "woocommerce", wordpress.address, secrets={"secret": SECRET}, rest_url=rest, plugin="i-1")
    assert "ok    de-tas on woocommerce: de-tas.example: our plugin answers" in doctor()


@pytest.mark.parametrize("wrong", ["secret", "away"])
def test_a_shop_whose_plugin_does_not_is_told_what_to_do(
    doctor: Doctor, database: Database, wordpress: FaultyServer, wrong: str
) -> None:
    rest = f"{wordpress.address}/wp-json/"
    secret = "cd" * 32 if wrong == "secret" else SECRET
    installed(database, "woocommerce", wordpress.address, secrets={"secret": secret}, rest_url=rest, plugin="i-1")
    if wrong == "away":
        wordpress.stop()
    output = doctor()
    assert "BAD   de-tas on woocommerce" in output
    assert output.partition("de-tas on woocommerce")[2].splitlines()[1].strip().startswith("→")
    assert secret not in output


def test_a_shopify_shop_without_a_token_is_opened_again(
    doctor: Doctor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(database, "shopify", "https://de-tas.example")
    assert "Shopify is switched off here" in doctor()
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_CLIENT_ID", "0123456789abcdef")
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_SECRET", "shpss_0123456789abcdef")
    output = doctor()
    assert "BAD   de-tas on shopify: de-tas.example: Shopify gives no token" in output
    assert "Open Wederwoord from the menu" in output


def test_a_shopware_shop_is_asked_with_its_own_credential(
    doctor: Doctor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEDERWOORD_SHOPWARE_SECRET", "een-geheim-van-de-app")
    fake = FakeShopware()
    given = fake.settings
    secrets = {"api_key": given["api_key"], "secret_key": given["secret_key"]}
    installed(database, "shopware", given["url"], secrets=secrets)
    assert "ok    de-tas on shopware: de-tas.example: Connected to the shop." in doctor()
    fake.stop()
    assert "BAD   de-tas on shopware" in doctor()


@pytest.mark.parametrize(
    ("state", "created", "words"),
    [
        (InstallState.SUSPENDED, NOW, "switched off in the shop"),
        (InstallState.UNINSTALLED, NOW, "removed there"),
        (InstallState.PENDING, NOW, "not confirmed by the shop yet"),
        (InstallState.PENDING, NOW - dt.timedelta(days=1), "never confirmed"),
    ],
)
def test_an_install_that_is_not_in_force_says_why_and_asks_nobody(
    doctor: Doctor, database: Database, state: InstallState, created: dt.datetime, words: str
) -> None:
    installed(database, "woocommerce", "https://de-tas.example", state=state, created=created)
    output = doctor()
    assert "note  de-tas on woocommerce: de-tas.example: " in output
    assert words in output


def test_messages_that_nobody_sees_to_are_told(doctor: Doctor, database: Database) -> None:
    with database.session() as session:
        long_ago = NOW - dt.timedelta(hours=1)
        host_events.receive(
            session, "shopify", "de-tas.example", "app/uninstalled", "e-1", wish="note", body=b"{}", now=long_ago
        )
    assert "1 of the platforms' messages wait" in doctor()
