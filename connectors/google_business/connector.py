"""A location's reviews at Google as a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    Capabilities,
    Connector,
    ConnectorError,
    Health,
    Hook,
    Nudge,
    Page,
    Reply,
    Review,
    Webhooks,
)
from connectors.evidence import Evidence
from connectors.google_business.client import QUOTAS, WHO, GoogleBusinessClient
from connectors.google_business.mapping import to_reply, to_review
from connectors.google_business.payloads import WireReplySchema, WireReviewSchema
from connectors.google_business.settings import GoogleBusinessSettings
from connectors.newest_first import dated_by, page_of, read_newest_first
from connectors.paging import Turned, by_token, named_by
from connectors.payloads import once_accepted, read_one
from connectors.replying import reply_in, require_text
from connectors.rereading import still_there

MAX_BYTES = 4_096  # of UTF-8; one source counts characters, so bytes are the careful reading


class GoogleBusinessConnector(Connector):
    """Needs an approved project's OAuth client and the permission of someone who manages the profile."""

    name: ClassVar[str] = "google_business"
    title: ClassVar[str] = "Google"
    evidence: ClassVar[Evidence] = Evidence.DOCUMENTATION
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_replace_reply=True,
        can_delete_reply=True,
        idempotent_reply=True,  # a PUT: the same text takes its own place
        moderated=True,
        max_reply_bytes=MAX_BYTES,
        incremental=True,
        sees_edits=True,
        finds_removals=True,
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://business.google.com/reviews",
        webhooks=Webhooks.NUDGE,
        quotas=QUOTAS,
    )
    Settings = GoogleBusinessSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"client_secret", "refresh_token"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = GoogleBusinessClient(
            settings["client_id"],
            settings["client_secret"],
            settings["refresh_token"],
            settings["account"],
            settings["location"],
            calls=settings["calls_per_minute"],
        )

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.reviews("")
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; the location has {found.total or len(found.items)} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        for portion in read_newest_first(self._pages, moment=dated_by("updateTime"), cursor=cursor):
            yield page_of(portion, WireReviewSchema(), to_review, who=WHO)

    def _pages(self, place: Mapping[str, Any] | None) -> Iterator[Turned]:
        return by_token(self._client.reviews, identity=named_by("reviewId"), who=WHO, place=place)

    def reread(self, review: Review) -> Review | None:
        wire = self._client.review(review.external_id)
        return None if wire is None else to_review(wire)

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:  # noqa: ARG002 -- the contract's signature
        return reply_in(still_there(self.reread(review)), text)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_text(text)
        if len(text.encode()) > MAX_BYTES:
            raise AskPerson(f"The text is too long for {WHO}.", hint=f"At most {MAX_BYTES} bytes. Shorten it.")
        data = self._client.reply(review.external_id, text)
        return once_accepted(lambda: to_reply(read_one(WireReplySchema(), data, who=WHO), review.external_id), who=WHO)

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        return self.publish(review, text=text, key=key)

    def delete_reply(self, review: Review, reply: Reply) -> None:  # noqa: ARG002 -- the contract's signature
        self._client.delete_reply(review.external_id)

    def webhook(self, headers: Mapping[str, str], body: bytes, hook: Hook) -> Nudge:  # noqa: ARG002 -- the contract's signature
        """A push of the owner's own Pub/Sub topic. Its proof could not be verified, so it is only a reason to read."""
        return Nudge()
