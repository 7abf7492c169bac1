"""The pictures of the docs, taken anew of the invented shop: ``make screenshots``.

Runs the desk as ``make run`` does, in a folder of its own, approves some of its drafts by the keyboard, and looks.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
WIDE, PHONE = {"width": 1440, "height": 810}, {"width": 390, "height": 844}
SHOWN = "Joris"  # whose review the pictures show
APPROVED = 16  # drafts, so that the insights have something to tell
PATIENCE = 120_000.0  # milliseconds


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        taken.close()
        given = {**os.environ, "WEDERWOORD_DATA_DIR": folder, "WEDERWOORD_PORT": port}
        command = [str(Path(sys.executable).with_name("wederwoord")), "run", "--sample"]
        with (
            subprocess.Popen(command, env=given, stdout=subprocess.PIPE, text=True) as desk,
            sync_playwright() as running,
        ):
            try:
                _take(running.chromium.launch(executable_path=CHROMIUM, args=FLAGS), _link(desk))
            finally:
                desk.terminate()


def _link(desk: subprocess.Popen[str]) -> str:
    """The sign-in link, once everything is drafted."""
    link = ""
    for line in desk.stdout or ():
        found = re.search(r"http\S+/sign-in#\S+", line)
        link = found[0] if found else link
        if re.search(r"(\d+) of \1 reviews have a draft", line):
            break
    return link


def _take(browser: Browser, link: str) -> None:
    page = browser.new_context(viewport=WIDE).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(link)
    page.locator("#sign-in-go").click()
    page.wait_for_url("**/inbox")
    _open(page)
    page.screenshot(path=FOLDER / "desk.png")
    page.set_viewport_size(PHONE)
    page.reload()
    page.screenshot(path=FOLDER / "phone.png")
    page.set_viewport_size(WIDE)
    _approve(page)
    page.goto(page.url.partition("/reviews")[0] + "/insights")
    page.screenshot(path=FOLDER / "insights.png")


def _open(page: Page) -> None:
    page.locator("#rows .row", has_text=SHOWN).first.locator("a").click()
    expect(page.locator("#review-title")).to_have_text(SHOWN)
    page.reload()  # as a page of its own: nothing is focused, nothing just done is told


def _approve(page: Page) -> None:
    for _ in range(APPROVED):
        shown = page.locator("[data-review]").get_attribute("data-review")
        ready = page.locator("#approve button[data-key=a]:not([disabled])").count()
        page.keyboard.press("a" if ready else "s")
        expect(page.locator(f'[data-review="{shown}"]')).to_have_count(0)


if __name__ == "__main__":
    main()
