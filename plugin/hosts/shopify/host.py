"""Shopify as the registry of hosts knows it."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from flask import Blueprint, Request

from plugin.hosts import framing
from plugin.hosts.principal import Principal
from plugin.hosts.shopify import home, webhooks
from plugin.hosts.shopify.id_tokens import PATCH_PATH, of_bearer
from plugin.settings import Settings
from plugin.store import Session, installs, people, tables
from plugin.words import Role

CDN = "https://cdn.shopify.com"
APP_BRIDGE = f"{CDN}/shopifycloud/app-bridge.js"
ADMIN = "https://admin.shopify.com"


class ShopifyHost:
    name = home.NAME

    def blueprint(self, settings: Settings) -> Blueprint | None:
        if settings.shopify is None:
            return None
        made = Blueprint("shopify", __name__)
        made.add_url_rule(home.HOME_PATH, "home", home.home, methods=["GET"])
        made.add_url_rule(PATCH_PATH, "patch", home.patch, methods=["GET"])
        made.add_url_rule(webhooks.PATH, "webhooks", webhooks.receive, methods=["POST"])
        return made

    def principal_from_bearer(
        self, session: Session, token: str, incoming: Request, settings: Settings, now: dt.datetime
    ) -> Principal | None:
        """The person of an id token, where the shop is installed and the person came in by a launch before.

        On a refusal App Bridge is told to come again with a fresh token.
        """
        del now  # the package looks at the clock itself
        if settings.shopify is None:
            return None
        framing.say_with_refusal(X_Shopify_Retry_Invalid_Session_Request="1")
        claims = of_bearer(settings.shopify, token)
        if claims is None or incoming.args.get("shop", claims.domain) != claims.domain:
            return None
        install = installs.find(session, self.name, claims.domain)
        if install is None or install.state != installs.InstallState.INSTALLED:
            return None
        person = people.by_external_id(session, install.shop_id, claims.user)
        if person is None or not person.active:
            return None
        return Principal(install.shop_id, self.name, person.id, Role(person.role), person.name)

    def embedding(self, install: tables.Install, settings: Settings) -> framing.Embedding:
        """The shop's own address and Shopify's admin may frame it; App Bridge stands first in the head (§1.5)."""
        client_id = settings.shopify.client_id if settings.shopify is not None else ""
        again = {"shop": install.external_id, "embedded": "1", "host": install.data.get("host", "")}
        return framing.Embedding(
            self.name,
            frame_ancestors=(f"https://{install.external_id}", ADMIN),
            metas={"shopify-api-key": client_id},
            scripts=(APP_BRIDGE,),
            script_sources=(CDN,),
            launch=f"{home.HOME_PATH}?{urlencode({name: value for name, value in again.items() if value})}",
        )
