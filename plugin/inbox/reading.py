"""One review with all that a person needs to judge its draft: the reading view's model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from connectors import registry
from connectors.contract import Capabilities
from plugin.shop import ShopProfile
from plugin.store import (
    Session,
    channels,
    decisions,
    drafts,
    errands,
    events,
    people,
    promises,
    publications,
    reviews,
    shops,
    tables,
)
from plugin.words import Promise, PublicationState, Report, ReviewState, Triage
from plugin.words_data import promises_from_data


@dataclass(frozen=True, slots=True)
class ReviewView:
    """``triage`` is the decision that stands; ``decided_by`` the person who overruled, if one did.

    ``may_approve`` says that nothing but the person's yes is missing; ``why_not`` is the reason where it is False.
    ``stands`` is the publication whose text stands on the channel, while ``publication`` is the newest of whatever kind.
    ``days_left`` counts down the shop's own target for a reply; negative = late.
    """

    review: tables.Review
    channel: tables.Channel
    capabilities: Capabilities
    profile: ShopProfile
    triage: Triage | None
    decision: tables.DecisionMade | None
    decided_by: tables.Person | None
    draft: tables.Draft | None
    report: Report | None
    draft_promises: tuple[Promise, ...]
    text_sha256: str
    drafts: Sequence[tables.Draft]
    approvals: Sequence[tables.Approval]
    publication: tables.Publication | None
    publications: Sequence[tables.Publication]
    stands: tables.Publication | None
    promises: Sequence[tables.PromiseMade]
    versions: Sequence[tables.ReviewVersion]
    events: Sequence[tables.Event]
    people: dict[int, tables.Person]
    answer_by: dt.datetime
    days_left: float
    may_approve: bool
    why_not: str
    no_reply: str = ""  # why this one review takes no reply from a program; empty where it does
    errands: Sequence[tables.Errand] = ()  # private messages and reports, newest first


def review_view(
    session: Session,
    shop_id: int,
    review_id: int,
    *,
    profile: ShopProfile | None = None,
    now: dt.datetime | None = None,
) -> ReviewView:
    """``profile``: the shop's, where it was read already. Raises NotThere."""
    review = reviews.get(session, shop_id, review_id)
    channel = channels.get(session, shop_id, review.channel_id)
    profile = profile or shops.profile(session, shop_id)
    decision = decisions.current(session, shop_id, review_id)
    versions = drafts.history(session, shop_id, review_id)
    draft = versions[0] if versions else None
    placed = publications.of_review(session, shop_id, review_id)
    able = registry.capabilities_of(channel.connector, channel.settings)
    no_reply = str((review.more or {}).get("no_reply", ""))
    if no_reply:
        able = replace(able, can_reply=False)
    happened = events.of_review(session, shop_id, review_id)
    asked_more = errands.of_review(session, shop_id, review_id) if able.can_reply_privately or able.can_report else ()
    # A review on which nobody has laid a hand names nobody; what is placed, a person approved.
    touched = bool(placed) or any(one.person_id for one in (decision, *versions, *happened, *asked_more) if one)
    who = {person.id: person for person in people.every(session, shop_id)} if touched else {}
    answer_by = review.created_at + dt.timedelta(days=profile.policy.reply_within_days)
    left = answer_by - (now or dt.datetime.now(dt.UTC))
    why_not = _why_not(review, draft, placed[0] if placed else None, able, channel)
    return ReviewView(
        review=review,
        channel=channel,
        capabilities=able,
        profile=profile,
        triage=None if decision is None else decisions.triage_of(decision),
        decision=decision,
        decided_by=who.get(decision.person_id) if decision is not None and decision.person_id else None,
        draft=draft,
        report=None if draft is None else drafts.report_of(draft),
        draft_promises=() if draft is None else tuple(promises_from_data(draft.promises)),
        text_sha256=publications.text_sha256(draft.reply) if draft is not None and draft.reply else "",
        drafts=versions,
        # A yes and its publication are one commit, and what is promised is promised by a publication.
        approvals=publications.approvals_of(session, shop_id, review_id) if placed else (),
        publication=placed[0] if placed else None,
        publications=placed,
        stands=publications.stands_among(placed),
        promises=promises.of_review(session, shop_id, review_id) if placed else (),
        versions=reviews.versions(session, shop_id, review_id) if review.version > 1 else (),
        events=happened,
        people=who,
        answer_by=answer_by,
        days_left=left.total_seconds() / 86_400,
        may_approve=not why_not,
        why_not=why_not,
        no_reply=no_reply,
        errands=asked_more,
    )


def _why_not(
    review: tables.Review,
    draft: tables.Draft | None,
    publication: tables.Publication | None,
    able: Capabilities,
    channel: tables.Channel,
) -> str:
    """Why a yes would be refused, in words; "" where it would not. The refusing itself is publishing.approving's."""
    reasons = (
        (publication is not None and publication.state == PublicationState.UNKNOWN,
         "Nobody knows yet whether the last reply is there."),
        (review.state in {ReviewState.PUBLISHING, ReviewState.PUBLISHED}, "A reply was approved already."),
        (review.state in {ReviewState.REMOVED, ReviewState.CLOSED}, "The review is closed or gone from its channel."),
        (draft is None or not draft.reply, "There is no reply to publish."),
        (draft is not None and draft.outdated, "The customer changed the review after this draft was written."),
        (not able.can_reply, f"{channel.name} takes no replies from a program."),
    )  # fmt: skip
    return next((reason for holds, reason in reasons if holds), "")
