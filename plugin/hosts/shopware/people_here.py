"""Who sits in the shop's admin: the person's own sign-in, because Shopware vouches for the shop and for nobody in it.

The first one to open the app becomes its owner, once, with a PIN of their own. Everybody else needs an invitation
(the desk's page of people, or ``wederwoord person add``), which they exchange for a PIN of their own.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from plugin.hosts.shopware import pin_words
from plugin.hosts.shopware.kept import HOST
from plugin.hosts.standalone.tokens import new_token, token_hash
from plugin.store import Database, Session, events, installs, people, pins, sign_ins, tables
from plugin.words import Role

REMEMBERED_FOR = dt.timedelta(days=7)
DEVICE = "device"
_LONGEST_NAME = 120


class Why(StrEnum):
    WRONG = "wrong"  # the PIN, or nobody of that number: which of the two is nobody's business
    LOCKED = "locked"
    WEAK = "weak"
    CODE = "code"
    TAKEN = "taken"  # somebody else was first
    NAME = "name"


class NotLetIn(Exception):
    """The person did not sign in; ``why`` is what the page says."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(str(why))


def may_claim(session: Session, shop_id: int) -> bool:
    """Whether nobody owns this shop's desk yet."""
    return not any(person.role == Role.OWNER and person.active for person in people.every(session, shop_id))


def claim(session: Session, install: tables.Install, *, name: str, pin: str, now: dt.datetime) -> tables.Person:
    """The first person of the shop becomes its owner. Raises NotLetIn."""
    name = " ".join(name.split())[:_LONGEST_NAME]
    if not name or not name.isprintable():
        raise NotLetIn(Why.NAME)
    if pin_words.is_weak(pin):
        raise NotLetIn(Why.WEAK)
    installs.held(session, install.shop_id, install.id)  # two first ones at once: one of them is
    if not may_claim(session, install.shop_id):
        raise NotLetIn(Why.TAKEN)
    person = people.add(session, install.shop_id, name, Role.OWNER, now=now)
    pins.set_pin(session, install.shop_id, person.id, pin_words.stretch(pin), now=now)
    events.add(session, install.shop_id, "person.claimed", person_id=person.id, details={"host": HOST}, now=now)
    return person


def by_invitation(session: Session, install: tables.Install, *, code: str, pin: str, now: dt.datetime) -> tables.Person:
    """Exchange a one-time link or code for a PIN of one's own; also for a PIN that was forgotten. Raises NotLetIn.

    The caller's transaction must not be committed where it raises: a code of another shop stays unused.
    """
    if pin_words.is_weak(pin):
        raise NotLetIn(Why.WEAK)
    person = sign_ins.use_link(session, token_hash(code.strip().rpartition("#")[2]), now)
    if person is None or person.shop_id != install.shop_id:
        raise NotLetIn(Why.CODE)
    pins.set_pin(session, install.shop_id, person.id, pin_words.stretch(pin), now=now)
    for device in sign_ins.every(session, install.shop_id, now, kind=DEVICE):
        if device.person_id == person.id:  # whoever was remembered by the PIN before
            sign_ins.end(session, install.shop_id, device.id, now)
    return person


def by_pin(database: Database, install: tables.Install, *, person_id: int, pin: str, now: dt.datetime) -> tables.Person:
    """Raises NotLetIn. In transactions of its own: the try is counted before the PIN is compared."""
    shop_id = install.shop_id
    with database.session(shop_id=shop_id) as session:
        person = people.find(session, shop_id, person_id)
        taken = pins.begin_try(session, shop_id, person_id, now)
        locked = pins.locked_until(session, shop_id, person_id, now) is not None
    if taken is None:
        raise NotLetIn(Why.LOCKED if locked else Why.WRONG)
    if not pin_words.fits(pin, taken.stretched):
        raise NotLetIn(Why.LOCKED if locked else Why.WRONG)
    if person is None or not person.active:
        raise NotLetIn(Why.WRONG)
    with database.session(shop_id=shop_id) as session:
        pins.right(session, shop_id, person_id)
        return people.get(session, shop_id, person_id)


def remember(session: Session, install: tables.Install, person: tables.Person, *, now: dt.datetime) -> str:
    """What this browser keeps so that the person need not type the PIN for some days. Ends with the install."""
    token = new_token()
    sign_ins.start(
        session, install.shop_id, person.id, _kept(token), kind=DEVICE, host=HOST, now=now,
        expires_at=now + REMEMBERED_FOR,
    )  # fmt: skip
    return token


def remembered(session: Session, install: tables.Install, token: str, *, now: dt.datetime) -> tables.Person | None:
    """Who this browser's token is, where they may still come in, to this shop."""
    found = sign_ins.find(session, _kept(token), now) if token else None
    if found is None:
        return None
    device, person = found
    return person if (device.kind, device.host, device.shop_id) == (DEVICE, HOST, install.shop_id) else None


def forget(session: Session, install: tables.Install, token: str, *, now: dt.datetime) -> None:
    """What this browser remembers of whoever it was here is worth nothing from now on."""
    if remembered(session, install, token, now=now) is not None:
        device, _ = sign_ins.find(session, _kept(token), now) or (None, None)
        if device is not None:
            sign_ins.end(session, install.shop_id, device.id, now)


def _kept(token: str) -> str:
    """Another hash than a session's, so that a browser's token opens nothing as a bearer token."""
    return token_hash(f"{DEVICE}:{token}")
