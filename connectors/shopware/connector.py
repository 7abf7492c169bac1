"""A Shopware shop as a channel: its product reviews, and the shop's comment under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import Capabilities, Connector, Health, OrderPage, Page, Reply, Review
from connectors.evidence import Evidence
from connectors.shopware.client import AdminApi
from connectors.shopware.cursor import Cursor
from connectors.shopware.health import examine
from connectors.shopware.mapping import to_review
from connectors.shopware.orders import shipped
from connectors.shopware.reading import Reading
from connectors.shopware.replies import Replies
from connectors.shopware.settings import ShopwareSettings


class ShopwareConnector(Connector):
    """Needs the credential of the installed app, or of an integration with the rights that README.md lists."""

    name: ClassVar[str] = "shopware"
    title: ClassVar[str] = "Shopware"
    evidence: ClassVar[Evidence] = Evidence.SOURCE
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_replace_reply=True,
        can_delete_reply=True,
        reply_once=True,  # one comment for each review
        idempotent_reply=False,  # the same again is the same text, but over whatever somebody wrote in between
        moderated=True,  # the shop itself releases a review, and its comment with it
        incremental=True,
        sees_edits=True,
        sees_removals=True,
        notifies_customer=False,
        can_read_orders=True,
    )
    Settings = ShopwareSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"secret_key"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._url: str = settings["url"]
        self._api = AdminApi(
            self._url,
            settings["api_key"],
            settings["secret_key"],
            language_id=settings.get("language_id", ""),
            calls_per_second=settings.get("calls_per_second", 10),
        )
        self._replies = Replies(self._api, self._url, marked=settings.get("mark_replies", True))

    def close(self) -> None:
        self._api.close()

    def check(self) -> Health:
        return examine(self._api)

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        reading = Reading(
            self._api,
            self._url,
            Cursor.from_mapping(cursor),
            overlap=dt.timedelta(minutes=self.settings.get("overlap_minutes", 10)),
            watch=self.settings.get("watch_newest", 500),
        )
        return reading.pages()

    def fetch_orders(self, since: dt.datetime) -> Iterator[OrderPage]:
        return shipped(self._api, since)

    def reread(self, review: Review) -> Review | None:
        wire = self._replies.current(review.external_id)
        return None if wire is None else to_review(wire, self._url)

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:
        return self._replies.find(review, key=key, text=text)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:
        return self._replies.publish(review, text=text, key=key)

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:
        return self._replies.replace(review, reply, text=text, key=key)

    def delete_reply(self, review: Review, reply: Reply) -> None:
        self._replies.delete(review, reply)
