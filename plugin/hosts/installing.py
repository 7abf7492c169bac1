"""A shop of a host becomes a shop of ours, and its users become people of it."""

from __future__ import annotations

import datetime as dt
import re

from plugin.legal_minimum import at_least
from plugin.shop import LANGUAGES, Policy, ShopProfile
from plugin.store import Conflict, Session, installs, people, setting_up, shops, tables
from plugin.words import Role

_LONGEST_SLUG = 70  # leaves room for a number behind it
_LONGEST_NAME = 120
_LONGEST_AGENT = 80
_SPOKEN_IN = {"NL": "nl", "BE": "nl", "DE": "de", "AT": "de", "CH": "de", "LI": "de", "LU": "de"}  # of what we write


def shop_and_install(
    session: Session, host: str, external_id: str, *, shop_url: str, profile: ShopProfile, now: dt.datetime
) -> tables.Install:
    """The install of this shop of the host, pending where it is new, with a shop made from ``profile``.

    Safe to call twice, also at once: the second one finds the first. A shop that comes back within its grace finds
    everything as it was.
    """
    known = installs.find(session, host, external_id)
    if known is not None:
        return known
    shop = _new_shop(session, host, external_id, profile, now)
    try:
        return installs.add(session, shop.id, host, external_id, shop_url=shop_url, now=now)
    except Conflict:
        session.delete(shop)
        session.flush()
        first = installs.find(session, host, external_id)
        if first is None:
            raise
        return first


def first_profile(name: str, *, country: str = "NL", language: str = "") -> ShopProfile:
    """A profile to begin with: the country's legal minimum as policy; the owner says the rest in the desk."""
    first = language if language in LANGUAGES else _SPOKEN_IN.get(country, "en")
    languages = (first, *(code for code in LANGUAGES if code != first))
    name = name.strip()[:_LONGEST_NAME] or "Shop"
    policy = at_least(Policy(), country)
    return ShopProfile(name=name, agent=name[:_LONGEST_AGENT], country=country, languages=languages, policy=policy)


def _new_shop(session: Session, host: str, external_id: str, profile: ShopProfile, now: dt.datetime) -> tables.Shop:
    base = re.sub(r"[^a-z0-9]+", "-", external_id.lower()).strip("-")[:_LONGEST_SLUG] or host
    for slug in (base, *(f"{base}-{number}" for number in range(2, 1000))):
        if shops.by_slug(session, slug) is not None:
            continue
        try:
            made = shops.add(session, slug, profile, host=host, now=now)
        except Conflict:
            continue
        setting_up.begin(session, made.id)
        return made
    raise Conflict(f"No short name is left for {external_id}.")


def person_for(
    session: Session, install: tables.Install, external_user: str, *, name: str, email: str = "", now: dt.datetime
) -> tables.Person | None:
    """The person whom the host knows as ``external_user``; None where the owner let them in no longer.

    The first one of a shop becomes its owner; everybody after them a drafter, until the owner raises them: a host says
    who somebody is, and the shop's owner says whether they may publish in its name.
    """
    known = people.by_external_id(session, install.shop_id, external_user)
    if known is not None:
        return known if known.active else None
    installs.held(session, install.shop_id, install.id)  # two first ones at once: one of them is the owner
    known = people.by_external_id(session, install.shop_id, external_user)
    if known is not None:
        return known if known.active else None
    owned = any(person.role == Role.OWNER and person.active for person in people.every(session, install.shop_id))
    return people.add(
        session, install.shop_id, name.strip()[:_LONGEST_NAME] or external_user, Role.DRAFTER if owned else Role.OWNER,
        email=email[:200], external_id=external_user, now=now,
    )  # fmt: skip
