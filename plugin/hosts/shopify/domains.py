"""A shop's address at Shopify: the one spelling that may reach a header, a URL or the database."""

from __future__ import annotations

import base64
import binascii
import re

_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")
_LONGEST = 100
_ADMIN = re.compile(r"admin\.shopify\.com/store/[a-z0-9][a-z0-9-]*|[a-z0-9][a-z0-9-]*\.myshopify\.com/admin")


def shop_domain(text: object) -> str | None:
    """``name.myshopify.com`` if ``text`` is exactly that (capitals are lowered), else None."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    lowered = text.lower()
    return lowered if _DOMAIN.fullmatch(lowered) else None


def bare_name(domain: str) -> str:
    """``name`` of ``name.myshopify.com``, as Shopify's package calls a shop."""
    return domain.removesuffix(".myshopify.com")


def admin_host(text: str) -> str:
    """The launch's ``host`` parameter if it names an admin of Shopify's, else "": App Bridge reads it."""
    try:
        named = base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""
    return text if _ADMIN.fullmatch(named) else ""
