"""An app's reviews at the App Store as a channel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.app_store.client import WHO, AppStoreClient
from connectors.app_store.mapping import to_reply, to_review
from connectors.app_store.payloads import WireReviewSchema
from connectors.app_store.settings import AppStoreSettings
from connectors.contract import (
    Capabilities,
    Connector,
    ConnectorError,
    Health,
    Page,
    Reply,
    Review,
)
from connectors.evidence import Evidence
from connectors.newest_first import dated_by, page_of, read_newest_first
from connectors.paging import Turned, by_token, named_by
from connectors.payloads import once_accepted
from connectors.replying import reply_in, require_placeable
from connectors.rereading import one_by_one, still_there

# No limit is documented. Ours, so that a text is not cut off unseen; told to the person as ours.
OUR_MAX_CHARS = 2_000


class AppStoreConnector(Connector):
    """Needs an API key of App Store Connect. Reading is documented; how a response is written was pieced together, so it
    is off until the owner switches it on.
    """

    name: ClassVar[str] = "app_store"
    title: ClassVar[str] = "App Store"
    evidence: ClassVar[Evidence] = Evidence.DOCUMENTATION
    evidence_of: ClassVar[Mapping[str, Evidence]] = {
        "can_reply": Evidence.CODE,
        "can_replace_reply": Evidence.CODE,
        "moderated": Evidence.CODE,
    }
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_replace_reply=True,
        can_delete_reply=True,
        idempotent_reply=True,  # at most one response a review: a second one takes its place
        moderated=True,  # a response appears with a delay
        max_reply_chars=OUR_MAX_CHARS,
        incremental=True,
        sees_edits=True,
        finds_removals=True,
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://appstoreconnect.apple.com/apps",
        unverified=frozenset({"can_reply", "can_replace_reply", "can_delete_reply"}),
    )
    Settings = AppStoreSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"private_key"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = AppStoreClient(
            settings["app_id"],
            settings["issuer_id"],
            settings["key_id"],
            settings["private_key"],
            calls=settings["calls_per_minute"],
        )

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.reviews("")
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; its newest page has {len(found.items)} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        for portion in read_newest_first(self._pages, moment=dated_by("attributes", "createdDate"), cursor=cursor):
            yield page_of(portion, WireReviewSchema(), to_review, who=WHO)

    def _pages(self, place: Mapping[str, Any] | None) -> Iterator[Turned]:
        return by_token(self._client.reviews, identity=named_by("id"), who=WHO, place=place)

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
        return once_accepted(lambda: to_reply(self._client.respond(review.external_id, text)), who=WHO)

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        return self.publish(review, text=text, key=key)

    def delete_reply(self, review: Review, reply: Reply) -> None:  # noqa: ARG002 -- the contract's signature
        self._client.delete_response(reply.external_id)
