"""``wederwoord golden …``: a shop's pinned reviews with what must hold of their drafts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plugin.commands.desk import Said, opened, shop_named
from plugin.store import golden as suite
from plugin.words import Decision, Play

if TYPE_CHECKING:
    from plugin.drafting.model import ModelWriter
    from plugin.settings import Settings

_SHOP = click.option("--shop", "slug", help="The shop's short name; not needed where there is only one.")
_DECISIONS = click.Choice([decision.value for decision in Decision])
_PLAYS = click.Choice([play.value for play in Play])


@click.group()
def golden() -> None:
    """The golden suite: pinned reviews, and what must hold of their drafts whatever changes."""


@golden.command()
@_SHOP
@click.option("--no-llm", is_flag=True, help="Write with the built-in writer, whatever model is configured.")
@click.option("--json", "as_json", is_flag=True, help="Print each example as one JSON object.")
def run(slug: str | None, no_llm: bool, as_json: bool) -> None:
    """Draft every example in the shadow and say which expectations do not hold; nothing is stored.

    Exit status 1 where one does not hold.
    """
    from plugin.work.shadow import run_suite

    done = failed = 0
    with opened(quiet=True) as desk:
        with desk.session() as session:
            shop_id = shop_named(session, slug).id
        for name, found in run_suite(desk.database, shop_id, None if no_llm else _writer(desk.settings)):
            done, failed = done + 1, failed + bool(found["unmet"])
            if as_json:
                click.echo(json.dumps({"id": name, **found}, ensure_ascii=False))
            else:
                _print(name, found)
    if not as_json:
        click.echo(f"{done - failed} of {done} examples hold." if done else "The suite is empty.")
    raise SystemExit(1 if failed else 0)


@golden.command()
@click.argument("review_id", type=click.IntRange(1))
@_SHOP
@click.option("--name", default="", help="What it is called; default: the author and the review's own id.")
@click.option("--decision", type=_DECISIONS, multiple=True, help="One of these decisions.")
@click.option("--not-decision", type=_DECISIONS, multiple=True, help="None of these decisions.")
@click.option("--play", type=_PLAYS, multiple=True, help="One of these situations.")
@click.option("--contains", multiple=True, help="The reply holds these words; `a|b` for either, `a*` for any ending.")
@click.option("--never", multiple=True, help="No text holds these words.")
@click.option("--offers", multiple=True, help="A kind of sentence (solution, offline, apology …), or words.")
@click.option("--silent", is_flag=True, help="There is no public reply.")
@click.option("--may-block", is_flag=True, help="A finding that blocks is no failure here.")
def add(review_id: int, slug: str | None, name: str, silent: bool, may_block: bool, **asked: tuple[str, ...]) -> None:
    """Pin the review with this number (as in the desk's address) as an example."""
    from plugin.drafting.golden import read_expect
    from plugin.inbox import pinning

    wanted: dict[str, Any] = {key: list(value) for key, value in asked.items()}
    expect = read_expect({**wanted, "silent": silent, "no_block": not may_block})
    with opened(quiet=True) as desk, desk.session() as session:
        example = pinning.pin(session, shop_named(session, slug).id, review_id, expect, name=name)
        click.echo(f"Pinned as {example.name}.")


@golden.command("list")
@_SHOP
def list_(slug: str | None) -> None:
    """List the examples with what is expected of them."""
    with opened(quiet=True) as desk, desk.session() as session:
        for example in suite.every(session, shop_named(session, slug).id):
            click.echo(f"{example.name}\t{json.dumps(example.expect, ensure_ascii=False)}")


@golden.command()
@click.argument("name")
@_SHOP
def remove(name: str, slug: str | None) -> None:
    """Take an example out of the suite."""
    with opened(quiet=True) as desk, desk.session() as session:
        shop_id = shop_named(session, slug).id
        found = suite.by_name(session, shop_id, name)
        if found is None:
            raise Said(f"The suite has no example called {name}. There are: wederwoord golden list.")
        suite.remove(session, shop_id, found.id)
    click.echo(f"Taken out: {name}.")


@golden.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_SHOP
def import_(file: Path, slug: str | None) -> None:
    """Read examples from FILE (JSON Lines); one whose name is known gets the expectations of the file.

    Exit status 1 where a line cannot be used; the others are taken in.
    """
    from plugin.inbox import pinning

    with opened(quiet=True) as desk, desk.session() as session, file.open("rb") as lines:
        done = pinning.take_in(session, shop_named(session, slug).id, lines)
    for number, why in done.wrong:
        click.echo(f"line {number}: {why}", err=True)
    click.echo(f"{done.added} added, {done.changed} changed, {len(done.wrong)} refused.")
    raise SystemExit(1 if done.wrong else 0)


@golden.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@_SHOP
def export(file: Path | None, slug: str | None) -> None:
    """Write the suite as JSON Lines to FILE, or to standard output."""
    from plugin.inbox import pinning

    with opened(quiet=True) as desk, desk.session() as session:
        lines = list(pinning.lines_of(session, shop_named(session, slug).id))
    text = "".join(f"{line}\n" for line in lines)
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
        click.echo(f"{len(lines)} examples written to {file}.")


def _writer(settings: Settings) -> ModelWriter | None:
    if settings.model is None:
        return None
    from plugin.drafting.model import ModelWriter

    return ModelWriter(settings.model)


def _print(name: str, found: dict[str, Any]) -> None:
    click.echo(f"{'FAIL' if found['unmet'] else 'ok  '}  {name}: {found['decision']}")
    for one in found["unmet"]:
        click.echo(f"      {one['what']}: {one['wanted']}{' / got ' + one['got'] if one['got'] else ''}".rstrip())
