"""``wederwoord shop …``"""

from __future__ import annotations

import re
from pathlib import Path

import click
import yaml

from plugin.commands.desk import Said, opened, shop_named
from plugin.commands.lines import write_lines
from plugin.shop import ShopProfile, dump_profile, load_profile, read_profile, refuse_less_than_the_law
from plugin.store import export, setting_up, shops

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@click.group()
def shop() -> None:
    """The shops of this installation, and their profiles (policy, voice, measures)."""


@shop.command()
@click.argument("file", type=_FILE)
@click.option("--slug", help="The shop's short name on this command line; default: made from its name.")
def add(file: Path, slug: str | None) -> None:
    """Add the shop that FILE (YAML) describes."""
    profile = read_profile(file)
    refuse_less_than_the_law(profile)
    slug = slug or _slug_of(profile.name)
    if not _SLUG.fullmatch(slug):
        raise Said(f"{slug!r} cannot be a short name: use up to 80 of a-z, 0-9 and the dash.")
    with opened(quiet=True) as desk, desk.session() as session:
        setting_up.begin(session, shops.add(session, slug, profile).id)
    click.echo(f"Added {profile.name} as {slug}. Next: wederwoord channel add --shop {slug} …, then wederwoord run.")


@shop.command("list")
def list_() -> None:
    """List the shops."""
    with opened(quiet=True) as desk, desk.session() as session:
        for found in shops.every(session):
            click.echo(f"{found.slug}\t{found.profile['name']}\t{found.host}")


@shop.command()
@click.argument("slug", required=False)
def show(slug: str | None) -> None:
    """Show a shop's profile as YAML, ready to be edited."""
    with opened(quiet=True) as desk, desk.session() as session:
        click.echo(_as_yaml(shops.profile(session, shop_named(session, slug).id)), nl=False)


@shop.command()
@click.argument("slug", required=False)
@click.option("--from", "file", type=_FILE, help="Take the profile from this file; default: open it in your editor.")
@click.option("--now", "at_once", is_flag=True, help="Put it in force at once, untried and unasked.")
def edit(slug: str | None, file: Path | None, at_once: bool) -> None:
    """Change a shop's profile, in your editor ($EDITOR) or from a file: tried first, in force after the owner's yes."""
    with opened(quiet=True) as desk:
        with desk.session() as session:
            found = shop_named(session, slug)
            shop_id, version, now = found.id, found.profile_version, shops.profile(session, found.id)
        changed = read_profile(file) if file else _edited(now)
        if changed == now:
            click.echo("Nothing was changed.")
            return
        refuse_less_than_the_law(changed)
        if not at_once:
            with desk.session() as session:
                trial = desk.work.propose_profile(session, shop_id, changed, seen_version=version)
            if trial is not None:
                click.echo(f"Held as change {trial.id}; the worker tries it. See: wederwoord change list.")
                return
            click.echo("There is no review to try it on: it is in effect.")
            return
        with desk.session() as session:
            saved = shops.save_profile(session, shop_id, changed, seen_version=version)
    click.echo(f"Saved as version {saved}. Drafts made before keep the version that they were made with.")


@shop.command("export")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_(slug: str, file: Path) -> None:
    """Write everything that is kept of a shop to FILE, as JSON Lines; credentials stay behind."""
    with opened(quiet=True) as desk:
        with desk.session() as session:
            shop_id = shop_named(session, slug).id
        written = write_lines(file, export.rows(desk.database, shop_id))
    click.echo(f"{written} lines: {file}")


@shop.command()
@click.argument("slug", required=False)
def rules(slug: str | None) -> None:
    """Show a shop's own rules as YAML; `shop edit` changes them, under the key `rules`."""
    with opened(quiet=True) as desk, desk.session() as session:
        own = dump_profile(shops.profile(session, shop_named(session, slug).id))["rules"]
    click.echo(yaml.safe_dump(own, allow_unicode=True, sort_keys=False, width=100), nl=False)


def _edited(profile: ShopProfile) -> ShopProfile:
    text = click.edit(_as_yaml(profile), extension=".yaml")
    if text is None:
        return profile
    data = yaml.safe_load(text)
    if not isinstance(data, dict):
        raise Said("That is no profile: it starts with name: and agent:. Nothing was saved.")
    return load_profile(data)


def _as_yaml(profile: ShopProfile) -> str:
    text: str = yaml.safe_dump(dump_profile(profile), allow_unicode=True, sort_keys=False, width=100)
    return text


def _slug_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:80]
