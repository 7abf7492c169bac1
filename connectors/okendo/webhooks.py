"""Okendo's calls to us. Its page leads to Svix' guide for the signature, so it is Svix' that is looked at.

Reference: https://docs.okendo.io/webhooks/getting-started and https://docs.svix.com/receiving/verifying-payloads/how-manual
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping

from connectors.contract import Changed, Forged, Nudge
from connectors.signed_calls import event_id, said_in

_PREFIXES = ("svix", "webhook")  # the same headers under two names
_OLDEST = 300  # seconds
_KEY, _VERSION = "whsec_", "v1,"
_LONGEST = 200


def changed_by(headers: Mapping[str, str], body: bytes, secret: str) -> Changed | Nudge:
    """Raises Forged for a call that was not signed with the subscription's secret, or was kept for long."""
    for prefix in _PREFIXES:
        message, stamp = headers.get(f"{prefix}-id", ""), headers.get(f"{prefix}-timestamp", "")
        if message and _signed(message, stamp, headers.get(f"{prefix}-signature", ""), body, secret):
            return _meant(body, message)
    raise Forged("The signature on Okendo's call is missing or wrong.")


def _signed(message: str, stamp: str, signatures: str, body: bytes, secret: str) -> bool:
    if not (stamp.isascii() and stamp.isdecimal()) or abs(time.time() - int(stamp[:12])) > _OLDEST:
        return False
    try:
        key = base64.b64decode(secret.removeprefix(_KEY), validate=True)
    except (binascii.Error, ValueError):
        return False
    wanted = base64.b64encode(hmac.digest(key, f"{message}.{stamp}.".encode() + body, hashlib.sha256))
    given = [one.removeprefix(_VERSION).encode() for one in signatures.split() if one.startswith(_VERSION)]
    return bool(key) and any(hmac.compare_digest(wanted, one) for one in given)


def _meant(body: bytes, message: str) -> Changed | Nudge:
    data = said_in(body, who="Okendo")
    resource = data.get("resource") if isinstance(data, dict) and data.get("resourceType") == "review" else None
    found = resource.get("reviewId") if isinstance(resource, dict) else None
    if not isinstance(found, str) or not found or len(found) > _LONGEST:
        return Nudge()  # signed, and in a form that we do not know: reading again shows what it is
    return Changed((found,), event_id=event_id(message.encode()))
