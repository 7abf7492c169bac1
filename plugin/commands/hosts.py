"""``wederwoord host …``: what a shop platform needs to install Wederwoord."""

from __future__ import annotations

from pathlib import Path

import click

from plugin import settings
from plugin.commands.desk import Said, opened, shop_named
from plugin.commands.lines import write_lines
from plugin.hosts.woocommerce import building
from plugin.store import customers, export, host_events, installs
from plugin.store import orders as known_orders

APP_VERSION = "1.0.0"  # of the app for Shopware: a shop updates it where this is higher than what it has


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


@host.group()
def shopware() -> None:
    """Shopware 6: the app that shows the desk in the shop's admin."""


@shopware.command("build")
@click.option(
    "--into", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="Where the zip goes; the app's name with .zip if not said.",
)  # fmt: skip
@click.option(
    "--private", is_flag=True,
    help="For shops that upload the zip themselves: the app's secret goes into it. Shopware's store refuses such a zip.",
)  # fmt: skip
def build_shopware(into: Path | None, *, private: bool) -> None:
    """Build the app as a zip for Shopware: Extensions, My extensions, Upload extension. It knows this desk's address.

    With --private the zip holds the app's secret, so keep it to yourself and your shops.
    """
    from plugin.hosts.shopware.bundle import App, build  # the other commands need none of it

    given = settings.load()
    if given.shopware is None:
        raise Said(
            "Say first which app it is: WEDERWOORD_SHOPWARE_SECRET, and WEDERWOORD_SHOPWARE_APP_NAME for its name."
        )
    if not given.public_url:
        raise Said("Say first how shops and browsers reach this desk: WEDERWOORD_PUBLIC_URL=https://desk.example.")
    name = given.shopware.app_name
    target = into or Path(f"{name}.zip")
    target.write_bytes(build(App(name, given.address, APP_VERSION, given.shopware.secret if private else "")))
    click.echo(f"{target} is ready: in Shopware choose Extensions, My extensions, Upload extension.")


@shopware.command("admin")
@click.argument("address")
@click.option("--shop", "slug", help="The shop's short name; not needed where there is only one.")
@click.option("--remove", is_flag=True, help="No longer let this address show the desk.")
def shopware_admin(address: str, *, slug: str | None, remove: bool) -> None:
    """Let an admin that runs at another address than the shop show the desk too."""
    from plugin.hosts.shopware import surroundings  # as above

    with opened(quiet=True) as desk, desk.session() as session:
        shop = shop_named(session, slug)
        install = installs.of_shop(session, shop.id, "shopware")
        if install is None:
            raise Said("This shop has not installed the app for Shopware.")
        if remove:
            surroundings.drop_origin(session, install, address)
        else:
            surroundings.add_origin(session, install, address)
        click.echo("The admin may run at: " + ", ".join(surroundings.origins(install)))


@host.group()
def shopify() -> None:
    """Shopify: the app that shows the desk in the shop's admin."""


@shopify.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("shopify.app.toml"), show_default=True,
    help="Where the file goes.",
)  # fmt: skip
@click.option("--name", default="Wederwoord", show_default=True, help="The app's name at Shopify.")
def toml(out: Path, name: str) -> None:
    """Write shopify.app.toml: the app's address, scopes and webhooks, for `shopify app deploy`."""
    from plugin.hosts.shopify.app_file import app_file  # Shopify's package is not needed by the other commands

    given = settings.load()
    if given.shopify is None:
        raise Said("Say first which app it is: WEDERWOORD_SHOPIFY_CLIENT_ID and WEDERWOORD_SHOPIFY_SECRET.")
    out.write_text(app_file(given.shopify, given.address, name=name), encoding="utf-8")
    click.echo(f"{out} is ready. Hand it over with: shopify app deploy")


@host.command()
@click.option("--shop", "slug", help="The shop's short name; not needed where there is only one.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="How many, newest first.")
def log(slug: str | None, limit: int) -> None:
    """List what a shop's platform told Wederwoord, and what was done about it."""
    with opened(quiet=True) as desk, desk.session() as session:
        for install in installs.every(session, shop_named(session, slug).id):
            click.echo(f"{install.host}\t{install.external_id}\t{install.state}")
            for event in host_events.latest(session, install.host, install.external_id, limit):
                outcome = event.outcome if event.handled_at is not None else "waits for a worker"
                click.echo(f"{event.received_at:%Y-%m-%d %H:%M}\t{event.topic}\t{outcome}")


@host.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--shop", "slug", help="The shop's short name; not needed where there is only one.")
@click.option("--email", default="", help="The customer's e-mail address.")
@click.option("--phone", default="", help="The customer's telephone number.")
@click.option("--order", "orders", multiple=True, help="A number of an order of theirs; may be given again.")
def customer(file: Path, *, slug: str | None, email: str, phone: str, orders: tuple[str, ...]) -> None:
    """Write everything kept of one customer to FILE, as JSON Lines: the answer to a request for their data."""
    asked = customers.Customer(email, phone, orders)
    if asked.pattern() is None:
        raise Said("Say who: --email, --phone of at least 7 digits, or --order of at least 4.")
    with opened(quiet=True) as desk:
        with desk.session() as session:
            shop_id = shop_named(session, slug).id
            found = set(customers.reviews_of(session, shop_id, asked))
            ordered = known_orders.of_customer(session, shop_id, email, orders)
        written = write_lines(file, export.of_reviews(desk.database, shop_id, found, ordered))
    click.echo(f"{len(found)} reviews, {written} lines: {file}")
