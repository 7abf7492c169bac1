"""The app with Shopify switched on, and Shopify itself on the loopback."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from flask import Flask

from connectors import http
from plugin.app import create_app
from plugin.hosts import registry
from plugin.settings import Settings, ShopifySettings
from plugin.store import Database, installs, tables
from plugin.work import Work
from tests.hosts.shopify.fake import CLIENT, DOMAIN, OLD_SECRET, SECRET, FakeShopify, serve
from tests.panel import made_up
from tests.panel.conftest import database, prepared, work

__all__ = ["database", "prepared", "work"]


@pytest.fixture
def shopify() -> Iterator[FakeShopify]:
    fake = FakeShopify()
    server = serve(fake)
    yield fake
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return dataclasses.replace(
        made_up.settings_in(tmp_path),
        public_url="https://desk.example",
        shopify=ShopifySettings(CLIENT, SECRET, OLD_SECRET),
    )


@pytest.fixture
def app(
    database: Database, work: Work, settings: Settings, shopify: FakeShopify, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    monkeypatch.setattr(registry, "HOSTS", {})
    before = http.current_policy()
    made = create_app(settings, database, work)
    made.testing = False
    http.set_policy(http.HttpPolicy(stand_ins=shopify.stand_ins(DOMAIN, "other-shop.myshopify.com")))
    yield made
    http.set_policy(before)


def claims(**changes: Any) -> dict[str, Any]:
    """The claims of an id token that is good for a minute; a change to None leaves the claim out."""
    now = int(time.time())
    given = {
        "iss": f"https://{DOMAIN}/admin", "dest": f"https://{DOMAIN}", "aud": CLIENT, "sub": "42", "exp": now + 60,
        "nbf": now - 1, "iat": now - 1, "jti": str(uuid.uuid4()), "sid": uuid.uuid4().hex,
    } | changes  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def id_token(secret: str = SECRET, **changes: Any) -> str:
    return jwt.encode(claims(**changes), secret, algorithm="HS256")


def of_shop(domain: str) -> dict[str, str]:
    return {"iss": f"https://{domain}/admin", "dest": f"https://{domain}"}


Launch = Callable[..., Any]


@pytest.fixture
def launch(app: Flask) -> Launch:
    def opened(token: str | None = None, *, shop: str = DOMAIN, **more: str) -> Any:
        query = {"shop": shop, "host": "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvcmVwbHktdGVzdA", "embedded": "1", **more}
        if token != "":
            query["id_token"] = token or id_token()
        return app.test_client().get("/shopify/home", query_string=query)

    return opened


def install_in(database: Database, domain: str = DOMAIN) -> tables.Install | None:
    with database.session() as session:
        return installs.find(session, "shopify", domain)


def secrets_in(database: Database, domain: str = DOMAIN) -> dict[str, str]:
    with database.session() as session:
        found = installs.find(session, "shopify", domain)
        return installs.secrets(session, found) if found is not None else {}


def age_token(database: Database, seconds: int) -> None:
    """Let the stored access token end ``seconds`` from now."""
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)
    with database.session() as session:
        found = installs.find(session, "shopify", DOMAIN)
        assert found is not None
        installs.set_secrets(session, found, installs.secrets(session, found) | {"expires": ends.isoformat()})
