"""My Site as a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import (
    AskPerson,
    Capabilities,
    Connector,
    ConnectorError,
    Evidence,
    Health,
    Page,
    Reply,
    Review,
)
from connectors.newest_first import dated_by, page_of, read_newest_first
from connectors.paging import Turned, by_number, named_by
from connectors.payloads import once_accepted, read_one
from connectors.replying import reply_in, require_text
from connectors.rereading import still_there

from .client import QUOTAS, WHO, MySiteClient
from .mapping import to_reply, to_review
from .payloads import WireReplySchema, WireReviewSchema
from .settings import MySiteSettings

MAX_CHARS = 2_000


class MySiteConnector(Connector):
    """Needs an API key of the account."""

    name: ClassVar[str] = "mysite"
    title: ClassVar[str] = "My Site"
    evidence: ClassVar[Evidence] = Evidence.DOCUMENTATION  # what you read its calls in
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_replace_reply=True,
        can_delete_reply=True,
        idempotent_reply=True,  # the same text again takes its own place
        max_reply_chars=MAX_CHARS,
        incremental=True,
        sees_edits=True,
        finds_removals=True,
        quotas=QUOTAS,
    )
    Settings = MySiteSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"token"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = MySiteClient(settings["token"], calls_per_minute=settings["calls_per_minute"])

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.reviews(1)
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; it has {found.total} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        for portion in read_newest_first(self._pages, moment=dated_by("updated_at"), cursor=cursor):
            yield page_of(portion, WireReviewSchema(), to_review, who=WHO)

    def _pages(self, place: Mapping[str, Any] | None) -> Iterator[Turned]:
        return by_number(self._client.reviews, identity=named_by("id"), who=WHO, place=place)

    def reread(self, review: Review) -> Review | None:
        wire = self._client.review(review.external_id)
        return None if wire is None else to_review(wire)

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:  # noqa: ARG002 -- the contract's signature
        return reply_in(still_there(self.reread(review)), text)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        require_text(text)
        if len(text) > MAX_CHARS:
            raise AskPerson(f"The text is too long for {WHO}.", hint="Shorten it.")
        data = self._client.write_reply(review.external_id, text)
        return once_accepted(
            lambda: to_reply(read_one(WireReplySchema(), data, who=WHO), review_id=review.external_id), who=WHO
        )

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        return self.publish(review, text=text, key=key)

    def delete_reply(self, review: Review, reply: Reply) -> None:  # noqa: ARG002 -- the contract's signature
        self._client.delete_reply(review.external_id)
