"""What one kind of channel can do, as data. The desk offers what stands here and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from connectors.clocks import Clock, Words


class Markup(StrEnum):
    PLAIN = "plain"
    HTML = "html"  # the connector escapes; drafts are plain text everywhere


class Webhooks(StrEnum):
    """Whether the channel calls us, and what such a call is worth."""

    NONE = "none"
    NUDGE = "nudge"  # unsigned: a reason to read again, and no more
    SIGNED = "signed"  # verified by the connector


@dataclass(frozen=True, slots=True)
class ReportReason:
    """A ground on which the platform takes a report; ``id`` is the platform's own word."""

    id: str
    title: Words  # English, or a mapping from language to text
    needs_text: bool = False


@dataclass(frozen=True, slots=True)
class Quota:
    """At most ``calls`` in any ``seconds``. Failed calls count: they do at the platforms that say anything about it.

    ``of`` names what is counted apart from all other calls ("replies"); "" = all calls of the channel.
    """

    calls: int
    seconds: float
    of: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two readings: ``quick`` while negative reviews wait, ``quiet`` where nothing has come for days."""

    quick: int = 300
    usual: int = 900
    quiet: int = 3_600


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one kind of channel can do."""

    can_reply: bool = False
    can_read_replies: bool = False  # read-back: a reply can be found again by its key or its text
    can_replace_reply: bool = False
    can_delete_reply: bool = False
    reply_once: bool = True
    idempotent_reply: bool = False  # the same key twice gives one reply
    moderated: bool = False  # an accepted reply may be held before it shows
    max_reply_chars: int | None = None
    max_reply_bytes: int | None = None  # of the text in UTF-8
    markup: Markup = Markup.PLAIN
    incremental: bool = False  # fetch() honours the cursor
    sees_edits: bool = False
    sees_removals: bool = False  # fetch() names what is gone
    # A whole reading (Page.whole_since) shows what may be gone, and reread() whether it is.
    finds_removals: bool = False
    notifies_customer: bool = False
    # A message that only the customer sees; one for each review.
    can_reply_privately: bool = False
    private_reply_has_subject: bool = False
    max_private_chars: int | None = None
    # Asking the platform to look at a review that breaks its rules, by a person's click and never by itself.
    can_report: bool = False
    report_reasons: tuple[ReportReason, ...] = ()
    can_read_reports: bool = False  # find_report() shows whether ours is there
    asks_reply_before_report: bool = False  # the platform takes a report only after the shop has replied
    reports_on_platform: bool = False  # reporting is possible in the platform's own pages only
    can_invite: bool = False  # the platform asks customers for reviews, order by order
    max_invite_delay_days: int | None = None
    idempotent_invite: bool = False  # the platform itself asks once for an order, however often it is told of it
    invite_needs_consent: bool = False  # its rules: only customers who said yes to being asked
    invite_needs_product: bool = False  # it asks about a product, so an order without one cannot be asked about
    can_read_orders: bool = False  # fetch_orders() tells which orders reached their customers
    # Where no program may reply: its pages can be opened at the review (Review.url) or, else, at ``platform_url``.
    opens_on_platform: bool = False
    platform_url: str = ""
    webhooks: Webhooks = Webhooks.NONE
    can_subscribe: bool = False  # the subscription is made by subscribe(); else the owner pastes our address there
    quotas: tuple[Quota, ...] = ()
    pace: Pace = Pace()
    clocks: tuple[Clock, ...] = ()
    # Names of the fields above that rest on documents nobody could verify: for the documentation and ``doctor``.
    unverified: frozenset[str] = frozenset()
    experimental: bool = False  # the whole connector; it works only with the settings field ``experimental`` on
