"""A review as this room takes it in."""

from __future__ import annotations

import dataclasses

from plugin.language.cleaning import clean
from plugin.words import ReviewText


def cleaned(review: ReviewText) -> ReviewText:
    """The review as a reader sees it (no hidden characters); what every offset in a Triage refers to."""
    return dataclasses.replace(
        review,
        text=clean(review.text),
        title=clean(review.title),
        author=clean(review.author),
        product=clean(review.product),
    )
