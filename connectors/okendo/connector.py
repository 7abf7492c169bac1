"""A shop's reviews at Okendo as a channel that is read only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import (
    Capabilities,
    Changed,
    Connector,
    ConnectorError,
    Health,
    Hook,
    Nudge,
    Page,
    Webhooks,
)
from connectors.evidence import Evidence
from connectors.newest_first import dated_by, page_of, read_newest_first
from connectors.okendo.client import TOPICS, WHO, OkendoClient
from connectors.okendo.mapping import to_review
from connectors.okendo.payloads import WireReviewSchema
from connectors.okendo.settings import OkendoSettings
from connectors.okendo.webhooks import changed_by
from connectors.paging import Turned, by_token, named_by


class OkendoConnector(Connector):
    """Reads; no call for a reply is documented, so the reply is copied and Okendo opened. One that stands there is seen."""

    name: ClassVar[str] = "okendo"
    title: ClassVar[str] = "Okendo"
    evidence: ClassVar[Evidence] = Evidence.DOCUMENTATION
    capabilities: ClassVar[Capabilities] = Capabilities(
        incremental=True,
        sees_edits=True,
        reports_on_platform=True,
        opens_on_platform=True,
        platform_url="https://app.okendo.io/",
        webhooks=Webhooks.SIGNED,
        can_subscribe=True,
        experimental=True,
    )
    Settings = OkendoSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"api_key"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = OkendoClient(settings["user_id"], settings["api_key"], calls=settings["calls_per_minute"])

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        try:
            found = self._client.reviews("")
        except ConnectorError as error:
            return Health.failed(error)
        return Health(True, (f"{WHO} answers; its newest page has {len(found.items)} reviews.",))

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        for portion in read_newest_first(self._pages, moment=dated_by("dateCreated"), cursor=cursor):
            yield page_of(portion, WireReviewSchema(), to_review, who=WHO)

    def _pages(self, place: Mapping[str, Any] | None) -> Iterator[Turned]:
        return by_token(self._client.reviews, identity=named_by("reviewId"), who=WHO, place=place)

    def webhook(self, headers: Mapping[str, str], body: bytes, hook: Hook) -> Changed | Nudge:
        return changed_by(headers, body, hook.secret)

    def subscribe(self, url: str) -> Hook:
        """Only a new subscription tells its secret, so one that is there makes room for it."""
        for known in self._client.hooks():
            if known.url == url:
                self._client.unsubscribe(known.id)
        made = self._client.subscribe(url)
        return Hook(made.id, made.secret, TOPICS, url)

    def unsubscribe(self, hook: Hook) -> None:
        if hook.id:
            self._client.unsubscribe(hook.id)
