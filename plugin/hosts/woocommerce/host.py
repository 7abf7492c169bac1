"""WooCommerce as a host: what stands around the desk in WordPress' admin."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Request

from plugin.hosts import framing
from plugin.hosts.principal import Principal
from plugin.hosts.woocommerce.connecting import HOST
from plugin.hosts.woocommerce.views import blueprint
from plugin.settings import Settings
from plugin.store import Session, tables


class WooCommerceHost:
    """Every Wederwoord can build the plugin; only plugins that it built may register."""

    name = HOST

    def blueprint(self, settings: Settings) -> Blueprint:  # noqa: ARG002 -- the protocol's signature
        return blueprint

    def principal_from_bearer(
        self,
        session: Session,  # noqa: ARG002 -- the protocol's signature
        token: str,  # noqa: ARG002
        incoming: Request,  # noqa: ARG002
        settings: Settings,  # noqa: ARG002
        now: dt.datetime,  # noqa: ARG002
    ) -> Principal | None:
        """WordPress gives pages no tokens of its own: a launch token is good once, at ``/launch``."""
        return None

    def embedding(self, install: tables.Install, settings: Settings) -> framing.Embedding:  # noqa: ARG002 -- the protocol's signature
        return framing.Embedding(self.name, frame_ancestors=(install.data["admin_origin"],))
