"""The checker on one text of one stored review: the same for a draft, an edit and a text still being typed."""

from __future__ import annotations

from plugin.guidelines.context import CheckContext
from plugin.language.detection import reply_language
from plugin.publishing.limits import limits_of
from plugin.publishing.violations import refused_under
from plugin.store import Session, channels, decisions, drafts, products, reviews, shops
from plugin.words import Decision, Play, Report


def context_of(session: Session, shop_id: int, review_id: int, *, private: bool = False) -> CheckContext:
    """Everything that a check of this review's reply needs to know. Raises NotThere."""
    review = reviews.get(session, shop_id, review_id)
    channel = channels.get(session, shop_id, review.channel_id)
    profile = products.profile_for(session, shop_id, shops.profile(session, shop_id), review.product_id)
    standing = decisions.current(session, shop_id, review_id)
    triage = None if standing is None else decisions.triage_of(standing)
    language = reply_language(triage.language if triage else review.language, profile.languages)
    draft = drafts.current(session, shop_id, review_id)
    refused = refused_under(session, shop_id, review_id)
    own = {draft.reply if draft is not None else None, *(one.text for one in refused)}
    return CheckContext(
        review=reviews.text_of(review, channel.connector),
        shop=profile,
        decision=triage.decision if triage else Decision.REPLY,
        play=triage.play if triage else _play(review.play),
        points=triage.points if triage else (),
        language=language,
        # A text is not canned for being like the version that it replaces.
        recent_replies=tuple(r for r in drafts.recent_replies(session, shop_id, review.language) if r not in own),
        channel=None if private else limits_of(channel),
        private=private,
        today=profile.today(),
        wording=profile.languages[0],
        refused=refused,
    )


def check_text(session: Session, shop_id: int, review_id: int, text: str, *, private: bool = False) -> Report:
    """What the checker says about ``text`` as the reply to this review. Raises NotThere."""
    from plugin.guidelines import check  # its patterns take a moment to build, and most requests check nothing

    return check(text, context_of(session, shop_id, review_id, private=private))


def _play(play: str) -> Play | None:
    return Play(play) if play else None
