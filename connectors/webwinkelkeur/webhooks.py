"""WebwinkelKeur's calls to us. Its page says SHA-256 and its sample computes SHA-512, so the digest's length decides.

Reference: https://docs.webwinkelkeur.nl/api/webhooks (contract review-platforms §1)
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from connectors.contract import BadAnswer, Changed, Forged, Hook, Nudge
from connectors.payloads import read_one
from connectors.signed_calls import event_id, said_in
from connectors.webwinkelkeur.mapping import external_id
from connectors.webwinkelkeur.payloads import WireRatingSchema

_DIGESTS = {64: hashlib.sha256, 128: hashlib.sha512}  # by the number of hex digits


def changed_by(headers: Mapping[str, str], body: bytes, hook: Hook) -> Changed | Nudge:
    """Raises Forged for any call that was not signed with the subscription's secret."""
    given = headers.get("x-hash", "").strip().lower()
    digest = _DIGESTS.get(len(given))
    if digest is None or not hook.secret or not given.isascii():
        raise Forged("WebwinkelKeur's call bears no signature that we know.")
    if not hmac.compare_digest(given, hmac.new(hook.secret.encode(), body, digest).hexdigest()):
        raise Forged("The signature on WebwinkelKeur's call is wrong.")
    try:
        review = read_one(WireRatingSchema(), said_in(body, who="WebwinkelKeur"), who="WebwinkelKeur")
    except BadAnswer:
        return Nudge()  # signed, and in a form that we do not know: reading again shows what it is
    return Changed((external_id(review),), event_id=event_id(body))
