"""A business unit's service reviews at Trustpilot as a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from connectors.contract import (
    Capabilities,
    Clock,
    Connector,
    ConnectorError,
    Health,
    Hook,
    Invitation,
    Invited,
    ModerationState,
    Nudge,
    Page,
    Reply,
    Review,
    Starts,
    Webhooks,
)
from connectors.evidence import Evidence
from connectors.inviting import ready
from connectors.newest_first import dated_by, page_of, read_newest_first
from connectors.paging import Turned, by_number, named_by
from connectors.replying import placed_before, reply_in, require_placeable
from connectors.rereading import one_by_one, still_there
from connectors.trustpilot.client import QUOTAS, WHO, TrustpilotClient, quotas_of
from connectors.trustpilot.mapping import to_review
from connectors.trustpilot.payloads import WireReviewSchema
from connectors.trustpilot.settings import INFORMATION_SOURCE, SMALLEST_PLAN, TrustpilotSettings

# No limit was found. Ours, so that a text is not cut off unseen; told to the person as ours.
OUR_MAX_CHARS = 2_000
_LOCALES = {"nl": "nl-NL", "de": "de-DE", "en": "en-GB"}  # others: the account's own


class TrustpilotConnector(Connector):
    """Needs the API module: a key with its secret, the business unit, and the user who replies."""

    name: ClassVar[str] = "trustpilot"
    title: ClassVar[str] = "Trustpilot"
    evidence: ClassVar[Evidence] = Evidence.DOCUMENTATION
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_delete_reply=True,
        max_reply_chars=OUR_MAX_CHARS,
        incremental=True,
        sees_edits=True,
        finds_removals=True,
        can_invite=True,
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://business.trustpilot.com/",
        webhooks=Webhooks.NUDGE,  # no signature is documented
        quotas=QUOTAS,
        clocks=(
            Clock(
                id="trustpilot-information",
                title={
                    "en": "The customer may answer the request for information until then",
                    "nl": "Tot dan kan de klant op het informatieverzoek antwoorden",
                    "de": "Bis dahin kann der Kunde auf die Informationsanfrage antworten",
                },
                days=0,
                source=INFORMATION_SOURCE,
                starts=Starts.MODERATED,
                setting="information_days",
                while_=(ModerationState.DISPUTED, ModerationState.REPORTED),
                answered_stops=False,
            ),
        ),
    )
    Settings = TrustpilotSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"api_key", "api_secret"})

    @classmethod
    def able(cls, settings: Mapping[str, Any]) -> Capabilities:
        able = super().able(settings)
        return replace(able, quotas=quotas_of(int(settings.get("calls_per_year", SMALLEST_PLAN))))

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = TrustpilotClient(
            settings["business_unit_id"],
            settings["api_key"],
            settings["api_secret"],
            calls=settings["calls_per_minute"],
            calls_per_year=settings["calls_per_year"],
        )

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.reviews(1)
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; its newest page has {len(found.items)} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        for portion in read_newest_first(self._pages, moment=dated_by("createdAt"), cursor=cursor):
            yield page_of(portion, WireReviewSchema(), to_review, who=WHO)

    def _pages(self, place: Mapping[str, Any] | None) -> Iterator[Turned]:
        return by_number(self._client.reviews, identity=named_by("id"), who=WHO, place=place)

    def fetch_some(self, external_ids: tuple[str, ...]) -> Page | None:
        return one_by_one(external_ids, self._now)

    def reread(self, review: Review) -> Review | None:
        return self._now(review.external_id)

    def _now(self, external_id: str) -> Review | None:
        wire = self._client.review(external_id)
        return None if wire is None else to_review(wire)

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:  # noqa: ARG002 -- the contract's signature
        return reply_in(still_there(self.reread(review)), text)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        now = still_there(self.reread(review))
        if (ours := placed_before(now, text, otherwise="Take that one back first, or leave it.")) is not None:
            return ours
        self._client.reply(review.external_id, text, user=self.settings["user_id"])
        return Reply(text=text, external_id=review.external_id)

    def delete_reply(self, review: Review, reply: Reply) -> None:  # noqa: ARG002 -- the contract's signature
        self._client.delete_reply(review.external_id)

    def invite(self, invitation: Invitation) -> Invited:
        self._client.invite(
            ready(invitation, self.abilities),
            user=self.settings["user_id"],
            template=self.settings["invitation_template"],
            locale=_LOCALES.get(invitation.language, ""),
        )
        return Invited()

    def webhook(self, headers: Mapping[str, str], body: bytes, hook: Hook) -> Nudge:  # noqa: ARG002 -- the contract's signature
        """Trustpilot signs nothing, so nothing in the call is believed."""
        return Nudge()
