"""Opening the desk in Shopify's admin: who comes in, who does not, and what the document carries."""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from flask import Flask

from connectors.http import use_policy
from plugin.hosts.shopify import naming
from plugin.hosts.shopify.domains import admin_host, shop_domain
from plugin.settings import ShopifySettings
from plugin.store import Database, installs, people, shops
from plugin.work import leaving
from tests.hosts.shopify.conftest import Launch, claims, id_token, install_in, of_shop, secrets_in
from tests.hosts.shopify.fake import CLIENT, DOMAIN, OLD_SECRET, SECRET, FakeShopify, serve
from tests.panel import made_up

FOREVER = (  # contract §3.2: valid until 2100, accepted by shopifyapp, ShopifyAPI and the node package
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL3JlcGx5LXRlc3QubXlzaG9waWZ5LmNvbS9hZG1pbiIsImRlc3QiOiJodHRwczov"
    "L3JlcGx5LXRlc3QubXlzaG9waWZ5LmNvbSIsImF1ZCI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVmIiwic3ViIjoiNDIiLCJleHAiOjQxMDI0NDQ4MDAs"
    "Im5iZiI6MTc2Mzc5MTIwMCwiaWF0IjoxNzYzNzkxMjAwLCJqdGkiOiJmODkxMjEyOS0xYWY2LTRjYWQtOWNhMy03NmIwZjc2MjEwODciLCJzaWQiOiJhYWVhMTgyZjI3"
    "MzJkNDRjMjMwNTdjMGZlYTU4NDAyMWE0NDg1YjJiZDI1ZDNlYjdmZDM0OTMxM2FkMjRjNjg1In0.eqx-0gCKauSp6J17ePf785clLXl2PcPONAxO5zFe-5k"
)


def session_in(page: str) -> str:
    found = re.search(r'<meta name="wederwoord-session" content="([^"]+)"', page)
    assert found
    return found[1]


def test_the_vector_of_the_contract_opens_the_desk(launch: Launch) -> None:
    assert launch(FOREVER).status_code == 200


def test_the_first_visit_installs_the_shop_under_its_own_name_and_its_visitor_owns_it(
    launch: Launch, database: Database, shopify: FakeShopify
) -> None:
    page = launch(locale="de-DE")
    assert page.status_code == 200
    assert "Lampenwinkel De Gloed" in page.text
    assert '<html lang="de">' in page.text
    install = install_in(database)
    assert (install.state, install.shop_url, install.data["scopes"]) == (
        "installed",
        f"https://{DOMAIN}",
        "read_products",
    )
    with database.session() as session:
        assert shops.get(session, install.shop_id).host == "shopify"
        (person,) = people.every(session, install.shop_id)
        assert (person.external_id, person.role) == ("42", "owner")
    launch(id_token(sub="43"))
    with database.session() as session:
        assert people.by_external_id(session, install.shop_id, "43").role == "drafter"
    assert len(shopify.token_calls) == 1  # the second visit needed no new token


@pytest.mark.parametrize(
    ("told", "country", "months"), [("SE", "SE", 36), ("AT", "AT", 24), (None, "NL", 24), ("<script>", "NL", 24)]
)
def test_a_shop_begins_with_the_legal_minimum_of_its_own_country(
    launch: Launch, database: Database, shopify: FakeShopify, told: str | None, country: str, months: int
) -> None:
    shopify.country = told
    launch()
    with database.session() as session:
        profile = shops.profile(session, install_in(database).shop_id)
    assert (profile.country, profile.policy.warranty_months) == (country, months)


def test_an_older_version_of_the_api_is_asked_by_its_own_word_for_the_address() -> None:
    settings = ShopifySettings("c" * 32, "s" * 32, api_version="2025-10")
    fake = FakeShopify(country="BE")
    fake.access_tokens.add("shpat_1")
    server = serve(fake)
    with use_policy(stand_ins=fake.stand_ins()):
        facts = naming.shop_facts(settings, DOMAIN, "shpat_1")
    server.shutdown()
    server.server_close()
    assert "billingAddress" in fake.questions[0]["query"]
    assert facts == naming.ShopFacts(fake.shop_name, "BE")


def test_the_exchange_asks_for_an_expiring_offline_token_as_shopify_documents_it(
    launch: Launch, database: Database, shopify: FakeShopify
) -> None:
    token = id_token()
    launch(token)
    (asked,) = shopify.token_calls
    sent = {name: asked[name] for name in asked if name not in {"shop", "headers"}}
    assert sent == {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
        "subject_token": token,
        "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
        "requested_token_type": "urn:shopify:params:oauth:token-type:offline-access-token",
        "expiring": 1,
    }
    assert asked["headers"]["accept"] == "application/json"
    kept = secrets_in(database)
    assert kept["token"] == "shpat_1"
    assert kept["refresh_token"] == "refresh-1"
    assert set(kept) == {"token", "expires", "scope", "refresh_token", "refresh_expires"}


def test_no_token_of_shopifys_is_kept_in_the_clear(launch: Launch, database: Database, tmp_path) -> None:
    launch()
    written = b"".join(file.read_bytes() for file in tmp_path.glob("wederwoord.sqlite3*"))
    assert b"shpat_1" not in written
    assert b"refresh-1" not in written


def test_the_document_may_be_framed_by_this_shop_and_shopifys_admin_alone(launch: Launch, app: Flask) -> None:
    page = launch()
    policy = page.headers["Content-Security-Policy"]
    assert f"frame-ancestors https://{DOMAIN} https://admin.shopify.com" in policy
    assert "X-Frame-Options" not in page.headers
    assert "Set-Cookie" not in page.headers
    headers = {"Authorization": f"Bearer {session_in(page.text)}"}
    for path in ("/inbox", "/policy", "/people", "/reviews/404", "/channels"):
        answer = app.test_client().get(path, headers=headers)
        assert (
            f"frame-ancestors https://{DOMAIN} https://admin.shopify.com" in answer.headers["Content-Security-Policy"]
        )


def test_app_bridge_comes_first_in_the_head_and_only_here(launch: Launch, app: Flask) -> None:
    page = launch()
    head = page.text.partition("</head>")[0]
    meta = head.index(f'<meta name="shopify-api-key" content="{CLIENT}">')
    bridge = head.index('<script src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>')
    assert meta < bridge < head.index("<script src=", bridge + 1)
    assert "script-src 'self' 'nonce-" in page.headers["Content-Security-Policy"]
    assert " https://cdn.shopify.com;" in page.headers["Content-Security-Policy"]
    alone = app.test_client().get("/sign-in")
    assert "cdn.shopify.com" not in alone.text + alone.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in alone.headers["Content-Security-Policy"]


def test_no_link_of_the_page_carries_the_id_token(launch: Launch) -> None:
    token = id_token()
    assert token not in launch(token).text


# --- refused documents --------------------------------------------------------------------------------------------

WRONG_CLAIMS = {
    "no exp": {"exp": None},
    "no nbf": {"nbf": None},
    "no sub": {"sub": None},
    "no sid": {"sid": None},
    "no jti": {"jti": None},
    "no iss": {"iss": None},
    "issuer of another shop": {"iss": "https://other-shop.myshopify.com/admin"},
    "issuer without the admin": {"iss": f"https://{DOMAIN}"},
    "another site": of_shop("evil.example"),
    "another site that looks alike": of_shop("reply-test.myshopify.com.evil.example"),
    "a path behind the shop": {"dest": f"https://{DOMAIN}/x"},
    "http": {"dest": f"http://{DOMAIN}"},
    "a line break": {"dest": f"https://{DOMAIN}\n"},
    "an empty user": {"sub": ""},
}


@pytest.mark.parametrize("changes", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS)
def test_a_token_that_is_signed_and_not_whole_opens_nothing(
    launch: Launch, app: Flask, database: Database, shopify: FakeShopify, changes: dict[str, str]
) -> None:
    page = launch(id_token(**changes))
    assert page.status_code == 401
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert install_in(database) is None
    assert shopify.token_calls == []


def test_a_token_for_another_app_is_refused(launch: Launch) -> None:
    assert launch(id_token(aud="another-app")).status_code == 401


@pytest.mark.parametrize(
    "token",
    ["nonsense", id_token("another secret, long enough for it"), jwt.encode(claims(), None, algorithm="none"), ""],
    ids=["nonsense", "wrong secret", "alg none", "none at all"],
)
def test_a_document_without_a_good_token_is_sent_for_a_fresh_one(launch: Launch, token: str) -> None:
    page = launch(token)
    assert page.status_code == 302
    where = urlsplit(page.headers["Location"])
    asked = parse_qs(where.query)
    assert where.path == "/shopify/patch"
    assert asked["shop"] == [DOMAIN]
    reload = urlsplit(asked["shopify-reload"][0])
    assert reload.path == "/shopify/home"
    assert "id_token" not in page.headers["Location"]


@pytest.mark.parametrize(("ended", "status"), [(-30, 302), (-11, 302), (-5, 200)])
def test_clocks_may_differ_by_ten_seconds(launch: Launch, ended: int, status: int) -> None:
    now = int(time.time())
    assert launch(id_token(exp=now + ended, nbf=now - 120, iat=now - 120)).status_code == status


def test_a_token_that_is_not_valid_yet_waits_beyond_the_leeway(launch: Launch) -> None:
    assert launch(id_token(nbf=int(time.time()) + 30)).status_code == 302


def test_while_the_secret_is_rotated_the_old_one_is_accepted(launch: Launch, shopify: FakeShopify) -> None:
    shopify.secret = OLD_SECRET  # Shopify goes on with the old one for a while
    assert launch(id_token(OLD_SECRET)).status_code == 200
    assert [call["client_secret"] for call in shopify.token_calls] == [SECRET, OLD_SECRET]


def test_a_shop_in_the_address_that_is_not_the_tokens_opens_nothing(launch: Launch, shopify: FakeShopify) -> None:
    assert launch(id_token(), shop="other-shop.myshopify.com").status_code == 400
    assert shopify.token_calls == []


@pytest.mark.parametrize(
    "shop", ["", "evil.example", "reply-test", "a.b.myshopify.com", "x.myshopify.com/", "-x.myshopify.com"]
)
def test_a_shop_that_is_none_of_shopifys_is_refused(launch: Launch, shop: str) -> None:
    page = launch(id_token(), shop=shop)
    assert page.status_code == 400
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_a_token_that_opened_a_document_opens_no_second_one(launch: Launch) -> None:
    token = id_token()
    assert launch(token).status_code == 200
    again = launch(token)
    assert again.status_code == 302
    assert "/shopify/patch" in again.headers["Location"]


def test_a_token_that_shopify_itself_refuses_is_replaced(
    launch: Launch, database: Database, shopify: FakeShopify
) -> None:
    shopify.token_moods.append((400, {}, {"error": "invalid_subject_token"}))
    assert launch().status_code == 302
    assert install_in(database) is None


def test_a_first_visit_while_shopify_is_away_installs_nothing(
    launch: Launch, database: Database, shopify: FakeShopify
) -> None:
    shopify.token_moods.append((500, {}, {"error": "boom"}))
    assert launch().status_code == 503
    assert install_in(database) is None
    assert launch().status_code == 200


def test_an_installed_shop_opens_even_while_shopify_is_away(
    launch: Launch, database: Database, shopify: FakeShopify
) -> None:
    launch()
    with database.session() as session:
        found = installs.find(session, "shopify", DOMAIN)
        installs.set_secrets(session, found, {})
    shopify.token_moods.append((500, {}, {"error": "boom"}))
    assert launch().status_code == 200


def test_a_shop_that_comes_back_within_its_grace_finds_everything(launch: Launch, database: Database) -> None:
    launch()
    before = install_in(database)
    with database.session() as session:
        leaving.uninstall(session, installs.find(session, "shopify", DOMAIN), now=before.created_at)
    assert install_in(database).state == "uninstalled"
    page = launch()
    assert page.status_code == 200
    after = install_in(database)
    assert (after.shop_id, after.state, after.purge_at) == (before.shop_id, "installed", None)
    assert secrets_in(database)["token"] == "shpat_2"


def test_names_are_asked_for_only_where_the_settings_say_so(
    launch: Launch, app: Flask, database: Database, shopify: FakeShopify
) -> None:
    def name_of(user: str) -> str:
        with database.session() as session:
            return people.by_external_id(session, install_in(database).shop_id, user).name

    launch()
    assert name_of("42") == "Shopify 42"
    services = app.extensions["wederwoord"]
    shop_settings = dataclasses.replace(services.settings.shopify, names=True)
    app.extensions["wederwoord"] = dataclasses.replace(
        services, settings=dataclasses.replace(services.settings, shopify=shop_settings)
    )
    launch(id_token(sub="77"))
    assert name_of("77") == "Sanne Bakker"
    kept = secrets_in(database)
    assert kept["token"] == "shpat_1"  # the online token is kept nowhere


# --- the patch page ---------------------------------------------------------------------------------------------------


def test_the_patch_page_loads_app_bridge_and_nothing_else(app: Flask) -> None:
    page = app.test_client().get(
        "/shopify/patch", query_string={"shop": DOMAIN, "shopify-reload": f"/shopify/home?shop={DOMAIN}"}
    )
    assert page.status_code == 200
    assert page.text == (
        f'<script data-api-key="{CLIENT}" src="https://cdn.shopify.com/shopifycloud/app-bridge.js"></script>'
    )
    assert page.headers["Content-Security-Policy"] == f"frame-ancestors https://{DOMAIN} https://admin.shopify.com;"


@pytest.mark.parametrize(
    ("shop", "reload"),
    [
        ("evil.example", "/shopify/home"),
        ("", "/shopify/home"),
        (f"{DOMAIN}; frame-src *", "/shopify/home"),
        (DOMAIN, ""),
        (DOMAIN, "https://evil.example/shopify/home"),
        (DOMAIN, "//evil.example/shopify/home"),
        (DOMAIN, "/\\evil.example/shopify/home"),
        (DOMAIN, "javascript:alert(1)"),
        (DOMAIN, "/inbox"),
    ],
)
def test_the_patch_page_vouches_for_no_other_site(app: Flask, shop: str, reload: str) -> None:
    page = app.test_client().get("/shopify/patch", query_string={"shop": shop, "shopify-reload": reload})
    assert page.status_code == 400
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_the_patch_page_may_load_our_home_by_its_whole_address(app: Flask) -> None:
    reload = f"https://desk.example/shopify/home?shop={DOMAIN}"
    page = app.test_client().get("/shopify/patch", query_string={"shop": DOMAIN, "shopify-reload": reload})
    assert page.status_code == 200


# --- bearer tokens on every request -------------------------------------------------------------------------------------


def with_bearer(app: Flask, token: str, path: str = "/inbox", scheme: str = "Bearer") -> object:
    return app.test_client().get(path, headers={"Authorization": f"{scheme} {token}", "HX-Request": "true"})


def test_a_fresh_id_token_lets_every_request_in(launch: Launch, app: Flask) -> None:
    launch()
    token = id_token()
    assert with_bearer(app, token).status_code == 200
    assert with_bearer(app, token).status_code == 200  # one token, many requests: it is App Bridge's for a minute
    assert with_bearer(app, token, "/api/v1/reviews/").status_code == 200


REFUSED = {
    "expired": lambda: id_token(exp=int(time.time()) - 30, nbf=int(time.time()) - 120),
    "no exp": lambda: id_token(exp=None),
    "wrong audience": lambda: id_token(aud="other"),
    "wrong secret": lambda: id_token("another secret, long enough for it"),
    "alg none": lambda: jwt.encode(claims(), None, algorithm="none"),
    "issuer of another shop": lambda: id_token(iss="https://other-shop.myshopify.com/admin"),
    "evil site": lambda: id_token(**of_shop("evil.example")),
    "a shop that never installed": lambda: id_token(**of_shop("other-shop.myshopify.com")),
    "a person who never came": lambda: id_token(sub="999"),
    "nonsense": lambda: "a.b.c",
}


@pytest.mark.parametrize("make", REFUSED.values(), ids=REFUSED)
def test_a_refused_bearer_tells_app_bridge_to_come_again(launch: Launch, app: Flask, make) -> None:
    launch()
    answer = with_bearer(app, make())
    assert answer.status_code == 401
    assert answer.headers["X-Shopify-Retry-Invalid-Session-Request"] == "1"


def test_another_scheme_is_no_credential(launch: Launch, app: Flask) -> None:
    launch()
    assert with_bearer(app, id_token(), scheme="Basic").status_code == 401


def test_a_bearer_for_one_shop_does_not_open_an_address_that_names_another(launch: Launch, app: Flask) -> None:
    launch()
    assert with_bearer(app, id_token(), "/inbox?shop=other-shop.myshopify.com").status_code == 401
    assert with_bearer(app, id_token(), f"/inbox?shop={DOMAIN}").status_code == 200


def test_an_id_token_in_a_cookie_or_query_lets_nobody_in(launch: Launch, app: Flask) -> None:
    launch()
    client = app.test_client()
    client.set_cookie("wederwoord_session", id_token())
    assert client.get(f"/inbox?id_token={id_token()}").status_code == 303


def test_another_shops_review_is_not_there(launch: Launch, app: Flask, database: Database, tmp_path: Path) -> None:
    launch()
    theirs = made_up.Shop(database, "tassen", tmp_path).add("r-1", made_up.drafted())
    assert with_bearer(app, id_token(), f"/reviews/{theirs}").status_code == 404
    assert with_bearer(app, id_token(), f"/api/v1/reviews/{theirs}").status_code == 404


def test_without_settings_shopify_is_not_there(
    database: Database, work, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plugin.app import create_app
    from plugin.hosts import registry

    monkeypatch.setattr(registry, "HOSTS", {})
    client = create_app(dataclasses.replace(settings, shopify=None), database, work).test_client()
    assert client.get(f"/shopify/home?shop={DOMAIN}&id_token={id_token()}").status_code == 404
    assert client.post("/shopify/webhooks").status_code == 404
    assert client.get("/inbox", headers={"Authorization": f"Bearer {id_token()}"}).status_code == 303


# --- spelling -------------------------------------------------------------------------------------------------------------


def test_a_shops_domain_has_one_spelling() -> None:
    assert shop_domain("Reply-Test.MyShopify.com") == DOMAIN
    for wrong in (
        None,
        3,
        "",
        "myshopify.com",
        ".myshopify.com",
        f"{DOMAIN}\n",
        f" {DOMAIN}",
        "ä.myshopify.com",
        "x" * 200,
    ):
        assert shop_domain(wrong) is None


def test_the_host_parameter_is_kept_only_where_it_names_an_admin_of_shopifys() -> None:
    def encoded(text: str) -> str:
        return base64.b64encode(text.encode()).decode().rstrip("=")

    assert admin_host("YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvcmVwbHktdGVzdA")
    assert admin_host(encoded(f"{DOMAIN}/admin"))
    for wrong in (
        "",
        "%%%",
        encoded("evil.example/store/x"),
        encoded("admin.shopify.com/store/x/../y"),
        json.dumps("x"),
    ):
        assert admin_host(wrong) == ""
