"""The desk in a made-up Shopify admin on another origin, in Chromium with third-party cookies blocked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Response
from playwright.sync_api import BrowserContext, FrameLocator, Page, Playwright, Route, expect, sync_playwright
from shopify_app import Res

from connectors import http
from connectors.testing.judgeme_harness import JudgeMeHarness
from plugin.hosts import launching
from plugin.hosts.shopify import home
from plugin.hosts.shopify.host import ShopifyHost
from plugin.settings import Settings, ShopifySettings
from plugin.store import customer_requests, installs, people
from tests.browser.conftest import House, wait_until
from tests.hosts.browser import (
    WRITTEN,
    Admin,
    admin_site,
    first_draft,
    fits_its_frame,
    hand_over,
    hosted_house,
    in_one_row,
    ready_one,
    strict_chromium,
    watch,
)
from tests.hosts.shopify.conftest import id_token
from tests.hosts.shopify.fake import CLIENT, DOMAIN, OLD_SECRET, SECRET, FakeShopify, serve

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

# What App Bridge does for us, as far as the contract knows it (§1.5): it hands out id tokens, and on the patch page it
# loads `shopify-reload` with one. It asks the admin around it, as the real one does.
APP_BRIDGE = """
(() => {
  const ask = () => new Promise((done) => {
    const heard = (event) => { if (event.data?.idToken) { removeEventListener("message", heard); done(event.data.idToken); } };
    addEventListener("message", heard);
    parent.postMessage({ want: "idToken" }, "*");
  });
  const key = document.querySelector("meta[name=shopify-api-key]")?.content ?? document.currentScript.dataset.apiKey;
  window.shopify = { config: { apiKey: key }, idToken: ask };
  const reload = new URLSearchParams(location.search).get("shopify-reload");
  if (reload) ask().then((token) => {
    const to = new URL(reload, location.origin);
    to.searchParams.set("id_token", token);
    location.replace(to);
  });
})();
"""


STORAGE = "() => { try { localStorage.setItem('a', 'b'); return 'kept'; } catch { return 'refused'; } }"


def admin_page(desk: str, tokens: list[str], *, first: bool = True, shop: str = DOMAIN) -> str:
    query = {"shop": shop, "host": "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvcmVwbHktdGVzdA", "embedded": "1", "locale": "nl"}
    if first:
        query["id_token"] = tokens.pop()
    address = html.escape(f"{desk}/shopify/home?{urlencode(query)}")
    return f"""<!doctype html><html lang="nl"><title>Admin</title>
    <style>body {{ margin: 0; display: grid; grid-template-columns: 13rem 1fr; grid-template-rows: 3.5rem calc(100vh - 3.5rem);
      font: 14px sans-serif; background: #1a1a1a }} header {{ grid-column: 1 / 3; color: #fff; padding: 1rem }}
      nav {{ background: #ebebeb; padding: 1rem; border-top-left-radius: 12px }} iframe {{ display: block; border: 0; width: 100%; height: 100% }}
      @media (max-width: 600px) {{ body {{ grid-template-columns: 1fr }} header {{ grid-column: 1 }} nav {{ display: none }} }}</style>
    <header>A made-up admin</header><nav>Orders<br><br>Products<br><br><b>Wederwoord</b></nav>
    <iframe name="app" src="{address}"></iframe>
    <script>
      const tokens = {json.dumps(tokens)};
      addEventListener("message", (event) => {{
        if (event.data?.want === "idToken") event.source.postMessage({{ idToken: tokens.pop() }}, event.origin);
      }});
    </script></html>"""


def tokens() -> list[str]:
    return [id_token() for _ in range(12)]


@pytest.fixture(scope="module")
def shopify() -> Iterator[FakeShopify]:
    fake = FakeShopify()
    server = serve(fake)
    yield fake
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, shopify: FakeShopify) -> Iterator[House]:
    def with_shopify(settings: Settings) -> Settings:
        return dataclasses.replace(settings, shopify=ShopifySettings(CLIENT, SECRET, OLD_SECRET))

    before = http.current_policy()
    with hosted_house(tmp_path_factory.mktemp("shopify"), "desk.test", with_shopify) as (made, _app):
        http.set_policy(http.HttpPolicy(stand_ins=shopify.stand_ins()))
        hand_over(made, "shopify")
        now = dt.datetime.now(dt.UTC)
        with made.database.session() as session:
            install = installs.add(session, made.shop_id, "shopify", DOMAIN, shop_url=f"https://{DOMAIN}", now=now)
            installs.set_state(session, install, installs.InstallState.INSTALLED, now=now)
            for person in people.every(session, made.shop_id):
                people.set_active(session, made.shop_id, person.id, active=False)
        yield made
    http.set_policy(before)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def chromium(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with strict_chromium(playwright, tmp_path_factory.mktemp("chromium")) as context:
        yield context


@pytest.fixture(scope="module")
def admin() -> Iterator[Admin]:
    with admin_site("admin.test") as made:
        yield made


@pytest.fixture
def page(chromium: BrowserContext, admin: Admin, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The admin's origin stands in for Shopify's, and our script for Shopify's CDN."""
    around = ShopifyHost.embedding
    monkeypatch.setattr(
        ShopifyHost,
        "embedding",
        lambda self, install, settings: dataclasses.replace(
            around(self, install, settings), frame_ancestors=(admin.origin,)
        ),
    )
    answer = home.as_response

    def patched(given: Res) -> Response:
        response = answer(given)
        response.headers["Content-Security-Policy"] = f"frame-ancestors {admin.origin};"
        return response

    monkeypatch.setattr(home, "as_response", patched)
    opened = chromium.new_page()
    opened.route("https://cdn.shopify.com/**", _app_bridge)
    wrong = watch(opened)
    yield opened
    opened.close()
    assert wrong == []


def _app_bridge(route: Route) -> None:
    route.fulfill(content_type="text/javascript", body=APP_BRIDGE)


def desk_in(page: Page, admin: Admin, house: House, *, first: bool = True) -> FrameLocator:
    given = tokens()
    admin.pages["/"] = lambda: admin_page(house.address, given, first=first)
    page.goto(f"{admin.origin}/")
    return page.frame_locator("iframe")


def keep(page: Page, name: str) -> None:
    """A picture for whoever wants one: WEDERWOORD_SCREENSHOTS names the folder."""
    folder = os.environ.get("WEDERWOORD_SCREENSHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), caret="initial")  # hiding it takes a style of its own


def test_from_the_launch_to_a_published_reply(page: Page, admin: Admin, house: House) -> None:
    review_id = ready_one(house)
    desk = desk_in(page, admin, house)
    expect(desk.locator("#rows")).to_be_visible()
    keep(page, "shopify-inbox")
    assert page.context.cookies() == []
    frame = page.frame(name="app")
    assert "id_token" not in frame.url
    assert frame.evaluate(STORAGE) == "refused"
    assert frame.evaluate("() => document.querySelector('meta[name=wederwoord-session]')") is None
    desk.locator(f"#row-{review_id} > a").click()
    expect(desk.locator(f'[data-review="{review_id}"]')).to_be_visible()
    assert f"at=%2Freviews%2F{review_id}" in frame.evaluate("() => location.search")
    keep(page, "shopify-review")
    in_one_row(desk)
    desk.locator("#approve button").click()
    expect(desk.locator("#said-now")).not_to_be_empty()
    wait_until(lambda: house.state(review_id) == "published", "the reply on its channel")
    assert page.context.cookies() == []


def test_the_first_draft_is_there_within_a_minute_of_the_first_visit(
    page: Page, admin: Admin, house: House, shopify: FakeShopify
) -> None:
    """A new shop, walked through the three steps as fast as a machine clicks; its reviews are at a review app."""
    new = "nieuw.myshopify.com"
    app = JudgeMeHarness()
    now = dt.datetime.now(dt.UTC)
    for n, (text, rating) in enumerate(WRITTEN * 5):
        app.fake.add(text, rating=rating, author=f"Klant {n}", created=now - dt.timedelta(days=1.5 * n))
    given = [id_token(iss=f"https://{new}/admin", dest=f"https://{new}") for _ in range(12)]
    admin.pages["/nieuw"] = lambda: admin_page(house.address, given, shop=new)

    def shop() -> int | None:
        with house.database.session() as session:
            install = installs.find(session, "shopify", new)
        return install.shop_id if install is not None else None

    with http.use_policy(allow_private=True, stand_ins={**shopify.stand_ins(DOMAIN, new), **app.stand_ins}):
        began = time.monotonic()
        page.goto(f"{admin.origin}/nieuw")
        desk = page.frame_locator("iframe")
        keep(page, "shopify-setup")
        desk.locator("form[action='/setup/voice'] button.go").click()
        desk.locator("form[action='/setup/policy'] button.go").click()
        keep(page, "shopify-setup-channel")
        desk.get_by_role("link", name="Judge.me").click()
        desk.locator("[name=s_shop_domain]").fill(app.settings()["shop_domain"])
        desk.locator("[name=s_token]").fill(app.settings()["token"])
        desk.locator("button[name=do][value=save]").click()
        assert first_draft(house, "Shopify with Judge.me, 40 reviews", began, shop) < 60
        expect(desk.locator("main")).to_contain_text("Judge.me")
        keep(page, "shopify-setup-done")
    app.close()


def test_every_page_of_the_desk_is_reached_inside_the_frame(page: Page, admin: Admin, house: House) -> None:
    desk = desk_in(page, admin, house)
    expect(desk.locator("#rows")).to_be_visible()
    documents: list[str] = []
    page.on("request", lambda asked: documents.append(asked.url) if asked.is_navigation_request() else None)
    for name, path in (
        ("policy", "/policy"),
        ("people", "/people"),
        ("channels", "/channels"),
        ("insights", "/insights"),
    ):
        desk.locator(f'#side a[href="{path}"]').click()
        expect(desk.locator(f'#side a[href="{path}"]')).to_have_attribute("aria-current", "page")
        keep(page, f"shopify-{name}")
    page.evaluate("() => history.back()")
    expect(desk.locator('#side a[href="/channels"]')).to_have_attribute("aria-current", "page")
    assert documents == []


def test_the_desk_fits_the_admin_on_a_phone(page: Page, admin: Admin, house: House) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    desk = desk_in(page, admin, house)
    expect(desk.locator("#rows")).to_be_visible()
    fits_its_frame(page)
    keep(page, "shopify-phone-inbox")
    desk.locator("#rows li > a").first.click()
    expect(desk.locator("[data-review] h2").first).to_be_visible()
    fits_its_frame(page)
    keep(page, "shopify-phone-review")


def test_a_form_of_the_desk_is_sent_with_the_session(page: Page, admin: Admin, house: House) -> None:
    desk = desk_in(page, admin, house)
    desk.locator('#side a[href="/people"]').click()
    desk.locator("form.sheet input[name=name]").fill("Nieuwe collega")
    desk.locator("form.sheet button").last.click()
    expect(desk.locator("main")).to_contain_text("Nieuwe collega")
    with house.database.session() as session:
        assert any(person.name == "Nieuwe collega" for person in people.every(session, house.shop_id))


def test_a_file_is_downloaded_with_the_session(page: Page, admin: Admin, house: House) -> None:
    desk = desk_in(page, admin, house)
    desk.locator('#side a[href="/leaving"]').click()
    with page.expect_download() as coming:
        desk.locator("a[download]").click()
    assert coming.value.suggested_filename.endswith(".jsonl")
    kinds = {json.loads(line)["kind"] for line in coming.value.path().read_text(encoding="utf-8").splitlines()}
    assert {"shop", "reviews", "people"} <= kinds


def test_a_customers_request_leads_from_the_inbox_to_the_file_that_answers_it(
    page: Page, admin: Admin, house: House
) -> None:
    now = dt.datetime.now(dt.UTC)
    with house.database.session() as session:
        install = installs.find(session, "shopify", DOMAIN)
        assert install is not None
        asked = [house.review("Gerda"), house.review("Tom")]
        customer_requests.note(session, install, request="9999", reviews=asked, orders=[], now=now)
    desk = desk_in(page, admin, house)
    keep(page, "shopify-asked")
    desk.locator(".setup-line a[href$='#asked']").click()
    expect(desk.locator("#asked")).to_contain_text("9999")
    keep(page, "shopify-leaving")
    with page.expect_download() as coming:
        desk.locator("#asked a[download]").click()
    assert coming.value.suggested_filename == "customer-9999.jsonl"
    rows = [json.loads(line) for line in coming.value.path().read_text(encoding="utf-8").splitlines()]
    assert {row["id"] for row in rows if row["kind"] == "reviews"} == set(asked)
    desk.locator('#side a[href="/inbox"]').first.click()
    expect(desk.locator("#rows")).to_be_visible()
    assert desk.locator(".setup-line a[href$='#asked']").count() == 0


def test_a_page_without_a_token_fetches_one_and_goes_on_where_it_was(page: Page, admin: Admin, house: House) -> None:
    desk = desk_in(page, admin, house, first=False)
    expect(desk.locator("#rows")).to_be_visible()
    desk.locator('#side a[href="/policy"]').click()
    expect(desk.locator('#side a[href="/policy"]')).to_have_attribute("aria-current", "page")
    page.frame(name="app").evaluate("() => location.reload()")
    expect(desk.locator('#side a[href="/policy"]')).to_have_attribute("aria-current", "page")
    assert "id_token" not in page.frame(name="app").url


def test_an_open_page_gets_a_new_session_before_the_old_one_ends(
    page: Page, admin: Admin, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launching, "SESSION_LASTS", dt.timedelta(seconds=3))
    renewed: list[str] = []
    page.on("request", lambda asked: renewed.append(asked.url) if asked.url.endswith("/embedded/session") else None)
    desk = desk_in(page, admin, house)
    expect(desk.locator("#rows")).to_be_visible()
    wait_until(lambda: page.evaluate("() => 1") == 1 and len(renewed) >= 2, "a new session, twice")
    desk.locator('#side a[href="/policy"]').click()
    expect(desk.locator('#side a[href="/policy"]')).to_have_attribute("aria-current", "page")


def test_a_page_on_a_wrong_origin_cannot_embed_it(
    chromium: BrowserContext, page: Page, admin: Admin, house: House
) -> None:
    with admin_site("evil.test") as evil:
        given = tokens()
        evil.pages["/"] = lambda: admin_page(house.address, given)
        other = chromium.new_page()
        other.route("https://cdn.shopify.com/**", _app_bridge)
        said: list[str] = []
        other.on("console", lambda message: said.append(message.text))
        other.goto(f"{evil.origin}/")
        wait_until(
            lambda: other.evaluate("() => 1") == 1 and any("frame-ancestors" in line for line in said), "a refusal"
        )
        framed = other.frame(name="app")
        assert framed is None or framed.url.startswith("chrome-error:")
        keep(other, "shopify-wrong-origin")
        other.close()
