"""The ways out of 'nobody knows whether it is there' and of a refusal: a person looks, and says what they saw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import StrEnum

from plugin.publishing.actor import Actor, require
from plugin.publishing.outgoing import LOGGED_AS
from plugin.publishing.placing import it_is_so
from plugin.publishing.refusals import NotNow
from plugin.store import Session, events, publications, reviews, tables
from plugin.words import PublicationKind, PublicationState, ReviewState, Role


class Settlement(StrEnum):
    THERE = "there"  # 'it is there'
    SEND_AGAIN = "send-again"  # 'it is not there: send it again'
    PLACED_BY_HAND = "placed-by-hand"  # 'I placed it myself'
    DROP = "drop"  # 'leave it': back to the desk as a draft


_UNSETTLED = (PublicationState.UNKNOWN, PublicationState.REFUSED)
_TO = {
    Settlement.THERE: PublicationState.VISIBLE,
    Settlement.PLACED_BY_HAND: PublicationState.VISIBLE,
    Settlement.SEND_AGAIN: PublicationState.QUEUED,
    Settlement.DROP: PublicationState.WITHDRAWN,
}
_REVIEW_TO = {
    PublicationState.VISIBLE: ReviewState.PUBLISHED,
    PublicationState.QUEUED: ReviewState.PUBLISHING,
    PublicationState.WITHDRAWN: ReviewState.WAITING,
}


def _review_after(publication: tables.Publication, to: PublicationState) -> ReviewState:
    """A change that is left leaves the reply that stands there; what was taken back comes back to the desk."""
    if publication.kind == PublicationKind.POST:
        return _REVIEW_TO[to]
    return ReviewState.PUBLISHED if to is PublicationState.WITHDRAWN else _REVIEW_TO[to]


def settle(
    session: Session,
    shop_id: int,
    publication_id: int,
    outcome: Settlement,
    person: Actor,
    *,
    enqueue: Callable[[Session, tables.Publication], None],
    now: dt.datetime | None = None,
) -> tables.Publication:
    """Settle an unknown or refused publication as the person says. Raises NotAllowed, NotNow, NotThere."""
    require(person, Role.APPROVER)
    now = now or dt.datetime.now(dt.UTC)
    to = _TO[outcome]
    review_id = publications.get(session, shop_id, publication_id).review_id
    reviews.lock(session, shop_id, review_id)  # nobody approves another text while this one is settled
    newest = publications.current(session, shop_id, review_id)
    if newest is None or newest.id != publication_id:
        raise NotNow("Another reply was approved since: that one counts.")
    seen = {"seen_at": now} if to is PublicationState.VISIBLE else {}
    moved = publications.move(
        session, shop_id, publication_id, to, only_from=_UNSETTLED, resolved_by=person.person_id, message="",
        hint="", **seen,
    )  # fmt: skip
    publication = publications.get(session, shop_id, publication_id)
    if not moved:
        raise NotNow("This publication needs no settling (any more).")
    reviews.set_state(session, shop_id, publication.review_id, _review_after(publication, to))
    events.add(
        session, shop_id, f"{LOGGED_AS[PublicationKind(publication.kind)]}.settled.{outcome}", person_id=person.person_id, review_id=publication.review_id,
        now=now,
    )  # fmt: skip
    if to is PublicationState.VISIBLE:
        it_is_so(session, shop_id, publication, now)
    if to is PublicationState.QUEUED:
        enqueue(session, publication)
    return publication


def withdraw(
    session: Session, shop_id: int, publication_id: int, person: Actor, *, now: dt.datetime | None = None
) -> None:
    """Take back a yes to a reply, or to a change of one, that has not left yet. Raises NotAllowed, NotNow, NotThere."""
    require(person, Role.APPROVER)
    publication = publications.get(session, shop_id, publication_id)
    reviews.lock(session, shop_id, publication.review_id)
    if not publications.move(
        session, shop_id, publication_id, PublicationState.WITHDRAWN, only_from=(PublicationState.QUEUED,),
        resolved_by=person.person_id,
    ):  # fmt: skip
        raise NotNow("The reply has left already.", hint="Remove it on the channel itself.")
    after = _review_after(publication, PublicationState.WITHDRAWN)
    reviews.set_state(session, shop_id, publication.review_id, after)
    events.add(
        session, shop_id, f"{LOGGED_AS[PublicationKind(publication.kind)]}.withdrawn", person_id=person.person_id,
        review_id=publication.review_id, now=now,
    )  # fmt: skip
