from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import pytest
from marshmallow import Schema, fields

from connectors import registry
from connectors.contract import Capabilities, Connector, Health, Page, Review
from plugin.inbox.sync import Synced, sync_channel
from plugin.shop import load_profile
from plugin.store import Database, channels, listing, people, shops, tables
from plugin.words import Role

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


class Form(Schema):
    url = fields.String(required=True)
    password = fields.String(required=True)


class Paged(Connector):
    """Pages as told; an exception among them is raised. The cursor counts the pages that were read."""

    name: ClassVar[str] = "paged"
    title: ClassVar[str] = "Paged"
    capabilities: ClassVar[Capabilities] = Capabilities(can_reply=True)
    Settings: ClassVar[type[Schema]] = Form
    secret_fields: ClassVar[frozenset[str]] = frozenset({"password"})

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self.pages: Sequence[Page | Exception] = ()

    def check(self) -> Health:
        return Health(ok=True)

    def fetch(self, cursor: Mapping[str, Any]) -> Iterator[Page]:
        for number, page in enumerate(self.pages):
            if number < cursor.get("read", 0):
                continue
            if isinstance(page, Exception):
                raise page
            yield replace(page, cursor={"read": number + 1})


@dataclass
class Inbox:
    database: Database
    shop_id: int
    channel_id: int
    person_id: int
    connector: Paged = field(default_factory=lambda: Paged({"url": "https://shop.example", "password": "geheim-123"}))

    def session(self):
        return self.database.session(shop_id=self.shop_id)

    def sync(self, *pages: Page | Exception) -> Synced:
        self.connector.pages = pages
        return sync_channel(
            self.database, self.shop_id, self.channel_id, connect=lambda *_: self.connector, now=lambda: NOW
        )

    def again(self, *pages: Page | Exception) -> Synced:
        with self.session() as session:
            channels.save_cursor(session, self.shop_id, self.channel_id, {})
        return self.sync(*pages)

    def channel(self) -> tables.Channel:
        with self.session() as session:
            return channels.get(session, self.shop_id, self.channel_id)

    def rows(self, **filters: Any):
        with self.session() as session:
            return listing.page(session, self.shop_id, listing.Filters(folder=listing.Folder.ALL, **filters)).rows


def review(number: int, text: str = "De tas is stuk.", **values: Any) -> Review:
    return Review(
        str(number), text, **{"created": NOW - dt.timedelta(hours=number), "rating": 2, "author": "Jan", **values}
    )


@pytest.fixture
def inbox(database: Database, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    monkeypatch.setitem(registry._load().connectors, "paged", Paged)
    with database.session() as session:
        shop_id = shops.add(session, "s", load_profile({"name": "De Tas", "agent": "Sanne"})).id
        person_id = people.add(session, shop_id, "Ann", Role.OWNER).id
        channel_id = channels.add(session, shop_id, "paged", "Winkel", {}, {}).id
    return Inbox(database, shop_id, channel_id, person_id)
