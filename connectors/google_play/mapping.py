"""From Google Play's words to the contract's."""

from __future__ import annotations

from connectors.contract import Reply, Review
from connectors.google_play.payloads import WireDeveloperComment, WireReplied, WireReview
from connectors.ratings import FIVE_STARS
from connectors.storable import storable


def to_review(wire: WireReview) -> Review:
    """The last thing that the customer wrote. Only its last change has a time, so ``created`` moves with it."""
    said = sorted((one.user for one in wire.comments if one.user is not None), key=lambda one: one.modified.moment)
    now = said[-1]
    title, text = _title_and_text(now.original or now.text)
    answers = [one.developer for one in wire.comments if one.developer is not None]
    return Review(
        external_id=wire.id,
        title=storable(title),
        text=storable(text),
        created=said[0].modified.moment,
        updated=now.modified.moment,
        rating=FIVE_STARS.stars(now.stars),
        author=storable(wire.author),
        reply=_reply(answers[-1], wire.id) if answers else None,
    )


def placed(wire: WireReplied, review_id: str) -> Reply:
    """A review has one reply at most, so the review's id is the reply's too."""
    return Reply(
        text=storable(wire.text), external_id=review_id, created=wire.edited.moment if wire.edited is not None else None
    )


def _reply(wire: WireDeveloperComment, review_id: str) -> Reply | None:
    if not wire.text.strip():
        return None
    written = wire.modified.moment if wire.modified is not None else None
    return Reply(text=storable(wire.text), external_id=review_id, created=written)


def _title_and_text(written: str) -> tuple[str, str]:
    """Title and body, where the customer's own app had both: a tab stands between them."""
    title, tab, body = written.partition("\t")
    return (title.strip(), body.strip()) if tab and body.strip() else ("", written.strip())
