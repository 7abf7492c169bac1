"""An account at Trusted Shops (eTrusted) as a channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    Capabilities,
    Connector,
    ConnectorError,
    Health,
    Invitation,
    Invited,
    OutcomeUnknown,
    Page,
    Reply,
    Reported,
    Review,
)
from connectors.evidence import Evidence
from connectors.inviting import ready
from connectors.newest_first import read_newest_first
from connectors.paging import Turned, by_token, named_by
from connectors.payloads import once_accepted, read_many, read_one
from connectors.replying import placed_before, reply_in, require_placeable
from connectors.rereading import still_there
from connectors.trusted_shops.client import WHO, TrustedShopsClient
from connectors.trusted_shops.mapping import REASONS, is_gone, to_reply, to_report, to_review
from connectors.trusted_shops.payloads import WireReplySchema, WireReview, WireReviewSchema, WireVetoSchema
from connectors.trusted_shops.settings import TrustedShopsSettings

# No limit was found. Ours, so that a text is not cut off unseen; told to the person as ours.
OUR_MAX_CHARS = 2_000
_LOCALES = {"nl": "nl_NL", "de": "de_DE", "en": "en_GB"}  # others: the channel's own


class TrustedShopsConnector(Connector):
    """Needs API credentials of the account."""

    name: ClassVar[str] = "trusted_shops"
    title: ClassVar[str] = "Trusted Shops"
    evidence: ClassVar[Evidence] = Evidence.CODE
    evidence_of: ClassVar[Mapping[str, Evidence]] = {
        "can_invite": Evidence.DOCUMENTATION,
    }
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_replace_reply=True,
        can_delete_reply=True,
        max_reply_chars=OUR_MAX_CHARS,
        incremental=True,
        sees_edits=True,
        finds_removals=True,
        can_report=True,
        report_reasons=REASONS,
        can_read_reports=True,
        can_invite=True,
        invite_needs_consent=True,  # "create events using data of only customers who have opted-in"
        opens_on_platform=True,
        platform_url="https://app.etrusted.com/",
        # The operation is called "save review reply", which suggests that it takes the place of the one before.
        unverified=frozenset({"can_replace_reply"}),
    )
    Settings = TrustedShopsSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"client_secret"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = TrustedShopsClient(
            settings["client_id"], settings["client_secret"], settings["channel"], calls=settings["calls_per_minute"]
        )

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.reviews("")
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; it has {found.total} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        for portion in read_newest_first(self._pages, moment=_changed, cursor=cursor):
            wires, problems = read_many(WireReviewSchema(), list(portion.items), who=WHO, what="Review")
            there = tuple(self._review(wire) for wire in wires if not is_gone(wire))
            gone = tuple(wire.id for wire in wires if is_gone(wire))
            yield Page(there, portion.cursor, problems, portion.total, removed=gone, whole_since=portion.whole_since)

    def _pages(self, place: Mapping[str, Any] | None) -> Iterator[Turned]:
        return by_token(self._client.reviews, identity=named_by("id"), who=WHO, place=place)

    def reread(self, review: Review) -> Review | None:
        wire = self._client.review(review.external_id)
        return None if wire is None or is_gone(wire) else self._review(wire)

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:  # noqa: ARG002 -- the contract's signature
        return reply_in(still_there(self.reread(review)), text)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        now = still_there(self.reread(review))
        if now.no_reply:
            raise AskPerson(now.no_reply)
        return placed_before(now, text, otherwise="Change that one, or leave it.") or self._placed(review, text)

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        still_there(self.reread(review))
        return self._placed(review, text)

    def delete_reply(self, review: Review, reply: Reply) -> None:  # noqa: ARG002 -- the contract's signature
        self._client.delete_reply(review.external_id)

    def report(self, review: Review, *, reason: str, text: str, key: str) -> Reported:  # noqa: ARG002 -- the contract's signature
        if reason not in {known.id for known in REASONS}:
            raise AskPerson(f"{WHO} takes no report on this ground.", hint="Choose another.")
        if not text.strip():
            raise AskPerson("Say in a few words what is wrong with the review.")
        data = self._client.veto(review.external_id, reason=reason, text=text)
        return once_accepted(
            lambda: to_report(read_one(WireVetoSchema(), data, who=WHO)), who=WHO, look="Look at the review there."
        )

    def find_report(self, review: Review) -> Reported | None:
        found = self._client.vetos(review.external_id)
        return to_report(found[-1]) if found else None

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> Capabilities:
        """Invitations need a channel and the account's own type of event, besides."""
        able = super().able(settings)
        can = bool(able.can_invite and settings.get("channel") and settings.get("event_type"))
        return replace(able, can_invite=can)

    def invite(self, invitation: Invitation) -> Invited:
        if not self.abilities.can_invite:
            raise AskPerson("No type of event is set for invitations.", hint="Open the channel and fill it in.")
        data = self._client.event(
            ready(invitation, self.abilities),
            kind=self.settings["event_type"],
            locale=_LOCALES.get(invitation.language, ""),
        )
        reference = data.get("EventRef") if isinstance(data, dict) else None
        if not isinstance(reference, str):
            raise OutcomeUnknown(
                f"{WHO} accepted it, but its answer cannot be read.", hint="Look at the invites there."
            )
        return Invited(reference[:200])

    def _placed(self, review: Review, text: str) -> Reply:
        data = self._client.reply(review.external_id, text, mail=self.settings["mail_customer"])
        if data is None:
            return Reply(text=text, external_id=review.external_id)
        return once_accepted(lambda: to_reply(read_one(WireReplySchema(), data, who=WHO), review.external_id), who=WHO)

    def _review(self, wire: WireReview) -> Review:
        return to_review(wire, names_shown=self.settings["names_shown"])


def _changed(item: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(item.get("updatedAt") or item["createdAt"]).astimezone(dt.UTC)
    except (TypeError, KeyError, ValueError, AttributeError):
        return None
