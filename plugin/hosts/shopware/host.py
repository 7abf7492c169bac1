"""Shopware as one of the hosts."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Request

from plugin.hosts import framing
from plugin.hosts.principal import Principal
from plugin.hosts.shopware import surroundings
from plugin.hosts.shopware.kept import HOST
from plugin.hosts.shopware.views import blueprint
from plugin.settings import Settings
from plugin.store import Session, tables


class ShopwareHost:
    """Switched on by the app's secret."""

    name = HOST

    def blueprint(self, settings: Settings) -> Blueprint | None:
        return blueprint if settings.shopware is not None else None

    def principal_from_bearer(
        self,
        session: Session,  # noqa: ARG002 -- the protocol's signature
        token: str,  # noqa: ARG002
        incoming: Request,  # noqa: ARG002
        settings: Settings,  # noqa: ARG002
        now: dt.datetime,  # noqa: ARG002
    ) -> Principal | None:
        """Shopware's admin gives pages no token of a person."""
        return None

    def embedding(self, install: tables.Install, settings: Settings) -> framing.Embedding:  # noqa: ARG002 -- the protocol's signature
        return surroundings.embedding(install)
