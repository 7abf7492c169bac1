"""Signals by Action Scheduler, which WooCommerce brings along and no Debian package does.

WEDERWOORD_ACTION_SCHEDULER names a folder ``action-scheduler`` with the real one; without it these tests are skipped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from plugin.hosts.woocommerce.building import key_of
from plugin.hosts.woocommerce.shop_site import site_of
from plugin.store import installs, reviews
from tests.hosts.woocommerce.conftest import SECRET_KEY, Desk
from tests.hosts.woocommerce.test_on_wordpress import press_connect, until
from tests.hosts.woocommerce.wordpress_site import WordPressSite, missing

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]

WAITING = """echo json_encode(array_values(array_map(
  fn($a) => ['args' => $a->get_args(), 'group' => $a->get_group(), 'due' => $a->get_schedule()->get_date() ? $a->get_schedule()->get_date()->getTimestamp() - time() : 0],
  as_get_scheduled_actions(['hook' => 'wederwoord_send_signal', 'status' => 'pending', 'per_page' => 50], OBJECT))));"""
RUN = "ActionScheduler_QueueRunner::instance()->run();"


@pytest.fixture(scope="module")
def site(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPressSite]:
    given = os.environ.get("WEDERWOORD_ACTION_SCHEDULER", "")
    if lacking := missing() or ("" if given else "the folder of Action Scheduler"):
        pytest.skip(f"this needs: {lacking}")
    made = WordPressSite(
        tmp_path_factory.mktemp("wordpress"), desk=desk.address, key=key_of(SECRET_KEY), beside=(Path(given),)
    )
    press_connect(made)
    yield made
    made.stop()


def shop_of(desk: Desk, site: WordPressSite) -> int:
    with desk.database.session() as session:
        install = installs.find(session, "woocommerce", site_of(site.address))
    assert install is not None
    return install.shop_id


def waiting(site: WordPressSite) -> list[dict[str, Any]]:
    return list(site.php(WAITING))


def test_a_review_waits_in_the_scheduler_and_not_in_the_customers_request(desk: Desk, site: WordPressSite) -> None:
    shop_id = shop_of(desk, site)
    added = site.add_review("De gesp van de tas brak.", rating=2)
    (signal,) = waiting(site)
    assert (signal["args"][0], signal["args"][1], signal["args"][3]) == ("review.created", added, 0)
    assert signal["group"] == "wederwoord"
    assert site.php("echo json_encode(wp_next_scheduled('wederwoord_send_signal', []));") is False
    site.php(RUN)
    assert waiting(site) == []

    def came() -> bool:
        with desk.database.session() as session:
            return any("gesp" in row.excerpt for row in reviews.page(session, shop_id, reviews.Filters(), None, 9).rows)

    assert until(came)


def test_a_desk_that_is_away_is_told_again_later_under_the_same_id(desk: Desk, site: WordPressSite) -> None:
    site.add_review("Prima bel.", rating=5)
    (first,) = waiting(site)
    site.php(f"add_filter('pre_http_request', fn() => new WP_Error('away', 'away')); {RUN}")
    (second,) = waiting(site)
    assert second["args"][:3] == first["args"][:3]
    assert second["args"][3] == 1
    assert 0 < second["due"] <= 61
    site.php(
        "foreach ([1, 2, 3, 4, 5] as $n) { add_filter('pre_http_request', fn() => new WP_Error('away', 'away'));"
        f" Wederwoord_Signals::send('review.created', 1, {first['args'][2]!r}, $n); }}"
    )
    due = sorted(signal["due"] for signal in waiting(site) if signal["args"][1] == 1)
    assert [round(seconds / 60) for seconds in due] == [2, 4, 8, 16]  # and after the sixth try none


def test_removing_the_plugin_leaves_nothing_waiting(site: WordPressSite) -> None:
    site.add_review("Nog een.", rating=3)
    assert waiting(site)
    site.php(
        "define('WP_UNINSTALL_PLUGIN', 'wederwoord/wederwoord.php'); require WP_PLUGIN_DIR . '/wederwoord/uninstall.php';"
    )
    assert waiting(site) == []
