"""From the admin's proof of the shop to the person's own sign-in: a short ticket in the form, no cookie.

The address with the admin's signature opens this sign-in for five minutes and lets nobody in; what the form carries on
says only that this browser came from this shop's admin a moment ago, and it is good for one sign-in.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass

LASTS = dt.timedelta(minutes=15)


class BadTicket(ValueError):
    """No ticket of ours."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """``number`` is its own: the sign-in that succeeds with it uses it up."""

    shop_id: int
    install_id: int
    language: str
    location: str
    number: str
    ends: dt.datetime

    def is_over(self, now: dt.datetime) -> bool:
        return now >= self.ends


def issue(secret_key: str, shop_id: int, install_id: int, *, language: str, location: str, now: dt.datetime) -> str:
    said = {
        "shop": shop_id,
        "install": install_id,
        "language": language,
        "location": location,
        "number": secrets.token_urlsafe(16),
        "ends": int((now + LASTS).timestamp()),
    }
    payload = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
    return f"{payload}.{_sign(secret_key, payload)}"


def read(secret_key: str, text: str) -> Ticket:
    """Also one that is over: its shop is told so. Raises BadTicket."""
    payload, _, signature = text.partition(".")
    if not hmac.compare_digest(_sign(secret_key, payload).encode(), signature.encode()):
        raise BadTicket
    said = json.loads(base64.urlsafe_b64decode(payload))
    ends = dt.datetime.fromtimestamp(said["ends"], dt.UTC)
    return Ticket(said["shop"], said["install"], said["language"], said["location"], said["number"], ends)


def _sign(secret_key: str, payload: str) -> str:
    return hmac.new(secret_key.encode(), b"shopware-ticket:" + payload.encode(), hashlib.sha256).hexdigest()
