"""A first reading of what just came in: what each review needs stands in the inbox before its draft is written.

Where a model writes, a draft takes seconds and a long import minutes; the urgent ones should not look like the others
for so long. The built-in writer is as quick as the reading itself, and reads on its way.
"""

from __future__ import annotations

from collections.abc import Sequence

from plugin.shop import ShopProfile
from plugin.store import Database, channels, decisions, reviews, shops
from plugin.words import ReviewText, Triage

SAVED_AT_ONCE = 20


def triage_at_intake(database: Database, shop_id: int, review_ids: Sequence[int]) -> int:
    """Decide about these reviews, as far as they still wait for it; gives how many. Raises the store's errors.

    A person's decision about the same words stays, and a review that got its draft meanwhile is left alone.
    """
    done = 0
    for start in range(0, len(review_ids), SAVED_AT_ONCE):
        done += _some(database, shop_id, review_ids[start : start + SAVED_AT_ONCE])
    return done


def _some(database: Database, shop_id: int, review_ids: Sequence[int]) -> int:
    with database.session(shop_id=shop_id) as session:
        profile = shops.profile(session, shop_id)
        names = {channel.id: channel.connector for channel in channels.every(session, shop_id)}
        found = [review for number in review_ids if (review := reviews.find(session, shop_id, number)) is not None]
        texts = [
            (review.id, review.version, reviews.text_of(review, names[review.channel_id]))
            for review in found
            if reviews.is_open(review)
        ]
    decided = [(number, version, _read(text, profile)) for number, version, text in texts]
    done = 0
    with database.session(shop_id=shop_id) as session:
        for number, version, triage in decided:
            review = reviews.lock(session, shop_id, number)
            if reviews.is_open(review) and review.version == version:
                decisions.save(session, shop_id, number, triage, review_version=version)
                done += 1
    return done


def _read(text: ReviewText, profile: ShopProfile) -> Triage:
    from plugin.drafting.intake import cleaned  # a web process drafts nothing and stays small without it
    from plugin.drafting.triage import triage

    return triage(cleaned(text), profile)
