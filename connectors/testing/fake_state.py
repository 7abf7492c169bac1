"""What a fake platform remembers: reviews with everything a platform may keep with them, and what was done to them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

EMAIL = "sabine.privé@klant.example"
PHONE = "+31 6 1234 5678"


@dataclass
class FakeReply:
    """A reply under a review. ``state`` is visible, held, rejected (with the ``violation``) or removed."""

    id: str
    text: str
    created: dt.datetime
    updated: dt.datetime
    state: str = "visible"
    violation: str = ""
    by_shop: bool = True


@dataclass
class FakeReport:
    id: str
    reason: str
    text: str
    created: dt.datetime


@dataclass
class FakeReview:
    """One review. ``state`` is visible, held or removed; ``more`` is for what only one platform has."""

    id: str
    text: str
    rating: int
    author: str
    created: dt.datetime
    updated: dt.datetime
    title: str = ""
    language: str = "nl"
    order_ref: str = ""
    product: str = "Fietstas Hafen 20L"
    product_id: str = "11"
    verified: bool = True
    email: str = EMAIL
    phone: str = PHONE
    state: str = "visible"
    replies: list[FakeReply] = field(default_factory=list)
    private_replies: list[str] = field(default_factory=list)
    reports: list[FakeReport] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def reply(self) -> FakeReply | None:
        """The last one that was not taken away."""
        return next((reply for reply in reversed(self.replies) if reply.state != "removed"), None)


@dataclass
class FakeInvitation:
    order_ref: str
    email: str
    delay_days: int = 0
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class FakeHook:
    id: str
    url: str
    topic: str
    secret: str
