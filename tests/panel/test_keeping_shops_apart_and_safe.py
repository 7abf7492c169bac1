"""Another shop's numbers are not there; headers say what a page may do; errors are calm."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from flask import Flask

from plugin.panel import rendering
from plugin.store import Database, StoreBusy
from plugin.words import Role
from tests.panel import made_up
from tests.panel.conftest import SignIn
from tests.panel.made_up import Shop

OPEN_TO_ALL = {
    "panel.static", "panel.sign_in", "panel.sign_in_now", "panel.home",
    "panel.approved", "panel.approval_done",  # the desk's cookie does not come along from another site
}  # fmt: skip


@pytest.fixture
def other(database: Database, tmp_path: Path) -> Shop:
    return Shop(database, "ander", tmp_path)


def test_every_view_of_one_review_is_not_there_for_another_shop(
    shop: Shop, other: Shop, sign_in: SignIn, app: Flask
) -> None:
    theirs = other.add("r1", made_up.drafted())
    desk = sign_in(shop)
    numbers = {"review_id": theirs, "channel_id": other.channel_id, "person_id": other.people[Role.VIEWER]}
    form = {
        "text": "x", "text_sha256": "0" * 64, "how": "silent", "reason": "daarom", "new_decision": "T-REPLY",
        "outcome": "there", "role": "owner", "name": "x",
    }  # fmt: skip
    tried = 0
    with app.test_request_context():
        rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("panel.") and rule.arguments]
    for rule in rules:
        if rule.arguments & {"filename", "connector", "key"}:  # names, not numbers that another shop could own
            continue
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(f"<int:{name}>", str(numbers.get(name, 1)))
        answer = desk.post(path, **form) if "POST" in rule.methods else desk.get(path)
        assert answer.status_code == 404, f"{rule.rule} gave {answer.status_code}"
        tried += 1
    assert tried >= 15


def test_every_view_but_the_sign_in_asks_who_is_there(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("panel.") and endpoint not in OPEN_TO_ALL:
            assert hasattr(view, "required_role"), endpoint


def test_every_change_needs_more_than_a_viewer(app: Flask) -> None:
    own = {"panel.sign_out", "panel.choose_language"}  # a person's own affairs
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("panel.") and "POST" in rule.methods and rule.endpoint not in OPEN_TO_ALL | own:
            assert app.view_functions[rule.endpoint].required_role is not Role.VIEWER, rule.endpoint


def test_pages_may_load_only_our_own_files_and_be_framed_by_nobody(shop: Shop, sign_in: SignIn) -> None:
    answer = sign_in(shop).get("/inbox")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "X-Frame-Options" not in answer.headers


def test_each_answer_has_a_nonce_of_its_own_and_scripts_carry_it(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    seen = set()
    for _ in range(2):
        answer = desk.get("/inbox")
        nonce = re.search(r"script-src 'self' 'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]
        assert set(re.findall(r'<script[^>]*nonce="([^"]+)"', answer.text)) == {nonce}
        seen.add(nonce)
    assert len(seen) == 2


def test_no_page_holds_inline_style_or_script(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    desk = sign_in(shop)
    for path in ("/inbox", f"/reviews/{review_id}", f"/reviews/{review_id}?edit=1", "/policy", "/people", "/channels"):
        page = desk.get(path).text
        assert " style=" not in page
        assert not re.search(r"\son[a-z]+=", page)
        assert "<style" not in page
        assert not re.search(r"<script(?![^>]*src=)", page)
        assert "hx-on" not in page


@pytest.mark.parametrize("path", ["/reviews/999999", "/nothing/here", "/channels/new/unheard-of"])
def test_what_is_not_there_is_a_calm_page_with_a_way_on(shop: Shop, sign_in: SignIn, path: str) -> None:
    answer = sign_in(shop).get(path)
    assert answer.status_code == 404
    assert 'href="/inbox"' in answer.text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_broken_form_is_a_calm_page(shop: Shop, sign_in: SignIn) -> None:
    review_id = shop.add("r1", made_up.drafted())
    desk = sign_in(shop)
    assert desk.post(f"/reviews/{review_id}/close", htmx=False, how="nonsense").status_code == 422
    assert desk.post(f"/reviews/{review_id}/overrule", htmx=False, new_decision="T-NO", reason="x").status_code == 422


def test_a_locked_database_is_said_in_plain_words_and_changes_nothing(
    shop: Shop, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = sign_in(shop)

    def busy(*_a, **_k):
        raise StoreBusy("locked")

    monkeypatch.setattr("plugin.inbox.listing.page", busy)
    answer = desk.get("/inbox")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Traceback" not in answer.text


def test_a_fault_of_ours_shows_no_innards(shop: Shop, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = sign_in(shop)

    def broken(*_a, **_k):
        raise RuntimeError("secret innards")

    monkeypatch.setattr("plugin.inbox.listing.page", broken)
    answer = desk.get("/inbox")
    assert answer.status_code == 500
    assert "secret innards" not in answer.text
    fragment = desk.fragment("/inbox")
    assert fragment.headers["X-Plain-Words"]


@pytest.mark.parametrize(
    "query",
    ["folder=nonsense", "rating=9", "channel=x", "after=zzz", "language=%3Cscript", "q=%00", f"channel={10**22}"],
)
def test_a_nonsense_address_is_read_as_not_asked_for(shop: Shop, sign_in: SignIn, query: str) -> None:
    assert sign_in(shop).get(f"/inbox?{query}").status_code == 200


@pytest.mark.parametrize(
    ("readme", "file"),
    [
        ("vendor/htmx/README.md", "vendor/htmx/htmx.min.js"),
        ("vendor/fonts/README.md", "vendor/fonts/figtree.woff2"),
        ("vendor/fonts/README.md", "vendor/fonts/source-serif-4.woff2"),
    ],
)
def test_vendored_files_are_the_ones_that_were_noted(readme: str, file: str) -> None:
    noted = (rendering.STATIC / readme).read_text(encoding="utf-8")
    assert hashlib.sha256((rendering.STATIC / file).read_bytes()).hexdigest() in noted


def test_static_files_are_small_on_the_wire_and_kept_by_the_browser(app: Flask) -> None:
    with app.test_request_context():
        address = rendering.asset("desk.css")
    answer = app.test_client().get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.data) < 10_000


@pytest.mark.parametrize(
    "page", ["/inbox", "/people", "/policy", "/channels", "/night-run", "/promises", "/channels/new/file"]
)
def test_every_form_of_a_page_carries_the_pages_own_token(shop: Shop, sign_in: SignIn, page: str) -> None:
    """A form must work as a plain form too: before the scripts are there, and on the pages that have none."""
    desk = sign_in(shop)
    text = desk.get(page).text
    forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL)
    assert forms
    assert [form for form in forms if f'name="csrf_token" value="{desk.csrf}"' not in form] == []


def test_a_plain_form_without_scripts_is_accepted(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    answer = desk.client.post("/people", data={"csrf_token": desk.csrf, "name": "Noor", "email": "", "role": "drafter"})
    assert answer.status_code in {200, 303}
    assert "Noor" in desk.get("/people").text


@pytest.mark.parametrize("path", [f"/reviews/{2**63}", f"/reviews/{10**30}", f"/channels/{10**30}", f"/runs/{10**30}"])
def test_a_number_that_no_row_can_have_is_not_there(shop: Shop, sign_in: SignIn, path: str) -> None:
    assert sign_in(shop).get(path).status_code == 404


@pytest.mark.parametrize("path", ["a\x00b", "x" * 5000, "../" * 2000 + "etc/passwd"])
def test_a_file_name_that_no_disk_takes_is_refused_in_words(shop: Shop, sign_in: SignIn, path: str) -> None:
    answer = sign_in(shop).post("/channels/new/file", htmx=False, name="x", s_path=path, do="preview")
    assert answer.status_code == 422


def test_a_nul_in_a_form_is_refused_before_a_database_can_choke_on_it(shop: Shop, sign_in: SignIn) -> None:
    assert sign_in(shop).post("/people", name="A\x00", role="viewer").status_code == 422
