"""The contract between Wederwoord and one kind of channel.

A connector is a class with a name, a settings schema and capabilities; everything a platform does in its own
way stays in its folder. This module knows no platform, no database and no web framework. The values that travel stand
in ``travelling``, what a channel can do in ``abilities`` and ``clocks``, the errors in ``errors``; all are given out here.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from marshmallow import Schema

from connectors.abilities import Capabilities, Markup, Pace, Quota, ReportReason, Webhooks
from connectors.clocks import Clock, Starts
from connectors.errors import (
    AskPerson,
    BadAnswer,
    ConnectorError,
    Forged,
    GiveUp,
    OutcomeUnknown,
    Reconnect,
    RetryLater,
    TextRefused,
)
from connectors.evidence import Evidence
from connectors.redaction import remember
from connectors.travelling import (
    Changed,
    DeliveredOrder,
    Health,
    Hook,
    Invitation,
    Invited,
    InvitedProduct,
    Moderation,
    ModerationState,
    Nudge,
    OrderPage,
    Page,
    Private,
    PrivateReply,
    Reply,
    Reported,
    Review,
)
from connectors.violations import Refusal, Violation

__all__ = [
    "AskPerson",
    "BadAnswer",
    "Capabilities",
    "Changed",
    "Clock",
    "Connector",
    "ConnectorError",
    "DeliveredOrder",
    "Evidence",
    "Forged",
    "GiveUp",
    "Health",
    "Hook",
    "Invitation",
    "Invited",
    "InvitedProduct",
    "Markup",
    "Moderation",
    "ModerationState",
    "Nudge",
    "OrderPage",
    "OutcomeUnknown",
    "Pace",
    "Page",
    "Private",
    "PrivateReply",
    "Quota",
    "Reconnect",
    "Refusal",
    "Reply",
    "ReportReason",
    "Reported",
    "RetryLater",
    "Review",
    "Starts",
    "TextRefused",
    "Violation",
    "Webhooks",
]

EXPERIMENTAL = "experimental"  # the settings field that switches on what nobody could verify


class Connector(ABC):
    """One connected channel. Made from validated settings; holds no state but its HTTP session.

    Class attributes declare it: the settings form, masking and encryption follow from ``Settings`` and
    ``secret_fields``. A field's metadata speaks to the person at the form: ``title`` and ``help`` are English, or a
    mapping from language to text; ``choices`` maps a value to such words; ``advanced`` folds the field away; ``file`` says
    that the value is a whole file, and how its name ends (".p8").
    """

    name: ClassVar[str]
    title: ClassVar[str]
    titles: ClassVar[Mapping[str, str]] = {}  # in other languages, where ``title`` is no name that stays the same
    capabilities: ClassVar[Capabilities]
    Settings: ClassVar[type[Schema]]
    secret_fields: ClassVar[frozenset[str]] = frozenset()
    evidence: ClassVar[Evidence] = Evidence.UNSAID  # what all of it rests on, but for what ``evidence_of`` names
    evidence_of: ClassVar[Mapping[str, Evidence]] = {}  # by the name of a capability

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """``settings`` is what ``Settings().load(...)`` returned."""
        self.settings = settings
        remember(*(value for name in self.secret_fields if isinstance(value := settings.get(name), str)))

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> Capabilities:
        """What a channel with these settings can do. ``unverified`` capabilities need the field ``experimental``; all of
        them do where the whole connector is experimental. A connector whose settings decide more overrides this.
        """
        if settings.get(EXPERIMENTAL):
            return cls.capabilities
        return without_unverified(cls.capabilities)

    @property
    def abilities(self) -> Capabilities:
        """What this very channel can do, by its settings."""
        return self.able(self.settings)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # settings may hold a credential

    def close(self) -> None:  # noqa: B027 -- nothing to close is the rule for connectors without a session
        """Let go of connections; the object is not used after it."""

    @abstractmethod
    def check(self) -> Health:
        """Ask the channel whether the connection works. Never raises ConnectorError: it explains instead."""

    @abstractmethod
    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        """Reviews that are new or may have changed since ``cursor`` ({} = from the start), page by page.

        Ends by itself. A reader that stops after any page and comes back with that page's cursor misses nothing.
        Raises RetryLater, Reconnect, AskPerson, BadAnswer.
        """

    def reread(self, review: Review) -> Review | None:
        """The review as it stands now, or None when it is gone. Default: not possible."""
        raise AskPerson(f"{self.title} cannot show a single review.")

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:
        """Look whether our reply is there (by ``key``, else by ``text``). Only where ``can_read_replies``.

        A reply that bears our key and was taken away on the channel since comes back with status "removed":
        it was placed, so it must not be placed again without a person's word.
        """
        raise AskPerson(f"{self.title} does not show replies.")

    def publish(self, review: Review, *, text: str, key: str) -> Reply:
        """Place ``text`` (plain) under ``review``. ``key`` is ours, unique to this approval, 8 to 64 characters of [a-z0-9-].

        Makes one attempt to write. Raises RetryLater only when nothing was placed for certain, OutcomeUnknown
        when it may have been, AskPerson, Reconnect or GiveUp when the channel refused; TextRefused where it said what is
        wrong with these words, which are then mended and approved again.
        """
        raise AskPerson(f"{self.title} takes no replies from a program.", hint="Copy the reply and place it there.")

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:
        raise AskPerson(f"{self.title} cannot change a reply.")

    def delete_reply(self, review: Review, reply: Reply) -> None:
        raise AskPerson(f"{self.title} cannot take a reply back.")

    # --- what only some channels have -------------------------------------------------------------------------

    def fetch_some(self, external_ids: tuple[str, ...]) -> Page | None:
        """These reviews as they stand now, ``removed`` those that are gone. None: not possible, read with ``fetch``."""
        return None

    def reply_privately(self, review: Review, *, text: str, key: str, subject: str = "") -> PrivateReply:
        """Send ``text`` to the customer alone. As ``publish``: one attempt, the same errors; a person has clicked."""
        raise AskPerson(f"{self.title} sends no private messages.", hint="Copy the message and send it yourself.")

    def report(self, review: Review, *, reason: str, text: str, key: str) -> Reported:
        """Ask the platform to look at a review. ``reason`` is the id of one of ``report_reasons``. As ``publish``."""
        raise AskPerson(f"{self.title} takes no reports from a program.", hint="Report it on the platform.")

    def find_report(self, review: Review) -> Reported | None:
        """Our report on this review, if there is one. Only where ``can_read_reports``."""
        raise AskPerson(f"{self.title} does not show reports.")

    def invite(self, invitation: Invitation) -> Invited:
        """Let the platform ask this customer for a review. As ``publish``; an order it knows gives status "already"
        where ``idempotent_invite``. Begin with ``connectors.inviting.ready``.
        """
        raise AskPerson(f"{self.title} sends no invitations.")

    def fetch_orders(self, since: dt.datetime) -> Iterator[OrderPage]:
        """Orders that reached their customers since then, page by page, each with the moment from which to read on: for
        invitations, and nothing more of them than these need. Only where ``can_read_orders``. Raises as ``fetch``.
        """
        raise AskPerson(f"{self.title} shows no orders.")

    def webhook(self, headers: Mapping[str, str], body: bytes, hook: Hook) -> Changed | Nudge:
        """What a call from the platform means. ``headers`` have lower-case names; ``hook`` is what ``subscribe`` gave, or
        an empty one. Makes no calls itself and is fast. Raises Forged for a wrong or missing signature where the channel
        signs, BadAnswer for what cannot be read. A channel that does not sign gives a Nudge whatever stands in ``body``.
        """
        raise Forged(f"{self.title} calls nobody.")

    def challenge(self, query: Mapping[str, str], hook: Hook) -> str:
        """The answer to a platform that first asks, by a GET with this query, whether our address is alive. Makes no
        calls. Raises Forged where the question is not the platform's, as for a channel that asks nothing.
        """
        raise Forged(f"{self.title} asks nothing.")

    def subscribe(self, url: str) -> Hook:
        """Ask the platform to call ``url``. Twice does no harm. Only where ``can_subscribe``."""
        raise AskPerson(
            f"{self.title} takes no subscriptions from a program.", hint="Paste the address there yourself."
        )

    def unsubscribe(self, hook: Hook) -> None:
        """Take a subscription back; one that is gone already is fine."""
        raise AskPerson(
            f"{self.title} takes no subscriptions from a program.", hint="Remove the address there yourself."
        )


def without_unverified(able: Capabilities) -> Capabilities:
    """The same without what rests on unverified documents; nothing but opening its pages where all of it does."""
    if able.experimental:
        return Capabilities(
            opens_on_platform=able.opens_on_platform,
            platform_url=able.platform_url,
            pace=able.pace,
            quotas=able.quotas,
            unverified=able.unverified,
            experimental=True,
        )
    off: dict[str, Any] = {name: False for name in able.unverified if getattr(able, name) is True}
    if "webhooks" in able.unverified:
        off["webhooks"] = Webhooks.NONE
    return replace(able, **off)
