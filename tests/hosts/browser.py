"""A real Chromium that blocks third-party cookies and storage, and an admin's page on another origin that frames the desk.

Shared by the hosts: each writes its own admin page.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from flask import Flask
from playwright.sync_api import BrowserContext, FrameLocator, Page, Playwright

from plugin.settings import Settings
from plugin.store import facets, reviews, shops
from plugin.words import ReviewState
from tests.browser.conftest import CHROMIUM, FLAGS, House, opened, settings_in, wait_until

# As a person who blocks third-party cookies has it set: cookies, and storage with them.
PREFERENCES = {"profile": {"block_third_party_cookies": True, "cookie_controls_mode": 1}}


@contextmanager
def strict_chromium(playwright: Playwright, folder: Path) -> Iterator[BrowserContext]:
    """Chromium that blocks third-party cookies; every name below ``.test`` is this machine."""
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Preferences").write_text(json.dumps(PREFERENCES), encoding="utf-8")
    context = playwright.chromium.launch_persistent_context(
        str(folder),
        executable_path=CHROMIUM,
        args=[*FLAGS, "--host-resolver-rules=MAP *.test 127.0.0.1"],
        viewport={"width": 1440, "height": 900},
    )
    yield context
    context.close()


@dataclass
class Admin:
    """Pages of a made-up admin: ``pages`` maps a path to its HTML, made when it is asked for."""

    origin: str
    pages: dict[str, Callable[[], str]]


@contextmanager
def admin_site(name: str) -> Iterator[Admin]:
    """A site at ``http://<name>:<port>`` (a name below ``.test``)."""
    pages: dict[str, Callable[[], str]] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path.partition("?")[0])
            raw = page().encode() if page else b""
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield Admin(f"http://{name}:{server.server_address[1]}", pages)
    server.shutdown()
    server.server_close()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@contextmanager
def hosted_house(folder: Path, name: str, change: Callable[[Settings], Settings]) -> Iterator[tuple[House, Flask]]:
    """The whole program at ``http://<name>:<port>`` with the sample shop, drafted; ``change`` switches hosts on."""
    port = free_port()
    settings = change(settings_in(folder, public_url=f"http://{name}:{port}"))
    with opened(folder, settings, draft_a_few, port=port) as found:
        yield found


# What customers write, for shops that are new here: twenty of one kind would be drafted faster than a real twenty.
WRITTEN = (
    ("Mooie fietstas, stevig gemaakt en snel geleverd. Ik ben er heel blij mee!", 5),
    ("De rits is na een week al stuk en niemand neemt de telefoon op.", 1),
    ("Prima tas, alleen duurde de bezorging vier dagen langer dan beloofd.", 3),
    ("Schöne Tasche, gut verarbeitet, aber der Adapter passt nicht auf meinen Gepäckträger.", 3),
    ("Great bag, arrived quickly and looks exactly like the pictures.", 5),
    ("Ik kreeg de verkeerde kleur. Terugsturen kost me nu ook nog geld.", 2),
    ("Nach zwei Monaten ist eine Naht aufgegangen. Schade, sonst sehr praktisch.", 2),
    ("Fijne winkel, vriendelijk geholpen toen mijn pakket kwijt was.", 5),
)


def first_draft(house: House, host: str, began: float, shop: Callable[[], int | None]) -> float:
    """Seconds from ``began`` (monotonic) until this shop's first draft waits; told, so that a page can quote it."""
    found: list[float] = []

    def waits() -> bool:
        shop_id = shop()
        if shop_id is None:
            return False
        with house.database.session(shop_id=shop_id) as session:
            waiting = facets.by_state(session, shop_id).get(ReviewState.WAITING, 0)
        if waiting:
            found.append(time.monotonic() - began)
        return bool(waiting)

    wait_until(waits, "the first draft")
    print(f"\n{host}: {found[0]:.1f} s from the install to the first draft")  # noqa: T201 -- docs/hosts quotes it
    return found[0]


def draft_a_few(house: House) -> None:
    """Enough to open and approve; the whole sample takes a minute where many tests share a machine."""
    wanted = [house.review(author) for author in ("Gerda", "Tom", "Evelien", "Noor")]
    with house.database.session() as session:
        for review_id in wanted:
            house.work.request_draft(session, house.shop_id, review_id)
    wait_until(lambda: all(house.state(review_id) == "waiting" for review_id in wanted), "four drafts")


def hand_over(house: House, host: str) -> None:
    """Let the sample shop, with its drafted reviews, be one that came by this host."""
    with house.database.session() as session:
        shops.get(session, house.shop_id).host = host


def ready_one(house: House) -> int:
    """A review whose reply may be approved as it stands."""
    with house.database.session(shop_id=house.shop_id) as session:
        rows = reviews.page(session, house.shop_id, reviews.Filters(reviews.Folder.TODO), None, 200).rows
    return next(
        row.id
        for row in rows
        if row.verdict == "pass" and row.state == "waiting" and row.decision == "T-REPLY" and row.author
    )


def fits_its_frame(page: Page, name: str = "app") -> None:
    """Nothing of the desk lies beside the frame that holds it."""
    frame = page.frame(name=name)
    assert frame is not None
    assert frame.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def in_one_row(desk: FrameLocator) -> None:
    """What to do with a review stands in one row, also beside an admin's own menu."""
    tops = (
        desk.locator(".bar .acts")
        .first.locator(".button")
        .evaluate_all("all => all.map((one) => one.getBoundingClientRect().top)")
    )
    assert len(set(tops)) == 1, tops


def watch(page: Page) -> list[str]:
    """Errors of scripts and broken policies, as they come; look at it at the end."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    # On plain http, which these tests speak, Chromium says of the opener policy that it has no use for it.
    expected = "Cross-Origin-Opener-Policy"
    page.on(
        "console",
        lambda said: (
            wrong.append(f"{said.text} at {said.location}")
            if said.type == "error" and expected not in said.text
            else None
        ),
    )
    return wrong
