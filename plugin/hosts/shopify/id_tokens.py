"""Shopify's word on who is asking: the id token of one minute, checked further than Shopify's package does (§1.2, §1.4).

The package checks signature, audience and, where they are given, the times. Here they must be given, and issuer,
shop and every further claim must be there and fit together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shopify_app import ResultWithExchangeableIdToken, ShopifyApp

from plugin.hosts.shopify.domains import shop_domain
from plugin.settings import ShopifySettings

PATCH_PATH = "/shopify/patch"
LEEWAY = dt.timedelta(seconds=10)  # as all of Shopify's own packages grant
_REQUIRED_TEXTS = ("iss", "dest", "aud", "sub", "sid", "jti")
_LONGEST_CLAIM = 200


@dataclass(frozen=True, slots=True)
class Claims:
    """Who (``user``), for which shop (``domain``), and until when; ``jti`` names the token."""

    domain: str
    user: str
    jti: str
    sid: str
    expires_at: dt.datetime


def package(settings: ShopifySettings) -> ShopifyApp:
    return ShopifyApp(settings.client_id, settings.secret, settings.old_secret or None)


def verify(settings: ShopifySettings, request: Mapping[str, Any]) -> ResultWithExchangeableIdToken:
    """What Shopify's package says of a request to the app's home; ``claims_of`` says whether we agree.

    ``request``: method, headers, url, body.
    """
    return package(settings).verify_app_home_req(dict(request), PATCH_PATH)  # type: ignore[arg-type]  # a plain dict with its keys


def claims_of(result: ResultWithExchangeableIdToken) -> Claims | None:
    """The claims of a request that the package lets through, if they stand our checks too; else None."""
    if not result.ok or result.id_token is None:
        return None
    return checked(result.id_token.claims)


def checked(claims: Mapping[str, Any]) -> Claims | None:
    """The claims of a token whose signature, audience and times are right, if nothing is missing or at odds."""
    texts = [claims.get(name) for name in _REQUIRED_TEXTS]
    if not all(isinstance(text, str) and 0 < len(text) <= _LONGEST_CLAIM for text in texts):
        return None
    if not all(isinstance(claims.get(name), int) and not isinstance(claims.get(name), bool) for name in ("exp", "nbf")):
        return None
    dest = str(claims["dest"])
    domain = shop_domain(dest.removeprefix("https://"))
    if domain is None or dest != f"https://{domain}" or claims["iss"] != f"https://{domain}/admin":
        return None
    try:
        ends = dt.datetime.fromtimestamp(claims["exp"], dt.UTC)
    except (OverflowError, ValueError, OSError):
        return None
    return Claims(domain, str(claims["sub"]), str(claims["jti"]), str(claims["sid"]), ends)


def of_bearer(settings: ShopifySettings, token: str) -> Claims | None:
    """The claims of a token from an Authorization header; None where it is refused."""
    result = verify(
        settings, {"method": "GET", "headers": {"authorization": f"Bearer {token}"}, "url": "https://desk/", "body": ""}
    )
    return claims_of(result)
