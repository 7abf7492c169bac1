"""The project's words as types: the same word in code, panel, API and docs.

Everything here is a value: no I/O, no framework, no database. The ids are those of the guidelines' data in
``prompts/guidelines`` (T-… decisions, P-… plays, R-… requirements on the text).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NewType

ShopId = NewType("ShopId", int)
PersonId = NewType("PersonId", int)
ChannelId = NewType("ChannelId", int)
ReviewId = NewType("ReviewId", int)
DraftId = NewType("DraftId", int)
PublicationId = NewType("PublicationId", int)


class Decision(StrEnum):
    """What a review needs (guidelines T-…)."""

    REPLY = "T-REPLY"
    REPLY_PRIVATE = "T-REPLY-PRIVATE"
    SILENT = "T-SILENT"
    REMOVE = "T-REMOVE"
    DISPUTE = "T-DISPUTE"
    EXPERT = "T-EXPERT"
    THANK = "T-THANK"

    @property
    def has_public_reply(self) -> bool:
        """Whether a text for the public is drafted under this decision (formats.md, ``reply``)."""
        return self not in {Decision.SILENT, Decision.REMOVE, Decision.DISPUTE}


class Play(StrEnum):
    """The situation, which decides what a reply must hold (guidelines P-…)."""

    OUR_FAULT = "P-OUR-FAULT"
    UNCLEAR_FAULT = "P-UNCLEAR-FAULT"
    THEIR_MISTAKE = "P-THEIR-MISTAKE"
    SLIGHTLY_LATE = "P-SLIGHTLY-LATE"
    SAY_NO = "P-SAY-NO"
    WARRANTY = "P-WARRANTY"
    WITHDRAWAL = "P-WITHDRAWAL"
    ANGRY = "P-ANGRY"
    ESCALATE = "P-ESCALATE"
    UNAVAILABLE = "P-UNAVAILABLE"
    QUESTION = "P-QUESTION"
    MIXED = "P-MIXED"
    POSITIVE = "P-POSITIVE"
    RESOLVED = "P-RESOLVED"


class Sentiment(StrEnum):
    NEGATIVE = "negative"
    POSITIVE = "positive"
    QUESTION = "question"


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"
    INFO = "info"


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 -- a verdict, not a password
    WARN = "warn"
    BLOCK = "block"


class Role(StrEnum):
    """What a person may do; each role includes the ones before it."""

    VIEWER = "viewer"
    DRAFTER = "drafter"
    APPROVER = "approver"
    OWNER = "owner"

    def may_act_as(self, needed: Role) -> bool:
        order = list(Role)
        return order.index(self) >= order.index(needed)


class ReviewState(StrEnum):
    """Where a review stands on its way through the house."""

    NEW = "new"  # no decision or draft yet
    WAITING = "waiting"  # a draft or an advice waits for a person
    PUBLISHING = "publishing"  # approved, on its way to the channel
    PUBLISHED = "published"  # the reply was seen on the channel (or placed, where a channel cannot show it)
    CHECK = "check"  # outcome unknown or refused by the channel: a person must look
    CLOSED = "closed"  # a person kept silence, reported it, or handed it over
    REMOVED = "removed"  # gone from its channel


class PublicationState(StrEnum):
    QUEUED = "queued"  # approved; the work is in the queue
    POSTING = "posting"  # an attempt is under way or was cut off
    PLACED = "placed"  # the channel accepted it; not yet seen there (or held by its moderation)
    VISIBLE = "visible"  # read back from the channel
    UNKNOWN = "unknown"  # sent, no answer, and the channel could not be asked: a person looks
    REFUSED = "refused"  # the channel said no; nothing was placed
    WITHDRAWN = "withdrawn"  # a person took it back


class PublicationKind(StrEnum):
    """What a publication does to the channel; its states mean the same for each, "visible" that it is seen there."""

    POST = "post"  # a reply where there was none
    REPLACE = "replace"  # another text in the place of our reply
    DELETE = "delete"  # our reply taken back


class ErrandKind(StrEnum):
    """What a person asks a channel to do with a review besides replying in public."""

    PRIVATE = "private"  # a message that the customer alone sees
    REPORT = "report"  # the platform is asked to look at it (veto, flag)


class ErrandState(StrEnum):
    """How far an errand is. Nothing is sent twice by itself."""

    QUEUED = "queued"
    SENDING = "sending"  # an attempt is under way or was cut off
    DONE = "done"
    UNKNOWN = "unknown"  # sent, and no answer: a person looks
    REFUSED = "refused"  # the channel said no; nothing was sent


class Inviting(StrEnum):
    """Whether a channel asks customers for reviews (guideline F-INVITE)."""

    OFF = "off"
    FIRST = "first"  # switched on; the first invitations wait until a person has seen them
    ON = "on"


class InvitationState(StrEnum):
    """How far one invitation is. Nothing is sent twice by itself."""

    WAITING = "waiting"
    SENDING = "sending"  # an attempt is under way or was cut off
    SENT = "sent"
    KNOWN = "known"  # the platform had been asked about this order before
    LEFT_OUT = "left-out"  # LeftOut says why; nothing was sent
    REFUSED = "refused"  # the platform said no; nothing was sent
    UNKNOWN = "unknown"  # sent, and no answer: never again by itself


class LeftOut(StrEnum):
    """Why an order is asked about by nobody, or not by this channel. None of it is about how the customer feels."""

    UNSUBSCRIBED = "unsubscribed"
    SAID_NO = "said-no"  # did not agree at ordering
    NOT_ASKED = "not-asked"  # nobody asked for the consent that is needed
    OTHER_CHANNEL = "other-channel"  # the shop divides its orders
    NO_ADDRESS = "no-address"
    NO_PRODUCT = "no-product"  # the platform asks about products
    TOO_OLD = "too-old"


@dataclass(frozen=True, slots=True)
class ReviewText:
    """A review as the deciding, drafting and checking rooms see it: text and facts, no database.

    ``rating`` is 1 to 5 or None. ``language`` is what the channel says, if it says anything. ``product`` is
    the product's name as the channel gives it. ``disguised``: as it came, hidden signs stood between its letters.
    """

    id: str
    text: str
    title: str = ""
    rating: int | None = None
    author: str = ""
    language: str | None = None
    channel: str = ""
    created: dt.datetime | None = None
    product: str = ""
    disguised: bool = False

    @property
    def whole(self) -> str:
        """Title and text as one reading; point offsets never refer to this, only to ``text``."""
        return f"{self.title}\n{self.text}" if self.title and self.title not in self.text else self.text


@dataclass(frozen=True, slots=True)
class Point:
    """One thing the customer says, with its place in ``ReviewText.text`` (code points)."""

    label: str  # an aspect of the lexicon, e.g. "delivery-late", "broken", "size", "praise-service"
    sentiment: Sentiment
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Triage:
    """One decision with its reason (formats.md, ``wederwoord triage``)."""

    language: str
    language_confidence: float
    decision: Decision
    play: Play | None
    points: tuple[Point, ...]
    reason: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the checker says about a text. ``quote == text[start:end]``; a finding about something
    missing has no place and an empty quote (formats.md).
    """

    guideline: str
    severity: Severity
    message: str
    mend: str = ""
    sentence: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a reply: what it does, which points it answers, what backs it."""

    text: str
    start: int
    end: int
    kinds: tuple[str, ...] = ()
    answers: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promise:
    """Something a reply undertakes, with its date where one can be read from the text."""

    text: str
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class Report:
    """The checker's findings on one text."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    promises: tuple[Promise, ...] = ()

    @property
    def blocks(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity is Severity.BLOCK)


@dataclass(frozen=True, slots=True)
class Usage:
    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    completion_tokens: int | None = None
    cost_estimate: float | None = None


BUILT_IN = "built-in"


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the drafting room hands over for one review (formats.md, ``wederwoord draft``)."""

    triage: Triage
    reply: str | None
    private_message: str | None
    internal_note: str | None
    writer: str  # BUILT_IN or "<model>@<prompt version>"
    report: Report | None
    usage: Usage = field(default_factory=Usage)
    note: str = ""  # why the writer is not the one the shop asked for, in plain words; empty otherwise
    failed: bool = False  # whether the writer that was asked gave no text at all, and the built-in one stood in
    prompt_hash: str = ""
    details: dict[str, Any] = field(default_factory=dict)
