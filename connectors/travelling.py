"""What travels between a channel and the desk, as plain values. ``connectors.contract`` gives them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from connectors.errors import ConnectorError
from connectors.violations import Refusal, Violation

# --- in -----------------------------------------------------------------------------------------------------

ALWAYS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)  # for ``Page.whole_since``: all that there is


class ModerationState(StrEnum):
    """What the platform itself is doing with a review."""

    HELD = "held"  # not shown yet: quarantine, screening
    REPORTED = "reported"  # shown, and someone asked the platform to look at it
    DISPUTED = "disputed"  # shop and customer talk about it, through the platform
    REJECTED = "rejected"  # the platform took it away


@dataclass(frozen=True, slots=True)
class Moderation:
    """Where a review stands with the platform's moderation. ``reason`` is the platform's word for it."""

    state: ModerationState
    reason: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None  # where the platform says when it ends
    reference: str = ""  # the platform's number for the case
    report_id: str = ""  # of the report that led to it, where there is one


@dataclass(frozen=True, slots=True)
class Private:
    """What a platform tells the shop about a customer and shows to nobody else.

    It is there for the moment (to find an order, to keep it out of a reply) and is never stored, logged or sent on: the
    store drops it, and no representation shows it.
    """

    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it stands on a channel.

    ``status`` is "visible", "held" (the platform's moderation has it), "rejected" (its moderation refused it:
    ``violation`` says why, and the customer never sees it) or "removed" (it was there and is gone).
    """

    text: str
    external_id: str = ""
    author: str = ""
    created: dt.datetime | None = None
    status: str = "visible"
    url: str = ""
    key: str = ""  # our own key, where the channel gives it back
    by_shop: bool = True
    violation: str = ""  # the platform's words on what broke its rules
    violation_kind: Violation = Violation.OTHER  # what these words are about
    violation_quote: str = ""  # what they point at in the reply, where the platform says so

    @property
    def refusal(self) -> Refusal | None:
        """Why the platform's moderation refused it; None where it did not."""
        if self.status != "rejected":
            return None
        return Refusal(self.violation, self.violation_kind, self.violation_quote)


@dataclass(frozen=True, slots=True)
class Review:
    """One review as a channel shows it. Text is plain; times are aware and in UTC; rating is 1 to 5 or None.

    ``status`` is "visible", "held" (the platform has not released it yet) or "removed".
    """

    external_id: str
    text: str
    created: dt.datetime
    title: str = ""
    rating: int | None = None
    author: str = ""
    language: str | None = None
    product: str = ""
    product_id: str = ""
    verified: bool | None = None
    url: str = ""
    status: str = "visible"
    reply: Reply | None = None  # a reply that is already there
    raw_rating: str = ""  # as the platform wrote it, where mapping loses something ("8/10", with sub-ratings if any)
    order_ref: str = ""  # the order's number as the shop knows it
    ordered: dt.datetime | None = None  # when the order was placed
    experienced: dt.datetime | None = None  # when that happened which the review speaks of
    updated: dt.datetime | None = None  # when the customer or the platform changed it last
    recommend: bool | None = None  # "would you recommend us", where it is asked
    location: str = ""  # the branch that the review is of
    moderation: Moderation | None = None  # None: the platform does nothing with it
    no_reply: str = ""  # why this one takes no reply from a program; empty where it does
    private: Private | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Page:
    """Some reviews and the cursor to hand in next time. ``problems`` are rows that could not be read, in plain
    words with their place; the rest of the page is good.

    ``whole_since``, on the last page of a reading that was not taken up in the middle: it listed every review that the platform
    shows and that was written since then. One that is known and did not come is most likely gone (``Connector.reread`` tells).
    """

    reviews: tuple[Review, ...]
    cursor: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    total: int | None = None
    removed: tuple[str, ...] = ()
    whole_since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """What a connection test found: ``ok``, and sentences a shop owner understands."""

    ok: bool
    messages: tuple[str, ...] = ()

    @classmethod
    def failed(cls, error: ConnectorError) -> Health:
        """The test ended in this error: what happened, and what to do about it."""
        return cls(False, tuple(said for said in (error.message, error.hint) if said))


# --- out ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PrivateReply:
    """A message that only the customer sees, as the channel took it. ``status`` is "sent", "held" or "draft"."""

    text: str
    external_id: str = ""
    created: dt.datetime | None = None
    status: str = "sent"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """A report (veto, flag) to the platform. ``status`` is "open", "accepted" or "rejected"."""

    reason: str  # a ReportReason's id
    text: str = ""
    reference: str = ""  # the platform's number for it
    created: dt.datetime | None = None
    status: str = "open"


@dataclass(frozen=True, slots=True)
class InvitedProduct:
    """A product of the order, for platforms that ask about products too."""

    id: str
    name: str
    sku: str = ""
    gtin: str = ""
    url: str = ""
    image_url: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A request to the platform to ask a customer for a review of one delivered order.

    Who is invited is decided by the order alone, never by mood, rating or complaint. Address and name are shown by no
    representation. ``delay_days`` counts from now; the platform sends.
    """

    order_ref: str
    email: str = field(repr=False)
    key: str  # ours, unique to this order and channel
    name: str = field(default="", repr=False)
    language: str = ""
    ordered: dt.datetime | None = None
    delivered: dt.datetime | None = None
    delay_days: int = 0
    products: tuple[InvitedProduct, ...] = ()


@dataclass(frozen=True, slots=True)
class Invited:
    """What the platform said to an invitation. ``status`` is "scheduled", "sent", "already" (it knew the order) or
    "unsubscribed" (this customer wants none: no channel asks them again).
    """

    reference: str = ""
    status: str = "scheduled"
    sends_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class DeliveredOrder:
    """An order that reached its customer, as far as an invitation needs it. ``number`` is the one that the customer knows.

    ``consent``: whether the customer agreed to be asked for a review; None where nobody asked. No representation shows
    who it is.
    """

    number: str
    email: str = field(repr=False)
    delivered: dt.datetime
    ordered: dt.datetime | None = None
    name: str = field(default="", repr=False)
    language: str = ""
    consent: bool | None = None
    products: tuple[InvitedProduct, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Some delivered orders, and from when to read on. ``problems`` are rows that could not be read."""

    orders: tuple[DeliveredOrder, ...]
    until: dt.datetime  # hand it in next time
    problems: tuple[str, ...] = ()


# --- webhooks -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hook:
    """A subscription at the platform. The desk keeps it encrypted and hands it to ``webhook`` and ``unsubscribe``."""

    id: str = ""
    secret: str = field(default="", repr=False)
    topics: tuple[str, ...] = ()
    url: str = field(default="", repr=False)  # ours; it holds a token


@dataclass(frozen=True, slots=True)
class Nudge:
    """An unsigned call: something may have changed. Nothing in it is believed; the channel is read again soon."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What a signed call says: the ids of reviews that are new, changed or gone. ``event_id`` tells a repeat."""

    ids: tuple[str, ...]
    event_id: str = ""
