"""The durable workflows. Each is one or a few steps that are safe to run again; their arguments are plain ids.

A workflow that was cut off runs its unfinished step again, so every step looks before it acts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import structlog
from dbos import DBOS

from plugin.inbox.connecting import connect
from plugin.inbox.sync import Synced, sync_channel, sync_some
from plugin.inviting.planning import plan
from plugin.inviting.reading_orders import read_orders
from plugin.inviting.sending import run as send
from plugin.publishing.by_hand import found_there
from plugin.publishing.placing import place
from plugin.publishing.running_errands import run as run_errand
from plugin.publishing.violations import refused_there
from plugin.store import (
    Session,
    batches,
    channel_calls,
    channels,
    invitations,
    orders,
    reviews,
    shops,
    tables,
    trials,
    typed_secrets,
)
from plugin.store.errors import NotThere
from plugin.work import asking, names
from plugin.work.changes import hands_of
from plugin.work.drafting_one import draft_one
from plugin.work.drafting_run import run_batch
from plugin.work.host_wishes import grant
from plugin.work.house import house
from plugin.work.leaving import purge_due
from plugin.work.patience import patiently
from plugin.work.product_facts import look_up
from plugin.work.shadow import run_trial
from plugin.work.triaging import triage_at_intake

log = structlog.get_logger(__name__)

AS_GOOD_AS_DUE = dt.timedelta(seconds=45)  # the slots come every few minutes, and not to the second
MISSED_NIGHT = dt.timedelta(hours=20)  # a slot older than this is left to the next one


@DBOS.workflow(name=names.PUBLISH)
def publish(shop_id: int, publication_id: int) -> str:
    return place_step(shop_id, publication_id)


@DBOS.step(name="place")
def place_step(shop_id: int, publication_id: int) -> str:
    here = house()

    def again(session: Session, publication: tables.Publication, seconds: float) -> None:
        asking.publish_again(here.queueing, session, publication, delay=seconds)

    def redraft(session: Session, shop_id: int, review_id: int) -> None:
        asking.draft(here.queueing, session, shop_id, review_id)

    def once() -> str:
        state = place(here.database, shop_id, publication_id, connect=connect, again=again, redraft=redraft)
        return str(state or "")

    return patiently(once)


@DBOS.workflow(name=names.DRAFT)
def draft(shop_id: int, review_id: int, person_id: int | None) -> int | None:
    return draft_step(shop_id, review_id, person_id)


@DBOS.step(name="draft")
def draft_step(shop_id: int, review_id: int, person_id: int | None) -> int | None:
    here = house()

    def once() -> int | None:
        try:
            hands, held = hands_of(here.database, here.queueing, shop_id, here.hands)
            return draft_one(
                here.database, shop_id, review_id, writer=hands.writer, person_id=person_id, held=held,
                judge=hands.judge, adviser=hands.adviser,
            )  # fmt: skip
        except NotThere:
            return None

    return patiently(once)


@DBOS.workflow(name=names.DRAFT_ALL)
def draft_all(shop_id: int, batch_id: int) -> str:
    return draft_all_step(shop_id, batch_id)


@DBOS.step(name="draft-all")
def draft_all_step(shop_id: int, batch_id: int) -> str:
    here = house()

    def once() -> str:
        hands, held = hands_of(here.database, here.queueing, shop_id, here.hands)
        ran = run_batch(
            here.database, shop_id, batch_id, writer=hands.writer, concurrency=here.settings.draft_concurrency,
            stopping=here.stopping, held=held, judge=hands.judge, adviser=hands.adviser,
        )  # fmt: skip
        return ran.state if ran else ""

    try:
        return patiently(once)
    except (InterruptedError, NotThere):
        raise
    except Exception as error:
        _give_up(shop_id, batch_id, error)
        raise


def _give_up(shop_id: int, batch_id: int, error: Exception) -> None:
    def finish() -> None:
        with house().database.session(shop_id=shop_id) as session:
            batches.finish(session, shop_id, batch_id, "failed", message=f"Stopped by a fault: {type(error).__name__}.")

    patiently(finish)


@DBOS.workflow(name=names.TRIAL)
def trial(shop_id: int, trial_id: int) -> str:
    return trial_step(shop_id, trial_id)


@DBOS.step(name="trial")
def trial_step(shop_id: int, trial_id: int) -> str:
    """Try a change in the shadow. A fault ends the trial, and the owner still decides."""
    here = house()

    def once() -> str:
        ended = run_trial(
            here.database, shop_id, trial_id, hands=here.hands, concurrency=here.settings.draft_concurrency,
            stopping=here.stopping,
        )  # fmt: skip
        return ended or ""

    try:
        return patiently(once)
    except (InterruptedError, NotThere):
        raise
    except Exception as error:
        message = f"Stopped by a fault: {type(error).__name__}."

        def give_up() -> None:
            with here.database.session(shop_id=shop_id) as session:
                trials.finish(session, shop_id, trial_id, "failed", message)

        patiently(give_up)
        raise


@DBOS.workflow(name=names.SYNC)
def sync(shop_id: int, channel_id: int) -> int:
    return sync_step(shop_id, channel_id)


@DBOS.step(name="sync")
def sync_step(shop_id: int, channel_id: int) -> int:
    """Fetch, let what waited for the channel go on, and have every new review drafted (guideline F-SPEED).

    However many came: the run saves a few at a time, shows how far it is in the desk, and can be stopped there.
    """
    here = house()

    def once() -> int:
        with here.database.session(shop_id=shop_id) as session:
            known = channels.get(session, shop_id, channel_id)
            was, first = known.state, known.synced_at is None
        result = sync_channel(
            here.database, shop_id, channel_id, connect=connect, usual_pace=here.settings.sync_every,
            on_page=_drafts_at_once(shop_id) if first else None,
        )  # fmt: skip
        back = result.complete and was in {"reconnect", "failing"}
        return _follow_up(shop_id, channel_id, result, back=back)

    return patiently(once)


def _follow_up(shop_id: int, channel_id: int, result: Synced, *, back: bool = False) -> int:
    """What a reading leads to: drafts for what came, and replies that are seen, or refused, there now. Gives how many came."""
    here = house()
    came = result.new + result.changed
    if came:
        look_up(here.database, here.settings, shop_id)
    if here.writer is not None:
        triage_at_intake(here.database, shop_id, result.fresh_ids)
    with here.database.session(shop_id=shop_id) as session:
        now = dt.datetime.now(dt.UTC)
        found_there(session, shop_id, channel_id, now)
        for review_id in refused_there(session, shop_id, channel_id, result.refused, now):
            asking.draft(here.queueing, session, shop_id, review_id)
        if back:
            asking.channel_is_back(here.queueing, session, shop_id, channel_id)
        if came:
            asking.draft_all(here.queueing, session, shop_id, kind="fetch")
    return came


@DBOS.workflow(name=names.SYNC_SOME)
def sync_these(shop_id: int, channel_id: int, external_ids: list[str]) -> int:
    came = sync_some_step(shop_id, channel_id, external_ids)
    return sync_step(shop_id, channel_id) if came is None else came


@DBOS.step(name="sync-some")
def sync_some_step(shop_id: int, channel_id: int, external_ids: list[str]) -> int | None:
    """The reviews that a platform's call named; None where the channel cannot show them one by one."""

    def once() -> int | None:
        result = sync_some(house().database, shop_id, channel_id, external_ids, connect=connect)
        return None if result is None else _follow_up(shop_id, channel_id, result)

    return patiently(once)


def _drafts_at_once(shop_id: int) -> Callable[[], None]:
    """A channel that is read for the first time may take long: drafting begins with its first page, not after its last."""
    here = house()
    asked: list[bool] = []

    def ask() -> None:
        if asked:
            return
        with here.database.session(shop_id=shop_id) as session:
            comes = bool(reviews.open_ids(session, shop_id, limit=1))
        if not comes:
            return
        look_up(here.database, here.settings, shop_id)
        with here.database.session(shop_id=shop_id) as session:
            asking.draft_all(here.queueing, session, shop_id, kind="fetch")
        asked.append(True)

    return ask


@DBOS.workflow(name=names.SYNC_ALL)
def sync_all(scheduled_at: Any, _context: Any) -> int:
    return sync_all_step(slot(scheduled_at))


@DBOS.step(name="sync-all")
def sync_all_step(at: str) -> int:
    here = house()

    def once() -> int:
        soon = dt.datetime.now(dt.UTC) + AS_GOOD_AS_DUE
        with here.database.session() as session:
            open_shops = {shop.id for shop in shops.every(session)}
            due = [found for found in channels.due_for_reading(session, soon) if found[0] in open_shops]
            return sum(asking.sync_if_idle(here.queueing, session, *found, slot=at) for found in due)

    return patiently(once)


@DBOS.workflow(name=names.ERRAND)
def errand(shop_id: int, errand_id: int) -> str:
    return errand_step(shop_id, errand_id)


@DBOS.step(name="errand")
def errand_step(shop_id: int, errand_id: int) -> str:
    """Send a private message or a report that a person asked for."""
    here = house()

    def again(session: Session, wanted: tables.Errand, seconds: float) -> None:
        asking.errand_again(here.queueing, session, wanted, delay=seconds)

    return patiently(lambda: str(run_errand(here.database, shop_id, errand_id, connect=connect, again=again) or ""))


@DBOS.workflow(name=names.INVITE)
def invite(shop_id: int, channel_id: int) -> int:
    return invite_step(shop_id, channel_id)


@DBOS.step(name="invite")
def invite_step(shop_id: int, channel_id: int) -> int:
    """Note which delivered orders are due at a channel, and ask their customers where a person has released that."""
    here = house()

    def once() -> int:
        try:
            plan(here.database, shop_id, channel_id, now=dt.datetime.now(dt.UTC))
            ran = send(here.database, shop_id, channel_id, connect=connect, stopping=here.stopping)
        except NotThere:  # the shop or the channel has gone meanwhile
            return 0
        if ran.more and not ran.stopped:
            with here.database.session(shop_id=shop_id) as session:
                asking.invite(here.queueing, session, shop_id, channel_id)
        return ran.sent

    return patiently(once)


@DBOS.workflow(name=names.INVITE_ALL)
def invite_all(scheduled_at: Any, _context: Any) -> int:
    return invite_all_step(slot(scheduled_at))


@DBOS.step(name="invite-all")
def invite_all_step(at: str) -> int:
    """Read the delivered orders of channels that tell of them, then look at every channel that asks for reviews."""
    here = house()

    def once() -> int:
        with here.database.session() as session:
            open_shops = {shop.id for shop in shops.every(session)}
            reading = [shop_id for shop_id in orders.shops_with_sources(session) if shop_id in open_shops]
        for shop_id in reading:
            read_orders(here.database, shop_id, connect=connect, settings=here.settings, now=dt.datetime.now(dt.UTC))
        with here.database.session() as session:
            wanted = [found for found in invitations.switched_on(session) if found[0] in open_shops]
            return sum(asking.invite(here.queueing, session, *found, slot=at) for found in wanted)

    return patiently(once)


@DBOS.workflow(name=names.HOST)
def host_event(event_row_id: int) -> str:
    return host_event_step(event_row_id)


@DBOS.step(name="host-event")
def host_event_step(event_row_id: int) -> str:
    here = house()
    return patiently(lambda: grant(here.database, here.queueing, event_row_id))


@DBOS.workflow(name=names.PURGE)
def purge(_scheduled_at: Any, _context: Any) -> int:
    return purge_step()


@DBOS.step(name="purge")
def purge_step() -> int:
    here = house()

    def once() -> int:
        now = dt.datetime.now(dt.UTC)
        with here.database.session() as session:
            channel_calls.forget_old(session, now)
            typed_secrets.forget_old(session, now)
            every = [shop.id for shop in shops.every(session)]
        for shop_id in every:
            with here.database.session(shop_id=shop_id) as session:
                orders.forget_old(session, shop_id, now)
        return len(purge_due(here.database, now))

    return patiently(once)


@DBOS.workflow(name=names.NIGHT)
def night(scheduled_at: Any, context: Any) -> str:
    """Fetch from every channel, then draft what is open. Once per slot: the slot names the batch."""
    shop_id = int(context["shop_id"])
    at = slot(scheduled_at)
    if not is_due(at):
        return "missed"
    for channel_id in channels_step(shop_id):
        sync_step(shop_id, channel_id)
    return night_drafts_step(shop_id, at)


@DBOS.step(name="channels")
def channels_step(shop_id: int) -> list[int]:
    def once() -> list[int]:
        with house().database.session(shop_id=shop_id) as session:
            return [c.id for c in channels.every(session, shop_id) if c.state not in {"off", "reconnect"}]

    return patiently(once)


@DBOS.step(name="night-drafts")
def night_drafts_step(shop_id: int, at: str) -> str:
    here = house()

    def once() -> str:
        with here.database.session(shop_id=shop_id) as session:
            batch = asking.draft_all(here.queueing, session, shop_id, kind="night", workflow_id=f"night-{shop_id}-{at}")
            return batch.workflow_id

    return patiently(once)


@DBOS.step(name="is-due")
def is_due(at: str) -> bool:
    """Whether the slot is not long past: a machine that was off for a week owes one night, not seven."""
    return dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(at) < MISSED_NIGHT


def slot(scheduled_at: Any) -> str:
    """The slot's moment in UTC, as text: it arrives as a datetime or as text, depending on the engine's serializer."""
    moment = scheduled_at if isinstance(scheduled_at, dt.datetime) else dt.datetime.fromisoformat(str(scheduled_at))
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat()
