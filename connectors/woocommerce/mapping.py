"""From WooCommerce's shapes to the contract's Review and Reply."""

from __future__ import annotations

import re

from connectors.contract import Reply, Review
from connectors.storable import web_address
from connectors.woocommerce.html_text import to_text
from connectors.woocommerce.payloads import WireComment, WireReview

# Read back with context=edit: the only field of a WordPress comment that is ours to fill (contract §0.4).
_MARKER = re.compile(r"\breply=([a-z0-9-]{8,64})(?![a-z0-9-])")
_VERSION = "1"
_STATUS = {"approved": "visible", "approve": "visible", "hold": "held", "spam": "held", "trash": "removed"}


def marker(key: str) -> str:
    return f"Wederwoord/{_VERSION} reply={key}"


def key_in(user_agent: str) -> str:
    """Our key, if this comment bears our marker; else empty. A customer's browser may claim anything, so whoever
    uses the key also asks whether the shop wrote the comment.
    """
    found = _MARKER.search(user_agent) if user_agent.startswith("Wederwoord/") else None
    return found.group(1) if found else ""


def gone(review: WireReview) -> bool:
    return review.status in {"trash", "spam"}


def to_review(wire: WireReview, reply: Reply | None) -> Review:
    product_page = web_address(wire.product_permalink)
    rated = 1 <= wire.rating <= 5  # noqa: PLR2004 -- stars
    return Review(
        external_id=str(wire.id),
        text=to_text(wire.review),
        created=wire.date_created_gmt,
        rating=wire.rating if rated else None,
        raw_rating=str(wire.rating),
        author=to_text(wire.reviewer),
        product=to_text(wire.product_name),
        product_id=str(wire.product_id),
        verified=wire.verified,
        url=f"{product_page}#comment-{wire.id}" if product_page else "",
        status="removed" if gone(wire) else _STATUS.get(wire.status, "held"),
        reply=reply,
    )


def to_reply(wire: WireComment, *, by_shop: bool) -> Reply:
    body = wire.content.raw if wire.content.raw is not None else wire.content.rendered
    return Reply(
        text=to_text(body),
        external_id=str(wire.id),
        author=to_text(wire.author_name),
        created=wire.date_gmt,
        status=_STATUS.get(wire.status, "held"),
        url=web_address(wire.link),
        key=key_in(wire.author_user_agent) if by_shop else "",
        by_shop=by_shop,
    )
