"""What the doctor says of hosts: which are switched on, whether shops can embed the desk, and how each install does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from plugin.commands.findings import Finding, Verdict
from plugin.hosts.reaching import reach
from plugin.settings import Settings
from plugin.store import Database, SecretUnreadable, host_events, installs, tables
from plugin.store.installs import InstallState

_WAITS_LONG = dt.timedelta(minutes=10)
_CONFIRMS_WITHIN = dt.timedelta(hours=1)


def configured(given: Settings) -> Iterator[Finding]:
    """Hosts that the settings switch on, and what stands in the way of a shop that wants to install."""
    on = [name for name, there in (("Shopify", given.shopify), ("Shopware", given.shopware)) if there is not None]
    if not on and not given.public_url:
        text = "the desk stands by itself; no shop platform is switched on"
        yield Finding("hosts", Verdict.WELL, f"{text} (Shopify, Shopware, WooCommerce: see docs/hosts)")
        return
    about = f"hosts ({', '.join([*on, 'WooCommerce'])})"
    if given.address.startswith("https://"):
        yield Finding(about, Verdict.WELL, f"shops find the desk at {given.address}")
    else:
        yield Finding(
            about, Verdict.NOTE, f"no shop's admin shows a desk at {given.address}: it needs https",
            "Put a proxy with TLS before it and set WEDERWOORD_PUBLIC_URL to its https address.",
        )  # fmt: skip
    if given.shopify is not None and given.shopify.old_secret:
        yield Finding(
            "host Shopify", Verdict.NOTE, "the secret before is still accepted",
            "When Shopify signs with the new one alone, take WEDERWOORD_SHOPIFY_OLD_SECRET away.",
        )  # fmt: skip


def of_shop(database: Database, given: Settings, shop_id: int, slug: str, now: dt.datetime) -> Iterator[Finding]:
    """The installs of one shop."""
    with database.session(shop_id=shop_id) as session:
        found = list(installs.every(session, shop_id))
    for install in found:
        yield _of_install(database, given, install, slug, now)


def unhandled(database: Database, now: dt.datetime) -> Iterator[Finding]:
    """What platforms told us and no worker has seen to."""
    with database.session() as session:
        late = host_events.waiting(session, now - _WAITS_LONG)
    if late:
        yield Finding(
            "hosts", Verdict.NOTE, f"{len(late)} of the platforms' messages wait for more than ten minutes",
            "Start a worker: wederwoord run, or wederwoord worker beside it.",
        )  # fmt: skip


def _of_install(database: Database, given: Settings, install: tables.Install, slug: str, now: dt.datetime) -> Finding:
    about = f"{slug} on {install.host}"
    match InstallState(install.state):
        case InstallState.PENDING if install.created_at + _CONFIRMS_WITHIN > now:
            return Finding(about, Verdict.NOTE, f"{install.external_id}: begun, not confirmed by the shop yet")
        case InstallState.PENDING:
            todo = "Install it again from the shop's admin; what was begun goes away by itself."
            return Finding(about, Verdict.NOTE, f"{install.external_id}: begun and never confirmed by the shop", todo)
        case InstallState.SUSPENDED:
            todo = "Switch it on again in the shop's admin, then open it there once."
            return Finding(about, Verdict.NOTE, f"{install.external_id}: switched off in the shop", todo)
        case InstallState.UNINSTALLED:
            until = f"{install.purge_at:%Y-%m-%d}" if install.purge_at else "never"
            return Finding(about, Verdict.NOTE, f"{install.external_id}: removed there; its data goes on {until}")
        case InstallState.INSTALLED:
            return _reached(database, given, install, about)


def _reached(database: Database, given: Settings, install: tables.Install, about: str) -> Finding:
    try:
        reached = reach(database, given, install)
    except SecretUnreadable as error:
        return Finding(
            about, Verdict.BAD, str(error), "Put the old key back, or install it again from the shop's admin."
        )
    verdict = Verdict.WELL if reached.well else Verdict.BAD
    return Finding(about, verdict, f"{install.external_id}: {reached.text}", reached.todo)
