"""Replies that no program may place: approved and copied here, placed by a person there, and found out by itself where the
channel shows replies. 'Is it placed?' is asked until someone, or the channel, has said so.
"""

from __future__ import annotations

import datetime as dt

from connectors.replying import same_words
from plugin.publishing import approving
from plugin.publishing.actor import Actor, require
from plugin.publishing.placing import keep_promises
from plugin.publishing.refusals import AlreadyUnderWay
from plugin.store import Session, drafts, events, publications, reviews, tables
from plugin.words import PublicationKind, PublicationState, ReviewState, Role

COPIED = "Approved and copied; it is for you to place on the channel."
_MAY_BE_APPROVED = (ReviewState.NEW, ReviewState.WAITING, ReviewState.CHECK)
_STANDS = (
    PublicationState.QUEUED,
    PublicationState.POSTING,
    PublicationState.PLACED,
    PublicationState.VISIBLE,
    PublicationState.UNKNOWN,
)


def copied(
    session: Session,
    shop_id: int,
    review_id: int,
    *,
    text_sha256: str,
    person: Actor,
    override_reason: str = "",
    seen_seconds: float | None = None,
    now: dt.datetime | None = None,
) -> tables.Publication:
    """A yes to exactly this text, which the person takes to the channel. Raises a Refused, NotThere.

    The same rules hold as for a reply that the desk places itself. It stands as UNKNOWN until someone says that it is there.
    """
    require(person, Role.APPROVER)
    review = reviews.lock(session, shop_id, review_id)
    draft = approving.approvable_draft(session, shop_id, review, text_sha256)
    reason = approving.reason_for(drafts.report_of(draft), override_reason)
    last = publications.current(session, shop_id, review_id)
    if last is not None and last.state in _STANDS:
        raise AlreadyUnderWay("A reply was approved already.")
    if not reviews.set_state(session, shop_id, review_id, ReviewState.CHECK, only_from=_MAY_BE_APPROVED):
        raise AlreadyUnderWay("Someone approved this reply a moment ago.")
    approval = approving.record_yes(
        session, shop_id, draft, person, "reply.copied", reason=reason, seen_seconds=seen_seconds, now=now
    )
    publication = publications.add(session, shop_id, approval.id, approving.new_key(), now=now)
    publications.move(
        session, shop_id, publication.id, PublicationState.UNKNOWN, only_from=(PublicationState.QUEUED,), message=COPIED
    )
    return publications.get(session, shop_id, publication.id)


def is_by_hand(publication: tables.Publication) -> bool:
    """Whether it is a person's to place, and nobody has said yet that it stands there."""
    return publication.state == PublicationState.UNKNOWN and publication.message == COPIED


def found_there(session: Session, shop_id: int, channel_id: int, now: dt.datetime) -> int:
    """After a reading: replies of unknown outcome whose very words stand on the channel now are there. Gives how many."""
    found = 0
    for publication in publications.in_state(session, shop_id, (PublicationState.UNKNOWN,), limit=1_000):
        if publication.channel_id != channel_id or publication.kind == PublicationKind.DELETE:
            continue
        review = reviews.get(session, shop_id, publication.review_id)
        there = review.existing_reply
        approval = publications.approval(session, shop_id, publication.approval_id)
        if not there or there.get("status") != "visible" or not same_words(str(there.get("text", "")), approval.text):
            continue
        if publications.move(
            session, shop_id, publication.id, PublicationState.VISIBLE, only_from=(PublicationState.UNKNOWN,),
            message="", hint="", seen_at=now,
        ):  # fmt: skip
            reviews.set_state(session, shop_id, review.id, ReviewState.PUBLISHED)
            events.add(session, shop_id, "reply.visible", review_id=review.id, now=now)
            keep_promises(session, shop_id, publications.get(session, shop_id, publication.id), now)
            found += 1
    return found
