"""Shopware's signatures: HMAC-SHA256 in lower-case hex over the very bytes that travelled, compared in constant time.

Nothing is parsed and put together again to be verified: the platform leaves ``://`` unescaped in a query and escapes
slashes in JSON, and both official SDKs refuse genuine signatures because they rebuild the text
(contract shopify-shopware §2.3). Keys of a query are never sorted and never picked by name.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

APP_SIGNATURE = "shopware-app-signature"
SHOP_SIGNATURE = "shopware-shop-signature"
PREVIOUS_SIGNATURE = "shopware-shop-signature-previous"


def sign(message: bytes, secret: str) -> str:
    """The signature of ``message`` as Shopware writes it."""
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def verify(message: bytes, signature: str | None, secret: str | None) -> bool:
    """Whether ``signature`` is this message's under ``secret``; False where one of the two is missing."""
    if not signature or not secret:
        return False
    return hmac.compare_digest(sign(message, secret).encode(), signature.encode())


def verify_query(query: bytes, signature: str | None, secret: str | None) -> bool:
    """Whether ``signature`` is this query's: of its bytes as they came, else of its values percent-decoded in their order.

    A proxy or the browser may have encoded ``://`` on the way (§2.3); no other change is forgiven.
    """
    return any([verify(form, signature, secret) for form in _forms(query)])  # noqa: C419 -- as long for the first as for the last


def _forms(query: bytes) -> Iterator[bytes]:
    yield query
    yield b"&".join(key + equals + unquote_to_bytes(value) for key, equals, value in map(_pair, query.split(b"&")))


def _pair(part: bytes) -> tuple[bytes, bytes, bytes]:
    return part.partition(b"=")


def proof(shop_id: str, shop_url: str, app_name: str, app_secret: str) -> str:
    """What shows a shop that we know the app's secret; ``shop_url`` exactly as it was given (§2.2 step 2)."""
    return sign(f"{shop_id}{shop_url}{app_name}".encode(), app_secret)


def signed_part(query: bytes) -> tuple[bytes, str] | None:
    """Of a module's query the part that is signed and its signature; None without one (§2.3).

    The platform appends the signature last and the admin may put more behind it afterwards: whatever stands there
    is worth nothing and is not given out.
    """
    before, mark, after = query.rpartition(b"&" + SHOP_SIGNATURE.encode() + b"=")
    if not mark or not before:
        return None
    return before, after.partition(b"&")[0].decode("latin-1")
