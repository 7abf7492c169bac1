"""Access tokens of a shop: exchanged at a launch, expiring, renewed by one process at a time (contract §1.3).

The one that renews holds a lease, taken under the install's row lock and written in a transaction of its own: on
SQLite a lock held during a call to Shopify would stop every writer of the installation. A lease ends by itself after
LEASE, should its holder die; Shopify lets the older refresh token stand until the newer one is used.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from shopify_app import IdTokenDetails, ShopifyApp, TokenExchangeAccessToken, TokenExchangeResult, User

from plugin.hosts.shopify.calling import client
from plugin.hosts.shopify.domains import bare_name
from plugin.hosts.shopify.id_tokens import package
from plugin.settings import ShopifySettings
from plugin.store import Database, Session, installs, tables

log = structlog.get_logger(__name__)

EARLY = dt.timedelta(seconds=60)  # a token that ends sooner is renewed, as Shopify's package does
LEASE = dt.timedelta(seconds=40)  # longer than three tries of a call
_LOOK_EVERY = 0.05  # seconds
_LEASE_KEY = "renewing_until"


class NoToken(Exception):
    """There is no access token to be had now; ``code`` says why.

    ``reopen``: a person must open the app in Shopify once more; otherwise a later try may do.
    """

    def __init__(self, code: str, *, reopen: bool) -> None:
        self.code, self.reopen = code, reopen
        super().__init__(f"Shopify gives no access now ({code}).")


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What an exchange gave: the credentials to keep, the scopes granted, and the person for an online token."""

    secrets: Mapping[str, str]
    scope: str
    user: User | None = None


def exchange(settings: ShopifySettings, id_token: IdTokenDetails, mode: str = "offline") -> Exchanged:
    """Exchange a person's id token for an access token of the shop. Raises NoToken."""
    with client() as http:
        result = _with_either_secret(
            settings,
            lambda app: app.exchange_using_token_exchange(mode, id_token, None, expiring=True, http_client=http),
        )
    token = result.access_token
    if not result.ok or token is None or not token.token:
        raise NoToken(result.log.code, reopen=result.log.code == "invalid_subject_token")
    return Exchanged(_as_secrets(token), token.scope, token.user)


def is_usable(secrets: Mapping[str, str], now: dt.datetime) -> bool:
    """Whether a token is there that is not about to end, or can be renewed."""
    if not secrets.get("token"):
        return False
    if not secrets.get("expires") or _moment(secrets["expires"]) > now + EARLY:
        return True
    return bool(secrets.get("refresh_token")) and _moment(secrets.get("refresh_expires", "")) > now


def access_token(database: Database, settings: ShopifySettings, install: tables.Install) -> str:
    """A token that works now, renewed where it must be; of many callers at once one renews. Raises NoToken."""
    give_up = time.monotonic() + LEASE.total_seconds()
    while True:
        now = dt.datetime.now(dt.UTC)
        with database.session() as session:
            held = installs.held(session, install.shop_id, install.id)
            secrets = _secrets_in_force(session, held)
            if not secrets.get("expires") or _moment(secrets["expires"]) > now + EARLY:
                return secrets["token"]
            mine = _lease(session, held, now)
        if mine:
            return _renew(database, settings, install, secrets)
        if time.monotonic() > give_up:
            raise NoToken("busy", reopen=False)
        time.sleep(_LOOK_EVERY)


def _secrets_in_force(session: Session, install: tables.Install) -> dict[str, str]:
    secrets = installs.secrets(session, install)
    if install.state != installs.InstallState.INSTALLED or not secrets.get("token"):
        raise NoToken("not_installed", reopen=True)
    return secrets


def _lease(session: Session, held: tables.Install, now: dt.datetime) -> bool:
    until = held.data.get(_LEASE_KEY)
    if until and _moment(until) > now:
        return False
    installs.set_data(session, held, **{_LEASE_KEY: (now + LEASE).isoformat()})
    return True


def _renew(database: Database, settings: ShopifySettings, install: tables.Install, secrets: Mapping[str, str]) -> str:
    try:
        result = _refreshed(settings, install, secrets)
    except BaseException:
        _end_lease(database, install)
        raise
    token = result.access_token
    with database.session() as session:
        held = installs.held(session, install.shop_id, install.id)
        installs.set_data(session, held, **{_LEASE_KEY: None})
        if result.ok and token is not None and held.state == installs.InstallState.INSTALLED:
            installs.set_secrets(session, held, _as_secrets(token))
            return token.token
    log.warning("a token of Shopify was not renewed", shop=install.shop_id, code=result.log.code)
    raise NoToken(result.log.code, reopen=result.log.code in {"invalid_grant", "refresh_token_expired"})


def _end_lease(database: Database, install: tables.Install) -> None:
    with database.session() as session:
        installs.set_data(session, installs.held(session, install.shop_id, install.id), **{_LEASE_KEY: None})


def _refreshed(settings: ShopifySettings, install: tables.Install, secrets: Mapping[str, str]) -> TokenExchangeResult:
    old = TokenExchangeAccessToken(
        shop=bare_name(install.external_id), token=secrets["token"], expires=secrets.get("expires"),
        scope=secrets.get("scope", ""), access_mode="offline", refresh_token=secrets.get("refresh_token"),
        refresh_token_expires=secrets.get("refresh_expires"), user=None,
    )  # fmt: skip
    with client() as http:
        return _with_either_secret(
            settings, lambda app: app.refresh_token_exchanged_access_token(old, http_client=http)
        )


def _with_either_secret(
    settings: ShopifySettings, call: Callable[[ShopifyApp], TokenExchangeResult]
) -> TokenExchangeResult:
    """The package calls with the current secret only; while secrets rotate, Shopify may still know the old one."""
    try:
        return _tried(settings, call)
    except (
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ) as error:  # the package breaks on an answer that is no object
        raise NoToken("unreadable", reopen=False) from error


def _tried(settings: ShopifySettings, call: Callable[[ShopifyApp], TokenExchangeResult]) -> TokenExchangeResult:
    result = call(package(settings))
    if result.log.code == "invalid_client" and settings.old_secret:
        older = call(ShopifyApp(settings.client_id, settings.old_secret))
        return older if older.ok else result
    return result


def _as_secrets(token: TokenExchangeAccessToken) -> dict[str, str]:
    given: dict[str, Any] = {
        "token": token.token, "expires": token.expires, "scope": token.scope, "refresh_token": token.refresh_token,
        "refresh_expires": token.refresh_token_expires,
    }  # fmt: skip
    return {name: str(value) for name, value in given.items() if value}


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
