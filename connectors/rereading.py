"""Reviews as they stand now, for platforms that show a single one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from connectors.errors import GiveUp
from connectors.travelling import Page, Review


def still_there(review: Review | None) -> Review:
    """What ``reread`` gave; raises GiveUp where that is nothing."""
    if review is None:
        raise GiveUp("The review is not there any more.")
    return review


def one_by_one(external_ids: Iterable[str], read: Callable[[str], Review | None]) -> Page:
    """What ``fetch_some`` gives where each review takes a call of its own: ``read`` gives one, or None if it is gone."""
    now = {each: read(each) for each in external_ids}
    return Page(
        tuple(review for review in now.values() if review is not None),
        removed=tuple(each for each, review in now.items() if review is None),
    )
