"""What a shop's people teach: the drafts they changed, the replies they approved, the rules they refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session, aliased

from plugin.store import rows
from plugin.store.tables import Approval, Draft, ProposalAnswered, Review

MOST = 1000  # edits that one look reads
# Written out in the SQL: an index over a part of the rows is used only where the query names that part.
_PERSON = literal("person", literal_execute=True)


@dataclass(frozen=True, slots=True)
class Edit:
    """A draft as it was written, and what a person made of it in the end."""

    review_id: int
    language: str
    draft: str
    edited: str


@dataclass(frozen=True, slots=True)
class Approved:
    """A reply that a person approved, with what it answered."""

    text: str
    language: str
    decision: str
    play: str
    author: str


def edits(session: Session, shop_id: int, limit: int = MOST) -> list[Edit]:
    """The pairs of the latest edits, newest first: of each review the last edit, and the draft before the edits."""
    newest = (
        select(func.max(Draft.id))
        .where(Draft.shop_id == shop_id, Draft.writer == _PERSON)
        .group_by(Draft.review_id)
        .order_by(func.max(Draft.id).desc())
        .limit(limit)
    )
    written = aliased(Draft)
    before = (
        select(func.max(written.number))
        .where(written.review_id == Draft.review_id, written.number < Draft.number, written.writer != _PERSON)
        .correlate(Draft)
        .scalar_subquery()
    )
    source = aliased(Draft)
    found = session.execute(
        select(Draft.review_id, Draft.language, source.reply, Draft.reply)
        .join(source, (source.review_id == Draft.review_id) & (source.number == before))
        .where(Draft.shop_id == shop_id, Draft.id.in_(newest), source.shop_id == shop_id)
        .order_by(Draft.id.desc())
    )
    return [Edit(row[0], row[1], row[2], row[3]) for row in found if row[2] and row[3]]


def approved(session: Session, shop_id: int, limit: int = 200) -> list[Approved]:
    """The latest approved replies, newest first."""
    found = session.execute(
        select(Approval.text, Draft.language, Review.decision, Review.play, Review.author)
        .join(Draft, Draft.id == Approval.draft_id)
        .join(Review, Review.id == Approval.review_id)
        .where(Approval.shop_id == shop_id, Review.decision != "")
        .order_by(Approval.id.desc())
        .limit(limit)
    )
    return [Approved(*row) for row in found]


def answered(session: Session, shop_id: int) -> set[str]:
    """The keys of the proposals that a person has answered, either way."""
    return set(session.scalars(select(ProposalAnswered.key).where(ProposalAnswered.shop_id == shop_id)))


def answer(
    session: Session, shop_id: int, key: str, said: str, *, person_id: int | None, now: dt.datetime | None = None
) -> None:
    """Remember the answer; of the same proposal twice the first stays."""
    if key in answered(session, shop_id):
        return
    session.add(
        ProposalAnswered(shop_id=shop_id, key=key, answer=said, person_id=person_id, created_at=now or rows.utc_now())
    )
    session.flush()
