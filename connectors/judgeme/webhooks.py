"""Judge.me's calls to us: HMAC-SHA256 of the raw body, in hex.

Its guide names the app's secret as the key, integrations in use the private token (contract review-platforms §6): either
holds, and what the call says is read again by its id anyway.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from connectors.contract import Changed, Forged, Nudge
from connectors.signed_calls import event_id, said_in

HEADER = "judgeme-hmac-sha256"


def changed_by(headers: Mapping[str, str], body: bytes, keys: Iterable[str]) -> Changed | Nudge:
    """Raises Forged for a call that none of the keys signed."""
    given = headers.get(HEADER, "").strip().lower()
    if not given.isascii() or not any(_signs(key, body, given) for key in keys if key):
        raise Forged("The signature on Judge.me's call is missing or wrong.")
    review = _review_in(body)
    number = review.get("id") if isinstance(review, dict) else None
    if not isinstance(number, int) or isinstance(number, bool):
        return Nudge()  # signed, and in a form that we do not know: reading again shows what it is
    return Changed((str(number),), event_id=event_id(body))


def _signs(key: str, body: bytes, given: str) -> bool:
    return hmac.compare_digest(given, hmac.new(key.encode(), body, hashlib.sha256).hexdigest())


def _review_in(body: bytes) -> Any:
    data = said_in(body, who="Judge.me")
    return data.get("review") if isinstance(data, dict) else None
