"""``wederwoord host …``: what a shop platform needs to install Wederwoord."""

from __future__ import annotations

from pathlib import Path

import click

from plugin import settings
from plugin.commands.desk import Said
from plugin.hosts.woocommerce import building


@click.group()
def host() -> None:
    """What a shop platform needs to install Wederwoord."""


@host.group()
def woocommerce() -> None:
    """WooCommerce: the WordPress plugin that shows the desk in the shop's admin."""


@woocommerce.command()
@click.option(
    "--into", type=click.Path(path_type=Path, dir_okay=False), default=Path("wederwoord.zip"), show_default=True,
    help="Where the zip goes.",
)  # fmt: skip
def build(into: Path) -> None:
    """Build the plugin as a zip for WordPress: Plugins, Add New, Upload. It knows this desk's address and key.

    Only plugins that this desk built can connect a shop to it, so keep the zip to yourself.
    """
    given = settings.load()
    if not given.public_url:
        raise Said("Say first how shops and browsers reach this desk: WEDERWOORD_PUBLIC_URL=https://desk.example.")
    into.write_bytes(building.build(given.address, given.secret_key))
    click.echo(f"{into} is ready: in WordPress choose Plugins, Add New, Upload Plugin.")
