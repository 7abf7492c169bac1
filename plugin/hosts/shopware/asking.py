"""A request of Shopware's as its views need it: services, raw body within bounds, the proof of the shop."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import current_app

from plugin.hosts.shopware import kept, queries
from plugin.hosts.shopware.kept import HOST
from plugin.hosts.shopware.signatures import signed_part, verify_query
from plugin.settings import ShopwareSettings
from plugin.store import Session, installs, tables
from plugin.store.installs import InstallState
from plugin.work.services import Services


class NotProved(Exception):
    """The address was not signed by a shop of ours. Nothing may frame the answer."""


@dataclass(frozen=True, slots=True)
class Proved:
    """A shop's admin opened one of our pages. ``stale``: some time ago, so it opens nothing any more."""

    install: tables.Install
    launch: queries.Launch
    stale: bool

    @property
    def is_on(self) -> bool:
        return self.install.state == InstallState.INSTALLED


def services() -> Services:
    found: Services = current_app.extensions["wederwoord"]
    return found


def app() -> ShopwareSettings:
    """The settings of the app; our addresses are there only where it is switched on."""
    settings = services().settings.shopware
    if settings is None:
        raise LookupError("Shopware is switched off.")
    return settings


def proved(session: Session, query: bytes, location: str, now: dt.datetime) -> Proved:
    """Whose admin this is. Raises NotProved: unknown, uninstalled, tampered with, of another shop's address or location.

    A page's path is not signed; its location is, so a module's address opens no card and the other way round.
    """
    found = signed_part(query)
    if found is None:
        raise NotProved
    signed, signature = found
    try:
        launch = queries.launch(signed)
    except queries.BadQuery as error:
        raise NotProved from error
    install = installs.find(session, HOST, launch.shop_id)
    if install is None or install.state not in {InstallState.INSTALLED, InstallState.SUSPENDED}:
        raise NotProved
    secrets = kept.keys_of(session, install).usable(now)
    if not any([verify_query(signed, signature, secret) for secret in secrets]):  # noqa: C419 -- as long for each
        raise NotProved
    if launch.shop_url != install.shop_url or launch.location != location:
        raise NotProved  # a shop that moved has to register again
    return Proved(install, launch, stale=not queries.is_fresh(launch.timestamp, now))
