"""From Shopware's review, which holds the shop's comment itself, to the contract's Review and Reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.contract import Reply, Review
from connectors.ratings import FIVE_STARS
from connectors.shopware.payloads import WireReview
from connectors.storable import storable, web_address

# Our mark in the review's custom fields. The value is a map: Shopware takes an undefined custom field only as one, and
# joins what is written with what other programs keep there (shopware/shopware, CustomFieldsSerializer).
MARK = "wederwoord_reply"


def mark(key: str) -> dict[str, Any]:
    return {MARK: {"key": key}}


def key_of(wire: WireReview) -> str:
    """Our key, if this review bears our mark; else empty."""
    fields = wire.custom_fields
    found = fields.get(MARK) if isinstance(fields, Mapping) else None
    key = found.get("key") if isinstance(found, Mapping) else None
    return key if isinstance(key, str) else ""


def comment_of(wire: WireReview) -> str:
    """What the shop wrote under the review; "" is as good as nothing."""
    return storable(wire.comment or "").strip()


def admin_page(url: str, review_id: str) -> str:
    """The review in the shop's admin, where the merchant sees both texts side by side."""
    return web_address(f"{url}/admin#/sw/review/detail/{review_id}")


def to_reply(wire: WireReview, url: str) -> Reply | None:
    """The shop's comment. It has no author and no date of its own, and it shows as soon as the review does."""
    text = comment_of(wire)
    if not text:
        return None
    return Reply(
        text=text,
        external_id=wire.id,
        status="visible" if wire.status else "held",
        url=admin_page(url, wire.id),
        key=key_of(wire),
    )


def to_review(wire: WireReview, url: str) -> Review:
    points = wire.points
    return Review(
        external_id=wire.id,
        text=storable(wire.content),
        created=wire.created_at,
        title=storable(wire.title or ""),
        rating=FIVE_STARS.stars(points),
        raw_rating=FIVE_STARS.written(points),
        author=_author(wire),
        language=_language(wire),
        product=storable(wire.product.shown) if wire.product else "",
        product_id=wire.product_id or "",
        url=admin_page(url, wire.id),
        status="visible" if wire.status else "held",
        reply=to_reply(wire, url),
        updated=wire.updated_at,
    )


def _author(wire: WireReview) -> str:
    """An account's name; else what a review that came from elsewhere says."""
    names = (wire.customer.first_name, wire.customer.last_name) if wire.customer else ()
    return storable(" ".join(name.strip() for name in names if name) or (wire.external_user or "").strip())


def _language(wire: WireReview) -> str | None:
    """Of the locale "nl-NL" the "nl": the language of the storefront where it was written, not of the text."""
    code = (wire.language.locale.code if wire.language and wire.language.locale else "") or ""
    return code.partition("-")[0].lower() or None
