"""``wederwoord orders …``: delivered orders in, and who wants no invitations."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from plugin.commands.desk import opened, shop_named
from plugin.inviting import looking, opting_out, order_files, taking

_SHOP = click.option("--shop", "slug", help="The shop's short name; not needed where there is only one.")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SHOWN = 20


@click.group()
def orders() -> None:
    """Delivered orders, for invitations to review them."""


@orders.command("import")
@click.argument("file", type=_FILE)
@_SHOP
def import_(file: Path, slug: str | None) -> None:
    """Take delivered orders from FILE: CSV with a line of names, or JSON Lines (docs/invitations.md).

    Bring all of them, whoever the customer is: nobody is chosen. The same file twice does no harm.
    """
    with opened(quiet=True) as desk, desk.session() as session:
        shop = shop_named(session, slug)
        taken = taking.take_rows(session, shop.id, order_files.rows_of(file), source="import")
    click.echo(f"{taken.new} new, {taken.known} known before, {len(taken.problems)} not taken.")
    for problem in taken.problems[:_SHOWN]:
        click.echo(f"  {problem}", err=True)
    if taken.problems:
        raise SystemExit(1)


@orders.command()
@click.argument("addresses", nargs=-1)
@click.option("--file", "file", type=_FILE, help="One address a line.")
@_SHOP
def unsubscribe(addresses: tuple[str, ...], file: Path | None, slug: str | None) -> None:
    """These ADDRESSES want no invitations: no channel asks them again. Kept as a keyed hash."""
    given = [*addresses, *(file.read_text(encoding="utf-8").splitlines() if file else ())]
    if not given:
        raise click.UsageError("Name addresses, or a file of them with --file.")
    with opened(quiet=True) as desk, desk.session() as session:
        added = opting_out.add(session, shop_named(session, slug).id, given, source="command")
    click.echo(f"{added.new} added, {added.known} on the list before, {added.wrong} no addresses.")
    if added.wrong:
        raise SystemExit(1)


@orders.command()
@_SHOP
def invitations(slug: str | None) -> None:
    """How each channel asks for reviews, and what it has done so far."""
    with opened(quiet=True) as desk, desk.session() as session:
        for one in looking.every(session, shop_named(session, slug).id, dt.datetime.now(dt.UTC)):
            left_out = ", ".join(f"{why} {number}" for why, number in sorted(one.left_out.items())) or "none"
            click.echo(
                f"{one.name}\t{one.state}\tafter {one.delay_days} days\t{one.not_yet} not due yet\t{one.waiting} waiting\t"
                f"{one.sent} sent\t{one.known} known there\t{one.unknown} unknown\t{one.refused} refused\tleft out: {left_out}"
            )
