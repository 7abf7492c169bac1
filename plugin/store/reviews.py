"""Reviews: coming in by batches, read one by one, moved from state to state. Listing them is ``listing``'s."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select, update
from sqlalchemy.orm import Session

from connectors.contract import Reply
from connectors.contract import Review as ChannelReview
from plugin.store import bulk, drafts, incoming, rows
from plugin.store.listing import Filters, Folder, InboxPage, counts, page
from plugin.store.tables import Channel, Review, ReviewVersion
from plugin.words import ReviewState, ReviewText

__all__ = [
    "BATCH", "Filters", "Folder", "InboxPage", "Upserted", "by_external_id", "counts", "find", "get", "is_open", "lock", "mark_removed",
    "open_ids", "page", "reply_of", "set_existing_reply", "set_state", "text_of", "unseen", "upsert", "versions",
]  # fmt: skip

# Reviews a transaction. Of 1,000 at once a transaction held SQLite's one write lock for up to 400 ms, of 250 for 130, at
# the same speed (benchmarks/importing.py); what is read and reckoned before the first write leaves others their turn.
BATCH = 250
OPEN_AT_ONCE = 1000  # ids that are read in one go
# Written out in the SQL: an index over a part of the rows is used only where the query names that part.
_NEW = literal(ReviewState.NEW.value, literal_execute=True)
_CLOCK = ("clock", "clock_ends_at")
_OPEN = tuple(state.value for state in (ReviewState.NEW, ReviewState.WAITING, ReviewState.CHECK))


@dataclass(frozen=True, slots=True)
class Upserted:
    """``changed_ids``: known reviews of which the channel shows something else now; ``unchanged``: how many were as known."""

    new_ids: tuple[int, ...]
    changed_ids: tuple[int, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    version: int
    fingerprint: str
    state: str
    urgency: int
    clock: dict[str, Any]  # a time limit that a person started; empty where none did
    said: tuple[Any, ...]


def upsert(
    session: Session,
    shop_id: int,
    channel_id: int,
    reviews: Sequence[ChannelReview],
    now: dt.datetime,
    *,
    ticking: Mapping[str, incoming.Ticking] | None = None,
    disguised: Collection[str] = (),
) -> Upserted:
    """Take in what a channel shows; of the same id twice the last one counts. Hand in at most ``BATCH`` at a time.

    ``ticking`` says by external id which time limit of a review ends next; ``disguised`` names those that came with hidden
    signs between their letters.

    What is unchanged is not written. Where the customer said something else, the old version is kept, the drafts
    are marked outdated, and the review is new again unless its reply stands or is under way. Raises NotThere.
    """
    rows.get(session, Channel, shop_id, channel_id)
    given = {
        incoming.external_key(review.external_id): incoming.columns(
            review, (ticking or {}).get(review.external_id), disguised=review.external_id in disguised
        )
        for review in reviews
    }
    known = _known(session, shop_id, channel_id, list(given))
    fresh = [key for key in given if key not in known]
    changed = [key for key, row in known.items() if row.fingerprint != given[key]["fingerprint"]]
    new_ids = _insert(session, shop_id, channel_id, {key: given[key] for key in fresh}, now)
    _change(session, shop_id, [(known[key], given[key]) for key in changed], now)
    return Upserted(
        new_ids=tuple(new_ids),
        changed_ids=tuple(known[key].id for key in changed),
        unchanged=len(given) - len(fresh) - len(changed),
    )


def _known(session: Session, shop_id: int, channel_id: int, keys: list[str]) -> dict[str, _Known]:
    names = (
        "external_id",
        "id",
        "version",
        "fingerprint",
        "state",
        "urgency",
        "clock_by_hand",
        *_CLOCK,
        *incoming.SAID,
    )
    found = _of_channel(session, shop_id, channel_id, keys, names)
    return {
        row[0]: _Known(row[1], row[2], row[3], row[4], row[5], _by_hand(*row[6:9]), tuple(row[9:])) for row in found
    }


def _by_hand(said: bool, clock: str, ends_at: dt.datetime | None) -> dict[str, Any]:
    return dict(zip(_CLOCK, (clock, ends_at), strict=True)) if said else {}


def _of_channel(
    session: Session, shop_id: int, channel_id: int, keys: list[str], names: tuple[str, ...]
) -> Sequence[Any]:
    return bulk.found_by(session.connection(), Review, names, shop_id, "external_id", keys, channel_id=channel_id)


def _insert(
    session: Session, shop_id: int, channel_id: int, given: dict[str, dict[str, Any]], now: dt.datetime
) -> list[int]:
    if not given:
        return []
    fresh = [
        {
            **columns,
            "shop_id": shop_id,
            "channel_id": channel_id,
            "external_id": key,
            "fetched_at": now,
            "state": incoming.first_state(columns).value,
            "rank": incoming.rank_of(columns),
        }
        for key, columns in given.items()
    ]
    bulk.insert_new(session.connection(), Review, fresh)
    return sorted(row.id for row in _of_channel(session, shop_id, channel_id, list(given), ("id",)))


def _change(session: Session, shop_id: int, pairs: list[tuple[_Known, dict[str, Any]]], now: dt.datetime) -> None:
    if not pairs:
        return
    versions, changes, outdated = [], [], []
    for was, given in pairs:
        said_else = was.said != tuple(given[name] for name in incoming.SAID)
        if said_else:
            outdated.append(was.id)
            versions.append(
                {"shop_id": shop_id, "review_id": was.id, "version": was.version, "seen_until": now}
                | dict(zip(incoming.SAID, was.said, strict=True))
            )
        changes.append(
            {
                **given,
                **was.clock,
                "id": was.id,
                "version": was.version + 1 if said_else else was.version,
                "state": incoming.next_state(was.state, given, said_else=said_else).value,
                "rank": incoming.rank_of(given, was.urgency),
                "changed_at": now,
            }
        )
    bulk.insert_new(session.connection(), ReviewVersion, versions)
    bulk.update_by_id(session.connection(), Review, changes)
    if outdated:
        drafts.mark_outdated(session, shop_id, outdated)
    session.expire_all()


def unseen(
    session: Session, shop_id: int, channel_id: int, since: dt.datetime, seen: Collection[str]
) -> list[tuple[str, dt.datetime]]:
    """Open reviews written since then that are not among the external ids ``seen``: their own, and when they were written. One
    whose id was too long to be kept is left out: nobody could be asked for it.
    """
    keys = {incoming.external_key(external_id) for external_id in seen}
    known = select(Review.external_id, Review.created_at).where(
        Review.shop_id == shop_id,
        Review.channel_id == channel_id,
        Review.state.in_(_OPEN),
        Review.created_at >= since,
    )
    found = session.execute(known.order_by(Review.created_at.desc(), Review.id.desc()))
    return [(key, written) for key, written in found if key not in keys and incoming.is_whole(key)]


def mark_removed(session: Session, shop_id: int, channel_id: int, external_ids: Collection[str]) -> list[int]:
    """Their channel does not show these any more; gives our ids of those that were there. Reviews whose publication is under
    way are left alone. What the channel shows again is back, also when nothing of it changed.
    """
    keys = sorted({incoming.external_key(external_id) for external_id in external_ids})
    gone: list[int] = []
    for start in range(0, len(keys), BATCH):
        gone += session.scalars(
            update(Review)
            .where(
                Review.shop_id == shop_id,
                Review.channel_id == channel_id,
                Review.external_id.in_(keys[start : start + BATCH]),
                Review.state.not_in([ReviewState.REMOVED.value, ReviewState.PUBLISHING.value]),
            )
            .values(state=ReviewState.REMOVED.value, channel_status="removed", fingerprint="")
            .returning(Review.id)
            .execution_options(synchronize_session=False)
        )
    session.expire_all()
    return sorted(gone)


def find(session: Session, shop_id: int, review_id: int) -> Review | None:
    return rows.find(session, Review, shop_id, review_id)


def get(session: Session, shop_id: int, review_id: int) -> Review:
    """Raises NotThere."""
    return rows.get(session, Review, shop_id, review_id)


def by_external_id(session: Session, shop_id: int, channel_id: int, external_id: str) -> Review | None:
    return session.scalars(
        select(Review).where(
            Review.shop_id == shop_id,
            Review.channel_id == channel_id,
            Review.external_id == incoming.external_key(external_id),
        )
    ).one_or_none()


def lock(session: Session, shop_id: int, review_id: int) -> Review:
    """The review, held for this transaction: what is read from here on stays true until it ends. Raises NotThere."""
    rows.hold(session, Review, shop_id, review_id)
    return get(session, shop_id, review_id)


def text_of(review: Review, channel: str = "") -> ReviewText:
    """The review as the deciding, drafting and checking rooms see it."""
    return ReviewText(
        id=str(review.id),
        text=review.text,
        title=review.title,
        rating=review.rating,
        author=review.author,
        language=review.given_language,
        channel=channel,
        created=review.created_at,
        product=review.product,
        disguised=incoming.is_disguised(review.more),
    )


def versions(session: Session, shop_id: int, review_id: int) -> Sequence[ReviewVersion]:
    """What it said before, newest first."""
    return session.scalars(
        select(ReviewVersion)
        .where(ReviewVersion.shop_id == shop_id, ReviewVersion.review_id == review_id)
        .order_by(ReviewVersion.version.desc())
    ).all()


def set_state(
    session: Session,
    shop_id: int,
    review_id: int,
    state: ReviewState,
    *,
    only_from: Collection[ReviewState] | None = None,
) -> bool:
    """Move it to a state, with ``only_from`` only from one of these; whether it moved. Raises NotThere."""
    conditions = [] if only_from is None else [Review.state.in_([str(was) for was in only_from])]
    moved = rows.change(session, Review, shop_id, review_id, {"state": state.value}, *conditions)
    if not moved:
        get(session, shop_id, review_id)
    return moved


def set_existing_reply(session: Session, shop_id: int, review_id: int, reply: Reply | None) -> None:
    """The reply that stands on the channel now. Raises NotThere."""
    rows.must_change(session, Review, shop_id, review_id, {"existing_reply": incoming.reply_to_data(reply)})


def is_open(review: Review) -> bool:
    """Whether a bulk run would draft it."""
    return review.state == ReviewState.NEW


def open_ids(session: Session, shop_id: int, after_id: int = 0, limit: int = OPEN_AT_ONCE) -> list[int]:
    """Reviews that want a draft (new, or new again because they changed), in order of id, after ``after_id``."""
    return list(
        session.scalars(
            select(Review.id)
            .where(Review.shop_id == shop_id, Review.state == _NEW, Review.id > after_id)
            .order_by(Review.id)
            .limit(limit)
        )
    )


def open_since(session: Session, shop_id: int, since: dt.datetime, limit: int = OPEN_AT_ONCE) -> frozenset[int]:
    """Those of them that were written since then."""
    newest = (
        select(Review.id)
        .where(Review.shop_id == shop_id, Review.state == _NEW, Review.created_at >= since)
        .order_by(Review.id.desc())
        .limit(limit)
    )
    return frozenset(session.scalars(newest))


def reply_of(review: Review) -> Reply | None:
    """The reply that stands on the channel, as last seen."""
    return incoming.reply_from_data(review.existing_reply)
