"""A new owner's first minutes in a real browser: three steps by keyboard, drafts before the third is done."""

from __future__ import annotations

import csv
import datetime as dt
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from plugin.hosts.installing import first_profile
from plugin.hosts.standalone import signing_in
from plugin.store import people, setting_up, shops
from plugin.words import Role
from tests.browser.conftest import PATIENCE, House, nothing_for_axe
from tests.hosts.browser import WRITTEN, first_draft

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

CSV = "id,text,rating,author,date\n1,De lamp kwam kapot aan.,2,Bas,2026-11-20\n2,Mooie lamp!,5,Noor,2026-11-19\n"
MILLISECONDS = 1000


def new_owner(house: House, slug: str) -> str:
    """The link of the owner of a shop that has just begun."""
    with house.database.session() as session:
        shop = shops.add(session, slug, first_profile("De Gloed"))
        setting_up.begin(session, shop.id)
        owner = people.add(session, shop.id, "Marit", Role.OWNER)
        token = signing_in.create_link(session, shop.id, owner.id, now=dt.datetime.now(dt.UTC))
    return signing_in.link_for(house.address, token)


def come_in(page: Page, house: House, slug: str) -> None:
    page.goto(new_owner(house, slug))
    expect(page.locator("#sign-in-go")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup")


def test_from_the_first_sign_in_to_the_first_drafts(page: Page, house: House, tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text(CSV, encoding="utf-8")
    come_in(page, house, "eerste-keer")
    nothing_for_axe(page)
    page.locator("#agent").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Marit")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/policy")

    example = page.locator("#example-reply")
    expect(example).to_contain_text("Marit", timeout=PATIENCE * MILLISECONDS)
    page.locator("#example").select_option("return")
    page.locator("#withdrawal_days").fill("45")
    expect(example).to_contain_text("45 dagen", timeout=PATIENCE * MILLISECONDS)
    nothing_for_axe(page)
    page.locator("#withdrawal_days").press("Enter")
    page.wait_for_url("**/setup/channel")
    nothing_for_axe(page)

    page.get_by_role("link", name="Bestand").click()
    page.locator("#upload").set_input_files(str(file))
    page.locator("button[value=preview]").click()
    page.locator("button[value=save]").click()
    page.wait_for_url("**/setup/channel")
    first = page.locator("#first-reviews")
    expect(first).to_contain_text("Er liggen 2 concepten klaar", timeout=PATIENCE * MILLISECONDS)
    expect(first).not_to_have_attribute("hx-get", re.compile("."), timeout=PATIENCE * MILLISECONDS)
    nothing_for_axe(page)
    page.locator("button[value=done]").click()
    page.wait_for_url("**/inbox")
    expect(page.locator(".setup-line")).to_have_count(0)
    expect(page.locator("#draft")).to_contain_text("Marit")


def test_the_first_draft_is_there_within_a_minute_of_the_first_sign_in(
    page: Page, house: House, tmp_path: Path
) -> None:
    """A shop that stands by itself, walked through the three steps as fast as a machine clicks; its reviews are in a file."""
    now = dt.datetime.now(dt.UTC).date()
    file = tmp_path / "reviews.csv"
    with file.open("w", encoding="utf-8", newline="") as open_file:
        rows = csv.writer(open_file)
        rows.writerow(("id", "text", "rating", "author", "date"))
        for n, (text, rating) in enumerate(WRITTEN * 5):
            rows.writerow((n, text, rating, f"Klant {n}", now - dt.timedelta(days=n * 3 // 2)))
    link = new_owner(house, "meteen")

    def shop() -> int | None:
        with house.database.session() as session:
            found = shops.by_slug(session, "meteen")
        return found.id if found is not None else None

    began = time.monotonic()
    page.goto(link)
    page.keyboard.press("Enter")
    page.locator("form[action='/setup/voice'] button.go").click()
    page.locator("form[action='/setup/policy'] button.go").click()
    page.get_by_role("link", name="Bestand").click()
    page.locator("#upload").set_input_files(str(file))
    page.locator("button[value=preview]").click()
    page.locator("button[value=save]").click()
    page.wait_for_url("**/setup/channel")
    assert first_draft(house, "Standalone with a file, 40 reviews", began, shop) < 60
    expect(page.locator("#first-reviews")).to_contain_text(re.compile(r"\d+ concept"), timeout=PATIENCE * MILLISECONDS)


@pytest.mark.parametrize("width", [390, 1440])
def test_it_fits_a_phone_and_axe_finds_nothing(page: Page, house: House, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    come_in(page, house, f"breedte-{width}")
    for path in (
        "/setup/voice",
        "/setup/policy",
        "/setup/channel",
        "/channels/new/judgeme?setup=1",
        "/leaving",
        "/inbox",
    ):
        page.goto(f"{house.address}{path}")
        if path == "/setup/policy":
            expect(page.locator("#example-reply figure")).to_be_visible(timeout=PATIENCE * MILLISECONDS)
        nothing_for_axe(page)
        assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_later_leads_to_the_inbox_which_leads_back(page: Page, house: House) -> None:
    come_in(page, house, "later")
    page.locator(".later button").click()
    page.wait_for_url("**/inbox")
    page.locator(".setup-line a").click()
    page.wait_for_url("**/setup")
    expect(page.locator("#agent")).to_be_visible()
