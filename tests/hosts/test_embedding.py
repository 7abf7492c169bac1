"""The desk inside a host's admin, whichever it is: launched without cookies, framed by its own shop alone."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from connectors.contract import Health
from plugin.app import create_app
from plugin.hosts import known, launching, registry
from plugin.hosts.standalone import signing_in
from plugin.hosts.standalone.tokens import token_hash
from plugin.store import Database, installs, people, sign_ins
from plugin.words import Role
from plugin.work import Work
from tests.hosts.a_host import NAME, BelievingHost, install_shop
from tests.panel import made_up
from tests.panel.conftest import SignIn
from tests.panel.made_up import Shop

ADMIN = "https://admin.gloed.example"


@pytest.fixture
def hosted(database: Database, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(registry, "HOSTS", {})
    monkeypatch.setattr(known, "KNOWN", (BelievingHost(),))
    made = create_app(made_up.settings_in(tmp_path), database, work)
    made.testing = False
    return made


@pytest.fixture
def theirs(shop: Shop, hosted: Flask) -> Shop:
    """The shop, installed on the host as "gloed-there"; its people came in by links and are nobody there."""
    with shop.database.session() as session:
        install_shop(session, shop.id, "gloed-there", ADMIN, dt.datetime.now(dt.UTC))
        for person in people.every(session, shop.id):
            people.set_active(session, shop.id, person.id, active=False)
    return shop


def launch(app: Flask, user: str = "7", **more: str):
    return app.test_client().get("/believing/launch", query_string={"shop": "gloed-there", "user": user, **more})


def token_in(page: str) -> str:
    found = re.search(r'<meta name="wederwoord-session" content="([^"]+)" data-lasts="(\d+)"', page)
    assert found
    return found[1]


def bearer(*tokens: str) -> dict[str, str]:
    return {"Authorization": ", ".join(f"Bearer {token}" for token in tokens)}


def htmx(token: str, **more: str) -> dict[str, str]:
    return {**bearer(token), "HX-Request": "true", **more}


def test_a_launch_shows_the_inbox_and_carries_a_session_in_no_cookie(theirs: Shop, hosted: Flask) -> None:
    theirs.add("r-1", made_up.drafted())
    page = launch(hosted)
    assert page.status_code == 200
    assert "Joris" in page.text
    assert "Set-Cookie" not in page.headers
    assert page.headers["Cache-Control"] == "no-store"
    token = token_in(page.text)
    again = hosted.test_client().get("/inbox", headers=htmx(token, **{"HX-Boosted": "true"}))
    assert again.status_code == 200
    assert "Joris" in again.text
    assert token not in again.text


def test_the_shops_own_admin_may_frame_every_page_and_nobody_else(theirs: Shop, hosted: Flask) -> None:
    page = launch(hosted)
    token = token_in(page.text)
    client = hosted.test_client()
    for answer in (
        page,
        client.get("/policy", headers=bearer(token)),
        client.get("/reviews/999", headers=bearer(token)),
    ):
        assert f"frame-ancestors {ADMIN}" in answer.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors 'none'" in client.get("/sign-in").headers["Content-Security-Policy"]


def test_two_shops_on_one_desk_are_each_framed_by_their_own(
    theirs: Shop, hosted: Flask, database: Database, tmp_path: Path
) -> None:
    other = Shop(database, "tassen", tmp_path)
    with database.session() as session:
        install_shop(session, other.id, "tassen-there", "https://admin.tassen.example", dt.datetime.now(dt.UTC))
    page = launch(hosted, shop="tassen-there")
    assert "frame-ancestors https://admin.tassen.example" in page.headers["Content-Security-Policy"]
    assert ADMIN not in page.headers["Content-Security-Policy"]


def test_a_person_who_came_by_a_link_sees_a_page_that_cannot_be_framed(shop: Shop, sign_in: SignIn) -> None:
    page = sign_in(shop).get("/inbox")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "hx-boost" not in page.text
    assert "embedded.js" not in page.text


def test_the_page_wears_the_hosts_look_and_speaks_its_language(theirs: Shop, hosted: Flask) -> None:
    page = launch(hosted, language="de")
    assert '<html lang="de">' in page.text
    assert "hosts/shopware.css" in page.text
    following = hosted.test_client().get("/inbox", headers=bearer(token_in(page.text)))
    assert '<html lang="de">' in following.text


def test_a_language_chosen_inside_the_admin_stays_for_the_session(theirs: Shop, hosted: Flask) -> None:
    token = token_in(launch(hosted, language="de").text)
    client = hosted.test_client()
    answer = client.post("/language", data={"language": "en"}, headers=bearer(token))
    assert "Set-Cookie" not in answer.headers
    assert '<html lang="en">' in client.get("/inbox", headers=bearer(token)).text


def test_the_first_person_owns_the_shop_and_the_second_drafts(theirs: Shop, hosted: Flask) -> None:
    launch(hosted, "7"), launch(hosted, "8"), launch(hosted, "7")
    with theirs.session() as session:
        came = {p.external_id: p.role for p in people.every(session, theirs.id, active_only=True)}
    assert came == {"7": "owner", "8": "drafter"}


def test_a_person_who_may_no_longer_come_in_is_not_let_in_by_the_host(theirs: Shop, hosted: Flask) -> None:
    token = token_in(launch(hosted).text)
    with theirs.session() as session:
        person = people.by_external_id(session, theirs.id, "7")
        people.set_active(session, theirs.id, person.id, active=False)
    assert launch(hosted).status_code == 403
    assert hosted.test_client().get("/inbox", headers=htmx(token)).status_code == 401


def test_an_open_page_renews_its_session_until_the_launch_is_too_old(theirs: Shop, hosted: Flask) -> None:
    token = token_in(launch(hosted).text)
    client = hosted.test_client()
    fresh = client.post("/embedded/session", headers=bearer(token)).get_json()
    assert fresh["token"] != token
    assert 0 < fresh["lasts"] <= launching.SESSION_LASTS.total_seconds()
    assert client.get("/inbox", headers=bearer(fresh["token"])).status_code == 200
    assert client.get("/inbox", headers=bearer(token)).status_code == 200  # requests under way still arrive
    now = dt.datetime.now(dt.UTC)
    with theirs.session() as session:
        install = installs.of_shop(session, theirs.id, NAME)
        person = people.by_external_id(session, theirs.id, "7")
        long_ago = now - launching.LAUNCH_LASTS + dt.timedelta(minutes=5)
        old = launching.begin(session, install, person, now=now, launched_at=long_ago)
    assert old.expires_at - now <= dt.timedelta(minutes=5)
    fresh = client.post("/embedded/session", headers=bearer(old.token)).get_json()
    assert fresh["lasts"] <= 300


def test_a_credential_that_was_typed_survives_the_renewal_of_the_session_and_not_another_launch(
    theirs: Shop, hosted: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def check(connector: Any) -> Health:
        tried.append(connector.settings["app_password"])
        return Health(ok=False)

    monkeypatch.setattr("connectors.woocommerce.WooCommerceConnector.check", check)
    form = {"name": "Winkel", "s_url": "https://winkel.example", "s_user": "marit", "do": "test"}
    client, path = hosted.test_client(), "/channels/new/woocommerce"
    token = token_in(launch(hosted).text)
    client.post(path, data={**form, "s_app_password": "geheim-geheim-1234"}, headers=bearer(token))
    fresh = client.post("/embedded/session", headers=bearer(token)).get_json()["token"]
    assert client.post(path, data=form, headers=bearer(fresh)).status_code == 200
    assert tried == ["geheim-geheim-1234"] * 2
    other = token_in(launch(hosted).text)
    assert client.post(path, data=form, headers=bearer(other)).status_code == 422


def test_a_fresh_proof_of_the_hosts_renews_a_session_too(theirs: Shop, hosted: Flask) -> None:
    launch(hosted)
    fresh = hosted.test_client().post("/embedded/session", headers=bearer("proof.gloed-there:7"))
    assert hosted.test_client().get("/inbox", headers=bearer(fresh.get_json()["token"])).status_code == 200


def test_a_session_by_link_or_of_a_program_cannot_be_renewed(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    assert desk.post("/embedded/session").status_code == 401
    with shop.database.session() as session:
        made = signing_in.create_api_token(
            session, shop.id, shop.people[Role.OWNER], name="x", now=dt.datetime.now(dt.UTC)
        )
    assert desk.client.post("/embedded/session", headers=bearer(made.token)).status_code == 401


def test_an_embedded_session_is_worth_nothing_in_a_cookie(theirs: Shop, hosted: Flask) -> None:
    client = hosted.test_client()
    client.set_cookie("wederwoord_session", token_in(launch(hosted).text))
    assert client.get("/inbox").status_code == 303


def test_the_hosts_token_and_ours_in_one_header_must_name_the_same_person(theirs: Shop, hosted: Flask) -> None:
    mine, others = token_in(launch(hosted, "7").text), token_in(launch(hosted, "8").text)
    client, proof = hosted.test_client(), "proof.gloed-there:7"
    assert client.get("/inbox", headers=bearer(mine, proof)).status_code == 200
    assert client.get("/inbox", headers=bearer(proof, mine)).status_code == 200
    assert (
        client.get("/inbox", headers=htmx(others, Authorization=bearer(proof, others)["Authorization"])).status_code
        == 401
    )
    assert client.get("/inbox", headers=bearer(mine, "proof.nowhere:7")).status_code == 303
    assert client.get("/inbox", headers={"Authorization": f"Bearer {mine}, Basic abc"}).status_code == 303
    assert client.get("/inbox", headers=bearer(mine, mine, mine)).status_code == 303


def test_a_refusal_tells_the_hosts_script_what_the_host_wants_told(theirs: Shop, hosted: Flask) -> None:
    for path in ("/inbox", "/api/v1/reviews/"):
        answer = hosted.test_client().get(path, headers=htmx("proof.nowhere:7"))
        assert answer.status_code == 401
        assert answer.headers["X-Try-Again"] == "1"


def test_a_page_that_is_boosted_without_a_session_is_refused_and_not_sent_to_sign_in(hosted: Flask) -> None:
    answer = hosted.test_client().get("/inbox", headers=htmx("ended", **{"HX-Boosted": "true"}))
    assert answer.status_code == 401


@pytest.mark.parametrize("state", ["pending", "suspended", "uninstalled"])
def test_an_install_that_is_not_in_force_lets_nobody_go_on(theirs: Shop, hosted: Flask, state: str) -> None:
    token = token_in(launch(hosted).text)
    with theirs.session() as session:
        install = installs.of_shop(session, theirs.id, NAME)
        installs.set_state(session, install, installs.InstallState(state), now=dt.datetime.now(dt.UTC))
    assert hosted.test_client().get("/inbox", headers=htmx(token)).status_code == 401


def test_the_session_of_a_launch_is_kept_as_a_hash_alone(theirs: Shop, hosted: Flask) -> None:
    token = token_in(launch(hosted).text)
    with theirs.session() as session:
        signed_in, person = sign_ins.find(session, token_hash(token), dt.datetime.now(dt.UTC))
    assert (signed_in.kind, signed_in.host, person.external_id) == ("embedded", NAME, "7")
    written = b"".join(file.read_bytes() for file in theirs.file.parent.glob("wederwoord.sqlite3*"))
    assert token.encode() not in written


def test_approving_inside_the_admin_needs_no_csrf_token_but_the_header(theirs: Shop, hosted: Flask) -> None:
    token = token_in(launch(hosted).text)
    client = hosted.test_client()
    assert client.post("/runs", headers=htmx(token)).status_code == 200
    assert client.post("/runs").status_code == 401
