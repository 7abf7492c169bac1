"""From eTrusted's words to the contract's."""

from __future__ import annotations

import datetime as dt

from connectors.contract import Moderation, ModerationState, Private, Reply, Reported, ReportReason, Review
from connectors.ratings import FIVE_STARS
from connectors.storable import storable
from connectors.trusted_shops.payloads import WireCustomer, WireOrder, WireProduct, WireReply, WireReview, WireVeto

# Reference: npm trustedshops-typescript-sdk, veto reasons; help.etrusted.com 23970806698258 on what each asks for
REASONS = (
    ReportReason(
        "UNTRUTHFUL",
        {"en": "Untrue statement of fact", "nl": "Onware feitelijke bewering", "de": "Unwahre Tatsachenbehauptung"},
        needs_text=True,
    ),
    ReportReason("ABUSIVE", {"en": "Insulting", "nl": "Beledigend", "de": "Beleidigend"}, needs_text=True),
    ReportReason(
        "VIOLATES_THE_TERMS_OF_USE",
        {"en": "Against the terms of use", "nl": "Tegen de gebruiksvoorwaarden", "de": "Gegen die Nutzungsbedingungen"},
        needs_text=True,
    ),
    ReportReason(
        "INAPPROPRIATE_IMAGE",
        {"en": "Unsuitable picture", "nl": "Ongepaste foto", "de": "Unangemessenes Bild"},
        needs_text=True,
    ),
)
_SHOWN = {"APPROVED", "MODERATION"}  # a review that is being checked stays visible
_GONE = {"REJECTED", "DISCARDED"}
_NO_REPLY = "Trusted Shops has not released this review yet; replies can be placed once it has."


def is_gone(wire: WireReview) -> bool:
    return wire.state in _GONE


def to_review(wire: WireReview, *, names_shown: bool) -> Review:
    customer, order, product = wire.customer or WireCustomer(), wire.order or WireOrder(), wire.product or WireProduct()
    return Review(
        external_id=wire.id,
        title=storable(wire.title or ""),
        text=storable(wire.text or ""),
        created=(wire.submitted or wire.created).astimezone(dt.UTC),
        updated=_utc(wire.updated),
        rating=FIVE_STARS.stars(wire.rating),
        author=storable(customer.first_name or "") if names_shown else "",
        language=_language(wire),
        product=storable(product.name or ""),
        product_id=storable(product.id or ""),
        order_ref=storable(order.reference or ""),
        ordered=_utc(order.date),
        verified=None if wire.verification is None else wire.verification == "VERIFIED",
        status="removed" if is_gone(wire) else "visible" if wire.state in _SHOWN else "held",
        moderation=_moderation(wire),
        reply=to_reply(wire.reply, wire.id),
        no_reply="" if wire.state in _SHOWN else _NO_REPLY,
        private=Private(name=customer.full_name or "", email=customer.email or ""),
    )


def to_reply(wire: WireReply | None, review_id: str) -> Reply | None:
    """A review has one reply at most, so the review's id is the reply's too."""
    if wire is None or not wire.text.strip():
        return None
    return Reply(text=storable(wire.text), external_id=review_id, created=_utc(wire.created))


def to_report(wire: WireVeto) -> Reported:
    return Reported(
        reason=wire.reason, text=storable(wire.text), reference=wire.ticket or wire.id, created=_utc(wire.created)
    )


def _moderation(wire: WireReview) -> Moderation | None:
    state = {
        "MODERATION": ModerationState.REPORTED,
        "SUBMITTED": ModerationState.HELD,
        "REJECTED": ModerationState.REJECTED,
        "DISCARDED": ModerationState.REJECTED,
    }.get(wire.state)
    return Moderation(state, reason=wire.state, since=_utc(wire.updated)) if state is not None else None


def _language(wire: WireReview) -> str | None:
    """The questionnaire's locale, "nl_NL": the best hint there is."""
    locale = (wire.questionnaire.locale if wire.questionnaire else None) or ""
    return locale.replace("-", "_").partition("_")[0].lower() or None


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.astimezone(dt.UTC) if moment is not None else None
