"""The module and the card in a made-up Shopware admin on another origin, in Chromium with third-party cookies blocked:
from the launch to the reply that stands in the shop.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import html
import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Error, FrameLocator, Page, Playwright, expect, sync_playwright

from connectors import http
from connectors.testing.fake_shopware import FakeShopware
from plugin.hosts.shopware import surroundings
from plugin.settings import Settings, ShopwareSettings
from plugin.store import channels, installs, reviews
from tests.browser.conftest import House, nothing_for_axe, wait_until
from tests.hosts.browser import (
    WRITTEN,
    Admin,
    admin_site,
    first_draft,
    fits_its_frame,
    hosted_house,
    in_one_row,
    strict_chromium,
    watch,
)
from tests.hosts.shopware.peers import installed
from tests.hosts.shopware.shop_side import APP_SECRET, ShopSide

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SHOTS = os.environ.get("WEDERWOORD_SCREENSHOTS", "")
PIN = "zomer-2026"

# What Shopware's admin does around a module and a card, as far as the contract knows it (§2.4): it waits for
# sw-app-loaded, answers messages, gives the review's data to whoever asks for it, and makes a card as high as it asks.
ADMIN = """
const heard = []; const loaded = []; let review = null; let told = 0;
addEventListener("message", (event) => {
  if (event.data === "sw-app-loaded") { loaded.push(event.origin); return; }
  if (typeof event.data !== "string") return;
  let said; try { said = JSON.parse(event.data); } catch { return; }
  if (!said._type || "_response" in said) return;
  heard.push({ type: said._type, data: said._data, origin: event.origin, raw: event.data });
  const answer = { _type: said._type, _callbackId: said._callbackId, _response: null };
  event.source.postMessage(JSON.stringify(answer), { targetOrigin: event.origin });
  if (said._type === "locationUpdateHeight") document.querySelector(`[data-place="${said._data.locationId}"]`).style.height = `${said._data.height}px`;
  if (said._type === "datasetSubscribeRegistration") {
    const give = () => event.source.postMessage(JSON.stringify({ _type: "datasetSubscribe", _callbackId: `c${++told}`,
      _data: { id: said._data.id, data: { id: review }, selectors: said._data.selectors } }), { targetOrigin: event.origin });
    window.look = (id) => { review = id; give(); };
    if (review) give();
  }
});
"""
STYLE = """body { margin: 0; display: grid; grid-template-columns: 14rem 1fr; grid-template-rows: 4rem auto; min-height: 100vh;
  font: 14px sans-serif; background: #f0f2f5 } header { grid-column: 1 / 3; background: #fff; padding: 1.2rem; border-bottom: 1px solid #d1d9e0 }
  nav { background: #1f262e; color: #fff; padding: 1rem; line-height: 2.4 } iframe { border: 0; width: 100%; display: block }
  .box { background: #fff; border: 1px solid #d1d9e0; border-radius: 8px; margin: 1.5rem; padding: 1.5rem } textarea { width: 100%; height: 4rem }
  @media (max-width: 600px) { body { grid-template-columns: 1fr } header { grid-column: 1 } nav { display: none } .box { margin: .5rem; padding: .75rem } }"""
NAV = (
    "<header>A made-up admin</header><nav>Katalog<br>Produkte<br>Bewertungen<br><b>Antworten auf Bewertungen</b></nav>"
)


def module_page(address: str) -> str:
    return f"""<!doctype html><html lang="de"><title>Admin</title><style>{STYLE}</style>{NAV}
    <iframe name="app" src="{html.escape(address)}" style="height: calc(100vh - 4rem)"></iframe><script>{ADMIN}</script></html>"""


def review_page(hidden: str, card: str, review_id: str) -> str:
    return f"""<!doctype html><html lang="de"><title>Admin</title><style>{STYLE}</style>{NAV}
    <main><div class="box"><b>Kommentar</b><br><textarea></textarea></div>
    <div class="box"><b id="card-title"></b><iframe name="card" data-place="wederwoord-review" style="height: 3rem"></iframe></div></main>
    <iframe name="hidden" src="{html.escape(hidden)}" hidden></iframe>
    <script>{ADMIN}
    review = {json.dumps(review_id)};
    const asked = setInterval(() => {{
      const wish = heard.find((one) => one.type === "uiComponentSectionRenderer");
      if (!wish) return;
      clearInterval(asked);
      document.querySelector("#card-title").textContent = wish.data.props.title;
      document.querySelector("[name=card]").src = {json.dumps(card)};
    }}, 50);</script></html>"""


@dataclass
class Shop:
    """A fake Shopware with reviews, installed, read and drafted."""

    house: House
    fake: FakeShopware
    side: ShopSide
    shop_id: int
    app: Flask

    def comment(self, external_id: str) -> str | None:
        return self.fake.state.reviews[external_id].comment

    def ours(self, external_id: str) -> int:
        with self.house.database.session(shop_id=self.shop_id) as session:
            channel = channels.every(session, self.shop_id)[0]
            found = reviews.by_external_id(session, self.shop_id, channel.id, external_id)
        return found.id if found is not None else 0

    def draft(self, external_id: str) -> int:
        """Our number of the review, with its draft waiting."""
        wait_until(lambda: bool(self.ours(external_id)), "the review from the shop")
        review_id = self.ours(external_id)
        with self.house.database.session() as session:
            self.house.work.request_draft(session, self.shop_id, review_id)
        wait_until(lambda: self.state(review_id) == "waiting", "its draft")
        return review_id

    def state(self, review_id: int) -> str:
        with self.house.database.session(shop_id=self.shop_id) as session:
            return reviews.get(session, self.shop_id, review_id).state


GOOD = "Schöne Tasche, sehr gut verarbeitet. Ich bin sehr zufrieden damit!"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, admin: Admin) -> Iterator[Shop]:
    def with_shopware(settings: Settings) -> Settings:
        return dataclasses.replace(settings, shopware=ShopwareSettings(APP_SECRET), allow_private_addresses=True)

    fake, before = FakeShopware(), http.current_policy()
    with hosted_house(tmp_path_factory.mktemp("shopware"), "127.0.0.1", with_shopware) as (house, app):
        api = {"apiKey": fake.api_key, "secretKey": fake.secret_key}
        side = ShopSide(app.test_client(use_cookies=False), url=fake.url, api=api).install()
        with house.database.session() as session:
            install = installs.find(session, "shopware", side.shop_id)
            assert install is not None
            surroundings.add_origin(session, install, admin.origin)
        yield Shop(house, fake, side, install.shop_id, app)
    http.set_policy(before)
    fake.stop()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=30_000)  # many tests may share a machine
    with sync_playwright() as running:
        yield running
    expect.set_options(timeout=5_000)


@pytest.fixture(scope="module")
def chromium(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    with strict_chromium(playwright, tmp_path_factory.mktemp("chromium")) as context:
        yield context


@pytest.fixture(scope="module")
def admin() -> Iterator[Admin]:
    with admin_site("admin.test") as made:
        made.pages["/favicon.ico"] = lambda: ""  # browsers ask for one
        yield made


@pytest.fixture
def page(chromium: BrowserContext) -> Iterator[Page]:
    opened = chromium.new_page()
    yield opened
    opened.close()


def address(shop: Shop, path: str = "/shopware/panel", **more: str) -> str:
    return f"{shop.house.address}{shop.side.address(path, **more)}"


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"shopware-{name}.png"))


def come_in(frame: FrameLocator, page: Page) -> None:
    """The first time as the first one of the shop, later by PIN."""
    expect(frame.locator("h1")).to_be_visible()
    if frame.locator("#first-name").count():
        shot(page, "first")
        frame.locator("#first-name").fill("Sanne de Wit")
        frame.locator("#first-pin").fill(PIN)
    else:
        expect(frame.locator("#who option")).to_have_text(["Sanne de Wit"])
        shot(page, "pin")
        frame.locator("#pin").fill(PIN)
    frame.locator("form button[type=submit]").first.click()


def to_inbox(page: Page) -> None:
    """From wherever the desk begins for a new shop's owner."""
    frame = page.frame(name="app")
    assert frame is not None

    def is_desk() -> bool:
        try:  # a string to evaluate again and again would be stopped by the page's own policy
            return bool(
                frame.evaluate(
                    "() => window.htmx && document.querySelector('#main') && !document.querySelector('[name=ticket]')"
                )
            )
        except Error:  # the next document is just coming
            return False

    wait_until(is_desk, "the desk")
    frame.evaluate(
        "htmx.ajax('GET', '/inbox', { target: 'body', swap: 'innerHTML', headers: { 'HX-Boosted': 'true' } })"
    )


def heard(page: Page) -> list[dict]:
    return page.evaluate("heard")


def test_from_the_launch_to_a_reply_that_stands_in_the_shop(page: Page, shop: Shop, admin: Admin) -> None:
    wrong = watch(page)
    written = shop.fake.add_review(GOOD, points=5, author="Joris", title="Top", language="a" * 31 + "2")
    assert shop.side.hook("review_form.send").status_code == 204
    review_id = shop.draft(written.id)
    admin.pages["/module"] = lambda: module_page(address(shop))
    page.goto(f"{admin.origin}/module")
    frame = page.frame_locator("[name=app]")
    come_in(frame, page)
    to_inbox(page)
    wait_until(lambda: shop.state(review_id) == "waiting", "its draft with the name of who came in")
    to_inbox(page)
    expect(frame.locator(f"#row-{review_id} a").first).to_be_visible()
    assert page.evaluate("loaded")[0] == shop.house.address
    frame.locator(f"#row-{review_id} a").first.click()
    expect(frame.locator(f'[data-review="{review_id}"]')).to_be_visible()
    shot(page, "module")
    in_one_row(frame)
    frame.get_by_role("button", name="Freigeben").first.click()
    wait_until(lambda: shop.comment(written.id) is not None, "the comment in the shop")
    assert "Joris" in (shop.comment(written.id) or "")
    wait_until(lambda: shop.state(review_id) == "published", "the reply noted as published")
    assert shop.fake.state.reviews[written.id].custom_fields
    assert page.context.cookies(shop.house.address) == []
    assert wrong == []


def test_the_first_draft_is_there_within_a_minute_of_installing_and_before_the_third_step(
    page: Page, shop: Shop, admin: Admin
) -> None:
    """A new shop registers and confirms; its owner opens the module and clicks through what is asked, as fast as a machine."""
    wrong, house = watch(page), shop.house
    fake, now = FakeShopware(), dt.datetime.now(dt.UTC)
    for n, (text, points) in enumerate(WRITTEN * 5):
        fake.add_review(text, points=points, author=f"Klant {n}", created=now - dt.timedelta(days=1.5 * n))
    api = {"apiKey": fake.api_key, "secretKey": fake.secret_key}
    side = ShopSide(shop.app.test_client(use_cookies=False), shop_id="NIEUW", url=fake.url, api=api)
    began = time.monotonic()
    side.install()
    with house.database.session() as session:
        install = installs.find(session, "shopware", side.shop_id)
        assert install is not None
        surroundings.add_origin(session, install, admin.origin)
    admin.pages["/new"] = lambda: module_page(f"{house.address}{side.address(locale='nl-NL')}")
    page.goto(f"{admin.origin}/new")
    frame = page.frame_locator("[name=app]")
    come_in(frame, page)
    expect(frame.locator("form[action='/setup/voice']")).to_be_visible()
    shot(page, "setup")
    assert first_draft(house, "Shopware, 40 reviews", began, lambda: install.shop_id) < 60
    frame.locator("form[action='/setup/voice'] button.go").click()
    expect(frame.locator("#example-reply figure")).to_be_visible()
    shot(page, "setup-policy")
    frame.locator("form[action='/setup/policy'] button.go").click()
    expect(frame.locator("#first-reviews")).to_contain_text("Shopware")
    expect(frame.locator("#first-reviews")).to_contain_text(re.compile(r"\d+ concept"))
    shot(page, "setup-channel")
    frame.locator("button[name=how][value=done]").click()
    expect(frame.locator("#rows")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    fits_its_frame(page)
    shot(page, "phone-inbox")
    frame.locator("#rows li a").first.click()
    expect(frame.locator("[data-review]")).to_be_visible()
    fits_its_frame(page)
    shot(page, "phone-review")
    page.set_viewport_size({"width": 1440, "height": 900})
    fake.stop()
    assert wrong == []


def test_the_card_stands_beside_the_comment_box_and_its_approval_reaches_the_shop(
    page: Page, shop: Shop, admin: Admin
) -> None:
    wrong = watch(page)
    written = shop.fake.add_review(
        "Tolle Klingel, schnell geliefert, danke!", points=5, author="Eva", language="a" * 31 + "2"
    )
    other = shop.fake.add_review("Alles bestens, gerne wieder.", points=5, author="Kim", language="a" * 31 + "2")
    shop.side.hook("review_form.send")
    review_id, other_id = shop.draft(written.id), shop.draft(other.id)
    admin.pages["/review"] = lambda: review_page(
        address(shop, "/shopware/sdk", location="sw-main-hidden"),
        address(shop, "/shopware/sdk", location="wederwoord-review"),
        written.id,
    )
    page.goto(f"{admin.origin}/review")
    frame = page.frame_locator("[name=card]")
    come_in(frame, page)
    expect(frame.locator(f'[data-review="{review_id}"]')).to_be_visible()
    for number in (review_id, other_id):  # made anew where the one who came in is the first, and signs from now on
        wait_until(lambda number=number: shop.state(number) == "waiting", "its draft")
    wish = next(one for one in heard(page) if one["type"] == "uiComponentSectionRenderer")
    assert wish["data"] == {
        "src": f"{shop.house.address}/shopware/sdk",
        "component": "card",
        "positionId": "sw-review-detail-comment",
        "props": {"title": "Mit Wederwoord antworten", "locationId": "wederwoord-review"},
    }
    page.wait_for_function("document.querySelector('[name=card]').offsetHeight > 300")
    page.evaluate("(id) => look(id)", other.id)  # the merchant turns to another review
    expect(frame.locator(f'[data-review="{other_id}"]')).to_be_visible()
    page.evaluate("(id) => look(id)", written.id)
    expect(frame.locator(f'[data-review="{review_id}"]')).to_be_visible()
    shot(page, "card")
    page.set_viewport_size({"width": 390, "height": 844})
    fits_its_frame(page, "card")
    shot(page, "card-phone")
    page.set_viewport_size({"width": 1440, "height": 900})
    frame.get_by_role("button", name="Freigeben").first.click()
    wait_until(lambda: shop.comment(written.id) is not None, "the comment in the shop")
    assert shop.comment(other.id) is None
    page.wait_for_function("heard.some((one) => one.type === 'notificationDispatch')")
    notice = next(one["data"] for one in heard(page) if one["type"] == "notificationDispatch")
    assert notice["variant"] == "success"
    assert "Laden Sie diese Seite neu" in notice["message"]
    expect(
        frame.locator(f'[data-review="{review_id}"]')
    ).to_be_visible()  # still the merchant's, not the desk's next one
    shot(page, "card-approved")
    assert {one["origin"] for one in heard(page)} == {shop.house.address}
    assert wrong == []


def test_a_browser_asked_to_remember_keeps_the_person_in_this_admins_jar_alone(page: Page, shop: Shop) -> None:
    """Third-party cookies are blocked and the jar works: it is a partitioned one. (Chromium takes a Secure cookie of a
    loopback address without TLS.)
    """
    frame = page.frame_locator("[name=app]")
    with admin_site("one.test") as one, admin_site("other.test") as other:
        for site in (one, other):
            with shop.house.database.session() as session:
                install = installs.find(session, "shopware", shop.side.shop_id)
                assert install is not None
                surroundings.add_origin(session, install, site.origin)
            site.pages["/"] = lambda: module_page(address(shop))
        page.goto(f"{one.origin}/")
        expect(frame.locator("#pin, #first-name").first).to_be_visible()
        frame.get_by_role("checkbox").first.check()
        come_in(frame, page)
        to_inbox(page)
        expect(frame.locator(".top")).to_be_visible()
        page.goto(f"{one.origin}/")
        to_inbox(page)
        expect(frame.locator(".top")).to_contain_text("Sanne de Wit")
        assert frame.locator("#pin").count() == 0
        page.goto(f"{other.origin}/")
        expect(frame.locator("#pin")).to_be_visible()
        page.goto(f"{one.origin}/")
        to_inbox(page)
        frame.locator("details.menu summary").click()
        shot(page, "not-me")
        frame.locator("form[action='/shopware/leave'] button").click()
        expect(frame.locator("#pin")).to_be_visible()
        page.goto(f"{one.origin}/")
        expect(frame.locator("#pin")).to_be_visible()


PLACES = {
    "the module": ("/shopware/panel", ""),
    "the hidden frame": ("/shopware/sdk", "sw-main-hidden"),
    "the card": ("/shopware/sdk", "wederwoord-review"),
}


@pytest.mark.parametrize(("path", "location"), PLACES.values(), ids=PLACES)
def test_a_page_on_another_origin_cannot_embed_it(page: Page, shop: Shop, path: str, location: str) -> None:
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "frame-ancestors" in said.text else None)
    with admin_site("evil.test") as evil:
        evil.pages["/"] = lambda: module_page(address(shop, path, location=location))
        page.goto(f"{evil.origin}/")
        wait_until(lambda: bool(refused) or page.wait_for_timeout(50) is not None, "the browser's refusal")
        assert page.evaluate("loaded") == []
        assert page.evaluate("heard") == []


def test_an_address_that_lies_about_for_long_opens_nothing(page: Page, shop: Shop, admin: Admin) -> None:
    admin.pages["/old"] = lambda: module_page(address(shop, at="1763791203"))
    page.goto(f"{admin.origin}/old")
    frame = page.frame_locator("[name=app]")
    expect(frame.get_by_role("alert")).to_contain_text("zu lange offen")
    assert frame.locator("form").count() == 0


@pytest.mark.parametrize("locale", ["de-DE", "nl-NL", "en-GB"])
def test_the_sign_in_can_be_read_by_everybody(page: Page, shop: Shop, locale: str) -> None:
    page.goto(address(shop, locale=locale))
    expect(page.locator("h1")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    nothing_for_axe(page)


@pytest.mark.slow
def test_shopwares_own_sdk_understands_what_we_say(
    page: Page, shop: Shop, admin: Admin, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The messages as they left the browser, given to the handlers of the SDK that the admin itself uses."""
    written = shop.fake.add_review("Sehr schön, gerne wieder.", points=5, author="Ina", language="a" * 31 + "2")
    shop.side.hook("review_form.send")
    shop.draft(written.id)
    admin.pages["/sdk"] = lambda: review_page(
        address(shop, "/shopware/sdk", location="sw-main-hidden"),
        address(shop, "/shopware/sdk", location="wederwoord-review"),
        written.id,
    )
    page.goto(f"{admin.origin}/sdk")
    come_in(page.frame_locator("[name=card]"), page)
    page.wait_for_function("heard.some((one) => one.type === 'datasetSubscribeRegistration')")
    page.wait_for_function("heard.some((one) => one.type === 'locationUpdateHeight')")
    said = [one["raw"] for one in heard(page)]
    folder = installed(tmp_path_factory.mktemp("meteor"))
    (folder / "meteor.cjs").write_text(Path(__file__).with_name("meteor.cjs").read_text(encoding="utf-8"))
    done = subprocess.run(
        ["node", "meteor.cjs"],
        cwd=folder,
        input=json.dumps(said),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    understood = json.loads(done.stdout)
    assert [one["type"] for one in understood] == [json.loads(raw)["_type"] for raw in said]
    assert all(one["data"] == json.loads(raw)["_data"] for one, raw in zip(understood, said, strict=True))
    assert all(one["answered"] for one in understood)
