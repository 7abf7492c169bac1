"""Bulk drafting: one step that runs the drafting room in a pool of threads and saves twenty drafts at a time.

Run again after a crash it drafts only what is not saved yet. The database is never held while a model is asked.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import structlog

from plugin.guidelines.context import ChannelLimits, RefusedText
from plugin.publishing.limits import limits_of
from plugin.publishing.violations import refused_under
from plugin.shop import ShopProfile
from plugin.store import Database, Session, batches, channels, drafts, products, reviews, shops
from plugin.words import Decision, Play, ReviewText
from plugin.work.drafting_one import draft_it, overruled
from plugin.work.patience import patiently
from plugin.work.recent import Recent
from plugin.work.warming import warm_up

if TYPE_CHECKING:  # a web process drafts nothing and stays small without it
    from plugin.drafting.adviser import Adviser
    from plugin.drafting.judge import Judge
    from plugin.drafting.model import ReplyModel

log = structlog.get_logger(__name__)

SAVED_AT_ONCE = 20
SAVED_AT_LATEST = 1.0  # seconds after the first unsaved draft, so that progress can be seen
CANCEL_SEEN_WITHIN = 0.5  # seconds
READ_AT_ONCE = 100
LATELY = dt.timedelta(days=90)  # whoever wrote since then may still be waiting for an answer
AHEAD = 2  # times the pool: work that is read and waits for a thread
SPARE = 16  # threads beyond the calls at once: they read the next review and check the last reply while others wait


@dataclass(slots=True)
class Ran:
    """How a run ended. ``state`` is the batch's: done, cancelled or failed."""

    state: str
    done: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _Case:
    """A review as read for drafting; ``decision`` and ``play`` where a person chose them."""

    review_id: int
    version: int
    text: ReviewText
    limits: ChannelLimits
    decision: Decision | None
    play: Play | None
    profile: ShopProfile  # the shop's, with what is known of the reviewed product
    refusals: tuple[RefusedText, ...] = ()


@dataclass(slots=True)
class _Run:
    database: Database
    shop_id: int
    batch_id: int
    profile: ShopProfile
    profile_version: int
    recent: Recent
    writer: ReplyModel | None
    held: bool = False
    judge: Judge | None = None
    adviser: Adviser | None = None
    seen: set[int] = field(default_factory=set)
    total: int | None = None
    unsaved: list[drafts.ToSave] = field(default_factory=list)
    failed_ids: list[int] = field(default_factory=list)
    failed: int = 0
    done: int = 0
    since_first: float = 0.0
    cancelled: bool = False
    asked_at: float = 0.0


def run_batch(
    database: Database,
    shop_id: int,
    batch_id: int,
    *,
    writer: ReplyModel | None,
    concurrency: int,
    stopping: threading.Event,
    held: bool = False,
    judge: Judge | None = None,
    adviser: Adviser | None = None,
) -> Ran | None:
    """Draft all open reviews of the shop. None where the batch had ended already. Raises NotThere.

    ``held``: a model waits for the owner's yes, and the drafts say so.

    Without a model the work is all ours, and threads would only get in each other's way: one is used.
    """
    if not _begin(database, shop_id, batch_id):
        return None
    warm_up(writer)
    with database.session(shop_id=shop_id) as session:
        profile, version = shops.profile(session, shop_id), shops.get(session, shop_id).profile_version
        recent = Recent.read(session, shop_id, profile)
    run = _Run(database, shop_id, batch_id, profile, version, recent, writer, held, judge, adviser)
    # The model's client lets no more than ``concurrency`` calls through at once, however many threads there are.
    pool = ThreadPoolExecutor(concurrency + SPARE if writer is not None else 1, thread_name_prefix="draft")
    try:
        _draft_all(run, pool, concurrency * AHEAD, stopping)
    finally:
        # A cancelled run does not wait for answers that nobody wants any more.
        pool.shutdown(wait=False, cancel_futures=True)
    return _end(run, stopping)


def _begin(database: Database, shop_id: int, batch_id: int) -> bool:
    with database.session(shop_id=shop_id) as session:
        return batches.get(session, shop_id, batch_id).state in batches.OPEN


def _open_ids(run: _Run) -> list[int]:
    """Open reviews that this run has not had yet; the total is set to match."""
    found: list[int] = []
    with run.database.session(shop_id=run.shop_id) as session:
        after = 0
        while page := reviews.open_ids(session, run.shop_id, after_id=after):
            after = page[-1]
            found += [review_id for review_id in page if review_id not in run.seen]
        lately = reviews.open_since(session, run.shop_id, dt.datetime.now(dt.UTC) - LATELY)
        found.sort(key=lambda review_id: review_id not in lately)  # an old shop's years of reviews wait for these
        batch = batches.get(session, run.shop_id, run.batch_id)
        run.seen.update(found)
        if run.total is None:
            run.total = batch.done + batch.failed  # before a crash
        run.total += len(found)
        batches.start(session, run.shop_id, run.batch_id, total=run.total)
    return found


def _draft_all(run: _Run, pool: ThreadPoolExecutor, ahead: int, stopping: threading.Event) -> None:
    """Rounds over what is open; what comes in during one is the next."""
    while ids := _open_ids(run):
        _round(run, pool, _cases(run, ids), ahead, stopping)
        if stopping.is_set() or run.cancelled:
            return


def _round(run: _Run, pool: ThreadPoolExecutor, cases: Iterator[_Case], ahead: int, stopping: threading.Event) -> None:
    under_way: dict[Future[drafts.ToSave], int] = {}
    while True:
        for case in islice(cases, ahead - len(under_way)):
            under_way[pool.submit(_draft, run, case)] = case.review_id
        if not under_way:
            break
        finished, _ = wait(under_way, timeout=CANCEL_SEEN_WITHIN, return_when=FIRST_COMPLETED)
        for future in finished:
            _keep(run, future, under_way.pop(future))
        if run.unsaved and (len(run.unsaved) >= SAVED_AT_ONCE or time.monotonic() - run.since_first > SAVED_AT_LATEST):
            _save(run)
        if stopping.is_set() or _cancelled(run):
            break
    _save(run)


def _cases(run: _Run, ids: Sequence[int]) -> Iterator[_Case]:
    """Reviews still open when their turn comes, read a hundred at a time."""
    for start in range(0, len(ids), READ_AT_ONCE):
        yield from _read(run, ids[start : start + READ_AT_ONCE])


def _read(run: _Run, ids: Sequence[int]) -> list[_Case]:
    cases = []
    with run.database.session(shop_id=run.shop_id) as session:
        of_channel = {channel.id: channel for channel in channels.every(session, run.shop_id)}
        found = [reviews.find(session, run.shop_id, review_id) for review_id in ids]
        still_open = [review for review in found if review is not None and reviews.is_open(review)]
        with_product = products.profiles_for(session, run.shop_id, run.profile, {r.product_id for r in still_open})
        for review in still_open:
            channel = of_channel[review.channel_id]
            decision, play = overruled(session, run.shop_id, review)
            text = reviews.text_of(review, channel.connector)
            profile = with_product.get(review.product_id, run.profile)
            refusals = refused_under(session, run.shop_id, review.id)
            limits = limits_of(channel)
            cases.append(_Case(review.id, review.version, text, limits, decision, play, profile, refusals))
    return cases


def _draft(run: _Run, case: _Case) -> drafts.ToSave:
    drafted = draft_it(
        case.text,
        case.profile,
        run.recent,
        writer=run.writer,
        channel=case.limits,
        decision=case.decision,
        play=case.play,
        held=run.held,
        judge=run.judge,
        adviser=run.adviser,
        refusals=case.refusals,
    )
    return drafts.ToSave(case.review_id, case.version, drafted)


def _keep(run: _Run, future: Future[drafts.ToSave], review_id: int) -> None:
    try:
        drafted = future.result()
    except Exception as error:  # noqa: BLE001 -- one review that cannot be drafted must not stop the others
        # Only the type: the message may hold the review's text.
        log.error("not drafted", shop_id=run.shop_id, review_id=review_id, error=type(error).__name__)  # noqa: TRY400
        run.failed += 1
        run.failed_ids.append(review_id)
        return
    if not run.unsaved:
        run.since_first = time.monotonic()
    run.unsaved.append(drafted)


def _save(run: _Run) -> None:
    """Save what is unsaved, and the count of it, in one commit. A busy database is waited for."""
    failed, run.failed_ids = len(run.failed_ids), []
    while run.unsaved or failed:
        now, run.unsaved = run.unsaved[:SAVED_AT_ONCE], run.unsaved[SAVED_AT_ONCE:]

        def save(now: list[drafts.ToSave] = now, failed: int = failed) -> int:
            with run.database.session(shop_id=run.shop_id) as session:
                # First, for it holds the batch: whoever ends the run sees all that it kept, and it keeps nothing after.
                batches.progress(session, run.shop_id, run.batch_id, done=len(now), failed=failed)
                if _overtaken(session, run):
                    return 0
                wanted = [
                    item
                    for item in now
                    # A person was quicker: their words stay the newest.
                    if (review := reviews.find(session, run.shop_id, item.review_id)) and reviews.is_open(review)
                ]
                saved = drafts.save_many(session, run.shop_id, wanted, batch_id=run.batch_id)
                return len(saved)

        patiently(save)
        run.done += len(now)
        failed = 0


def _overtaken(session: Session, run: _Run) -> bool:
    """Whether the run was ended because the profile that it writes under is not the shop's any more."""
    if batches.get(session, run.shop_id, run.batch_id).state in batches.OPEN:
        return False
    return shops.get(session, run.shop_id).profile_version != run.profile_version


def _cancelled(run: _Run) -> bool:
    if not run.cancelled and time.monotonic() - run.asked_at > CANCEL_SEEN_WITHIN:
        run.asked_at = time.monotonic()
        with run.database.session(shop_id=run.shop_id) as session:
            run.cancelled = batches.get(session, run.shop_id, run.batch_id).state not in batches.OPEN
    return run.cancelled


def _end(run: _Run, stopping: threading.Event) -> Ran:
    if run.cancelled:
        return Ran("cancelled", run.done, run.failed)
    if stopping.is_set():
        raise InterruptedError("the worker stops; the run goes on at its next start")
    message = f"{run.failed} reviews could not be drafted; see the log." if run.failed else ""

    def finish() -> bool:
        with run.database.session(shop_id=run.shop_id) as session:
            return batches.finish(session, run.shop_id, run.batch_id, "done", message=message)

    patiently(finish)
    return Ran("done", run.done, run.failed)
