"""One draft: read the review, draft without holding the database, save."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from plugin.guidelines.context import ChannelLimits, RefusedText
from plugin.publishing.limits import limits_of
from plugin.publishing.violations import refused_under
from plugin.shop import ShopProfile
from plugin.store import Database, Session, channels, decisions, drafts, events, products, reviews, shops, tables
from plugin.words import Decision, Drafted, Play, ReviewState, ReviewText
from plugin.work.recent import Recent
from plugin.work.warming import warm_up

if TYPE_CHECKING:  # see draft_it
    from plugin.drafting.adviser import Adviser
    from plugin.drafting.judge import Judge
    from plugin.drafting.model import ReplyModel

log = structlog.get_logger(__name__)
_DRAFTABLE = frozenset({ReviewState.NEW, ReviewState.WAITING, ReviewState.CHECK})


def draft_one(
    database: Database,
    shop_id: int,
    review_id: int,
    *,
    writer: ReplyModel | None,
    person_id: int | None = None,
    held: bool = False,
    judge: Judge | None = None,
    adviser: Adviser | None = None,
) -> int | None:
    """A new draft under the decision that stands. Gives its id; None where the review is past drafting.

    ``held``: a model waits for the owner's yes, and the draft says so. A profile that was changed while the draft was
    written has it written again: what the shop no longer promises is never kept as if it did.

    Raises NotThere and the store's errors.
    """
    while True:
        try:
            return _draft_once(database, shop_id, review_id, writer, person_id, held=held, judge=judge, adviser=adviser)
        except _ProfileChanged:
            log.info("drafted again: the shop's profile was changed meanwhile", shop_id=shop_id, review_id=review_id)


class _ProfileChanged(Exception):
    """The draft was written under a profile that is not in force any more."""


def _draft_once(
    database: Database,
    shop_id: int,
    review_id: int,
    writer: ReplyModel | None,
    person_id: int | None,
    *,
    held: bool,
    judge: Judge | None,
    adviser: Adviser | None,
) -> int | None:
    """Raises _ProfileChanged, NotThere and the store's errors."""
    with database.session(shop_id=shop_id) as session:
        written_under = shops.get(session, shop_id).profile_version
        review = reviews.get(session, shop_id, review_id)
        if review.state not in _DRAFTABLE:
            return None
        channel = channels.get(session, shop_id, review.channel_id)
        text, limits, version = reviews.text_of(review, channel.connector), limits_of(channel), review.version
        profile = products.profile_for(session, shop_id, shops.profile(session, shop_id), review.product_id)
        recent = Recent.read(session, shop_id, profile)
        decision, play = overruled(session, shop_id, review)
        newest = _newest(session, shop_id, review_id)
        refusals = refused_under(session, shop_id, review_id)
    warm_up(writer)
    drafted = draft_it(
        text, profile, recent, writer=writer, channel=limits, decision=decision, play=play, held=held, judge=judge,
        adviser=adviser, refusals=refusals,
    )  # fmt: skip
    with database.session(shop_id=shop_id) as session:
        if shops.hold_version(session, shop_id) != written_under:
            raise _ProfileChanged
        if _newest(session, shop_id, review_id) != newest:
            return None  # someone wrote meanwhile: their words stay the newest
        draft_id = drafts.save(session, shop_id, review_id, drafted, review_version=version)
        events.add(
            session, shop_id, "draft.made", person_id=person_id, review_id=review_id, details={"writer": drafted.writer}
        )
        return draft_id


def draft_it(
    text: ReviewText,
    profile: ShopProfile,
    recent: Recent,
    *,
    writer: ReplyModel | None,
    channel: ChannelLimits,
    decision: Decision | None,
    play: Play | None,
    held: bool = False,
    judge: Judge | None = None,
    adviser: Adviser | None = None,
    refusals: Sequence[RefusedText] = (),
) -> Drafted:
    """The drafting room's work, with what the shop said lately and what it approved, and what the channel refused here."""
    from plugin.drafting import pipeline  # a web process drafts nothing and stays small without it
    from plugin.drafting.notes import note
    from plugin.drafting.style import StyleExample

    approved = [
        StyleExample(one.text, one.language, Decision(one.decision), Play(one.play) if one.play else None, one.author)
        for one in (recent.approved if writer is not None else ())
    ]
    drafted = pipeline.draft(
        text,
        profile,
        recent.replies(),
        writer=writer,
        channel=channel,
        decision=decision,
        play=play,
        approved=approved,
        judge=judge,
        adviser=adviser,
        refusals=refusals,
    )
    recent.add(drafted.reply)
    if held and drafted.reply and not drafted.note:
        return dataclasses.replace(drafted, note=note("held", profile.languages[0]))
    return drafted


def overruled(session: Session, shop_id: int, review: tables.Review) -> tuple[Decision | None, Play | None]:
    """What a person decided about this version of the review, if anyone did."""
    standing = decisions.current(session, shop_id, review.id)
    if standing is None or standing.person_id is None or standing.review_version != review.version:
        return None, None
    return Decision(standing.decision), Play(standing.play) if standing.play else None


def _newest(session: Session, shop_id: int, review_id: int) -> int:
    draft = drafts.current(session, shop_id, review_id)
    return 0 if draft is None else draft.number
