"""A private message to the customer, a report to the platform: asked for by a person's click, each once, never by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum

from connectors import registry
from connectors.contract import Capabilities
from plugin.publishing import checking
from plugin.publishing.actor import Actor, require
from plugin.publishing.approving import law_blocks
from plugin.publishing.refusals import AlreadyUnderWay, BlockedByLaw, NothingToPublish, NotNow
from plugin.store import Session, channels, errands, events, reviews, tables
from plugin.words import ErrandKind, ErrandState, ReviewState, Role

Enqueue = Callable[[Session, tables.Errand], None]

LONGEST_TEXT = 10_000  # characters; ours
_SUBJECT = 150
_NOT_AGAIN = (ErrandState.QUEUED, ErrandState.SENDING, ErrandState.DONE, ErrandState.UNKNOWN)


def send_private(
    session: Session,
    shop_id: int,
    review_id: int,
    *,
    text: str,
    person: Actor,
    enqueue: Enqueue,
    subject: str = "",
    now: dt.datetime | None = None,
) -> tables.Errand:
    """Send the customer a message that nobody else sees. Raises a Refused, NotThere."""
    able, review = _ready(session, shop_id, review_id, person, ErrandKind.PRIVATE)
    if not able.can_reply_privately:
        raise NothingToPublish("This channel sends no private messages.", hint="Copy it into your own mail.")
    said = _text(text, able.max_private_chars)
    report = checking.check_text(session, shop_id, review_id, said, private=True)
    if law := law_blocks(report):
        raise BlockedByLaw(
            f"{law[0].guideline}: {law[0].message}", hint="Change the text; the law allows no exception."
        )
    given = subject.strip()[:_SUBJECT] if able.private_reply_has_subject else ""
    return _ask(session, review, ErrandKind.PRIVATE, said, person, enqueue, subject=given, now=now)


def report_review(
    session: Session,
    shop_id: int,
    review_id: int,
    *,
    reason: str,
    text: str,
    person: Actor,
    enqueue: Enqueue,
    now: dt.datetime | None = None,
) -> tables.Errand:
    """Ask the platform to look at a review, on one of its own grounds. Raises a Refused, NotThere."""
    able, review = _ready(session, shop_id, review_id, person, ErrandKind.REPORT)
    if not able.can_report:
        raise NothingToPublish("This channel takes no reports from a program.", hint="Report it there yourself.")
    if reason not in {known.id for known in able.report_reasons}:
        raise NothingToPublish("The platform knows no such ground.", hint="Choose one of its own.")
    if able.asks_reply_before_report and not _answered(review):
        raise NotNow("This platform takes a report only after you have replied.", hint="Reply first.")
    return _ask(session, review, ErrandKind.REPORT, _text(text), person, enqueue, reason=reason, now=now)


class Settlement(StrEnum):
    DONE = "there"  # 'it is there'
    NOT_DONE = "not-there"  # 'it is not': it can be asked for again


def settle(
    session: Session,
    shop_id: int,
    errand_id: int,
    outcome: Settlement,
    person: Actor,
    *,
    now: dt.datetime | None = None,
) -> tables.Errand:
    """A person says what became of one that nobody knows of. Raises NotAllowed, NotNow, NotThere."""
    require(person, Role.APPROVER)
    now = now or dt.datetime.now(dt.UTC)
    done = outcome is Settlement.DONE
    moved = errands.move(
        session, shop_id, errand_id, ErrandState.DONE if done else ErrandState.REFUSED,
        only_from=(ErrandState.UNKNOWN,), settled_by=person.person_id, done_at=now if done else None, message="",
        hint="",
    )  # fmt: skip
    errand = errands.get(session, shop_id, errand_id)
    if not moved:
        raise NotNow("This needs no settling (any more).")
    events.add(
        session, shop_id, f"{errand.kind}.settled.{outcome}", person_id=person.person_id, review_id=errand.review_id,
        now=now,
    )  # fmt: skip
    return errand


def _ready(
    session: Session, shop_id: int, review_id: int, person: Actor, kind: ErrandKind
) -> tuple[Capabilities, tables.Review]:
    require(person, Role.APPROVER)
    review = reviews.lock(session, shop_id, review_id)
    if review.state == ReviewState.REMOVED:
        raise NothingToPublish("The review is gone from its channel.")
    if any(e.kind == kind and e.state in _NOT_AGAIN for e in errands.of_review(session, shop_id, review_id)):
        raise AlreadyUnderWay("That was asked for already.")
    channel = channels.get(session, shop_id, review.channel_id)
    return registry.capabilities_of(channel.connector, channel.settings), review


def _text(given: str, longest: int | None = None) -> str:
    text = given.strip()
    if not text:
        raise NothingToPublish("There is no text.", hint="Write it first.")
    if len(text) > min(longest or LONGEST_TEXT, LONGEST_TEXT):
        raise NothingToPublish("The text is too long for this channel.", hint="Shorten it.")
    return text


def _answered(review: tables.Review) -> bool:
    there = review.existing_reply
    return review.state == ReviewState.PUBLISHED or bool(
        there and there.get("by_shop") and there.get("status") == "visible"
    )


def _ask(
    session: Session,
    review: tables.Review,
    kind: ErrandKind,
    text: str,
    person: Actor,
    enqueue: Enqueue,
    *,
    subject: str = "",
    reason: str = "",
    now: dt.datetime | None = None,
) -> tables.Errand:
    errand = errands.add(
        session, review.shop_id, review.id, kind, text=text, subject=subject, reason=reason,
        person_id=person.person_id, now=now,
    )  # fmt: skip
    events.add(
        session, review.shop_id, f"{kind}.asked", person_id=person.person_id, review_id=review.id,
        details={"reason": reason, "errand": errand.id}, now=now,
    )  # fmt: skip
    enqueue(session, errand)
    return errand
