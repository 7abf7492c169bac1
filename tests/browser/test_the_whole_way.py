"""The whole way in a real browser, by the keyboard: sign in, read, edit, approve, see it published."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from plugin.store import publications
from plugin.words import Role
from tests.browser.conftest import House, come_in, nothing_for_axe, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def open_review(page: Page, house: House, author: str) -> int:
    review_id = house.review(author)
    page.goto(f"{house.address}/reviews/{review_id}")
    expect(page.locator(f'[data-review="{review_id}"]')).to_be_visible()
    return review_id


def a_ready_one(house: House) -> str:
    return next(a for a in house.authors(verdict="pass", state="waiting", decision="T-REPLY") if a)


def test_by_keyboard_from_the_sign_in_to_a_published_reply(page: Page, house: House) -> None:
    come_in(page, house)
    review_id = open_review(page, house, a_ready_one(house))
    page.keyboard.press("e")
    editor = page.locator("#edit-text")
    expect(editor).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" ")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#review-title")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(f'[data-review="{review_id}"]')).to_have_count(0)  # the next one is open
    expect(page.locator("#said-now")).not_to_be_empty()
    wait_until(lambda: house.state(review_id) == "published", "the reply on its channel")
    page.goto(f"{house.address}/reviews/{review_id}?folder=published")
    expect(page.locator("#publication-title")).to_have_text("Geplaatst")
    expect(page.locator("#published-words")).to_contain_text("Marit")
    with house.database.session() as session:
        yes = publications.approvals_of(session, house.shop_id, review_id)[0]
    assert yes.seen_seconds is not None


def test_a_text_is_checked_while_it_is_typed(page: Page, house: House) -> None:
    come_in(page, house)
    open_review(page, house, a_ready_one(house))
    page.keyboard.press("e")
    expect(page.locator("#edit-text")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Als u uw beoordeling verwijdert, krijgt u 20% korting.")
    expect(page.locator("#proof-live .sign.block").first).to_be_visible()
    expect(page.locator("#counting")).to_contain_text("tekens")
    page.keyboard.press("Escape")
    expect(page.locator("#edit-text")).to_have_count(0)


def test_the_list_says_at_once_that_an_edit_must_be_mended(page: Page, house: House) -> None:
    come_in(page, house)
    review_id = open_review(page, house, a_ready_one(house))
    page.keyboard.press("e")
    expect(page.locator("#edit-text")).to_be_focused()  # before it, the place to write is still being set
    page.locator("#edit-text").fill("Als u uw beoordeling verwijdert, krijgt u 20% korting.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#row-{review_id} .mark")).to_have_text("eerst herstellen")
    expect(page.locator(f"#row-{review_id} > a")).to_have_attribute("aria-current", "true")
    page.keyboard.press("a")  # the green button is held back: its key says why
    expect(page.locator("#said-now .stop")).to_contain_text(re.compile("regel van de wet|houdt deze tekst tegen"))
    page.keyboard.press("j")
    expect(page.locator("#said-now")).to_be_empty()  # what was said of the step before goes with the next


def test_a_token_is_made_and_copied_by_keyboard(page: Page, house: House) -> None:
    come_in(page, house)
    page.goto(f"{house.address}/tokens")
    page.locator("#name").fill("Kassa")
    page.keyboard.press("Enter")
    expect(page.locator("#new-token")).to_be_visible()
    nothing_for_axe(page)


def test_j_and_k_walk_the_list_and_s_skips(page: Page, house: House) -> None:
    come_in(page, house)
    first = page.locator('#rows [aria-current="true"]')
    expect(first).to_have_count(1)
    beginning = first.get_attribute("href")
    page.keyboard.press("j")
    expect(page.locator('#rows [aria-current="true"]')).not_to_have_attribute("href", beginning or "")
    page.keyboard.press("k")
    expect(page.locator('#rows [aria-current="true"]')).to_have_attribute("href", beginning or "")
    page.keyboard.press("s")
    expect(page.locator('#rows [aria-current="true"]')).not_to_have_attribute("href", beginning or "")


def test_slash_searches_and_the_help_opens_and_closes(page: Page, house: House) -> None:
    come_in(page, house)
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    nothing_for_axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("Joris")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=Joris*")


def test_the_keys_can_be_switched_off(page: Page, house: House) -> None:
    come_in(page, house)
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator("#edit-text")).to_have_count(0)


def test_deciding_otherwise_by_keyboard_brings_another_draft(page: Page, house: House) -> None:
    come_in(page, house)
    open_review(page, house, house.authors(decision="T-SILENT", state="waiting")[0])
    page.keyboard.press("o")
    expect(page.locator('select[name="new_decision"]')).to_be_focused()
    page.locator('select[name="new_decision"]').select_option("T-REPLY")
    page.locator('select[name="new_play"]').select_option("P-UNCLEAR-FAULT")
    page.locator('input[name="reason"]').fill("Anderen lezen mee.")
    page.keyboard.press("Enter")
    expect(page.locator("#draft")).to_be_visible(timeout=30_000)
    expect(page.locator(".verdict")).to_contain_text("Anderen lezen mee.")


def test_silence_is_one_key(page: Page, house: House) -> None:
    come_in(page, house, Role.APPROVER)
    review_id = open_review(page, house, house.authors(decision="T-REMOVE", state="waiting")[0])
    page.keyboard.press("a")
    expect(page.locator(f"#row-{review_id}")).to_have_count(0)
    assert house.state(review_id) == "closed"


def test_another_draft_comes_by_one_key(page: Page, house: House) -> None:
    come_in(page, house)
    open_review(page, house, a_ready_one(house))
    before = page.locator("#draft .aside").inner_text()
    page.keyboard.press("r")
    expect(page.locator("#draft .aside")).not_to_have_text(before, timeout=30_000)


def test_bulk_drafting_shows_its_way_and_its_end(page: Page, house: House) -> None:
    come_in(page, house)
    page.get_by_role("button", name="Alle concepten schrijven").click()
    expect(page.locator("#run .run")).to_be_visible()
    expect(page.locator("#run [data-run-ended]")).to_be_visible(timeout=60_000)


def test_a_point_and_its_answer_light_up_together(page: Page, house: House) -> None:
    come_in(page, house)
    open_review(page, house, a_ready_one(house))
    marked = page.locator(".said-point").first
    marked.hover()
    assert page.locator(".letter .linked").count() + page.locator(".said-point.linked").count() >= 1


def test_on_a_phone_the_list_is_a_page_and_the_button_is_under_the_thumb(page: Page, house: House) -> None:
    come_in(page, house)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{house.address}/inbox")
    expect(page.locator(".list")).to_be_visible()
    expect(page.locator(".reading")).to_be_hidden()
    page.locator("#rows .row > a").nth(2).click()
    expect(page.locator(".reading")).to_be_visible()
    expect(page.locator(".list")).to_be_hidden()
    button = page.locator(".bar .button.go").bounding_box()
    assert button is not None
    assert button["y"] + button["height"] > 780
    assert button["width"] > 340
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("[data-back]").click()
    expect(page.locator(".list")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 900, 390])
def test_axe_finds_nothing_on_any_page(page: Page, house: House, width: int) -> None:
    page.goto(f"{house.address}/sign-in")
    nothing_for_axe(page)
    come_in(page, house)
    page.set_viewport_size({"width": width, "height": 900})
    shown = [house.review(a_ready_one(house)), house.review(house.authors(decision="T-DISPUTE")[0])]
    blocked = house.authors(verdict="block")
    paths = ["/inbox", "/inbox?folder=published", "/inbox?q=zzzz", "/promises", "/policy", "/channels", "/channels/1"]
    paths += [
        "/channels/new/file",
        "/invitations",
        "/channels/new/woocommerce",
        "/night-run",
        "/rules",
        "/examples",
        "/changes",
        "/reviews/1/example",
        "/people",
        "/due",
        "/insights",
        "/tokens",
        "/nothing-here",
    ]
    paths += [f"/reviews/{number}" for number in shown] + [f"/reviews/{shown[0]}?edit=1"]
    paths += [f"/reviews/{house.review(blocked[0])}"] if blocked else []
    for path in paths:
        page.goto(house.address + path)
        page.evaluate("document.querySelectorAll('main details').forEach(closed => { closed.open = true; })")
        nothing_for_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than {width}"


def test_tab_reaches_the_green_button_and_shows_where_it_is(page: Page, house: House) -> None:
    come_in(page, house)
    open_review(page, house, a_ready_one(house))
    page.locator("#review-title").focus()
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.button.go')"):
            break
    assert page.evaluate("document.activeElement.matches('.button.go')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_first_tab_offers_to_skip_to_the_content(page: Page, house: House) -> None:
    come_in(page, house)
    page.goto(f"{house.address}/people")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_key_file_is_read_into_its_field(page: Page, house: House, tmp_path: Path) -> None:
    file = tmp_path / "AuthKey.p8"
    file.write_text("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n", encoding="utf-8")
    come_in(page, house)
    page.goto(f"{house.address}/channels/new/app_store")
    page.locator('[data-into="s_private_key"]').set_input_files(file)
    expect(page.locator("#s_private_key")).to_have_value(file.read_text(encoding="utf-8"))
    nothing_for_axe(page)


def test_on_a_phone_everything_is_drafted_from_the_menu(page: Page, house: House) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    come_in(page, house)
    page.locator(".top .menu > summary").click()
    page.locator(".drop form.narrow button").click()
    expect(page.locator("#run")).not_to_be_empty()


def test_a_search_that_finds_nothing_says_so_in_the_size_of_its_words(page: Page, house: House) -> None:
    come_in(page, house)
    page.goto(f"{house.address}/inbox?q=zzzqqx")
    box = page.locator("#rows .empty .button, .list .empty .button").bounding_box()
    assert box is not None
    assert box["height"] < 60
