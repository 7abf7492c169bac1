"""Reviews in: one channel, page by page. Each page and the place to go on from are one commit, so a reader that is
killed anywhere takes up where it stood and loses nothing.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from connectors.call_ledger import sparing
from connectors.contract import Connector, ConnectorError, Pace, Page, Reconnect, RetryLater, Review
from plugin.inbox import clocks, quotas, removals
from plugin.inbox.pace import Liveliness, easing, next_reading
from plugin.language.cleaning import clean, hides_between_letters
from plugin.store import Database, Session, channels, events, reviews, shops
from plugin.store.incoming import Ticking

log = structlog.get_logger(__name__)

Connect = Callable[[Session, int, int], Connector]

PROBLEMS_KEPT = 50  # of one sync; more of the same help nobody
FRESH_KEPT = 300
LONGEST_REVIEW = 20_000  # characters; what is longer is cut, and said


@dataclass(slots=True)
class Synced:
    """What one sync brought. ``message`` is empty when all went well; ``retry_after`` (seconds) asks to come back.
    ``fresh_ids`` are reviews that want a decision, new or changed: the first ``FRESH_KEPT`` of them. ``refused`` are the
    platform's ids of reviews under which it shows a reply of the shop's that its moderation refused.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    problems: list[str] = field(default_factory=list)
    message: str = ""
    hint: str = ""
    complete: bool = False
    retry_after: float | None = None
    fresh_ids: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    calls: int = 0  # that count against the platform's quotas


def sync_channel(
    database: Database,
    shop_id: int,
    channel_id: int,
    *,
    connect: Connect,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    usual_pace: int = 900,
    on_page: Callable[[], None] | None = None,
) -> Synced:
    """Take in what is new on a channel, and plan its next reading (``usual_pace`` in seconds, see pace.py).
    ``on_page`` is called after each page that was kept. Never raises for what the channel does: the result and the channel's state say it.

    Raises NotThere and the store's errors.
    """
    result = Synced()
    with database.session(shop_id=shop_id) as session:
        channel = channels.get(session, shop_id, channel_id)
        cursor, off = dict(channel.cursor), channel.state == "off"
        profile = shops.profile(session, shop_id)
    if off:
        result.message = "The channel is switched off."
        return result
    connector: Connector | None = None
    with sparing() as spent:
        try:
            with database.session(shop_id=shop_id) as session:
                connector = connect(session, shop_id, channel_id)
            seen: set[str] = set()
            for page in connector.fetch(cursor):
                limits = clocks.ticking(connector, page.reviews, profile, now())
                _take_in(database, shop_id, channel_id, page, result=result, ticking=limits, now=now())
                seen.update(review.external_id for review in page.reviews)
                if page.whole_since is not None:
                    result.removed += removals.look_for(
                        database, shop_id, channel_id, connector, seen=seen, since=page.whole_since, now=now()
                    )
                if on_page is not None:
                    on_page()
            result.complete = True
            state = "ok"
        except ConnectorError as error:
            state = _why_not(error, result)
        finally:
            _close(connector)
    result.calls = spent.calls
    pace = Pace() if connector is None else connector.abilities.pace
    _note_end(database, shop_id, channel_id, state, result=result, now=now())
    _plan_next(database, shop_id, channel_id, pace, result, usual=usual_pace, now=now())
    log.info(
        "synced", shop_id=shop_id, channel_id=channel_id, new=result.new, changed=result.changed,
        problems=len(result.problems), state=state,
    )  # fmt: skip
    return result


def sync_some(
    database: Database,
    shop_id: int,
    channel_id: int,
    external_ids: Sequence[str],
    *,
    connect: Connect,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
) -> Synced | None:
    """Take in these reviews as they stand now, by the platform's ids; where the channel stands in its own reading stays as it
    is. None where that is not possible, or went wrong: the whole channel is to be read, which says what is the matter.

    Raises NotThere and the store's errors.
    """
    with database.session(shop_id=shop_id) as session:
        if channels.get(session, shop_id, channel_id).state != "ok":
            return None
        profile = shops.profile(session, shop_id)
    result = Synced()
    connector: Connector | None = None
    try:
        with database.session(shop_id=shop_id) as session:
            connector = connect(session, shop_id, channel_id)
        with sparing():
            page = connector.fetch_some(tuple(external_ids))
        if page is None or page.problems or len(page.reviews) + len(page.removed) < len(set(external_ids)):
            return None
        limits = clocks.ticking(connector, page.reviews, profile, now())
        _take_in(database, shop_id, channel_id, page, result=result, ticking=limits, now=now(), cursor=False)
        result.complete = True
    except ConnectorError:
        return None
    finally:
        _close(connector)
    log.info("read some", shop_id=shop_id, channel_id=channel_id, new=result.new, changed=result.changed)
    return result


def _take_in(
    database: Database,
    shop_id: int,
    channel_id: int,
    page: Page,
    *,
    result: Synced,
    ticking: Mapping[str, Ticking],
    now: dt.datetime,
    cursor: bool = True,
) -> None:
    """Save one page. A connector's page may be large: at most ``reviews.BATCH`` in one commit, the ``cursor`` in the last,
    unless the page was no part of a reading.
    """
    disguised = frozenset(review.external_id for review in page.reviews if _is_disguised(review))
    cleaned = [as_taken_in(review, result.problems) for review in page.reviews]
    result.problems.extend(page.problems)
    result.refused.extend(one.external_id for one in cleaned if one.reply is not None and one.reply.refusal is not None)
    batches = [cleaned[i : i + reviews.BATCH] for i in range(0, len(cleaned), reviews.BATCH)] or [[]]
    for number, batch in enumerate(batches, 1):
        with database.session(shop_id=shop_id) as session:
            upserted = reviews.upsert(session, shop_id, channel_id, batch, now, ticking=ticking, disguised=disguised)
            result.new += len(upserted.new_ids)
            result.changed += len(upserted.changed_ids)
            result.unchanged += upserted.unchanged
            fresh = (*upserted.new_ids, *upserted.changed_ids)
            result.fresh_ids.extend(fresh[: FRESH_KEPT - len(result.fresh_ids)])
            if number == len(batches):
                result.removed += len(reviews.mark_removed(session, shop_id, channel_id, page.removed))
                if cursor:
                    channels.save_cursor(session, shop_id, channel_id, dict(page.cursor), total=page.total)


def _is_disguised(review: Review) -> bool:
    """Whether a model had better not read it. Seen here only: what is kept holds no hidden signs."""
    return any(map(hides_between_letters, (review.text, review.title, review.author, review.product)))


def as_taken_in(review: Review, problems: list[str]) -> Review:
    """A review without hidden characters, and no longer than anyone writes (a cut is told in ``problems``)."""
    text = clean(review.text)
    if len(text) > LONGEST_REVIEW:
        problems.append(f"Review {review.external_id}: longer than {LONGEST_REVIEW} characters; the rest was left out.")
        text = text[: LONGEST_REVIEW - 1] + "…"
    return dataclasses.replace(
        review, text=text, title=clean(review.title), author=clean(review.author), product=clean(review.product)
    )


def _why_not(error: ConnectorError, result: Synced) -> str:
    """Note why the fetch stopped; gives the channel's state. What was saved before stays."""
    result.message, result.hint = error.message, error.hint
    if isinstance(error, RetryLater):
        result.retry_after = error.retry_after
    return "reconnect" if isinstance(error, Reconnect) else "failing"


def _note_end(
    database: Database, shop_id: int, channel_id: int, state: str, *, result: Synced, now: dt.datetime
) -> None:
    told = f"{result.message or _lines(result.problems)} {result.hint}".strip()
    with database.session(shop_id=shop_id) as session:
        known = channels.get(session, shop_id, channel_id).message
        channels.set_state(session, shop_id, channel_id, state, told)
        if result.complete:
            cursor = channels.get(session, shop_id, channel_id).cursor
            channels.save_cursor(session, shop_id, channel_id, cursor, synced_at=now)
        if told and told != known:  # a file that stays as it is says the same at every look
            events.add(
                session, shop_id, "channel.problems", now=now,
                details={
                    "channel_id": channel_id,
                    "message": result.message,
                    "count": len(result.problems),
                    "problems": result.problems[:PROBLEMS_KEPT],
                },
            )  # fmt: skip


def _plan_next(
    database: Database, shop_id: int, channel_id: int, pace: Pace, result: Synced, *, usual: int, now: dt.datetime
) -> None:
    with database.session(shop_id=shop_id) as session:
        failures = 0 if result.complete else channels.get(session, shop_id, channel_id).failures + 1
        seen = Liveliness(*channels.liveliness(session, shop_id, channel_id))
        channel = channels.get(session, shop_id, channel_id)
        at = next_reading(
            pace, seen, usual=usual, failures=failures, now=now, retry_after=result.retry_after,
            at_least=easing(quotas.standing(session, shop_id, channel, now), result.calls),
        )  # fmt: skip
        channels.plan_reading(session, shop_id, channel_id, at, failures=failures)


def _lines(problems: Sequence[str]) -> str:
    """What could not be read, a line each below a first one that says how much it is; "" where all is well."""
    if not problems:
        return ""
    return "\n".join((f"To look at after reading: {len(problems)}.", *problems[:PROBLEMS_KEPT]))


def _close(connector: Connector | None) -> None:
    shut = getattr(connector, "close", None)
    if callable(shut):
        shut()
