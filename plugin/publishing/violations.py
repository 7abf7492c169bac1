"""A reply that its channel refused, with its reason: the checker learns of it, its draft bears the finding, and a new one is
asked for that waits for a person's yes like any other. Nothing is published by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from connectors import registry
from connectors.contract import Refusal
from connectors.redaction import scrub
from connectors.replying import same_words
from plugin.guidelines import RefusedText
from plugin.guidelines import refused as refused_texts
from plugin.language.cleaning import clean
from plugin.publishing.outgoing import LOGGED_AS, rejected
from plugin.store import Session, channels, drafts, events, publications, reviews, shops, tables
from plugin.store.incoming import storable
from plugin.words import PublicationKind, PublicationState, ReviewState

LONGEST_WORDS = 400  # characters of what a platform says
MENDED_BY_ITSELF = 3  # refusals under one review; then a person writes


def kept_form(refusal: Refusal) -> dict[str, str]:
    """The platform's words as they are kept: they are text from outside."""
    return {
        "said": _tidied(refusal.words),
        "kind": str(refusal.kind),
        "quote": _tidied(refusal.quote),
    }


def refused_under(session: Session, shop_id: int, review_id: int) -> tuple[RefusedText, ...]:
    """What its channel refused to place under this review because of its words, the newest last. Raises NotThere."""
    found = publications.with_violation(session, shop_id, review_id)
    if not found:
        return ()
    by = _title_of(channels.get(session, shop_id, reviews.get(session, shop_id, review_id).channel_id))
    known = []
    for publication in found:
        kept = publication.violation or {}
        refusal = RefusedText(
            publications.approval(session, shop_id, publication.approval_id).text, by, kept.get("said", ""),
            kept.get("kind", "other"), kept.get("quote", ""),
        )  # fmt: skip
        if refusal.kind != "account" and refusal not in known:
            known.append(refusal)
    return tuple(known)


def take_note(session: Session, shop_id: int, publication: tables.Publication, refusal: Refusal) -> bool:
    """Put the finding on the draft that was refused; whether a new draft is to be made. Call it in the transaction that keeps
    the refusal, before it is kept: a refusal that is known already changes nothing.
    """
    if publication.violation == kept_form(refusal):
        return False
    publications.note_violation(session, shop_id, publication.id, kept_form(refusal))
    if not refusal.about_the_text:
        return False
    texts = refused_under(session, shop_id, publication.review_id)
    approval = publications.approval(session, shop_id, publication.approval_id)
    wording = shops.profile(session, shop_id).languages[0]
    found = tuple(refused_texts.findings(approval.text, texts[-1:], wording))
    drafts.add_findings(session, shop_id, approval.draft_id, approval.text, found)
    return publication.kind != PublicationKind.DELETE and len(texts) < MENDED_BY_ITSELF


def refused_there(
    session: Session, shop_id: int, channel_id: int, external_ids: Sequence[str], now: dt.datetime
) -> list[int]:
    """After a reading that saw refused replies under these reviews: ours among them, which stood there until the platform's
    moderation looked again. Gives the ids of the reviews that want another draft.
    """
    want: list[int] = []
    for external_id in external_ids:
        review = reviews.by_external_id(session, shop_id, channel_id, external_id)
        there = None if review is None else reviews.reply_of(review)
        stands = None if review is None else publications.standing(session, shop_id, review.id)
        if review is None or there is None or there.refusal is None or stands is None:
            continue
        approval = publications.approval(session, shop_id, stands.approval_id)
        if not same_words(there.text, approval.text):
            continue
        said = rejected(there)
        if publications.move(
            session, shop_id, stands.id, said.state, only_from=(PublicationState.VISIBLE,), message=said.message,
            hint=said.hint,
        ):  # fmt: skip
            reviews.set_state(session, shop_id, review.id, ReviewState.CHECK)
            refused = f"{LOGGED_AS[PublicationKind(stands.kind)]}.refused"
            events.add(session, shop_id, refused, review_id=review.id, details={"message": said.message}, now=now)
            if take_note(session, shop_id, publications.get(session, shop_id, stands.id), there.refusal):
                want.append(review.id)
    return want


def _tidied(words: str) -> str:
    return storable(scrub(" ".join(clean(words).split())), LONGEST_WORDS)


def _title_of(channel: tables.Channel) -> str:
    """The platform's name; the channel's own where its connector is not installed any more."""
    try:
        return registry.get(channel.connector).title
    except registry.UnknownConnector:
        return channel.name
