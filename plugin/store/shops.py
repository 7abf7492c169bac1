"""Shops: who they are, and their profile with its version."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Text, bindparam, cast, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plugin.shop import ShopProfile, dump_profile, stored_profile
from plugin.store import trials
from plugin.store.errors import Conflict, NotThere
from plugin.store.rows import rows_changed, utc_now
from plugin.store.tables import Shop
from plugin.store.tenancy import NAMED_BY

_ONE = select(Shop).where(Shop.id == bindparam("shop"))
# As the words that are kept: every page of the desk asks for the profile, and has read these words before.
_WORDS = (
    select(cast(Shop.profile, Text), cast(Shop.waiting, Text))
    .where(Shop.id == bindparam("shop"))
    .execution_options(**{NAMED_BY: "shop"})
)


def add(
    session: Session, slug: str, profile: ShopProfile, *, host: str = "standalone", now: dt.datetime | None = None
) -> Shop:
    """A new shop. Raises Conflict where the slug is taken."""
    shop = Shop(slug=slug, host=host, profile=dump_profile(profile), created_at=now or utc_now())
    try:
        with session.begin_nested():
            session.add(shop)
    except IntegrityError as error:
        raise Conflict(f"There is already a shop called {slug}.") from error
    return shop


def find(session: Session, shop_id: int) -> Shop | None:
    return session.scalars(_ONE, {"shop": shop_id}).one_or_none()


def get(session: Session, shop_id: int) -> Shop:
    """Raises NotThere."""
    shop = find(session, shop_id)
    if shop is None:
        raise NotThere(f"There is no shop with number {shop_id}.")
    return shop


def by_slug(session: Session, slug: str) -> Shop | None:
    return session.scalars(select(Shop).where(Shop.slug == slug)).one_or_none()


def every(session: Session) -> Sequence[Shop]:
    """All shops of this installation, oldest first: for the command line and the scheduler only."""
    return session.scalars(select(Shop).order_by(Shop.id)).all()


def set_leaving(session: Session, shop_id: int, at: dt.datetime | None) -> None:
    """When everything of the shop is removed; None: it stays. Raises NotThere."""
    get(session, shop_id).leaves_at = at
    session.flush()


def due_to_leave(session: Session, now: dt.datetime) -> Sequence[int]:
    """The numbers of all shops whose owners removed them and whose grace has ended: for the daily purge only."""
    return session.scalars(select(Shop.id).where(Shop.leaves_at.is_not(None), Shop.leaves_at <= now)).all()


def profile(session: Session, shop_id: int) -> ShopProfile:
    """The shop's profile as it stands, with the guidelines that still wait for its owner. Raises NotThere."""
    words = session.execute(_WORDS, {"shop": shop_id}).one_or_none()
    if words is None:
        raise NotThere(f"There is no shop with number {shop_id}.")
    return _read(*words)


def hold_version(session: Session, shop_id: int) -> int:
    """The profile's version, which nobody changes until this transaction ends. Raises NotThere."""
    if not hold(session, shop_id):
        raise NotThere("There is no such shop.")
    return session.scalars(select(Shop.profile_version).where(Shop.id == shop_id)).one()


def hold(session: Session, shop_id: int) -> bool:
    """Take the shop's lock until this transaction ends; whether there is such a shop.

    Not by its id: where that is written SQLite looks for it in every table, and walks all reviews of the shop.
    """
    done = session.execute(
        update(Shop)
        .where(Shop.id == shop_id)
        .values(profile_version=Shop.profile_version)
        .execution_options(synchronize_session=False)
    )
    return rows_changed(done) == 1


@lru_cache(maxsize=256)
def _read(profile: str, waiting: str | None) -> ShopProfile:
    """A profile is frozen: the same words give the same one."""
    return with_waiting(stored_profile(json.loads(profile)), json.loads(waiting or "[]"))


def with_waiting(profile: ShopProfile, waiting: Sequence[str]) -> ShopProfile:
    """The profile under which these guidelines of a newer pack do not hold yet."""
    if tuple(waiting) == profile.rules.waiting:
        return profile
    return dataclasses.replace(profile, rules=dataclasses.replace(profile.rules, waiting=tuple(waiting)))


def save_profile(session: Session, shop_id: int, changed: ShopProfile, *, seen_version: int | None = None) -> int:
    """Save the profile and give its new version. A change of policy that waits was made from the old one: it is dropped.

    With ``seen_version`` raises Conflict when someone saved in between; raises NotThere.
    """
    shop = get(session, shop_id)
    seen = shop.profile_version if seen_version is None else seen_version
    done = session.execute(
        update(Shop)
        .where(Shop.id == shop_id, Shop.profile_version == seen)
        .values(profile=dump_profile(changed), profile_version=seen + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire(shop)
    if rows_changed(done) != 1:
        raise Conflict("The profile was changed meanwhile by someone else. Look at it again before saving.")
    trials.overtaken(session, shop_id)
    return seen + 1
