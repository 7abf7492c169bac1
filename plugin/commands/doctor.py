"""``wederwoord doctor``: what is configured, what is reachable, what to do next."""

from __future__ import annotations

import datetime as dt
import errno
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import click

from connectors import http, registry
from plugin import logs, settings
from plugin.commands import doctor_hosts
from plugin.commands.findings import Finding, Verdict
from plugin.inbox.connecting import test_channel
from plugin.store import Database, SecretUnreadable, StoreError, channels, installs, orders, people, shops
from plugin.work import Work
from plugin.work.pack_watch import lags

_LITTLE_DISK = 500_000_000  # bytes
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@click.command()
def doctor() -> None:
    """Say what is configured, what is reachable and what to do next. Exit status 1 where something is wrong."""
    wrong = False
    for finding in examine():
        mark = {Verdict.WELL: "ok  ", Verdict.NOTE: "note", Verdict.BAD: "BAD "}[finding.verdict]
        click.echo(f"{mark}  {finding.about}: {finding.text}")
        if finding.todo:
            click.echo(f"      → {finding.todo}")
        wrong = wrong or finding.verdict is Verdict.BAD
    click.echo("Something needs you: see above." if wrong else "All is well.")
    raise SystemExit(1 if wrong else 0)


def examine() -> Iterator[Finding]:
    """Every finding, in the order in which it is best mended. What cannot be looked at any more is left out."""
    try:
        given = settings.load()
    except settings.SettingsError as error:
        for name, what in sorted(error.problems.items()):
            yield Finding("settings", Verdict.BAD, f"{name}: {what}", "Set it right; docs/settings.md lists them all.")
        return
    logs.set_up("ERROR")
    http.set_policy(http.HttpPolicy(allow_private=given.allow_private_addresses))
    yield _installed()
    yield _data_dir(given)
    yield _loopback(given)
    yield from doctor_hosts.configured(given)
    database = Database(given.database_url, given.encryption_keys)
    try:
        yield from _database(given, database)
        yield from _model(given)
    finally:
        database.dispose()


def _installed() -> Finding:
    """The names ``plugin``, ``connectors`` and ``prompts`` are plain: another package could stand in their place."""
    if not files("prompts").joinpath("guidelines").is_dir():
        return Finding(
            "installation", Verdict.BAD, "the package 'prompts' is not ours", "Install Wederwoord in a venv of its own."
        )
    broken = registry.broken()
    if broken:
        told = "; ".join(f"{name}: {why}" for name, why in broken.items())
        return Finding("connectors", Verdict.BAD, told, "Mend or remove the package that brings it.")
    return Finding("installation", Verdict.WELL, f"connectors: {', '.join(registry.all_connectors())}")


def _data_dir(given: settings.Settings) -> Finding:
    place = given.data_dir.resolve()
    try:
        probe = place / ".doctor"
        probe.write_bytes(b"x")
        probe.unlink()
        free = shutil.disk_usage(place).free
    except OSError as error:
        todo = "Make room on this disk." if error.errno in _NO_ROOM else "Give this user the right to write there."
        return Finding("data directory", Verdict.BAD, f"{place}: {error.strerror}", todo)
    if free < _LITTLE_DISK:
        return Finding(
            "data directory", Verdict.BAD, f"{place}: {free // 1_000_000} MB left", "Make room on this disk."
        )
    return Finding("data directory", Verdict.WELL, f"{place}, {free // 1_000_000_000} GB free")


def _loopback(given: settings.Settings) -> Finding:
    if given.host in settings.LOOPBACK or given.public_url.startswith("https://"):
        return Finding("address", Verdict.WELL, given.address)
    return Finding(
        "address", Verdict.NOTE, f"{given.address} can be reached from outside, without TLS",
        "Put a proxy with TLS before it and set WEDERWOORD_PUBLIC_URL.",
    )  # fmt: skip


def _database(given: settings.Settings, database: Database) -> Iterator[Finding]:
    work = Work(given, database)
    try:
        # A look changes nothing: what is not up to date is told, and brought there by the next start.
        if not database.is_up_to_date():
            yield Finding(
                "database", Verdict.NOTE, "its tables are not those of this version, or there are none yet",
                "Make a backup if it holds anything; the next start (wederwoord run) brings it up to date.",
            )  # fmt: skip
            return
        with database.session() as session:
            work.worker_is_alive(session)
            shop_ids = [(shop.id, shop.slug) for shop in shops.every(session)]
    except StoreError as error:
        yield Finding("database", Verdict.BAD, str(error), "Mend that first; the rest depends on it.")
        return
    kind = f"SQLite, {Path(database.url.database or '').resolve()}" if given.is_sqlite else "Postgres"
    yield Finding("database", Verdict.WELL, f"{kind}: reachable, tables up to date")
    yield _keys(database)
    yield _worker(database, work)
    if not shop_ids:
        yield Finding("shops", Verdict.NOTE, "none yet", "wederwoord shop add FILE, or wederwoord run --sample")
    now = dt.datetime.now(dt.UTC)
    for shop_id, slug in shop_ids:
        yield from doctor_hosts.of_shop(database, given, shop_id, slug, now)
        yield from _shop(database, work, shop_id, slug)
    yield from doctor_hosts.unhandled(database, now)
    yield from _packs(database)
    work.stop()


def _packs(database: Database) -> Iterator[Finding]:
    """Shops whose owner has not accepted this program's guidelines yet, and what waits for the yes."""
    with database.session() as session:
        found = lags(session)
    for lag in found:
        waits = f"; {', '.join(lag.waiting)} wait for the owner's yes" if lag.waiting else "; nothing of it waits"
        yield Finding(
            f"guidelines of {lag.slug}", Verdict.NOTE,
            f"pack {lag.current} changes {lag.changed} of {lag.accepted}: requirements and law hold already{waits}",
            f"See the desk under Changes, or wederwoord change list --shop {lag.slug}.",
        )  # fmt: skip


def _keys(database: Database) -> Finding:
    try:
        with database.session() as session:
            channels.check_keys(session)
            installs.check_keys(session)
            orders.check_keys(session)
    except SecretUnreadable as error:
        return Finding(
            "encryption",
            Verdict.BAD,
            str(error),
            "Put the old key back behind the new one in WEDERWOORD_ENCRYPTION_KEYS.",
        )
    return Finding("encryption", Verdict.WELL, "every stored credential can be read")


def _worker(database: Database, work: Work) -> Finding:
    now = dt.datetime.now(dt.UTC)
    with database.session() as session:
        alive = work.workers(session, now)
        seen = work.last_seen(session)
    if alive:
        return Finding("worker", Verdict.WELL, f"{', '.join(worker.id for worker in alive)}")
    ago = f"last seen {int((now - seen).total_seconds() // 60)} minutes ago" if seen else "none has run yet"
    return Finding(
        "worker", Verdict.NOTE, f"no worker gives a sign of life ({ago}); what is asked for waits",
        "wederwoord run, or wederwoord worker beside it",
    )  # fmt: skip


def _shop(database: Database, work: Work, shop_id: int, slug: str) -> Iterator[Finding]:
    with database.session(shop_id=shop_id) as session:
        found = [(channel.id, channel.name, channel.state) for channel in channels.every(session, shop_id)]
        owners = [who for who in people.every(session, shop_id, active_only=True) if who.role == "owner"]
    if not owners:
        yield Finding(f"shop {slug}", Verdict.NOTE, "nobody owns it yet", "wederwoord person add NAME --role owner")
    if not found:
        yield Finding(f"shop {slug}", Verdict.NOTE, "no channel yet", "wederwoord channel add CONNECTOR NAME …")
    for channel_id, name, state in found:
        if state == "off":
            yield Finding(f"channel {name}", Verdict.NOTE, "switched off")
            continue
        health = test_channel(database, shop_id, channel_id)
        if health.ok and state != "ok":  # its replies waited for this moment
            with database.session(shop_id=shop_id) as session:
                work.channel_is_back(session, shop_id, channel_id)
        told = " ".join(health.messages) or ("works" if health.ok else "does not work")
        yield Finding(
            f"channel {name}", Verdict.WELL if health.ok else Verdict.BAD, told,
            "" if health.ok else "Open the channel in the desk and mend its settings.",
        )  # fmt: skip


def _model(given: settings.Settings) -> Iterator[Finding]:
    if given.model is None:
        yield Finding(
            "writer",
            Verdict.WELL,
            "the built-in writer (for a model: OPENAI_API_KEY or OPENAI_BASE_URL, and WEDERWOORD_MODEL)",
        )
        return
    yield ask_model(given)


def ask_model(given: settings.Settings, get: Callable[[str, dict[str, str]], int] | None = None) -> Finding:
    """Whether the model's server answers: by its list of models, which costs nothing."""
    assert given.model is not None  # noqa: S101 -- the caller looked
    about = f"model {given.model.model} at {given.model.host}"
    url = f"{given.model.base_url.rstrip('/')}/models"
    try:
        status = (get or _get)(url, {"Authorization": f"Bearer {given.model.api_key}"})
    except OSError as error:
        return Finding(
            about, Verdict.BAD, f"does not answer ({type(error).__name__})",
            "Start it, or check OPENAI_BASE_URL. Until then the built-in writer drafts.",
        )  # fmt: skip
    if status in {401, 403}:
        return Finding(about, Verdict.BAD, f"refuses the key ({status})", "Check OPENAI_API_KEY.")
    return Finding(about, Verdict.WELL, f"answers ({status})")


def _get(url: str, headers: dict[str, str]) -> int:
    import requests

    # The operator's own server, which may stand on this machine: the guard for channels does not apply.
    return requests.get(url, headers=headers, timeout=(5, 10), allow_redirects=False).status_code
