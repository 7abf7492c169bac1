"""A shop's page at WebwinkelKeur as a channel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    BadAnswer,
    Capabilities,
    Changed,
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
    Webhooks,
)
from connectors.evidence import Evidence
from connectors.inviting import ready
from connectors.newest_first import page_of, read_newest_first
from connectors.paging import Turned, by_offset
from connectors.payloads import read_one
from connectors.replying import placed_before, reply_in, require_placeable
from connectors.rereading import still_there
from connectors.webwinkelkeur.client import WHO, WebwinkelKeurClient
from connectors.webwinkelkeur.mapping import NO_NUMBER, external_id, number_in, to_review, written
from connectors.webwinkelkeur.payloads import WireRatingSchema
from connectors.webwinkelkeur.settings import (
    DISPUTE_DAYS,
    DISPUTE_SOURCE,
    HOLD_DAYS,
    HOLD_SOURCE,
    WebwinkelKeurSettings,
)
from connectors.webwinkelkeur.webhooks import changed_by

# The platform names no limit. Ours, so that a text is not cut off unseen; told to the person as ours.
OUR_MAX_CHARS = 2_000
_NEGATIVE = 3  # stars up to which the platform holds a review back


class WebwinkelKeurConnector(Connector):
    """Needs the shop's id and personal API code."""

    name: ClassVar[str] = "webwinkelkeur"
    title: ClassVar[str] = "WebwinkelKeur"
    evidence: ClassVar[Evidence] = Evidence.DOCUMENTATION
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        reply_once=True,
        idempotent_reply=False,  # what a second reply does is documented nowhere
        max_reply_chars=OUR_MAX_CHARS,
        incremental=True,
        sees_edits=True,
        finds_removals=True,
        reports_on_platform=True,
        asks_reply_before_report=True,
        can_invite=True,
        idempotent_invite=True,  # "The combination email and order has already been used": it says so and asks once
        opens_on_platform=True,
        platform_url="https://dashboard.webwinkelkeur.nl/",
        webhooks=Webhooks.SIGNED,
        can_subscribe=True,
        clocks=(
            Clock(
                id="webwinkelkeur-hold",
                title={
                    "en": "The review is held back until then",
                    "nl": "Tot dan wordt de beoordeling vastgehouden",
                    "de": "Bis dahin wird die Bewertung zurückgehalten",
                },
                days=HOLD_DAYS,
                source=HOLD_SOURCE,
                setting="hold_days",
                up_to_rating=_NEGATIVE,
                while_=(ModerationState.HELD,),
            ),
            Clock(
                id="webwinkelkeur-dispute",
                title={
                    "en": "Answer the dispute by then",
                    "nl": "Reageer voor dan op het geschil",
                    "de": "Bis dahin auf die Streitigkeit antworten",
                },
                days=DISPUTE_DAYS,
                source=DISPUTE_SOURCE,
                setting="dispute_days",
                while_=(ModerationState.DISPUTED,),
                by_hand=True,  # no call shows a dispute
            ),
        ),
    )
    Settings = WebwinkelKeurSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"code"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = WebwinkelKeurClient(settings["shop_id"], settings["code"], calls=settings["calls_per_minute"])

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.ratings(0)
        except ConnectorError as error:
            return Health.failed(error)
        said = [f"{WHO} answers; the shop has {found.total or len(found.items)} reviews."]
        if found.items and not any(isinstance(item, dict) and item.get("id") for item in found.items):
            said.append(f"{NO_NUMBER} Replies are copied, and placed there by hand.")
        return Health(True, tuple(said))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        for portion in read_newest_first(self._pages, moment=_written, cursor=cursor):
            yield page_of(portion, WireRatingSchema(), to_review, who=WHO)

    def _pages(self, place: Mapping[str, Any] | None) -> Iterator[Turned]:
        return by_offset(self._client.ratings, identity=_identity, who=WHO, place=place)

    def reread(self, review: Review) -> Review | None:
        """There is no call for one review, so the list is read down to the day it was written."""
        for turned in self._pages(None):
            moments = []
            for item in turned.items:
                if _identity(item) == review.external_id:
                    return to_review(read_one(WireRatingSchema(), item, who=WHO))
                moments.append(_written(item))
            if moments and all(when is not None and when < review.created for when in moments):
                return None
        return None

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:  # noqa: ARG002 -- the contract's signature
        return reply_in(still_there(self.reread(review)), text)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_placeable(text, most=OUR_MAX_CHARS)
        number = number_in(review)
        if not number:
            raise AskPerson(NO_NUMBER, hint="Copy the reply and place it in the dashboard.")
        now = still_there(self.reread(review))
        if (ours := placed_before(now, text, otherwise="Look at it in the dashboard; change it there.")) is not None:
            return ours
        self._client.reply(number, text.strip(), notify=self.settings["notify"])
        return Reply(text=text.strip(), external_id=review.external_id)

    def invite(self, invitation: Invitation) -> Invited:
        asked = self._client.invite(ready(invitation, self.abilities))
        return Invited(status="scheduled" if asked else "already")

    def webhook(self, headers: Mapping[str, str], body: bytes, hook: Hook) -> Changed | Nudge:
        return changed_by(headers, body, hook)

    def subscribe(self, url: str) -> Hook:
        return self._client.subscribe(url)

    def unsubscribe(self, hook: Hook) -> None:
        if hook.url:
            self._client.unsubscribe(hook.url)


def _identity(item: Any) -> str:
    try:
        return external_id(read_one(WireRatingSchema(), item, who=WHO))
    except BadAnswer:
        return repr(item)


def _written(item: Any) -> dt.datetime | None:
    try:
        return written(read_one(WireRatingSchema(), item, who=WHO))
    except BadAnswer:
        return None
