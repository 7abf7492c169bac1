"""``wederwoord connector …``: for those who write a connector for a platform of their own."""

from __future__ import annotations

from pathlib import Path

import click

from connectors import registry
from connectors.scaffolding.new_package import NameRefused, new_package


@click.group()
def connector() -> None:
    """The kinds of channel there are, and how to add one."""


@connector.command("list")
def list_() -> None:
    """Every kind of channel, with what it can do."""
    for name, kind in registry.all_connectors().items():
        able = kind.able({})
        offers = {
            "reply": able.can_reply,
            "read back": able.can_read_replies,
            "private reply": able.can_reply_privately,
            "report": able.can_report,
            "invite": able.can_invite,
            "experimental": able.experimental,
        }
        said = ", ".join(word for word, offered in offers.items() if offered)
        click.echo(f"{name:20} {kind.title:30} {said or 'read only'}")
    for name, reason in registry.broken().items():
        click.echo(f"{name:20} cannot be used: {reason}")


@connector.command()
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder in which the package's own is made.",
)
def new(name: str, into: Path) -> None:
    """Begin a connector for another platform: a package that passes the contract before you change it."""
    try:
        written = new_package(name, into=into)
    except NameRefused as error:
        raise click.ClickException(str(error)) from error
    except FileExistsError as error:
        raise click.ClickException(f"There is something of that name already: {error.filename}") from error
    root = written[0].parent
    click.echo(f"{len(written)} files in {root}")
    click.echo(f"Next: cd {root} && pip install -e '.[dev]' && pytest, and its README.md")
