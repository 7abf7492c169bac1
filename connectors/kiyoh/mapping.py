"""From Kiyoh's words to the contract's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from connectors.contract import Reply, Review
from connectors.kiyoh.payloads import WireReview
from connectors.ratings import ONE_TO_TEN
from connectors.storable import storable

_TITLE, _TEXT, _RECOMMEND = "DEFAULT_ONELINER", "DEFAULT_OPINION", "DEFAULT_RECOMMEND"


def to_review(wire: WireReview) -> Review:
    return Review(
        external_id=wire.id,
        title=storable(_said(wire, _TITLE)),
        text=storable(_text(wire)),
        created=wire.created.astimezone(dt.UTC),
        updated=wire.updated.astimezone(dt.UTC),
        rating=ONE_TO_TEN.stars(wire.rating),
        raw_rating=ONE_TO_TEN.written(wire.rating),
        author=storable(wire.author),
        recommend=_recommends(wire),
        reply=to_reply(wire),
    )


def to_reply(wire: WireReview) -> Reply | None:
    """A review has one reply at most, so the review's id is the reply's too."""
    text = (wire.reply or "").strip()
    return Reply(text=storable(text), external_id=wire.id) if text else None


def _text(wire: WireReview) -> str:
    """The opinion; where a shop asks questions of its own, whatever was answered in words."""
    opinion = _said(wire, _TEXT)
    if opinion:
        return opinion
    others = [_words(answer.said) for answer in wire.answers if answer.kind == "TEXT" and answer.group != _TITLE]
    return "\n\n".join(filter(None, others))


def _said(wire: WireReview, group: str) -> str:
    return next((_words(answer.said) for answer in wire.answers if answer.group == group), "")


def _words(said: Any) -> str:
    return said.strip() if isinstance(said, str) else ""


def _recommends(wire: WireReview) -> bool | None:
    said = next((answer.said for answer in wire.answers if answer.group == _RECOMMEND), None)
    if isinstance(said, str):
        return {"true": True, "false": False}.get(said.lower())
    return said if isinstance(said, bool) else None
