"""A reply may state what Shopify says of the reviewed product, and nothing is lost where it says nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from connectors.contract import Review
from plugin.hosts.lookups import teach
from plugin.publishing.checking import context_of
from plugin.settings import Settings
from plugin.shop import Product
from plugin.store import Database, channels, products, reviews, shops
from plugin.work import product_facts
from tests.hosts.shopify.conftest import Launch, install_in
from tests.hosts.shopify.fake import FakeShopify, throttled
from tests.panel import made_up
from tests.panel.made_up import Shop

LAMP = {
    "id": "gid://shopify/Product/632910392",
    "title": "Hoofdlamp Vuurtoren",
    "productType": "Hoofdlamp",
    "vendor": "De Gloed",
    "description": "Brandt  40 uur\nop één lading.",
}


@pytest.fixture(autouse=True)
def lookups(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product_facts, "LOOKUPS", {})
    monkeypatch.setattr("plugin.hosts.lookups.LOOKUPS", product_facts.LOOKUPS)
    teach(settings)


@pytest.fixture
def about(launch: Launch, database: Database, shopify: FakeShopify) -> dict[str, int]:
    """Reviews by the product that they are about."""
    launch()
    shopify.questions.clear()
    shop_id, now = install_in(database).shop_id, dt.datetime.now(dt.UTC)
    with database.session() as session:
        channel = channels.add(session, shop_id, "file", "Bestand", {"path": "x"}).id
        came = [
            Review(
                external_id=product, text="De lamp is stuk.", rating=1, created=now, product="Lamp", product_id=product
            )
            for product in ("632910392", "", "a-slug")
        ]
        ids = reviews.upsert(session, shop_id, channel, came, now).new_ids
    return dict(zip(("632910392", "", "a-slug"), ids, strict=True))


def test_a_products_facts_are_fetched_once_and_stand_in_the_profile_that_its_reply_is_checked_by(
    about: dict[str, int], database: Database, settings: Settings, shopify: FakeShopify
) -> None:
    shopify.data = {"nodes": [LAMP]}
    shop_id = install_in(database).shop_id
    assert product_facts.look_up(database, settings, shop_id) == 1
    (question,) = shopify.questions
    assert question["variables"] == {"ids": ["gid://shopify/Product/632910392"]}
    assert product_facts.look_up(database, settings, shop_id) == 0
    assert len(shopify.questions) == 1
    with database.session() as session:
        product = context_of(session, shop_id, about["632910392"]).shop.product
        assert product == Product("Hoofdlamp Vuurtoren", ("Hoofdlamp", "De Gloed", "Brandt 40 uur op één lading."))
        assert context_of(session, shop_id, about[""]).shop.product is None
        assert context_of(session, shop_id, about["a-slug"]).shop.product is None


def test_a_product_that_the_owner_described_stays_as_they_wrote_it(
    about: dict[str, int], database: Database, settings, shopify
) -> None:
    shopify.data = {"nodes": [LAMP]}
    shop_id = install_in(database).shop_id
    product_facts.look_up(database, settings, shop_id)
    with database.session() as session:
        own = dataclasses.replace(shops.profile(session, shop_id), product=Product("Onze lamp"))
        shops.save_profile(session, shop_id, own)
        assert context_of(session, shop_id, about["632910392"]).shop.product == Product("Onze lamp")


def test_after_a_week_a_product_is_asked_for_again(about, database: Database, settings, shopify: FakeShopify) -> None:
    shopify.data = {"nodes": [LAMP]}
    shop_id = install_in(database).shop_id
    product_facts.look_up(database, settings, shop_id)
    later = dt.datetime.now(dt.UTC) + products.FRESH_FOR + dt.timedelta(minutes=1)
    with database.session() as session:
        assert set(products.wanted(session, shop_id, later)) == {"632910392", "a-slug"}


def test_where_shopify_is_busy_nothing_is_kept_and_it_is_asked_again(
    about, database, settings, shopify: FakeShopify
) -> None:
    shopify.moods.append((429, {"Retry-After": "60"}, {}))
    shop_id = install_in(database).shop_id
    assert product_facts.look_up(database, settings, shop_id) == 0
    shopify.moods.append((200, {}, throttled(wanted=2000, available=0)))
    assert product_facts.look_up(database, settings, shop_id) == 0
    shopify.data = {"nodes": [LAMP]}
    assert product_facts.look_up(database, settings, shop_id) == 1


def test_what_shopify_answers_beside_the_question_is_left_out(about, database, settings, shopify: FakeShopify) -> None:
    other = {**LAMP, "id": "gid://shopify/Product/1"}
    shopify.data = {"nodes": [None, {}, other, "x", {**LAMP, "title": None}]}
    assert product_facts.look_up(database, settings, install_in(database).shop_id) == 0


def test_a_shop_that_is_on_no_host_is_asked_about_nowhere(
    about, database, settings, shopify: FakeShopify, tmp_path
) -> None:
    alone = Shop(database, "alleen", tmp_path)
    alone.add("r-1", made_up.drafted(), product_id="632910392")
    assert product_facts.look_up(database, settings, alone.id) == 0
    assert shopify.questions == []


def test_another_shops_products_are_not_ours(
    about, database: Database, settings, shopify: FakeShopify, tmp_path
) -> None:
    shopify.data = {"nodes": [LAMP]}
    product_facts.look_up(database, settings, install_in(database).shop_id)
    alone = Shop(database, "alleen", tmp_path)
    theirs = alone.add("r-1", made_up.drafted(), product_id="632910392")
    with database.session() as session:
        assert context_of(session, alone.id, theirs).shop.product is None
