"""A WooCommerce shop as a channel: its product reviews, and replies under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from connectors.contract import Capabilities, Connector, Health, OrderPage, Page, Reply, Review
from connectors.evidence import Evidence
from connectors.woocommerce.authorship import Authorship
from connectors.woocommerce.client import PER_PAGE, WooCommerceClient, numeric_id
from connectors.woocommerce.cursor import Cursor
from connectors.woocommerce.health import examine
from connectors.woocommerce.mapping import gone, to_review
from connectors.woocommerce.orders import completed
from connectors.woocommerce.reading import Reading
from connectors.woocommerce.replies import MAX_CHARS, Replies
from connectors.woocommerce.settings import WooCommerceSettings


class WooCommerceConnector(Connector):
    """Needs nothing in the shop but an application password of someone who may moderate comments."""

    name: ClassVar[str] = "woocommerce"
    title: ClassVar[str] = "WooCommerce"
    evidence: ClassVar[Evidence] = Evidence.SOURCE
    capabilities: ClassVar[Capabilities] = Capabilities(
        can_reply=True,
        can_read_replies=True,
        can_replace_reply=True,
        can_delete_reply=True,
        reply_once=False,
        idempotent_reply=False,  # WordPress refuses the same words twice, but not after someone changed the first
        moderated=True,
        max_reply_chars=MAX_CHARS,
        incremental=True,
        sees_edits=True,
        sees_removals=True,
        notifies_customer=False,
        can_read_orders=True,
    )
    Settings = WooCommerceSettings
    secret_fields: ClassVar[frozenset[str]] = frozenset({"app_password"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self._client = WooCommerceClient(
            settings["url"],
            settings["user"],
            settings["app_password"],
            calls_per_second=settings.get("calls_per_second", 10),
        )
        self._replies = Replies(self._client, Authorship(self._client))

    def close(self) -> None:
        self._client.close()

    def check(self) -> Health:
        return examine(self._client)

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        reading = Reading(self._client, self._replies, reread=self.settings.get("reread_pages", 3) * PER_PAGE)
        return reading.pages(Cursor.from_mapping(cursor))

    def fetch_orders(self, since: dt.datetime) -> Iterator[OrderPage]:
        return completed(self._client, since)

    def reread(self, review: Review) -> Review | None:
        review_id = numeric_id(review.external_id)
        wire = self._client.review(review_id)
        if wire is None or gone(wire):
            return None
        ours = [reply for _, reply in self._replies.of([review_id]).get(review_id, ()) if reply.by_shop]
        return to_review(wire, ours[-1] if ours else None)

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:
        return self._replies.find(review, key=key, text=text)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:
        return self._replies.publish(review, text=text, key=key)

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:  # noqa: ARG002 -- the contract's signature
        return self._replies.replace(reply, text=text, key=key)

    def delete_reply(self, review: Review, reply: Reply) -> None:  # noqa: ARG002 -- the contract's signature
        self._replies.delete(reply)
