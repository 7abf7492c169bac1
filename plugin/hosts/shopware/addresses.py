"""The address of a shop as it is kept, and the origins from which its admin may embed us."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

_LONGEST = 500  # characters; what the install's row holds
# What may stand in a Content-Security-Policy without ending it: a name or an address, and a port.
_HOST = re.compile(r"(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


def shop_address(text: str) -> str:
    """``text`` without double slashes and without one at its end, as Shopware's own SDKs keep it, fit to be called.

    A sub-folder may hold spaces and umlauts; what stands behind a ``?`` belongs to no shop's address. Raises ValueError.
    """
    path = re.sub(r"/{2,}", "/", _split(text).path).rstrip("/")
    return f"{origin_of(text)}{quote(path, safe='/%')}"


def origin_of(text: str) -> str:
    """Scheme, host and port of an address, fit to stand in a header. Raises ValueError."""
    parts = _split(text)
    host = parts.netloc.lower()
    try:
        host = host.encode("ascii").decode()
    except UnicodeEncodeError:
        host = parts.netloc.lower().encode("idna").decode()
    if not _HOST.fullmatch(host):
        raise ValueError("no host name")
    _ = parts.port  # reading it is what validates it
    return f"{parts.scheme}://{host}"


def _split(text: str) -> SplitResult:
    if len(text) > _LONGEST or not text.isprintable():
        raise ValueError("no address")
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise ValueError("no web address")
    return parts
