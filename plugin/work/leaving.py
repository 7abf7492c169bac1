"""A shop leaves: its credentials go at once, its work stops, and its data when the host's grace has ended."""

from __future__ import annotations

import datetime as dt

import structlog

from plugin.store import (
    Database,
    NotThere,
    Session,
    batches,
    channels,
    errands,
    events,
    host_events,
    installs,
    invitations,
    people,
    publications,
    removing,
    reviews,
    schedules,
    shops,
    sign_ins,
    tables,
    used_tokens,
)
from plugin.words import ErrandState, PublicationState, ReviewState

log = structlog.get_logger(__name__)

STANDALONE = "standalone"
GRACE = dt.timedelta(days=30)  # where a host names none
UNCONFIRMED_FOR = dt.timedelta(days=1)  # an install that was begun and never confirmed


def uninstall(session: Session, install: tables.Install, *, now: dt.datetime, grace: dt.timedelta = GRACE) -> None:
    """The install ends, in the caller's transaction: its credentials are gone when that commits.

    A shop that came with the install leaves with it: everybody is signed out, its channels lose their credentials,
    its runs stop, what was approved and has not left comes back, and after ``grace`` everything is removed. A shop
    that stood by itself before stays; only the install goes. Twice does no more than once.
    """
    shop_id = install.shop_id
    if install.state == installs.InstallState.UNINSTALLED:
        return
    leaves = shops.get(session, shop_id).host != STANDALONE
    installs.set_state(
        session, install, installs.InstallState.UNINSTALLED, now=now, purge_at=now + grace if leaves else None
    )
    sign_ins.end_embedded(session, shop_id, install.host, now)
    if leaves:
        _stop(session, shop_id, now)
    events.add(session, shop_id, "host.uninstalled", details={"host": install.host}, now=now)


def remove(session: Session, shop_id: int, *, person_id: int | None, now: dt.datetime) -> dt.datetime:
    """The owner of a shop that stands by itself removes it; gives when everything of it goes. Twice changes nothing.

    In the caller's transaction its channels lose their credentials, its programs their access, and its work stops; its
    people can still look and take everything along, and its owner can keep it after all, until then. Raises NotThere.
    """
    known = shops.get(session, shop_id).leaves_at
    if known is not None:
        return known
    for token in sign_ins.every(session, shop_id, now):
        sign_ins.end(session, shop_id, token.id, now)
    _stop_work(session, shop_id, now)
    shops.set_leaving(session, shop_id, now + GRACE)
    events.add(session, shop_id, "shop.leaves", person_id=person_id, now=now)
    return now + GRACE


def keep(session: Session, shop_id: int, *, person_id: int | None, now: dt.datetime) -> None:
    """The owner keeps the shop after all; its channels are to be connected again. Raises NotThere."""
    if shops.get(session, shop_id).leaves_at is not None:
        shops.set_leaving(session, shop_id, None)
        events.add(session, shop_id, "shop.stays", person_id=person_id, now=now)


def _stop(session: Session, shop_id: int, now: dt.datetime) -> None:
    sign_ins.end_all(session, shop_id, None, now)
    for person in people.every(session, shop_id):
        sign_ins.withdraw_links(session, shop_id, person.id, now)
    _stop_work(session, shop_id, now)


def _stop_work(session: Session, shop_id: int, now: dt.datetime) -> None:
    for channel in channels.every(session, shop_id):
        channels.disconnect(session, shop_id, channel.id)
    invitations.stop_all(session, shop_id)
    schedule = schedules.find(session, shop_id)
    if schedule is not None and schedule.on:
        schedules.save(session, shop_id, at=schedule.at, timezone=schedule.timezone, on=False, now=now)
    running = batches.running(session, shop_id)
    if running is not None:
        batches.finish(session, shop_id, running.id, "cancelled", message="The shop left.")
    for publication in publications.in_state(session, shop_id, (PublicationState.QUEUED,), limit=10_000):
        if publications.move(
            session, shop_id, publication.id, PublicationState.WITHDRAWN, only_from=(PublicationState.QUEUED,)
        ):
            reviews.set_state(session, shop_id, publication.review_id, ReviewState.WAITING)
    for channel in channels.every(session, shop_id):
        for errand in errands.waiting(session, shop_id, channel.id):
            errands.move(
                session, shop_id, errand.id, ErrandState.REFUSED, only_from=(ErrandState.QUEUED,),
                message="The shop left before this was sent.",
            )  # fmt: skip


def purge(database: Database, shop_id: int) -> int:
    """Remove everything of a shop now; how many rows went. The hosts' log of it stays, without anybody's words."""
    with database.session() as session:
        try:
            shops.get(session, shop_id)
        except NotThere:
            return 0
        for install in installs.every(session, shop_id):
            host_events.drop_details(session, install.host, install.external_id)
    gone = removing.remove_shop(database, shop_id)
    log.info("a shop was removed", shop=shop_id, rows=gone)
    return gone


def purge_due(database: Database, now: dt.datetime) -> list[int]:
    """Remove every shop whose grace has ended (its host's, or its owner's own), or whose install was begun and never
    confirmed. Gives their numbers.
    """
    with database.session() as session:
        due = [*installs.due_for_purge(session, now), *installs.left_pending(session, now - UNCONFIRMED_FOR)]
        leaving = [one.shop_id for one in due if goes_with(session, one)]
        leaving += [shop_id for shop_id in shops.due_to_leave(session, now) if shop_id not in leaving]
        used_tokens.forget_expired(session, now)
    for shop_id in leaving:
        purge(database, shop_id)
    return leaving


def goes_with(session: Session, install: tables.Install) -> bool:
    """Whether the shop leaves with this install: it has no other way in: not its own, and no other install in force."""
    others = [one for one in installs.every(session, install.shop_id) if one.id != install.id]
    in_force = any(one.state in {installs.InstallState.INSTALLED, installs.InstallState.SUSPENDED} for one in others)
    return shops.get(session, install.shop_id).host != STANDALONE and not in_force
