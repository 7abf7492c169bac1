"""A channel's review as the columns of ours: what cannot be stored is mended, and a fingerprint tells changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from connectors.contract import Moderation, ModerationState, Reply, Review, Violation
from plugin.store.ranking import rank
from plugin.words import ReviewState

_RATINGS = range(1, 6)
_LENGTHS = {"external_id": 200, "author": 200, "product": 300, "product_id": 100, "given_language": 10}
_STATUSES = frozenset({"visible", "held", "removed"})
# Made once: ``json.dumps`` makes one for each review.
_WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
SAID = ("title", "text", "rating")  # what makes a new version: the customer said something else


def storable(text: str, longest: int | None = None) -> str:
    """Text that both databases take: no NUL (Postgres refuses it), no half of a surrogate pair, not too long."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text if longest is None or len(text) <= longest else text[: longest - 1] + "…"


def external_key(external_id: str) -> str:
    """The id under which a channel's review is kept; one that is too long keeps its identity by a hash."""
    longest = _LENGTHS["external_id"]
    kept = storable(external_id)
    if len(kept) <= longest:
        return kept
    return f"{kept[: longest - 33]}#{hashlib.sha256(kept.encode()).hexdigest()[:32]}"


def is_whole(key: str) -> bool:
    """Whether a kept id is the channel's own in full."""
    return len(key) < _LENGTHS["external_id"]


def reply_to_data(reply: Reply | None) -> dict[str, Any] | None:
    """A reply that stands on the channel, as it is kept with the review."""
    if reply is None:
        return None
    why: dict[str, Any] = {}
    if reply.refusal is not None:
        why = {
            "violation": storable(reply.violation),
            "violation_kind": str(reply.violation_kind),
            "violation_quote": storable(reply.violation_quote),
        }
    return {
        **why,
        "text": storable(reply.text),
        "external_id": reply.external_id,
        "author": storable(reply.author),
        "created": None if reply.created is None else reply.created.astimezone(dt.UTC).isoformat(),
        "status": reply.status,
        "url": reply.url,
        "key": reply.key,
        "by_shop": reply.by_shop,
    }


def reply_from_data(data: dict[str, Any] | None) -> Reply | None:
    if data is None:
        return None
    created = data.get("created")
    kind = Violation(data.get("violation_kind", Violation.OTHER))
    return Reply(**{**data, "violation_kind": kind, "created": dt.datetime.fromisoformat(created) if created else None})


_TEXTS = ("raw_rating", "order_ref", "location", "no_reply")
_MOMENTS = ("ordered", "experienced", "updated")
_DISGUISED = "disguised"  # not a channel's own word: the inbox saw it
_ALL_OF_MORE = attrgetter(*_TEXTS, *_MOMENTS, "moderation")


def more_of(review: Review) -> dict[str, Any]:
    """What only some channels give, as plain data; what is empty is left out. Nothing of ``Review.private`` is kept."""
    if not any(_ALL_OF_MORE(review)) and review.recommend is None:
        return {}  # most channels, for each of their reviews
    texts = {name: storable(getattr(review, name), 300) for name in _TEXTS}
    moments = {name: _iso(getattr(review, name)) for name in _MOMENTS}
    given: dict[str, Any] = {**texts, **moments, "recommend": review.recommend}
    if review.moderation is not None:
        case = review.moderation
        given["moderation"] = {
            "state": case.state.value,
            "reason": storable(case.reason, 300),
            "since": _iso(case.since),
            "until": _iso(case.until),
            "reference": storable(case.reference, 200),
            "report_id": storable(case.report_id, 200),
        }
    return {name: value for name, value in given.items() if value not in (None, "")}


def is_disguised(more: dict[str, Any] | None) -> bool:
    """Whether hidden signs stood between the review's letters when it came."""
    return bool(more and more.get(_DISGUISED))


def more_from_data(data: dict[str, Any] | None) -> dict[str, Any]:
    """The same as fields of the contract's Review."""
    if not data:
        return {}
    told = {name: value for name, value in data.items() if name != _DISGUISED}
    given: dict[str, Any] = {**told, **{name: _moment(data[name]) for name in _MOMENTS if name in data}}
    if case := data.get("moderation"):
        times = {"since": _moment(case["since"]), "until": _moment(case["until"])}
        given["moderation"] = Moderation(**{**case, **times, "state": ModerationState(case["state"])})
    return given


def _iso(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(dt.UTC).isoformat()


def _moment(written: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(written) if written else None


@dataclass(frozen=True, slots=True)
class Ticking:
    """The time limit of a review that ends next: a clock's id and its end."""

    clock: str
    ends_at: dt.datetime


def columns(review: Review, ticking: Ticking | None = None, *, disguised: bool = False) -> dict[str, Any]:
    """The columns that a channel gives, with their fingerprint. Ratings out of range count as none. ``disguised``: the review
    came with hidden signs between its letters, of which its columns hold none.

    Raises ValueError for a time without its zone, which no connector gives.
    """
    if review.created.tzinfo is None:
        raise ValueError(f"review {storable(review.external_id, 60)} has a time without its zone")
    given: dict[str, Any] = {
        "title": storable(review.title),
        "text": storable(review.text),
        "rating": review.rating if review.rating in _RATINGS else None,
        "author": storable(review.author, _LENGTHS["author"]),
        "product": storable(review.product, _LENGTHS["product"]),
        "product_id": storable(review.product_id, _LENGTHS["product_id"]),
        "verified": review.verified,
        "url": storable(review.url),
        "channel_status": review.status if review.status in _STATUSES else "visible",
        "given_language": storable(review.language, _LENGTHS["given_language"]) if review.language else None,
        "existing_reply": reply_to_data(review.reply),
    }
    moment = int(review.created.timestamp() * 1_000_000)
    more = more_of(review)
    if disguised:
        more[_DISGUISED] = True
    # That a platform touched a review is no change of it; without anything more the fingerprint is what it always was.
    told = {name: value for name, value in more.items() if name != "updated"}
    ends = [ticking.clock, _iso(ticking.ends_at)] if ticking else []
    extra = [part for part in (told, ends) if part]
    seen = _WRITTEN([*given.values(), moment, *extra])
    given["more"] = more or None
    given["clock"], given["clock_ends_at"] = (ticking.clock, ticking.ends_at) if ticking else ("", None)
    given["fingerprint"] = hashlib.blake2b(seen.encode(), digest_size=16).hexdigest()
    given["created_at"] = review.created
    return given


def first_state(given: dict[str, Any]) -> ReviewState:
    """Where a review starts: gone, answered by the shop already, or new."""
    if given["channel_status"] == "removed":
        return ReviewState.REMOVED
    reply = given["existing_reply"]
    if reply is not None and reply["by_shop"] and reply["status"] != "removed":
        return ReviewState.PUBLISHED
    return ReviewState.NEW


def next_state(state: str, given: dict[str, Any], *, said_else: bool) -> ReviewState:
    """Where a known review goes when its channel shows something else about it.

    A publication under way or in doubt is left to the work that settles it.
    """
    was = ReviewState(state)
    start = first_state(given)
    if was is ReviewState.PUBLISHING:
        return was
    if start is ReviewState.REMOVED or was is ReviewState.REMOVED:
        return start
    if was in {ReviewState.CHECK, ReviewState.PUBLISHED}:
        return was
    if start is ReviewState.PUBLISHED:
        return start
    return ReviewState.NEW if said_else else was


def rank_of(given: dict[str, Any], urgency: int = 0) -> int:
    return rank(given["created_at"], urgency)
