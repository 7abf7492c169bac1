"""What a host tells us is done by a worker, also one that starts later; shops whose grace has ended go by themselves."""

from __future__ import annotations

import datetime as dt

import pytest

from connectors.contract import Page, Review
from plugin.shop import Product
from plugin.store import drafts, host_events, installs, reviews, shops
from plugin.store.errors import NotThere
from plugin.work import leaving, names, product_facts
from plugin.work.host_wishes import Wish
from tests.work.conftest import Desk, Memory, until

NOW = dt.datetime.now(dt.UTC)


def install_on(desk: Desk, host: str = "shopify") -> None:
    with desk.database.session() as session:
        shops.get(session, desk.shop_id).host = host
        install = installs.add(session, desk.shop_id, host, "tas.example", now=NOW)
        installs.set_state(session, install, installs.InstallState.INSTALLED, now=NOW)


def tell(desk: Desk, wish: Wish, event_id: str = "e-1") -> None:
    with desk.database.session() as session:
        desk.work.receive(session, "shopify", "tas.example", f"t/{wish}", event_id, wish=wish, body=b"{}")


def outcome(desk: Desk) -> str:
    with desk.database.session() as session:
        event = host_events.latest(session, "shopify", "tas.example")[0]
        return event.outcome if event.handled_at is not None else ""


def gone(desk: Desk) -> bool:
    with desk.database.session() as session:
        try:
            shops.get(session, desk.shop_id)
        except NotThere:
            return True
        return False


def is_drafted(desk: Desk) -> bool:
    with desk.session() as session:
        review = reviews.by_external_id(session, desk.shop_id, desk.channel_id, "n-1")
        return review is not None and drafts.current(session, desk.shop_id, review.id) is not None


def test_an_event_that_came_before_the_worker_is_done_when_it_starts(desk: Desk) -> None:
    install_on(desk)
    tell(desk, Wish.NOTE)
    assert outcome(desk) == ""
    desk.work.start()
    assert until(lambda: outcome(desk)) == "noted"


def test_an_event_that_is_rolled_back_leaves_no_work(desk: Desk) -> None:
    install_on(desk)

    def broken_view() -> None:
        with desk.database.session() as session:
            desk.work.receive(session, "shopify", "tas.example", "t", "e", wish=Wish.PURGE, body=b"{}")
            raise RuntimeError("the view broke")

    with pytest.raises(RuntimeError, match="broke"):
        broken_view()
    assert desk.work._queueing.waiting(names.HOST) == 0


def test_a_word_that_there_may_be_new_reviews_brings_them_in_drafted(desk: Desk, quick_drafts: None) -> None:
    install_on(desk)
    Memory.pages.append(Page((Review("n-1", "De tas is stuk.", NOW, rating=1, author="Jan"),), {}))
    desk.work.start()
    tell(desk, Wish.SYNC)
    assert until(lambda: outcome(desk)) == "fetching from 1 channels"

    until(lambda: is_drafted(desk))


def test_the_daily_round_removes_a_shop_whose_grace_has_ended(desk: Desk) -> None:
    install_on(desk)
    with desk.database.session() as session:
        install = installs.of_shop(session, desk.shop_id, "shopify")
        leaving.uninstall(session, install, now=NOW - dt.timedelta(days=3), grace=dt.timedelta(days=2))
    desk.work.start()
    client = desk.work._queueing.client
    until(lambda: client.get_schedule(names.PURGE_SCHEDULE))
    client.trigger_schedule(names.PURGE_SCHEDULE)
    until(lambda: gone(desk))


def test_products_are_looked_up_when_their_reviews_come_in(desk: Desk, quick_drafts: None, monkeypatch) -> None:
    asked: list[list[str]] = []

    def look_up(_database, _settings, install, product_ids):
        asked.append([install.external_id, *product_ids])
        return {"p-1": Product("Rugtas", ("van leer",))}

    monkeypatch.setitem(product_facts.LOOKUPS, "shopify", look_up)
    install_on(desk)
    Memory.pages.append(Page((Review("n-1", "De tas is stuk.", NOW, rating=1, product_id="p-1"),), {}))
    desk.work.start()
    with desk.session() as session:
        desk.work.sync_now(session, desk.shop_id, desk.channel_id)
    assert until(lambda: asked) == [["tas.example", "p-1"]]
    until(lambda: is_drafted(desk))
