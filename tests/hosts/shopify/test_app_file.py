"""What Shopify is told about the app, as TOML reads it."""

from __future__ import annotations

import dataclasses
import tomllib

import pytest
from click.testing import CliRunner

from plugin.cli import main
from plugin.hosts.shopify.app_file import app_file
from plugin.settings import ShopifySettings
from tests.hosts.shopify.fake import CLIENT, SECRET

SETTINGS = ShopifySettings(CLIENT, SECRET)


def test_the_file_says_where_the_app_lives_and_what_it_hears() -> None:
    read = tomllib.loads(app_file(SETTINGS, "https://desk.example"))
    assert read == {
        "name": "Wederwoord",
        "client_id": CLIENT,
        "handle": "wederwoord",
        "application_url": "https://desk.example/shopify/home",
        "embedded": True,
        "access_scopes": {"scopes": "read_products"},
        "auth": {"redirect_urls": ["https://desk.example/shopify/home"]},
        "webhooks": {
            "api_version": "2026-07",
            "subscriptions": [
                {"topics": ["app/uninstalled"], "uri": "https://desk.example/shopify/webhooks"},
                {
                    "compliance_topics": ["customers/data_request", "customers/redact", "shop/redact"],
                    "uri": "https://desk.example/shopify/webhooks",
                },
            ],
        },
    }


def test_orders_are_asked_for_only_where_the_settings_say_so() -> None:
    read = tomllib.loads(app_file(dataclasses.replace(SETTINGS, orders=True), "https://desk.example"))
    assert read["access_scopes"]["scopes"] == "read_orders,read_products"


def test_a_name_with_quotes_stays_one_name() -> None:
    read = tomllib.loads(app_file(SETTINGS, "https://desk.example", name='Antwoord "op" maat\n'))
    assert read["name"] == 'Antwoord "op" maat\n'


def test_the_secret_is_not_in_it() -> None:
    assert SECRET not in app_file(SETTINGS, "https://desk.example")


def test_the_command_writes_it_and_says_what_is_missing(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEDERWOORD_DATA_DIR", str(tmp_path / "data"))
    said = CliRunner().invoke(main, ["host", "shopify", "toml"])
    assert said.exit_code == 1
    assert "WEDERWOORD_SHOPIFY_CLIENT_ID" in said.output
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_CLIENT_ID", CLIENT)
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_SECRET", SECRET)
    said = CliRunner().invoke(main, ["host", "shopify", "toml"])
    assert "https" in said.output
    monkeypatch.setenv("WEDERWOORD_PUBLIC_URL", "https://desk.example")
    file = tmp_path / "shopify.app.toml"
    said = CliRunner().invoke(main, ["host", "shopify", "toml", "--out", str(file)])
    assert said.exit_code == 0, said.output
    assert tomllib.loads(file.read_text())["client_id"] == CLIENT
