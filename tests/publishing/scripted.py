"""A channel that does as it is told: what it holds is in memory, what it does next is in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from marshmallow import Schema

from connectors.contract import Capabilities, Connector, Health, Page, Reply, Review

ABLE = Capabilities(can_reply=True, can_read_replies=True, sees_edits=True)
BLIND = Capabilities(can_reply=True)


class ScriptedConnector(Connector):
    name: ClassVar[str] = "scripted"
    title: ClassVar[str] = "Scripted"
    capabilities: ClassVar[Capabilities] = ABLE
    Settings: ClassVar[type[Schema]] = Schema

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        super().__init__(settings or {})
        self.posted: list[tuple[str, str, str]] = []  # external id, key, text
        self.there: dict[str, Reply] = {}  # by key
        self.review_now: Review | Callable[[Review], Review | None] | None = lambda review: review
        self.before_post: list[Exception] = []  # raised before anything is placed
        self.after_post: list[Exception] = []  # raised when it was placed
        self.on_look: list[Exception] = []
        self.new_status = "visible"

    def check(self) -> Health:
        return Health(ok=True)

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        yield Page(())

    def reread(self, review: Review) -> Review | None:
        return self.review_now(review) if callable(self.review_now) else self.review_now

    def find_reply(self, review: Review, *, key: str, text: str) -> Reply | None:
        if self.on_look:
            raise self.on_look.pop(0)
        return self.there.get(key)

    def publish(self, review: Review, *, text: str, key: str) -> Reply:
        if self.before_post:
            raise self.before_post.pop(0)
        self.posted.append((review.external_id, key, text))
        reply = Reply(text, external_id=f"r{len(self.posted)}", status=self.new_status, key=key)
        self.there[key] = reply
        if self.after_post:
            raise self.after_post.pop(0)
        return reply


class BlindConnector(ScriptedConnector):
    """Takes replies, shows none."""

    name: ClassVar[str] = "blind"
    title: ClassVar[str] = "Blind"
    capabilities: ClassVar[Capabilities] = BLIND
    reread = Connector.reread
    find_reply = Connector.find_reply


class Changeable(ScriptedConnector):
    """Lets its replies be replaced and taken back."""

    name: ClassVar[str] = "changeable"
    capabilities: ClassVar[Capabilities] = replace(ABLE, can_replace_reply=True, can_delete_reply=True)

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        super().__init__(settings)
        self.replaced: list[str] = []
        self.deleted: list[str] = []

    def replace_reply(self, review: Review, reply: Reply, *, text: str, key: str) -> Reply:
        if self.before_post:
            raise self.before_post.pop(0)
        self.replaced.append(key)
        self.there = {one: there for one, there in self.there.items() if there.external_id != reply.external_id}
        self.there[key] = Reply(text, external_id=reply.external_id, status=self.new_status, key=key)
        if self.after_post:
            raise self.after_post.pop(0)
        return self.there[key]

    def delete_reply(self, review: Review, reply: Reply) -> None:
        if self.before_post:
            raise self.before_post.pop(0)
        self.deleted.append(reply.key)
        self.there = {one: there for one, there in self.there.items() if there.external_id != reply.external_id}
        if self.after_post:
            raise self.after_post.pop(0)


class BlindChangeable(Changeable):
    """The same, and shows none."""

    name: ClassVar[str] = "blind-changeable"
    capabilities: ClassVar[Capabilities] = replace(BLIND, can_replace_reply=True, can_delete_reply=True)
    reread = Connector.reread
    find_reply = Connector.find_reply
