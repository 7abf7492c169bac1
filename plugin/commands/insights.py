"""``wederwoord insights``"""

from __future__ import annotations

import json

import click

from plugin.commands.desk import opened, shop_named
from plugin.insights import looking
from plugin.insights.as_data import insights_to_data


@click.command()
@click.option("--shop", "slug", help="The shop's short name; not needed where there is only one.")
@click.option(
    "--days",
    type=click.IntRange(1, looking.LONGEST),
    default=looking.DAYS,
    show_default=True,
    help="How far to look back.",
)
def insights(slug: str | None, days: int) -> None:
    """Print how fast the shop answers, what it keeps and what customers keep saying, as one JSON object."""
    with opened(quiet=True) as desk, desk.session() as session:
        seen = looking.look(session, shop_named(session, slug).id, days=days)
    click.echo(json.dumps(insights_to_data(seen), ensure_ascii=False, indent=2))
