"""From Instagram's words to the contract's. A comment has no rating, and its time never changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from connectors.contract import Reply, Review
from connectors.instagram.payloads import WireComment, WireReply
from connectors.storable import storable

_HIDDEN = "The comment is hidden. Instagram takes no reply to it; show it again first."


def to_review(wire: WireComment, own: str) -> Review:
    """``own`` is the shop's user name, in lower case."""
    return Review(
        external_id=wire.id,
        text=storable(wire.text),
        created=wire.created.astimezone(dt.UTC),
        author=storable(wire.username or ""),
        status="held" if wire.hidden else "visible",
        no_reply=_HIDDEN if wire.hidden else "",
        reply=last_of_ours(wire.replies.data if wire.replies is not None else (), own),
    )


def last_of_ours(replies: Sequence[WireReply], own: str) -> Reply | None:
    """The shop's own last reply; other people's are part of the conversation."""
    ours = [to_reply(wire) for wire in replies if (wire.username or "").lower() == own and wire.text.strip()]
    return max(ours, key=lambda one: one.created or dt.datetime.min.replace(tzinfo=dt.UTC), default=None)


def to_reply(wire: WireReply) -> Reply:
    return Reply(
        text=storable(wire.text),
        external_id=wire.id,
        created=wire.created.astimezone(dt.UTC) if wire.created is not None else None,
        author=storable(wire.username or ""),
    )
