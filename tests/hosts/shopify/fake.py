"""Shopify on the loopback: the token endpoint and the Admin API, on a real HTTP server, with its moods."""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt

CLIENT = "0123456789abcdef0123456789abcdef"
SECRET = "shpss_test_secret_0123456789abcd"
OLD_SECRET = "shpss_old_secret_0123456789abcde"
DOMAIN = "reply-test.myshopify.com"


@dataclass
class FakeShopify:
    """What it was asked, and what it is to answer next (``moods``: (status, headers, body) before anything else)."""

    secret: str = SECRET
    expires_in: int | None = 3600
    shop_name: str = "Lampenwinkel De Gloed"
    country: str | None = "NL"
    token_calls: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    token_moods: deque[tuple[int, dict[str, str], Any]] = field(default_factory=deque)
    moods: deque[tuple[int, dict[str, str], Any]] = field(default_factory=deque)
    data: dict[str, Any] = field(default_factory=dict)
    refresh_token: str = "refresh-0"
    access_tokens: set[str] = field(default_factory=set)
    slow: threading.Event | None = None  # a token call waits for it
    port: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def stand_ins(self, *domains: str) -> dict[str, str]:
        return {f"https://{domain}": f"http://127.0.0.1:{self.port}/{domain}" for domain in domains or (DOMAIN,)}

    def token(  # noqa: PLR0911 -- each answer that Shopify has
        self, shop: str, asked: dict[str, Any], headers: dict[str, str]
    ) -> tuple[int, dict[str, str], Any]:
        with self._lock:
            self.token_calls.append({"shop": shop, "headers": headers, **asked})
            number = len(self.token_calls)
            mood = self.token_moods.popleft() if self.token_moods else None
        if self.slow is not None:
            self.slow.wait(10)
        if mood is not None:
            return mood
        if asked.get("client_id") != CLIENT or asked.get("client_secret") != self.secret:
            return 400, {}, {"error": "invalid_client"}
        if asked["grant_type"] == "refresh_token":
            if asked["refresh_token"] != self.refresh_token:
                return 400, {}, {"error": "invalid_grant"}
            return 200, {}, self._issue(number)
        try:
            claims = jwt.decode(asked["subject_token"], self.secret, algorithms=["HS256"], audience=CLIENT, leeway=10)
        except jwt.PyJWTError:
            return 400, {}, {"error": "invalid_subject_token"}
        if claims["dest"] != f"https://{shop}":
            return 400, {}, {"error": "invalid_subject_token"}
        issued = self._issue(number)
        if asked["requested_token_type"].endswith("online-access-token"):
            issued |= {
                "associated_user_scope": "read_products",
                "associated_user": {
                    "id": 42, "first_name": "Sanne", "last_name": "Bakker", "email": "sanne@gloed.example",
                    "account_owner": True, "locale": "nl", "collaborator": False, "email_verified": True,
                },
            }  # fmt: skip
        return 200, {}, issued

    def _issue(self, number: int) -> dict[str, Any]:
        token = f"shpat_{number}"
        self.access_tokens.add(token)
        self.refresh_token = f"refresh-{number}"
        if self.expires_in is None:
            return {"access_token": token, "scope": "read_products"}
        return {
            "access_token": token, "scope": "read_products", "expires_in": self.expires_in,
            "refresh_token": self.refresh_token, "refresh_token_expires_in": 7_776_000,
        }  # fmt: skip

    def question(self, shop: str, asked: dict[str, Any], headers: dict[str, str]) -> tuple[int, dict[str, str], Any]:
        self.questions.append({"shop": shop, "headers": headers, **asked})
        if self.moods:
            return self.moods.popleft()
        if headers.get("x-shopify-access-token") not in self.access_tokens:
            return 401, {}, {"errors": "[API] Invalid API key or access token"}
        address = "shopAddress" if "shopAddress" in asked["query"] else "billingAddress"
        shop = {"name": self.shop_name, address: {"countryCodeV2": self.country}}
        return 200, {}, {"data": {"shop": shop, **self.data}, "extensions": {"cost": cost()}}


def cost(wanted: int = 2, available: int = 1998) -> dict[str, Any]:
    return {
        "requestedQueryCost": wanted, "actualQueryCost": wanted,
        "throttleStatus": {"maximumAvailable": 2000, "currentlyAvailable": available, "restoreRate": 100},
    }  # fmt: skip


def throttled(wanted: int = 50, available: int = 0) -> dict[str, Any]:
    """A throttle as it arrives inside a 200."""
    return {
        "errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
        "extensions": {"cost": cost(wanted, available) | {"actualQueryCost": None}},
    }


def serve(fake: FakeShopify) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            _, shop, path = self.path.split("/", 2)
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = fake.token if path == "admin/oauth/access_token" else fake.question
            if answer == fake.question:
                assert re.fullmatch(r"admin/api/20\d\d-\d\d/graphql\.json", path), path
            status, more, body = answer(shop, asked, headers)
            raw = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **more}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
