"""Customers who want no invitations: an address on this list is asked by no channel, from that moment on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from connectors.inviting import is_address
from plugin.store import Session, events, unsubscribed

LONGEST = 256


@dataclass(frozen=True, slots=True)
class Added:
    """``wrong`` counts what is no address; it is not repeated anywhere."""

    new: int = 0
    known: int = 0
    wrong: int = 0


def add(
    session: Session,
    shop_id: int,
    addresses: Iterable[str],
    *,
    source: str,
    person_id: int | None = None,
    now: dt.datetime | None = None,
) -> Added:
    """Put addresses on the shop's list. ``source``: desk, command, api, platform or host. Raises SecretUnreadable."""
    new = known = wrong = 0
    for given in addresses:
        address = given.strip()
        if not address:
            continue
        if len(address) > LONGEST or not is_address(address):
            wrong += 1
        elif unsubscribed.add(
            session, shop_id, address, masked=masked(address), source=source, person_id=person_id, now=now
        ):
            new += 1
        else:
            known += 1
    if new:
        events.add(
            session, shop_id, "invitations.unsubscribed", person_id=person_id, now=now,
            details={"addresses": new, "source": source},
        )  # fmt: skip
    return Added(new, known, wrong)


def take_off(session: Session, shop_id: int, unsubscribed_id: int, *, person_id: int | None) -> bool:
    """Take one off the list again: put there by mistake, or the customer asked for it. Whether it was on it."""
    gone = unsubscribed.remove(session, shop_id, unsubscribed_id)
    if gone:
        events.add(session, shop_id, "invitations.resubscribed", person_id=person_id, details={})
    return gone


def masked(address: str) -> str:
    """As much of an address as its owner recognises: ``s…@f….nl``."""
    name, _, domain = address.strip().rpartition("@")
    site, _, ending = domain.rpartition(".")
    return f"{name[:1]}…@{site[:1]}….{ending}"[:120]
