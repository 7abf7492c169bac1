"""A real WordPress in Chromium with third-party cookies blocked: the desk in its admin, from the button to the reply that
stands under the review; and the way without our plugin, by a click on WordPress' own "Yes, I approve".
"""

from __future__ import annotations

import dataclasses
import html
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, Playwright, expect, sync_playwright

from connectors.http import current_policy, set_policy
from plugin.hosts.gate import SESSION_COOKIE
from plugin.hosts.woocommerce.building import key_of
from plugin.hosts.woocommerce.shop_site import site_of
from plugin.settings import Settings
from plugin.store import channels, installs, reviews
from tests.browser.conftest import House, nothing_for_axe, wait_until
from tests.hosts.browser import WRITTEN, admin_site, first_draft, hosted_house, in_one_row, strict_chromium, watch
from tests.hosts.woocommerce.wordpress_site import LOGIN, PASSWORD, WordPressSite, missing

pytestmark = [pytest.mark.browser, pytest.mark.wordpress, pytest.mark.timeout(300)]

SHOTS = os.environ.get("WEDERWOORD_SCREENSHOTS", "")
GOOD = "Mooie fietstas, stevig gemaakt en snel geleverd. Ik ben er heel blij mee!"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The desk at ``localhost``, the shop at ``127.0.0.1``: to a browser these are two sites."""
    if lacking := missing():
        pytest.skip(f"a real WordPress needs: {lacking}")

    def in_development(settings: Settings) -> Settings:
        return dataclasses.replace(settings, allow_private_addresses=True)

    before = current_policy()
    with hosted_house(tmp_path_factory.mktemp("woocommerce"), "localhost", in_development) as (made, _app):
        yield made
    set_policy(before)


@pytest.fixture(scope="module")
def wordpress(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPressSite]:
    site = WordPressSite(tmp_path_factory.mktemp("wordpress"), desk=house.address, key=key_of("k" * 40))
    yield site
    site.stop()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture
def chromium(playwright: Playwright, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser of its own for each test: who is signed in where, is part of what is tried."""
    with strict_chromium(playwright, tmp_path / "chromium") as context:
        yield context


@pytest.fixture
def page(chromium: BrowserContext) -> Iterator[Page]:
    opened = chromium.new_page()
    wrong = watch(opened)
    yield opened
    opened.close()
    assert wrong == []


def keep(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), caret="initial")


def log_in(page: Page, site: WordPressSite) -> None:
    page.goto(f"{site.address}/wp-login.php")
    page.fill("#user_login", LOGIN)
    page.fill("#user_pass", PASSWORD)
    page.click("#wp-submit")
    page.wait_for_url(f"{site.address}/wp-admin/**")


def open_desk(page: Page) -> FrameLocator:
    """By the admin's own menu."""
    page.click("#toplevel_page_wederwoord a")
    return page.frame_locator("iframe#wederwoord")


def at_desk(page: Page, site: WordPressSite) -> None:
    """The desk's page, of a shop that is connected or becomes so here."""
    page.goto(f"{site.address}/wp-admin/admin.php?page=wederwoord")
    if page.locator("#submit").count():
        page.click("#submit")


def shop_of(house: House, site: WordPressSite) -> int | None:
    """Our number of the shop, None until it is connected."""
    with house.database.session() as session:
        install = installs.find(session, "woocommerce", site_of(site.address))
    return install.shop_id if install is not None else None


def drafted(house: House, shop_id: int | None, external_id: int) -> int:
    """Our number of a review of the shop, once its draft waits."""
    assert shop_id is not None
    found: list[int] = []

    def there() -> bool:
        with house.database.session(shop_id=shop_id) as session:
            for channel in channels.every(session, shop_id):
                row = reviews.by_external_id(session, shop_id, channel.id, str(external_id))
                if row is not None and row.state == "waiting":
                    found.append(row.id)
        return bool(found)

    wait_until(there, "the review with its draft")
    return found[0]


def test_from_the_button_over_the_first_draft_within_a_minute_to_the_reply_under_the_review(
    page: Page, house: House, wordpress: WordPressSite
) -> None:
    wordpress.had_reviews(WRITTEN * 5, days=60)
    added = wordpress.add_review(GOOD, rating=5, author="Sabine")
    log_in(page, wordpress)
    page.click("#toplevel_page_wederwoord a")
    expect(page.locator("h1")).to_have_text("Wederwoord")
    keep(page, "woocommerce-connect")
    began = time.monotonic()
    page.click("#submit")
    assert first_draft(house, "WooCommerce, 41 reviews", began, lambda: shop_of(house, wordpress)) < 60
    desk = page.frame_locator("iframe#wederwoord")
    expect(desk.locator("h1")).to_be_visible(timeout=30_000)
    keep(page, "woocommerce-setup")
    ours = drafted(house, shop_of(house, wordpress), added)

    desk = open_desk(page)
    desk.locator("button[name=how][value=later]").first.click()
    expect(desk.locator("#rows")).to_be_visible()
    keep(page, "woocommerce-inbox")
    frame = page.frame(url=f"{house.address}/**")
    assert frame is not None
    assert "t=" not in frame.url
    assert [cookie for cookie in page.context.cookies() if cookie["domain"] == "localhost"] == []
    desk.locator(f"#row-{ours} > a").click()
    expect(desk.locator(f'[data-review="{ours}"]')).to_be_visible()
    keep(page, "woocommerce-review")
    in_one_row(desk)
    desk.locator("#approve button").click()
    expect(desk.locator("#said-now")).not_to_be_empty()
    wait_until(lambda: len(wordpress.replies(added)) == 1, "the reply under the review")
    (reply,) = wordpress.replies(added)
    assert reply["comment_approved"] == "1"
    assert "Sabine" in reply["comment_content"]
    assert [cookie for cookie in page.context.cookies() if cookie["domain"] == "localhost"] == []


@pytest.mark.parametrize(("name", "width", "height"), [("wide", 1440, 900), ("phone", 390, 844)])
def test_the_desk_fills_the_admins_page_and_nothing_lies_over_it(
    page: Page, wordpress: WordPressSite, name: str, width: int, height: int
) -> None:
    log_in(page, wordpress)
    page.set_viewport_size({"width": width, "height": height})
    at_desk(page, wordpress)
    expect(page.frame_locator("iframe#wederwoord").locator("h1, #rows").first).to_be_visible()
    keep(page, f"woocommerce-{name}")
    box = page.locator("iframe#wederwoord").bounding_box()
    assert box is not None
    assert abs(box["y"] + box["height"] - height) < 2
    assert box["x"] == (160 if name == "wide" else 0)  # the admin's menu, which a phone folds away
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    for x, y in ((box["x"] + box["width"] / 2, height - 8), (box["x"] + 12, height - 8), (box["x"] + 12, box["y"] + 8)):
        assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).id", [x, y]) == "wederwoord"


def test_a_page_of_another_site_cannot_embed_the_desk(page: Page, house: House, wordpress: WordPressSite) -> None:
    log_in(page, wordpress)
    at_desk(page, wordpress)
    address = wordpress.php(
        "wp_set_current_user(1); echo json_encode(Wederwoord_Launch::address(wp_get_current_user()));"
    )
    with admin_site("evil.test") as evil:
        evil.pages["/"] = lambda: f'<!doctype html><title>Evil</title><iframe name="app" src="{html.escape(address)}">'
        other, said = page.context.new_page(), []
        other.on("console", lambda message: said.append(message.text))
        other.goto(f"{evil.origin}/")
        wait_until(
            lambda: other.evaluate("() => 1") == 1 and any("frame-ancestors" in line for line in said), "a refusal"
        )
        other.close()


def sign_in(page: Page, house: House) -> None:
    page.goto(house.link())
    page.click("#sign-in-go")
    expect(page.locator("#side")).to_be_visible()


def ask(page: Page, house: House, wordpress: WordPressSite) -> None:
    """Type the shop's address at the desk, and sign in to the shop where it asks for that."""
    page.goto(f"{house.address}/channels/new/woocommerce")
    keep(page, "approval-form")
    page.fill("#approval-url", wordpress.address)
    page.click("section[aria-labelledby=approval-title] button")
    page.wait_for_url(f"{wordpress.address}/**")
    if page.locator("#user_login").count():
        page.fill("#user_login", LOGIN)
        page.fill("#user_pass", PASSWORD)
        page.click("#wp-submit")
    page.wait_for_url("**/authorize-application.php**")
    expect(page.locator("#approve")).to_be_visible()


def passwords(wordpress: WordPressSite) -> int:
    return int(wordpress.php("echo json_encode(count(WP_Application_Passwords::get_user_application_passwords(1)));"))


def test_a_yes_on_wordpress_own_page_connects_the_shop(page: Page, house: House, wordpress: WordPressSite) -> None:
    added = wordpress.add_review("De rits is na een week al stuk.", rating=2, author="Bram")
    sign_in(page, house)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.headers.get("referer", "")))
    before = passwords(wordpress)
    ask(page, house, wordpress)
    keep(page, "approval-wordpress")
    page.click("#approve")
    page.wait_for_url(f"{house.address}/channels?said=added", timeout=30_000)
    expect(page.locator("#main")).to_contain_text(site_of(wordpress.address))
    keep(page, "approval-done")
    assert not any("password" in referrer for referrer in asked)
    assert "password" not in str(
        page.evaluate("() => performance.getEntriesByType('navigation').map((one) => one.name)")
    )
    page.go_back()
    assert "password" not in page.url
    assert passwords(wordpress) == before + 1
    with house.database.session() as session:
        (channel,) = (one for one in channels.every(session, house.shop_id) if one.connector == "woocommerce")
        session_cookie = [cookie for cookie in page.context.cookies() if cookie["name"] == SESSION_COOKIE]
        assert channel.state == "ok"
    assert session_cookie[0]["sameSite"] == "Strict"
    assert [cookie for cookie in page.context.cookies() if cookie["name"] == "wederwoord_approval"] == []

    def came() -> bool:
        with house.database.session(shop_id=house.shop_id) as session:
            return reviews.by_external_id(session, house.shop_id, channel.id, str(added)) is not None

    wait_until(came, "the shop's reviews")


def test_a_no_on_wordpress_own_page_leads_back_and_connects_nothing(
    page: Page, house: House, wordpress: WordPressSite
) -> None:
    sign_in(page, house)
    before = passwords(wordpress)
    ask(page, house, wordpress)
    page.click("#reject")
    page.wait_for_url(f"{house.address}/channels/new/woocommerce?said=refused", timeout=30_000)
    expect(page.locator("[role=alert]")).to_be_visible()
    keep(page, "approval-refused")
    nothing_for_axe(page)
    assert passwords(wordpress) == before
