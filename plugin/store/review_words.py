"""A stored review in the words of the deciding, drafting and checking rooms."""

from __future__ import annotations

from plugin.store.tables import Channel, Review
from plugin.words import ReviewText


def review_text(review: Review, channel: Channel | None = None) -> ReviewText:
    """``channel`` gives the platform's name, whose rules then hold for the reply."""
    return ReviewText(
        id=f"{review.channel_id}:{review.external_id}",  # the same on every machine, so that drafts can be compared
        text=review.text,
        title=review.title,
        rating=review.rating,
        author=review.author,
        language=review.given_language,
        channel=channel.connector if channel is not None else "",
        created=review.created_at,
        product=review.product,
    )
