"""``wederwoord person …``"""

from __future__ import annotations

import datetime as dt

import click

from plugin.commands.desk import Said, opened, shop_named
from plugin.hosts.standalone import signing_in
from plugin.store import Session, people, tables
from plugin.words import Role

_SHOP = click.option("--shop", "slug", help="The shop's short name; not needed where there is only one.")


@click.group()
def person() -> None:
    """Who may come in, and what they may do."""


@person.command()
@click.argument("name")
@_SHOP
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.APPROVER.value, show_default=True
)
@click.option("--email", default="", help="For your own record; no mail is sent.")
def add(name: str, *, slug: str | None, role: str, email: str) -> None:
    """Add a person, and print their one-time sign-in link."""
    now = dt.datetime.now(dt.UTC)
    with opened(quiet=True) as desk, desk.session() as session:
        shop = shop_named(session, slug)
        if any(known.name == name and known.active for known in people.every(session, shop.id)):
            raise Said(f"{name} is there already. A new link: wederwoord person link {name!r}.")
        _, token = signing_in.invite(session, shop.id, name=name, email=email, role=Role(role), now=now)
        click.echo(signing_in.link_for(desk.settings.address, token))


@person.command()
@click.argument("name")
@_SHOP
def link(name: str, slug: str | None) -> None:
    """Print a new one-time sign-in link; older unused ones of this person end."""
    now = dt.datetime.now(dt.UTC)
    with opened(quiet=True) as desk, desk.session() as session:
        shop = shop_named(session, slug)
        who = _named(session, shop.id, name)
        token = signing_in.create_link(session, shop.id, who.id, now=now)
        click.echo(signing_in.link_for(desk.settings.address, token))


@person.command()
@click.argument("name")
@_SHOP
@click.option("--for", "purpose", default="API", show_default=True, help="What the token is for.")
def token(name: str, *, slug: str | None, purpose: str) -> None:
    """Print a token for the API. It may do what its person may do, for a year."""
    now = dt.datetime.now(dt.UTC)
    with opened(quiet=True) as desk, desk.session() as session:
        shop = shop_named(session, slug)
        who = _named(session, shop.id, name)
        click.echo(signing_in.create_api_token(session, shop.id, who.id, name=purpose, now=now).token)


@person.command("list")
@_SHOP
def list_(slug: str | None) -> None:
    """List a shop's people."""
    with opened(quiet=True) as desk, desk.session() as session:
        for known in people.every(session, shop_named(session, slug).id):
            click.echo(f"{known.name}\t{known.role}\t{'active' if known.active else 'left'}\t{known.email}")


def _named(session: Session, shop_id: int, name: str) -> tables.Person:
    found = [known for known in people.every(session, shop_id, active_only=True) if known.name == name]
    if not found:
        raise Said(f"There is no active person called {name}. Add them: wederwoord person add {name!r}.")
    return found[-1]
