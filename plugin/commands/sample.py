"""The sample shop, to look around with (plugin.sample)."""

from __future__ import annotations

import datetime as dt

import click

from plugin.commands.desk import Desk, opened


@click.command()
def sample() -> None:
    """Load the sample shop; run again, it changes nothing."""
    with opened(quiet=True) as desk:
        load_sample(desk)
    click.echo("The sample shop is there. Start the desk: wederwoord run --sample")


def load_sample(desk: Desk) -> int:
    """The sample shop's id; the shop is made and filled where it is not there yet."""
    from plugin.sample import seed

    return seed(desk.database, desk.settings.data_dir, dt.datetime.now(dt.UTC)).shop_id
