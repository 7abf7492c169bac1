"""The secrets that we share with one shop, as a state machine: registered, confirmed, registered again, rotated.

Pure: what is known goes in, what to remember comes out (contract shopify-shopware §2.2). The pending secret takes force
only with a valid confirmation; then the one before it still opens what is under way for a minute.
"""

from __future__ import annotations

import datetime as dt
import secrets
import string
from dataclasses import dataclass, replace

from plugin.hosts.shopware.signatures import verify, verify_query

INFLIGHT = dt.timedelta(seconds=60)  # SDK: INFLIGHT_ALLOWANCE
SECRET_LENGTH = 120  # as the SDK makes them; the platform's documentation allows 64 to 255
_ALPHABET = string.ascii_letters + string.digits


class Refused(Exception):
    """The request does not come from whom it should. The message holds no secret and no signature."""


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What we share with a shop; "" is none. ``pending_url`` is the address that takes force with ``pending``."""

    secret: str = ""
    pending: str = ""
    pending_url: str = ""
    previous: str = ""
    rotated_at: dt.datetime | None = None

    @property
    def confirmed(self) -> bool:
        return bool(self.secret)

    def usable(self, now: dt.datetime) -> tuple[str, ...]:
        """The secrets under which webhooks and pages are accepted now, the current one first."""
        in_flight = self.rotated_at is not None and now - self.rotated_at < INFLIGHT
        return tuple(key for key in (self.secret, self.previous if in_flight else "") if key)

    def __repr__(self) -> str:
        return f"<Keys {'confirmed' if self.confirmed else 'unconfirmed'}>"


def new_secret() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(SECRET_LENGTH))


def register(
    keys: Keys, query: bytes, address: str, *, app_secret: str, app_signature: str | None, shop_signature: str | None
) -> Keys:
    """A shop registers, or registers again. Raises Refused.

    A confirmed shop must sign with its current secret too, always: else whoever knows the app's secret could take the
    shop over. The SDKs are lenient where a shop never did so; shops that old cannot rotate (contract §2.2).
    """
    if not verify_query(query, app_signature, app_secret):
        raise Refused("The app's signature does not fit.")
    if keys.confirmed and not verify_query(query, shop_signature, keys.secret):
        raise Refused("A shop that is registered signs with its current secret as well.")
    return replace(keys, pending=new_secret(), pending_url=address)


def confirm(
    keys: Keys, body: bytes, *, signature: str | None, previous_signature: str | None, now: dt.datetime
) -> Keys:
    """A shop confirms. Raises Refused. The same confirmation twice changes nothing the second time.

    Shopware repeats one whose answer it never saw, so it must be good again after it took force (contract §2.2).
    """
    if not keys.pending:
        if _repeats(keys, body, signature, previous_signature):
            return keys
        raise Refused("There is nothing to confirm.")
    if not verify(body, signature, keys.pending):
        raise Refused("The confirmation is not signed with the new secret.")
    if keys.confirmed and not verify(body, previous_signature, keys.secret):
        raise Refused("The confirmation is not signed with the current secret.")
    return Keys(secret=keys.pending, previous=keys.secret, rotated_at=now if keys.confirmed else keys.rotated_at)


def _repeats(keys: Keys, body: bytes, signature: str | None, previous_signature: str | None) -> bool:
    if not keys.confirmed or not verify(body, signature, keys.secret):
        return False
    return not keys.previous or verify(body, previous_signature, keys.previous)
