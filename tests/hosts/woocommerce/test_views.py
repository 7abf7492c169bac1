"""What the plugin calls, without a WordPress: who may connect, launch and signal, and everything that must be refused."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from connectors.contract import RetryLater
from plugin.hosts.woocommerce import shop_site, signing, views
from plugin.hosts.woocommerce.building import key_of
from plugin.hosts.woocommerce.connecting import take_in
from plugin.hosts.woocommerce.shop_site import Registration
from plugin.store import Database, channels, host_events, installs, people, tables
from plugin.work import Work
from tests.hosts.woocommerce.test_signing import signed, token
from tests.panel import made_up
from tests.panel.conftest import database, prepared, work

__all__ = ["database", "prepared", "work"]

LAUNCH, SIGNAL, REGISTER = "/hosts/woocommerce/launch", "/hosts/woocommerce/signal", "/hosts/woocommerce/register"


@dataclass(frozen=True)
class Site:
    """A WordPress with our plugin, as the desk meets it."""

    address: str
    install: str
    secret: str

    @property
    def origin(self) -> str:
        return "/".join(self.address.split("/")[:3])

    def claims(self, **changes: Any) -> dict[str, Any]:
        at = int(dt.datetime.now(dt.UTC).timestamp())
        given = {
            "install": self.install, "shop": self.address, "uid": "1", "name": "Marit", "locale": "nl_NL",
            "origin": self.origin, "iat": at, "exp": at + 60, "jti": str(uuid.uuid4()),
        }  # fmt: skip
        return given | changes

    def token(self, **changes: Any) -> str:
        return token(self.claims(**changes), self.secret)

    def signs(self, body: bytes, *, at: dt.datetime | None = None) -> dict[str, str]:
        return {"X-Wederwoord-Shop": self.address, **signed(body, at=at or dt.datetime.now(dt.UTC), secret=self.secret)}


LINDE = Site("https://linde.example", "5bfae0a5-9a4a-4fd5-8d34-2f2a3e8a3f5e", "ab" * 32)
BEUK = Site("https://beuk.example/winkel", "0e9c8a52-3c55-4a39-a8de-93a1b1d1a7c4", "cd" * 32)


@pytest.fixture
def app(database: Database, work: Work, tmp_path: Path) -> Flask:
    from plugin.app import create_app

    made = create_app(made_up.settings_in(tmp_path), database, work)
    made.testing = False
    return made


def take_in_site(database: Database, site: Site) -> None:
    """As after the site has proved itself."""
    told = Registration(
        install=site.install, secret=site.secret, shop_url=site.address, rest_url=f"{site.address}/wp-json/",
        admin_origin=site.origin, shop_name="Winkel", country="NL", locale="nl_NL", version="0.1.0", uid="1",
        name="Marit", user="marit", app_password="abcd EFGH",
    )  # fmt: skip
    with database.session() as session:
        take_in(session, told, dt.datetime.now(dt.UTC))


@pytest.fixture(autouse=True)
def connected(database: Database) -> None:
    for site in (LINDE, BEUK):
        take_in_site(database, site)


def install_of(database: Database, site: Site = LINDE) -> tables.Install:
    with database.session() as session:
        found = installs.find(session, "woocommerce", shop_site.site_of(site.address))
    assert found is not None
    return found


def launch(app: Flask, given: str, shop: str = LINDE.address) -> TestResponse:
    return app.test_client().get(LAUNCH, query_string={"shop": shop, "t": given})


def frame_ancestors(page: TestResponse) -> str:
    found = re.search(r"frame-ancestors ([^;]+)", page.headers["Content-Security-Policy"])
    assert found
    return found[1]


def session_in(page: TestResponse) -> dict[str, str]:
    found = re.search(r'<meta name="wederwoord-session" content="([^"]+)"', page.text)
    assert found
    return {"Authorization": f"Bearer {found[1]}", "HX-Request": "true"}


# --- the launch ------------------------------------------------------------------------------------------------------


def test_a_launch_carries_the_person_and_is_framed_by_its_own_admin_alone(app: Flask, database: Database) -> None:
    page = launch(app, LINDE.token(uid="7", name="Bas <b>"))
    assert page.status_code == 200
    assert frame_ancestors(page) == LINDE.address
    assert "Set-Cookie" not in page.headers
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert html.escape("Bas <b>") in page.text
    with database.session() as session:
        person = people.by_external_id(session, install_of(database).shop_id, "7")
    assert person is not None
    assert person.role == "drafter"
    inbox = app.test_client().get("/inbox", headers=session_in(page))
    assert frame_ancestors(inbox) == LINDE.address


def test_a_launch_that_was_used_opens_nothing_a_second_time(app: Flask) -> None:
    given = LINDE.token()
    assert launch(app, given).status_code == 200
    again = launch(app, given)
    assert again.status_code == 403
    assert frame_ancestors(again) == "'none'"
    assert "wederwoord-session" not in again.text


REFUSED_LAUNCHES = {
    "the other shop's token": lambda: (BEUK.token(), LINDE.address),
    "the shop parameter names another shop than the token": lambda: (LINDE.token(), BEUK.address),
    "signed here, speaks of the other": lambda: (LINDE.token(shop=BEUK.address), LINDE.address),
    "another installation of the plugin": lambda: (LINDE.token(install=BEUK.install), LINDE.address),
    "a copy of the site elsewhere": lambda: (LINDE.token(shop="https://staging.linde.example"), LINDE.address),
    "an unknown shop": lambda: (LINDE.token(), "https://elders.example"),
    "no shop": lambda: (LINDE.token(), ""),
    "no address at all": lambda: (LINDE.token(), "javascript:alert(1)"),
    "a name in the address": lambda: (LINDE.token(), "https://linde.example@evil.example"),
    "a shop whose folder differs": lambda: (BEUK.token(), "https://beuk.example"),
    "the shop's clock is ahead": lambda: (LINDE.token(**moved(+60)), LINDE.address),
    "made long ago": lambda: (LINDE.token(**moved(-91)), LINDE.address),
    "good for an hour": lambda: (LINDE.token(exp=LINDE.claims()["iat"] + 3600), LINDE.address),
    "an origin that would end the policy": lambda: (LINDE.token(origin="https://a.example; script-src *"), LINDE.address),
    "one character changed": lambda: (("B" if (made := LINDE.token())[0] == "A" else "A") + made[1:], LINDE.address),
    "a signature and nothing signed": lambda: ("." + "0" * 64, LINDE.address),
    "beyond all measure": lambda: (LINDE.token(name="x" * 5000), LINDE.address),
    "none": lambda: ("", LINDE.address),
}  # fmt: skip


def moved(seconds: int) -> dict[str, int]:
    at = int(dt.datetime.now(dt.UTC).timestamp()) + seconds
    return {"iat": at, "exp": at + 60}


@pytest.mark.parametrize("make", REFUSED_LAUNCHES.values(), ids=REFUSED_LAUNCHES)
def test_a_launch_that_is_not_this_shops_of_this_minute_is_refused(app: Flask, database: Database, make: Any) -> None:
    page = launch(app, *make())
    assert page.status_code == 403
    assert frame_ancestors(page) == "'none'"
    assert "wederwoord-session" not in page.text
    with database.session() as session:
        for site in (LINDE, BEUK):
            assert len(people.every(session, install_of(database, site).shop_id)) == 1


def test_each_shop_opens_by_its_own_word(app: Flask) -> None:
    for site in (LINDE, BEUK):
        page = launch(app, site.token(), site.address)
        assert (page.status_code, frame_ancestors(page)) == (200, site.origin)


@pytest.mark.parametrize("seconds", [25, -70])
def test_clocks_may_differ_by_half_a_minute(app: Flask, seconds: int) -> None:
    assert launch(app, LINDE.token(**moved(seconds))).status_code == 200


def test_a_person_sees_nothing_of_the_other_shop(app: Flask, database: Database, tmp_path: Path) -> None:
    theirs = made_up.Shop(database, "tassen", tmp_path).add("r-1", made_up.drafted())
    headers = session_in(launch(app, LINDE.token()))
    client = app.test_client()
    assert client.get(f"/reviews/{theirs}", headers=headers).status_code == 404
    assert client.post(f"/reviews/{theirs}/draft", headers=headers).status_code == 404
    assert client.get(f"/api/v1/reviews/{theirs}", headers=headers).status_code == 404


def test_somebody_whom_the_owner_shut_out_is_not_let_in_by_wordpress(app: Flask, database: Database) -> None:
    launch(app, LINDE.token(uid="7"))
    with database.session() as session:
        person = people.by_external_id(session, install_of(database).shop_id, "7")
        assert person is not None
        people.set_active(session, person.shop_id, person.id, active=False)
    assert launch(app, LINDE.token(uid="7")).status_code == 403


# --- signals ---------------------------------------------------------------------------------------------------------


def signal(app: Flask, body: bytes, headers: dict[str, str], **more: Any) -> int:
    return (
        app.test_client().post(SIGNAL, data=body, headers=headers, content_type="application/json", **more).status_code
    )


def said(event: str = "review.created", event_id: str = "e-1") -> bytes:
    return json.dumps({"id": event_id, "event": event, "review_id": 9}).encode()


def log_of(database: Database, site: Site = LINDE) -> list[tables.HostEvent]:
    with database.session() as session:
        return list(host_events.latest(session, "woocommerce", shop_site.site_of(site.address)))


def test_a_signal_is_noted_queued_and_answered(app: Flask, database: Database) -> None:
    assert signal(app, said(), LINDE.signs(said())) == 200
    (event,) = log_of(database)
    assert (event.topic, event.wish, event.handled_at) == ("review.created", "sync", None)


def test_a_signal_that_comes_again_is_taken_in_once(app: Flask, database: Database) -> None:
    headers = LINDE.signs(said())
    for _ in range(3):
        assert signal(app, said(), headers) == 200
    later = LINDE.signs(said(), at=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=60))  # a try of its own, signed anew
    assert signal(app, said(), later) == 200
    assert len(log_of(database)) == 1


def ago(seconds: int) -> dt.datetime:
    return dt.datetime.now(dt.UTC) - dt.timedelta(seconds=seconds)


REFUSED_SIGNALS = {
    "one byte more": lambda: (said() + b" ", LINDE.signs(said())),
    "one byte other": lambda: (said().replace(b"9", b"8"), LINDE.signs(said())),
    "one byte less": lambda: (said()[:-1], LINDE.signs(said())),
    "too old": lambda: (said(), LINDE.signs(said(), at=ago(301))),
    "dated ahead": lambda: (said(), LINDE.signs(said(), at=ago(-330))),
    "an old one with a new time": lambda: (said(), {**LINDE.signs(said(), at=ago(400)), "X-Wederwoord-Timestamp": str(int(ago(0).timestamp()))}),
    "the other shop's signature": lambda: (said(), {**BEUK.signs(said()), "X-Wederwoord-Shop": LINDE.address}),
    "signed here, names the other": lambda: (said(), {**LINDE.signs(said()), "X-Wederwoord-Shop": BEUK.address}),
    "an unknown shop": lambda: (said(), {**LINDE.signs(said()), "X-Wederwoord-Shop": "https://elders.example"}),
    "no shop": lambda: (said(), signed(said(), at=ago(0), secret=LINDE.secret)),
    "no signature": lambda: (said(), {"X-Wederwoord-Shop": LINDE.address}),
}  # fmt: skip


@pytest.mark.parametrize("make", REFUSED_SIGNALS.values(), ids=REFUSED_SIGNALS)
def test_a_signal_that_is_not_this_shops_of_now_moves_nothing(app: Flask, database: Database, make: Any) -> None:
    body, headers = make()
    assert signal(app, body, headers) == 403
    assert log_of(database) + log_of(database, BEUK) == []


def test_a_body_beyond_all_measure_is_not_read_however_it_is_announced(app: Flask, database: Database) -> None:
    large = said() + b" " * 40_000
    assert signal(app, large, LINDE.signs(large)) == 413
    assert signal(app, b"{}", LINDE.signs(b"{}"), environ_overrides={"CONTENT_LENGTH": "40000"}) == 413
    unannounced = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}  # in pieces, as a server hands it on
    assert signal(app, large, LINDE.signs(large), environ_overrides=unannounced) == 413
    assert log_of(database) == []


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 20_000])
def test_a_signed_body_that_says_nothing_breaks_nothing(app: Flask, database: Database, body: bytes) -> None:
    assert signal(app, body, LINDE.signs(body)) == 200
    assert [event.wish for event in log_of(database)] == ["note"]


def test_removing_the_plugin_takes_every_credential_away_before_the_answer(app: Flask, database: Database) -> None:
    headers = session_in(launch(app, LINDE.token()))
    body = said("plugin.uninstalled")
    assert signal(app, body, LINDE.signs(body)) == 200
    install = install_of(database)
    assert (install.state, install.secrets) == ("uninstalled", None)
    assert install.purge_at is not None
    with database.session() as session:
        (channel,) = channels.every(session, install.shop_id)
        assert (channel.state, channels.secrets(session, install.shop_id, channel.id)) == ("off", {})
    assert app.test_client().get("/inbox", headers=headers).status_code == 401
    assert launch(app, LINDE.token()).status_code == 403
    assert signal(app, said(), LINDE.signs(said())) == 403
    assert launch(app, BEUK.token(), BEUK.address).status_code == 200


# --- connecting ------------------------------------------------------------------------------------------------------

TOLD = {
    "install": "1f0c1a0e-7d0b-4b5e-9d0f-2a4a4c1f7a11", "secret": "ef" * 32, "shop_url": "https://es.example/",
    "rest_url": "https://es.example/wp-json/", "admin_origin": "https://es.example", "shop_name": "De Es", "country": "be",
    "locale": "nl_BE", "version": "0.1.0", "uid": "1", "name": "Bas", "user": "bas", "app_password": "abcd EFGH",
}  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What the shop's site was asked; it holds the secret."""
    calls: list[tuple[str, str, str]] = []
    monkeypatch.setattr(views, "require_proof", lambda *given: calls.append(given))
    return calls


def register(app: Flask, told: Any, key: str | None = None) -> TestResponse:
    key = key_of(app.extensions["wederwoord"].settings.secret_key) if key is None else key
    return app.test_client().post(REGISTER, json=told, headers={"X-Wederwoord-Key": key})


def test_a_shop_that_proves_itself_is_connected(app: Flask, database: Database, asked: list[Any]) -> None:
    assert register(app, TOLD).status_code == 201
    assert asked == [(TOLD["rest_url"], TOLD["install"], TOLD["secret"])]
    install = install_of(database, Site("https://es.example", TOLD["install"], TOLD["secret"]))
    assert (install.state, install.data["admin_origin"]) == ("installed", "https://es.example")


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "ef" * 31},
        {"secret": ""},
        {"install": "no uuid"},
        {"shop_url": "ftp://es.example"},
        {"shop_url": "https://u:p@es.example"},
        {"shop_url": "x" * 400},
        {"rest_url": "https://evil.example/wp-json/"},
        {"rest_url": "http://127.0.0.1:9/wp-json/"},
        {"admin_origin": "https://es.example; script-src *"},
        {"admin_origin": "*"},
        {"admin_origin": "https://es.example/wp-admin"},
        {"uid": "0"},
        {"uid": 1},
        {"app_password": ""},
        {"user": None},
    ],
)
def test_what_cannot_be_a_shop_is_refused_before_anybody_is_asked(
    app: Flask, database: Database, asked: list[Any], changes: dict[str, Any]
) -> None:
    answer = register(app, TOLD | changes)
    assert answer.status_code == 400
    assert answer.json["problem"]
    assert asked == []
    with database.session() as session:
        assert installs.find(session, "woocommerce", "es.example") is None


def test_only_a_plugin_that_this_desk_built_is_listened_to(app: Flask, asked: list[Any]) -> None:
    for key in ("", "0" * 64, "é"):
        answer = register(app, TOLD, key.encode().decode("latin-1"))
        assert answer.status_code == 403
        assert "balie" in answer.json["problem"]  # in the shop's language
    assert asked == []


def test_a_body_that_is_no_registration_or_beyond_all_measure_is_refused(app: Flask, asked: list[Any]) -> None:
    for told in ([], "x", None, {}):
        assert register(app, told).status_code == 400
    key = {"X-Wederwoord-Key": key_of(app.extensions["wederwoord"].settings.secret_key)}
    assert app.test_client().post(REGISTER, data=b"[" * 20_000, headers=key).status_code == 400
    assert app.test_client().post(REGISTER, data=b"[" * 20_000).status_code == 403
    assert app.test_client().post(REGISTER, data=b" " * 40_000).status_code == 413  # whoever asks
    assert register(app, TOLD | {"more": "x" * 40_000}).status_code == 413
    assert asked == []


@pytest.mark.parametrize(
    ("error", "status"), [(shop_site.NotProved(), 400), (RetryLater("The shop does not answer."), 502)]
)
def test_a_site_that_does_not_prove_itself_is_not_connected_and_one_that_was_stays_as_it_is(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fails(*_: str) -> None:
        raise error

    monkeypatch.setattr(views, "require_proof", fails)
    taken = TOLD | {
        "shop_url": LINDE.address,
        "rest_url": f"{LINDE.address}/wp-json/",
        "admin_origin": "https://evil.example",
    }
    answer = register(app, taken)
    assert answer.status_code == status
    assert answer.json["problem"]
    assert install_of(database).data["admin_origin"] == LINDE.address
    assert launch(app, LINDE.token()).status_code == 200
    assert launch(app, replace(LINDE, secret=TOLD["secret"]).token()).status_code == 403


def test_no_secret_of_a_shop_is_logged(app: Flask, asked: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    register(app, TOLD)
    launch(app, LINDE.token())
    launch(app, LINDE.token(**moved(-500)))
    signal(app, said(), {**LINDE.signs(said()), "X-Wederwoord-Signature": "v1=00"})
    out = capsys.readouterr()
    for secret in (TOLD["secret"], TOLD["app_password"], LINDE.secret, signing.proof_of(LINDE.secret, "x")):
        assert secret not in out.out + out.err
