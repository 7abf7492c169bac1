"""Shopify's packages for Python and node as second and third opinions: the same cases to all, the same verdicts.

Where ours is stricter the contract says why (§1.2); never is ours the more lenient one.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import warnings
from pathlib import Path
from typing import Any

import jwt
import pytest
from flask import Flask

from plugin.hosts.shopify.id_tokens import of_bearer, package
from plugin.settings import ShopifySettings
from tests.hosts.shopify.conftest import claims, id_token, of_shop
from tests.hosts.shopify.fake import CLIENT, DOMAIN, OLD_SECRET, SECRET
from tests.hosts.shopify.test_home import FOREVER
from tests.hosts.shopify.test_webhooks import CLASSIC, NEWER, VECTORS, post, sign

SETTINGS = ShopifySettings(CLIENT, SECRET)
NAMES = (
    "the contract's", "fresh", "ended 5 seconds ago", "ended 30 seconds ago", "not valid yet", "no exp", "no iss", "no sid",
    "issuer of another shop", "another site", "another audience", "another secret", "alg none", "nonsense",
)  # fmt: skip


def cases() -> dict[str, tuple[str, bool, bool, bool]]:
    """Name: (token, shopifyapp accepts, ShopifyAPI accepts, ours accepts); made now, since some are a matter of seconds."""
    now = int(time.time())
    return {
        "the contract's": (FOREVER, True, True, True),
        "fresh": (id_token(), True, True, True),
        "ended 5 seconds ago": (id_token(exp=now - 5, nbf=now - 65), True, True, True),
        "ended 30 seconds ago": (id_token(exp=now - 30, nbf=now - 90), False, False, False),
        "not valid yet": (id_token(nbf=now + 300, exp=now + 400), False, False, False),
        "no exp": (id_token(exp=None), True, True, False),
        "no iss": (id_token(iss=None), True, False, False),
        "no sid": (id_token(sid=None), True, False, False),
        "issuer of another shop": (id_token(iss="https://other-shop.myshopify.com/admin"), True, False, False),
        "another site": (id_token(**of_shop("evil.example")), True, False, False),
        "another audience": (id_token(aud="other"), False, False, False),
        "another secret": (id_token("another secret, long enough for it"), False, False, False),
        "alg none": (jwt.encode(claims(), None, algorithm="none"), False, False, False),
        "nonsense": ("a.b.c", False, False, False),
    }  # fmt: skip


def shopify_api(token: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package's own imports warn
        from shopify import session_token
    try:
        session_token.decode_from_header(f"Bearer {token}", CLIENT, SECRET)
    except session_token.SessionTokenError:
        return False
    return True


@pytest.mark.parametrize("name", NAMES)
def test_three_verifiers_of_a_token_agree_as_the_contract_says(name: str) -> None:
    token, by_package, by_api, by_us = cases()[name]
    asked: Any = {"method": "GET", "headers": {"authorization": f"Bearer {token}"}, "url": "https://desk/", "body": ""}
    verdicts = (
        package(SETTINGS).verify_app_home_req(asked, "/p").ok,
        shopify_api(token),
        of_bearer(SETTINGS, token) is not None,
    )
    assert verdicts == (by_package, by_api, by_us)
    assert by_us <= (by_package and by_api)


def test_a_token_signed_with_the_secret_before_is_taken_while_it_is_rotated() -> None:
    rotating = ShopifySettings(CLIENT, SECRET, OLD_SECRET)
    assert of_bearer(rotating, id_token(OLD_SECRET)) is not None
    assert of_bearer(SETTINGS, id_token(OLD_SECRET)) is None


QUERY = {  # contract §3.2
    "shop": DOMAIN,
    "host": "YWRtaW4uc2hvcGlmeS5jb20vc3RvcmUvcmVwbHktdGVzdA",
    "timestamp": "1763791200",
    "embedded": "1",
    "locale": "de",
}
QUERY_HMAC = "7a535ab08c381798c1cb49c9f0e7e4ea6549afc6a315e11d3e532f2220ff14c2"


def test_the_signed_query_of_the_contract_is_what_shopifys_package_signs() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from shopify import Session
    Session.setup(api_key=CLIENT, secret=SECRET)
    assert Session.calculate_hmac(dict(QUERY)) == QUERY_HMAC


# --- node -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed: Shopify's package for node gives no opinion")
    folder = tmp_path_factory.mktemp("node")
    (folder / "package.json").write_text('{"name": "peer", "private": true}', encoding="utf-8")
    done = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "@shopify/shopify-api@13.1.0"],
        cwd=folder, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"the package cannot be had here: {done.stderr.strip()[-200:]}")
    shutil.copy(Path(__file__).with_name("peer.mjs"), folder / "peer.mjs")
    return folder


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_package_for_node_agrees(node: Path, app: Flask) -> None:
    def headers(body: str, signature: str, spelling: dict[str, str]) -> dict[str, str]:
        given = {"hmac": signature, "topic": "shop/redact", "shop": DOMAIN, "webhook": "w-1", "event": "e-1"}
        named = {spelling[name]: value for name, value in given.items()}
        version = "X-Shopify-API-Version" if spelling is CLASSIC else "shopify-api-version"
        return named | {
            version: "2026-07",
            **({} if spelling is CLASSIC else {"shopify-handle": "h", "shopify-action": "update"}),
        }

    shop_body, shop_signature = VECTORS[0]
    hooks = {
        f"{name}, {spelled}": {"body": body, "headers": headers(body, signature, spelling)}
        for spelled, spelling in (("classic", CLASSIC), ("newer", NEWER))
        for name, (body, signature) in {
            "shop": VECTORS[0],
            "utf-8": VECTORS[1],
            "one space more": (shop_body + " ", shop_signature),
            "another letter": (shop_body, "y" + shop_signature[1:]),
        }.items()
    }
    queries = {
        "the contract's": {"query": QUERY | {"hmac": QUERY_HMAC}, "at": 1763791200},
        "changed": {"query": QUERY | {"hmac": QUERY_HMAC, "locale": "nl"}, "at": 1763791200},
        "old": {"query": QUERY | {"hmac": QUERY_HMAC}, "at": 1763791200 + 3600},
    }
    made = cases()
    assert tuple(made) == NAMES
    tokens = {name: case[0] for name, case in made.items()}
    ran = subprocess.run(
        ["node", "peer.mjs"],
        cwd=node, capture_output=True, text=True, timeout=60, check=True,
        input=json.dumps({"client": CLIENT, "secret": SECRET, "tokens": tokens, "webhooks": hooks, "queries": queries}),
    )  # fmt: skip
    said = json.loads(ran.stdout)
    ours = {name: case[3] for name, case in made.items()}
    assert {name for name, accepted in ours.items() if accepted and not said["tokens"][name]} == set()
    assert {name for name, accepted in said["tokens"].items() if accepted and not ours[name]} == NODE_IS_MORE_LENIENT
    for name, hook in hooks.items():
        spelling = CLASSIC if name.endswith("classic") else NEWER
        answer = post(
            app, "shop/redact", hook["body"].encode(), spelling=spelling, hmac=hook["headers"][spelling["hmac"]]
        )
        assert (answer.status_code == 200) == said["webhooks"][name], name
    assert said["queries"] == {"the contract's": True, "changed": False, "old": False}
    assert sign(shop_body.encode()) == shop_signature


# It checks signature, audience and the times that are there, no more.
NODE_IS_MORE_LENIENT = {"no exp", "no iss", "no sid", "issuer of another shop", "another site"}
