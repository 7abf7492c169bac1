"""``wederwoord channel …`` and ``wederwoord sync``"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from connectors import registry
from plugin.commands.desk import Desk, Said, opened, shop_named
from plugin.inbox.connecting import SettingsWrong, add_channel, connect, test_channel
from plugin.inbox.sync import Synced, sync_channel
from plugin.store import Session, channels, shops, tables

_SHOP = click.option("--shop", "slug", help="The shop's short name; not needed where there is only one.")


@click.group()
def channel() -> None:
    """The places where a shop's reviews appear."""


@channel.command()
@click.argument("connector")
@click.argument("name")
@_SHOP
@click.option("--set", "pairs", multiple=True, metavar="FIELD=VALUE", help="A field of the connector's form.")
@click.option(
    "--set-file",
    "files",
    multiple=True,
    metavar="FIELD=PATH",
    help="A field whose value is in a file: the way for secrets.",
)
@click.option(
    "--platform", help="Whose rules hold for replies there (google, trustpilot, …), where the connector cannot know."
)
@click.option("--max-chars", type=click.IntRange(1), help="The longest reply that this channel takes.")
def add(
    connector: str,
    name: str,
    *,
    slug: str | None,
    pairs: tuple[str, ...],
    files: tuple[str, ...],
    platform: str | None,
    max_chars: int | None,
) -> None:
    """Connect a channel. CONNECTOR is its kind (file, woocommerce, …), NAME is yours to choose."""
    kind = registry.get(connector)
    given: dict[str, Any] = dict(_pair(pair) for pair in pairs)
    given |= {field: _read(path) for field, path in map(_pair, files)}
    for field in sorted(kind.secret_fields - given.keys()):
        if sys.stdin.isatty():
            given[field] = click.prompt(field, hide_input=True)
    limits = {key: value for key, value in (("platform", platform), ("max_chars", max_chars)) if value}
    with opened(quiet=True) as desk:
        with desk.session() as session:
            shop_id = shop_named(session, slug).id
            try:
                channel_id = add_channel(session, shop_id, connector, name, given, limits=limits).id
            except SettingsWrong as error:
                fields = ", ".join(kind.Settings().fields)
                raise Said(f"The settings are not complete: {error}\nFields of {connector}: {fields}.") from error
        _tell_health(desk, shop_id, channel_id, name)


@channel.command()
@click.argument("name")
@_SHOP
def test(name: str, slug: str | None) -> None:
    """Ask a channel whether the connection works."""
    with opened(quiet=True) as desk:
        with desk.session() as session:
            shop_id = shop_named(session, slug).id
            channel_id = _named(session, shop_id, name).id
        if not _tell_health(desk, shop_id, channel_id, name):
            raise SystemExit(1)


@channel.command("list")
@_SHOP
def list_(slug: str | None) -> None:
    """List the channels, with their state."""
    with opened(quiet=True) as desk, desk.session() as session:
        found = [shop_named(session, slug)] if slug else shops.every(session)
        for shop in found:
            for known in channels.every(session, shop.id):
                seen = known.synced_at.isoformat(timespec="minutes") if known.synced_at else "never"
                click.echo(
                    f"{shop.slug}\t{known.name}\t{known.connector}\t{known.state}\t{seen}\t{' '.join(known.message.splitlines())}"
                )


@click.command()
@_SHOP
@click.option("--channel", "name", help="Only this channel.")
def sync(slug: str | None, name: str | None) -> None:
    """Fetch new reviews now, in this process. What cannot be read is told, and the rest is taken in."""
    failed = False
    with opened(quiet=True) as desk:
        with desk.session() as session:
            wanted = [
                (shop.slug, shop.id, known.id, known.name)
                for shop in ([shop_named(session, slug)] if slug else shops.every(session))
                for known in ([_named(session, shop.id, name)] if name else channels.every(session, shop.id))
            ]
        if not wanted:
            raise Said("There is no channel yet. Connect one: wederwoord channel add CONNECTOR NAME …")
        for shop_slug, shop_id, channel_id, channel_name in wanted:
            result = sync_channel(desk.database, shop_id, channel_id, connect=connect)
            click.echo(f"{shop_slug}\t{channel_name}\t{_summary(result)}")
            _tell_problems(result.problems)
            failed = failed or bool(result.problems) or not result.complete
    if failed:
        raise SystemExit(1)


def _summary(result: Synced) -> str:
    counts = f"{result.new} new, {result.changed} changed, {result.unchanged} as before, {result.removed} gone"
    return f"{counts}. {result.message} {result.hint}".strip()


def _tell_problems(problems: Iterable[str]) -> None:
    for problem in problems:
        click.echo(f"  {problem}", err=True)


def _tell_health(desk: Desk, shop_id: int, channel_id: int, name: str) -> bool:
    health = test_channel(desk.database, shop_id, channel_id)
    if health.ok:
        with desk.database.session(shop_id=shop_id) as session:
            desk.work.channel_is_back(session, shop_id, channel_id)
    click.echo(f"{name}: {'works' if health.ok else 'does not work'}. {' '.join(health.messages)}".strip())
    return health.ok


def _named(session: Session, shop_id: int, name: str) -> tables.Channel:
    found = channels.by_name(session, shop_id, name)
    if found is None:
        names = ", ".join(known.name for known in channels.every(session, shop_id)) or "none"
        raise Said(f"There is no channel called {name}. There are: {names}.")
    return found


def _pair(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not (field and equals):
        raise click.UsageError(f"{text!r}: write FIELD=VALUE.")
    return field, value


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8").strip()
