"""The time limits of a review, whoever sets them: its channel (``Capabilities.clocks``) and the shop's own terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from connectors import registry
from connectors.contract import Clock, Connector, Review, Starts
from plugin.shop import ShopProfile
from plugin.store import Session, channels, events, reviews, shops
from plugin.store import ticking as kept
from plugin.store.incoming import Ticking

_DAYS_OF_A_MONTH = 30.44
# In a shop's terms both run from the delivery, which no platform tells: the order's day is the nearest, and early.
_WITHDRAWAL = {
    "en": "The customer's time to withdraw ends",
    "nl": "De bedenktijd van de klant loopt af",
    "de": "Die Widerrufsfrist des Kunden endet",
}
_WARRANTY = {
    "en": "The guarantee on this order ends",
    "nl": "De garantie op deze bestelling loopt af",
    "de": "Die Gewährleistung für diese Bestellung endet",
}


class NotStarted(ValueError):
    """The limit cannot run so; the message says why."""


def of_terms(profile: ShopProfile) -> tuple[Clock, ...]:
    """The clocks that the shop's own terms set on an order, where a channel tells when it was placed."""
    months = profile.policy.warranty_months
    source = "The shop's own terms; the law gives at least as much (2011/83/EU, 2019/771)."
    return (
        Clock(
            "order-withdrawal",
            _WITHDRAWAL,
            profile.policy.withdrawal_days,
            source,
            Starts.ORDERED,
            answered_stops=False,
        ),
        Clock(
            "order-warranty", _WARRANTY, round(months * _DAYS_OF_A_MONTH), source, Starts.ORDERED, answered_stops=False
        ),
    )


def ticking(
    connector: Connector, reviews: Iterable[Review], profile: ShopProfile, now: dt.datetime
) -> dict[str, Ticking]:
    """By external id, the limit of each review that ends next; none where all have passed or none runs."""
    clocks = (*connector.abilities.clocks, *of_terms(profile))
    found = {}
    for review in reviews:
        ends = [(end, clock.id) for clock in clocks if (end := clock.ends(review, connector.settings)) and end > now]
        if ends:
            end, clock_id = min(ends)
            found[review.external_id] = Ticking(clock_id, end)
    return found


def words_of(connector: str, clock_id: str, profile: ShopProfile, language: str) -> tuple[str, str]:
    """What ends, and who says so; empty where the connector names no such clock any more."""
    known = (*registry.capabilities_of(connector).clocks, *of_terms(profile))
    clock = next((one for one in known if one.id == clock_id), None)
    if clock is None:
        return "", ""
    title: str | Mapping[str, Any] = clock.title
    said = title if isinstance(title, str) else title.get(language) or title.get("en", "")
    return str(said), clock.source


def to_start(connector: str, settings: Mapping[str, Any]) -> tuple[Clock, ...]:
    """The limits of such a channel that only a person can know to have begun."""
    clocks = registry.capabilities_of(connector, settings).clocks
    return tuple(clock for clock in clocks if clock.by_hand and clock.lasts(settings))


def start(
    session: Session,
    shop_id: int,
    review_id: int,
    clock_id: str,
    since: dt.date,
    *,
    person_id: int,
    now: dt.datetime | None = None,
) -> dt.datetime:
    """A person says on which day a limit began, by the shop's calendar; gives the moment at which it ends.

    Raises NotStarted, NotThere.
    """
    now = now or dt.datetime.now(dt.UTC)
    channel = channels.get(session, shop_id, reviews.get(session, shop_id, review_id).channel_id)
    clock = next((one for one in to_start(channel.connector, channel.settings) if one.id == clock_id), None)
    if clock is None:
        raise NotStarted("This channel has no such limit.")
    profile = shops.profile(session, shop_id)
    lasts = dt.timedelta(days=clock.lasts(channel.settings))
    if not profile.today(now) - lasts < since <= profile.today(now):
        raise NotStarted("That day is still to come, or its time is over already.")
    ends_at = (dt.datetime.combine(since, dt.time(), profile.zone) + lasts).astimezone(dt.UTC)
    kept.start(session, shop_id, review_id, clock.id, ends_at)
    events.add(
        session, shop_id, "review.clock.started", person_id=person_id, review_id=review_id,
        details={"clock": clock.id, "since": since.isoformat(), "ends_at": ends_at.isoformat()}, now=now,
    )  # fmt: skip
    return ends_at


def stop(session: Session, shop_id: int, review_id: int, *, person_id: int, now: dt.datetime | None = None) -> None:
    """The limit that a person started is over. Raises NotStarted where none runs, NotThere."""
    review = reviews.get(session, shop_id, review_id)
    if not review.clock_by_hand:
        raise NotStarted("No limit was started here.")
    details = {"clock": review.clock}
    kept.take_back(session, shop_id, review_id)
    events.add(
        session, shop_id, "review.clock.stopped", person_id=person_id, review_id=review_id, details=details, now=now
    )
