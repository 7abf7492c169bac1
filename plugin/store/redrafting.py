"""Drafts that no person touched and that were written under an older profile: their reviews ask for a draft again."""

from __future__ import annotations

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from plugin.store import shops
from plugin.store.rows import rows_changed
from plugin.store.tables import Approval, Draft, Review
from plugin.words import ReviewState


def ask_again(session: Session, shop_id: int) -> int:
    """How many waiting reviews want a draft again under the profile as it stands now. What a person wrote, edited or
    ever approved stays. Raises NotThere.
    """
    version = shops.get(session, shop_id).profile_version
    later = aliased(Draft)
    stale = exists(
        select(Draft.id).where(
            Draft.shop_id == shop_id,
            Draft.review_id == Review.id,
            Draft.person_id.is_(None),
            Draft.profile_version < version,
            ~exists(
                select(later.id).where(
                    later.shop_id == shop_id, later.review_id == Draft.review_id, later.number > Draft.number
                )
            ),
        )
    )
    approved = exists(select(Approval.id).where(Approval.shop_id == shop_id, Approval.review_id == Review.id))
    done = session.execute(
        update(Review)
        .where(Review.shop_id == shop_id, Review.state == ReviewState.WAITING.value, stale, ~approved)
        .values(state=ReviewState.NEW.value)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    return rows_changed(done)
