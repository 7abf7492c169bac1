"""The hosts that this Wederwoord can be installed on. A new one is a folder here and one line in HOSTS."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from flask import Blueprint, Request

from plugin.hosts import framing
from plugin.hosts.principal import Principal
from plugin.settings import Settings
from plugin.store import Session, installs, tables


class Host(Protocol):
    """A shop platform. ``name`` is what stands in ``installs.host``, ``sessions.host`` and ``Principal.host``."""

    name: str

    def blueprint(self, settings: Settings) -> Blueprint | None:
        """Its addresses; None where the settings leave it switched off."""

    def principal_from_bearer(
        self, session: Session, token: str, incoming: Request, settings: Settings, now: dt.datetime
    ) -> Principal | None:
        """Who carries a token of the host's own making; None where it is none of the host's, or refused."""

    def embedding(self, install: tables.Install, settings: Settings) -> framing.Embedding:
        """What stands around the desk in this install's admin."""


HOSTS: dict[str, Host] = {}


def principal_from_bearer(
    session: Session, token: str, incoming: Request, settings: Settings, now: dt.datetime
) -> Principal | None:
    """Ask every host that has tokens of its own."""
    for host in HOSTS.values():
        found = host.principal_from_bearer(session, token, incoming, settings, now)
        if found is not None:
            return found
    return None


def embed(session: Session, who: Principal, settings: Settings) -> bool:
    """Dress this answer for the host that the person came through; False where its install is not in force."""
    host = HOSTS.get(who.host)
    install = installs.of_shop(session, who.shop_id, who.host) if host is not None else None
    if host is None or install is None or install.state != installs.InstallState.INSTALLED:
        return False
    framing.embed(host.embedding(install, settings))
    return True


def blueprints(settings: Settings) -> list[Blueprint]:
    """The addresses of every host that is switched on."""
    made = [host.blueprint(settings) for host in HOSTS.values()]
    return [blueprint for blueprint in made if blueprint is not None]
