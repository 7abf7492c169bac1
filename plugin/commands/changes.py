"""``wederwoord change …``: what waits for the owner's yes."""

from __future__ import annotations

import click

from plugin.commands.desk import opened, shop_named
from plugin.store import trials
from plugin.work import changes

_SHOP = click.option("--shop", "slug", help="The shop's short name; not needed where there is only one.")


@click.group()
def change() -> None:
    """Changes of policy, model or guidelines that are tried first and wait for the owner's yes."""


@change.command("list")
@_SHOP
def list_(slug: str | None) -> None:
    """List what waits: its number, what it changes, how far the trial is, and what the trial showed."""
    with opened(quiet=True) as desk, desk.session() as session:
        shop_id = shop_named(session, slug).id
        found = trials.open_ones(session, shop_id)
        for trial in found:
            cases = trials.cases(session, shop_id, trial.id)
            differ, unmet = sum(case.differs for case in cases), sum(case.unmet for case in cases)
            click.echo(
                f"{trial.id}\t{trial.kind}\t{trial.state}\t{trial.done} of {trial.total} tried, "
                f"{differ} differ, {unmet} expectations unmet" + (f"\t{trial.message}" if trial.message else "")
            )
        if not found:
            click.echo("Nothing waits.")


@change.command()
@click.argument("number", type=click.IntRange(1))
@_SHOP
def accept(number: int, slug: str | None) -> None:
    """Put change NUMBER into effect."""
    with opened(quiet=True) as desk, desk.session() as session:
        changes.accept(session, shop_named(session, slug).id, number)
    click.echo("It is in effect.")


@change.command()
@click.argument("number", type=click.IntRange(1))
@_SHOP
def again(number: int, slug: str | None) -> None:
    """Try change NUMBER again, whose trial failed."""
    with opened(quiet=True) as desk, desk.session() as session:
        desk.work.try_again(session, shop_named(session, slug).id, number)
    click.echo("Queued. `wederwoord change list` says how far it is.")


@change.command()
@click.argument("number", type=click.IntRange(1))
@_SHOP
def drop(number: int, slug: str | None) -> None:
    """Drop change NUMBER: all stays as it is."""
    with opened(quiet=True) as desk, desk.session() as session:
        changes.drop(session, shop_named(session, slug).id, number)
    click.echo("Dropped.")
