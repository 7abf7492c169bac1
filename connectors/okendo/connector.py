"""A shop's reviews at Okendo as a channel that is read only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import Capabilities, Connector, ConnectorError, Health, Page
from connectors.evidence import Evidence
from connectors.newest_first import dated_by, read_newest_first
from connectors.okendo.client import WHO, OkendoClient
from connectors.okendo.mapping import to_review
from connectors.okendo.payloads import WireReviewSchema
from connectors.okendo.settings import OkendoSettings
from connectors.paging import Turned, by_token, named_by
from connectors.payloads import read_many


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
            wires, problems = read_many(WireReviewSchema(), list(portion.items), who=WHO, what="Review")
            yield Page(
                tuple(to_review(wire) for wire in wires),
                portion.cursor,
                problems,
                portion.total,
                whole_since=portion.whole_since,
            )

    def _pages(self, place: Mapping[str, Any] | None) -> Iterator[Turned]:
        return by_token(self._client.reviews, identity=named_by("reviewId"), who=WHO, place=place)
