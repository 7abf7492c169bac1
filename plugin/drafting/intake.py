"""A review as this room takes it in."""

from __future__ import annotations

import dataclasses

from plugin.language.cleaning import clean, hides_between_letters
from plugin.words import ReviewText


def cleaned(review: ReviewText) -> ReviewText:
    """The review as a reader sees it (no hidden characters); what every offset in a Triage refers to. Whether hidden ones had
    stood between its letters stays known.
    """
    written = (review.text, review.title, review.author, review.product)
    return dataclasses.replace(
        review,
        text=clean(review.text),
        title=clean(review.title),
        author=clean(review.author),
        product=clean(review.product),
        disguised=review.disguised or any(map(hides_between_letters, written)),
    )
