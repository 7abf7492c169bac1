"""A Shopware shop as our app server meets it: it signs with a hand of its own, not with ours."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time

APP_SECRET, APP_NAME = "app-secret-0123456789", "Wederwoord"


def hmac_of(message, key):
    raw = message if isinstance(message, bytes) else message.encode()
    return hmac.new(key.encode(), raw, hashlib.sha256).hexdigest()


def as_php(data):
    """JSON as PHP writes it: no spaces, slashes escaped."""
    return json.dumps(data, separators=(",", ":")).replace("/", "\\/").encode()


class ShopSide:
    """``client`` is a Flask test client or something that answers like one."""

    def __init__(self, client, *, shop_id="KIPf0Fz6BUkN", url="https://shop.example.test", api=None):
        self.client = client
        self.shop_id = shop_id
        self.url = url
        self.secret = ""
        self.pending = ""
        self.api = api or {"apiKey": "SWIARXBSDJRWEMJONFK2OHBNWA", "secretKey": "Q1QyaUg3ZHpn"}

    # --- the handshake ---------------------------------------------------------------------------------------------

    def register(self, *, again=False, at=None, key=APP_SECRET, shop_key=None, query=None, **headers):
        query = query or f"shop-id={self.shop_id}&shop-url={self.url}&timestamp={int(at or time.time())}"
        signed = {"shopware-app-signature": hmac_of(query, key), "sw-version": "6.7.13.0", "sw-user-language": "de-DE"}
        if again:
            signed["shopware-shop-signature"] = hmac_of(query, shop_key or self.secret)
        answer = self.client.get(f"/shopware/register?{query}", headers={**signed, **headers})
        if answer.status_code == 200:
            self.pending = answer.json["secret"]
        return answer

    def confirm_body(self):
        said = {**self.api, "timestamp": str(int(time.time())), "shopUrl": self.url, "shopId": self.shop_id}
        return as_php(said)

    def confirm(self, *, again=False, body=None, key=None, previous=None):
        body = self.confirm_body() if body is None else body
        headers = {"shopware-shop-signature": hmac_of(body, key or self.pending), "Content-Type": "application/json"}
        if again:
            headers["shopware-shop-signature-previous"] = hmac_of(body, previous or self.secret)
        answer = self.client.post("/shopware/confirm", data=body, headers=headers)
        if answer.status_code == 204 and key is None:
            self.secret = self.pending
        return answer

    def install(self):
        assert self.register().status_code == 200
        assert self.confirm().status_code == 204
        return self

    # --- afterwards ------------------------------------------------------------------------------------------------

    def hook_body(self, event, *, payload=(), event_id=None, at=None):
        source = {
            "url": self.url,
            "eventId": event_id or secrets.token_hex(16),
            "appVersion": "1.0.0",
            "shopId": self.shop_id,
        }
        data = {"payload": payload if isinstance(payload, dict) else list(payload), "event": event}
        return as_php({"data": data, "source": source, "timestamp": int(at or time.time())})

    def hook(self, event, *, body=None, key=None, signature=None, **more):
        body = body or self.hook_body(event, **more)
        signature = signature if signature is not None else hmac_of(body, key or self.secret)
        headers = {"Content-Type": "application/json", **({"shopware-shop-signature": signature} if signature else {})}
        return self.client.post("/shopware/hook", data=body, headers=headers)

    def address(self, path="/shopware/panel", *, location="", at=None, key=None, url=None, locale="de-DE", behind=""):
        query = f"location-id={location}&" if location else ""
        query += (
            f"shop-id={self.shop_id}&shop-url={url or self.url}&timestamp={int(at or time.time())}&sw-version=6.7.13.0"
            f"&sw-context-language=2fbb5fe2e29a4d70aa5854ce7ce3e20b&sw-user-language={locale}"
        )
        return f"{path}?{query}&shopware-shop-signature={hmac_of(query, key or self.secret)}{behind}"

    def open(self, path="/shopware/panel", **more):
        return self.client.get(self.address(path, **more))
