"""A person's yes to one exact text. The yes and the work that follows from it are one commit."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from connectors import registry
from plugin.publishing.actor import Actor, require
from plugin.publishing.refusals import (
    AlreadyUnderWay,
    BlockedByLaw,
    NothingToPublish,
    Outdated,
    ReasonNeeded,
    TextChanged,
)
from plugin.store import Session, channels, drafts, events, publications, reviews, tables
from plugin.words import Decision, Finding, PublicationKind, PublicationState, Report, ReviewState, Role

Enqueue = Callable[[Session, tables.Publication], None]

LONGEST_SEEN = 10_000_000.0  # seconds
SHORTEST_REASON = 10  # characters: a word is no reason
# Rules of law wear their own ids (US-1, EU-3, GDPR-1, …); these two of the guidelines stand for rules of law as well.
_LAW_AMONG_GUIDELINES = frozenset({"R-NO-REWARD"})
_MAY_BE_APPROVED = (ReviewState.NEW, ReviewState.WAITING, ReviewState.CHECK)
_NOT_AGAIN = (
    PublicationState.QUEUED,
    PublicationState.POSTING,
    PublicationState.PLACED,
    PublicationState.VISIBLE,
    PublicationState.UNKNOWN,
)


def approve(
    session: Session,
    shop_id: int,
    review_id: int,
    *,
    text_sha256: str,
    person: Actor,
    enqueue: Enqueue,
    override_reason: str = "",
    seen_seconds: float | None = None,
    now: dt.datetime | None = None,
) -> tables.Approval:
    """Approve the current draft, if its text is the one with this hash (publications.text_sha256), and send it off.

    Raises a Refused of plugin.publishing.refusals, or NotThere; nothing is then changed.
    """
    require(person, Role.APPROVER)
    review = reviews.lock(session, shop_id, review_id)  # what the person saw must still be so at the commit
    draft = approvable_draft(session, shop_id, review, text_sha256)
    report = drafts.report_of(draft)
    reason = reason_for(report, override_reason)
    _channel_takes_it(session, shop_id, review)
    _not_under_way(session, shop_id, review)
    if not reviews.set_state(session, shop_id, review_id, ReviewState.PUBLISHING, only_from=_MAY_BE_APPROVED):
        raise AlreadyUnderWay("Someone approved this reply a moment ago.")
    approval = record_yes(
        session, shop_id, draft, person, "reply.approved", reason=reason, seen_seconds=seen_seconds, now=now
    )
    publication = publications.add(session, shop_id, approval.id, new_key(), now=now)
    enqueue(session, publication)
    return approval


def record_yes(
    session: Session,
    shop_id: int,
    draft: tables.Draft,
    person: Actor,
    event: str,
    *,
    reason: str,
    seen_seconds: float | None,
    now: dt.datetime | None,
) -> tables.Approval:
    """Note that this person said yes to the draft's text, with the report it had and how long the person had seen it."""
    if seen_seconds is not None and not 0 <= seen_seconds < LONGEST_SEEN:
        seen_seconds = None  # a browser's word: "nan" is a number to it, and no JSON to a database
    events.add(
        session, shop_id, event, person_id=person.person_id, review_id=draft.review_id,
        details={"draft": draft.number, "override_reason": reason, "seen_seconds": seen_seconds}, now=now,
    )  # fmt: skip
    return publications.approve(
        session, shop_id, draft.id, person.person_id, text=draft.reply or "", report=draft.report or {},
        override_reason=reason, seen_seconds=seen_seconds, now=now,
    )  # fmt: skip


def new_key() -> str:
    """By which a publication is known on its channel."""
    return f"ww-{uuid.uuid4().hex[:24]}"


def law_blocks(report: Report | None) -> tuple[Finding, ...]:
    """The findings that no reason overrides."""
    return tuple(f for f in (report.blocks if report else ()) if _is_law(f.guideline))


def _is_law(guideline: str) -> bool:
    return guideline in _LAW_AMONG_GUIDELINES or not guideline.startswith(("R-", "P-", "T-", "SHOP-", "CHANNEL-"))


def approvable_draft(session: Session, shop_id: int, review: tables.Review, text_sha256: str) -> tables.Draft:
    """The current draft, if it has the text that the person saw and answers what the review says now."""
    draft = drafts.current(session, shop_id, review.id)
    if draft is None or not draft.reply:
        raise NothingToPublish("There is no reply to publish under this review.", hint="Ask for a draft first.")
    if review.decision and not Decision(review.decision).has_public_reply:
        raise NothingToPublish(
            "It was decided that this review gets no public reply.", hint="Decide otherwise first, with a reason."
        )
    if draft.outdated or draft.review_version != review.version:
        raise Outdated(
            "The customer changed the review after this draft was written.", hint="Read it again; ask for a new draft."
        )
    if publications.text_sha256(draft.reply) != text_sha256:
        raise TextChanged("The draft was changed while you were reading it.", hint="Read the new text first.")
    return draft


def reason_for(report: Report | None, given: str) -> str:
    """The override's reason, or "" where none is needed."""
    if report is None or not report.blocks:
        return ""
    if law := law_blocks(report):
        raise BlockedByLaw(
            f"{law[0].guideline}: {law[0].message}", hint="Change the text; the law allows no exception."
        )
    reason = given.strip()
    if len(reason) < SHORTEST_REASON:
        what = ", ".join(dict.fromkeys(f.guideline for f in report.blocks))
        raise ReasonNeeded(f"The check blocks this text ({what}).", hint="Change it, or write why it is right here.")
    return reason


def _channel_takes_it(session: Session, shop_id: int, review: tables.Review) -> None:
    channel = channels.get(session, shop_id, review.channel_id)
    one_by_one = (review.more or {}).get("no_reply")  # this very review takes none
    if one_by_one or not registry.capabilities_of(channel.connector, channel.settings).can_reply:
        raise NothingToPublish(
            f"{channel.name} takes no replies from a program.", hint="Copy the reply and place it there yourself."
        )
    if review.state == ReviewState.REMOVED:
        raise NothingToPublish("The review is gone from its channel.", hint="There is nothing to reply to.")


def _not_under_way(session: Session, shop_id: int, review: tables.Review) -> None:
    last = publications.current(session, shop_id, review.id)
    if publications.standing(session, shop_id, review.id) is not None:
        raise AlreadyUnderWay("A reply of ours stands there already.", hint="Change that one, or take it back first.")
    if last is None or last.state not in _NOT_AGAIN or _is_taken_back(last):
        return
    if last.state == PublicationState.UNKNOWN:
        raise AlreadyUnderWay("Nobody knows yet whether the last reply is there.", hint="Settle that first.")
    raise AlreadyUnderWay("A reply was approved already.")


def _is_taken_back(last: tables.Publication) -> bool:
    return last.kind == PublicationKind.DELETE and last.state in publications.OUT
