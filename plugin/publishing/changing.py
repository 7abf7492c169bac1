"""Changing what stands on a channel: another text in the place of our reply, or our reply taken back.

Each is a publication of its own kind, with its own row, state and person; the yes and the work are one commit.
"""

from __future__ import annotations

import datetime as dt

from connectors import registry
from connectors.contract import Capabilities
from plugin.publishing.actor import Actor, require
from plugin.publishing.approving import Enqueue, approvable_draft, new_key, reason_for, record_yes
from plugin.publishing.editing import save_edit
from plugin.publishing.refusals import AlreadyUnderWay, NothingToPublish, NotNow
from plugin.store import Session, channels, drafts, events, publications, reviews, tables
from plugin.words import PublicationKind, PublicationState, ReviewState, Role

_MAY_BE_CHANGED = (ReviewState.PUBLISHED, ReviewState.CHECK)
_SETTLED = (
    PublicationState.VISIBLE,
    PublicationState.PLACED,
    PublicationState.REFUSED,
    PublicationState.WITHDRAWN,
)


def approve_change(
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
    """Approve the current draft in the place of the reply that stands there; held to all that a first reply is held to.

    Raises a Refused of plugin.publishing.refusals, or NotThere; nothing is then changed.
    """
    require(person, Role.APPROVER)
    review = reviews.lock(session, shop_id, review_id)
    stands = _stands(session, shop_id, review)
    if not _able(session, shop_id, review).can_replace_reply:
        raise NothingToPublish("This channel takes no other text from a program.", hint="Change it on the channel.")
    draft = approvable_draft(session, shop_id, review, text_sha256)
    if draft.reply == publications.approval(session, shop_id, stands.approval_id).text:
        raise NothingToPublish("This text stands there already.", hint="Change it first.")
    reason = reason_for(drafts.report_of(draft), override_reason)
    _move_to_publishing(session, shop_id, review_id)
    approval = record_yes(
        session, shop_id, draft, person, "change.approved", reason=reason, seen_seconds=seen_seconds, now=now
    )
    publication = publications.add(
        session, shop_id, approval.id, new_key(), kind=PublicationKind.REPLACE, target_id=stands.id, now=now
    )
    enqueue(session, publication)
    return approval


def take_back(
    session: Session,
    shop_id: int,
    review_id: int,
    *,
    person: Actor,
    enqueue: Enqueue,
    reason: str = "",
    now: dt.datetime | None = None,
) -> tables.Publication:
    """Take our reply back from its channel. Raises a Refused, or NotThere; nothing is then changed."""
    require(person, Role.APPROVER)
    review = reviews.lock(session, shop_id, review_id)
    stands = _stands(session, shop_id, review)
    if not _able(session, shop_id, review).can_delete_reply:
        raise NothingToPublish("This channel lets no program take a reply back.", hint="Remove it on the channel.")
    _move_to_publishing(session, shop_id, review_id)
    publication = publications.add(
        session, shop_id, stands.approval_id, new_key(), kind=PublicationKind.DELETE, target_id=stands.id,
        asked_by=person.person_id, now=now,
    )  # fmt: skip
    events.add(
        session, shop_id, "removal.approved", person_id=person.person_id, review_id=review_id,
        details={"reason": reason.strip()}, now=now,
    )  # fmt: skip
    enqueue(session, publication)
    return publication


def keep_as_it_is(
    session: Session, shop_id: int, review_id: int, person: Actor, *, now: dt.datetime | None = None
) -> tables.Draft:
    """Leave a change that was written and not approved, or that the channel refused: the text that stands there is the
    newest version again. Raises a Refused, or NotThere.
    """
    stands = _stands(session, shop_id, reviews.get(session, shop_id, review_id))
    text = publications.approval(session, shop_id, stands.approval_id).text
    kept = save_edit(session, shop_id, review_id, text, person, now=now)
    _leave_refused(session, shop_id, review_id, person, now)
    return kept


def _leave_refused(session: Session, shop_id: int, review_id: int, person: Actor, now: dt.datetime | None) -> None:
    newest = publications.current(session, shop_id, review_id)
    if newest is None or newest.kind != PublicationKind.REPLACE:
        return
    if publications.move(
        session, shop_id, newest.id, PublicationState.WITHDRAWN, only_from=(PublicationState.REFUSED,),
        resolved_by=person.person_id,
    ):  # fmt: skip
        reviews.set_state(session, shop_id, review_id, ReviewState.PUBLISHED, only_from=(ReviewState.CHECK,))
        events.add(session, shop_id, "change.settled.drop", person_id=person.person_id, review_id=review_id, now=now)


def _stands(session: Session, shop_id: int, review: tables.Review) -> tables.Publication:
    newest = publications.current(session, shop_id, review.id)
    if newest is not None and newest.state not in _SETTLED:
        raise AlreadyUnderWay("A reply or a change of it is under way, or nobody knows what came of it.")
    stands = publications.standing(session, shop_id, review.id)
    if stands is None:
        raise NotNow("No reply of ours stands there.", hint="A reply that was made on the channel is changed there.")
    return stands


def _able(session: Session, shop_id: int, review: tables.Review) -> Capabilities:
    channel = channels.get(session, shop_id, review.channel_id)
    return registry.capabilities_of(channel.connector, channel.settings)


def _move_to_publishing(session: Session, shop_id: int, review_id: int) -> None:
    if not reviews.set_state(session, shop_id, review_id, ReviewState.PUBLISHING, only_from=_MAY_BE_CHANGED):
        raise NotNow("The review is not one with a reply on its channel (any more).")
