"""A person's own words: a new version of the draft, with its own report."""

from __future__ import annotations

import datetime as dt

from connectors import registry
from plugin.language.cleaning import clean
from plugin.publishing.actor import Actor, require
from plugin.publishing.checking import check_text
from plugin.publishing.refusals import NothingToPublish, NotNow
from plugin.store import Session, channels, drafts, events, publications, reviews, tables
from plugin.words import ReviewState, Role

LONGEST_REPLY = 20_000  # characters; the channel's own limit is the checker's business
_OPEN = (ReviewState.NEW, ReviewState.WAITING, ReviewState.CHECK)


def save_edit(
    session: Session, shop_id: int, review_id: int, text: str, person: Actor, *, now: dt.datetime | None = None
) -> tables.Draft:
    """Keep ``text`` as the newest draft. The same text again keeps the draft that is there.

    Raises NotAllowed, NothingToPublish (empty or far too long), NotNow, NotThere.
    """
    require(person, Role.DRAFTER)
    text = clean(text).strip()
    if not text:
        raise NothingToPublish("The text is empty.", hint="Close the review instead if no reply is wanted.")
    if len(text) > LONGEST_REPLY:
        raise NothingToPublish(f"The text is longer than {LONGEST_REPLY} characters.")
    review = reviews.get(session, shop_id, review_id)
    if not _may_be_edited(session, shop_id, review):
        raise NotNow("A reply was approved already, or the review is closed.", hint="Reopen it first.")
    standing = drafts.current(session, shop_id, review_id)
    if standing is not None and standing.reply == text and not standing.outdated:
        return standing
    version = review.version
    report = check_text(session, shop_id, review_id, text)
    review = reviews.lock(session, shop_id, review_id)  # the check took a moment, and others did not wait for it
    if not _may_be_edited(session, shop_id, review) or review.version != version:
        raise NotNow("The review moved on while you wrote: someone approved it, or the customer changed it.",
                     hint="Read it again.")  # fmt: skip
    draft_id = drafts.save_edit(session, shop_id, review_id, text, report, person_id=person.person_id, now=now)
    draft = drafts.get(session, shop_id, draft_id)
    events.add(
        session, shop_id, "draft.edited", person_id=person.person_id, review_id=review_id,
        details={"draft": draft.number, "verdict": draft.verdict}, now=now,
    )  # fmt: skip
    return draft


def _may_be_edited(session: Session, shop_id: int, review: tables.Review) -> bool:
    """An open review's reply; and one that stands on a channel where it can be changed."""
    if review.state in _OPEN:
        return True
    if review.state != ReviewState.PUBLISHED or publications.standing(session, shop_id, review.id) is None:
        return False
    channel = channels.get(session, shop_id, review.channel_id)
    return registry.capabilities_of(channel.connector, channel.settings).can_replace_reply
