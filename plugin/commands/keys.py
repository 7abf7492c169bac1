"""``wederwoord keys …``"""

from __future__ import annotations

import os
from pathlib import Path

import click
from cryptography.fernet import Fernet

from plugin import settings
from plugin.commands.desk import Said
from plugin.store import Database, channels, installs, orders


@click.group()
def keys() -> None:
    """The keys under which the channels' credentials are stored."""


@keys.command()
def new() -> None:
    """Print a new key, for WEDERWOORD_ENCRYPTION_KEYS."""
    click.echo(Fernet.generate_key().decode())


@keys.command()
@click.option("--drop-old", is_flag=True, help="Forget the older keys afterwards. Backups made before then need them.")
def rotate(*, drop_old: bool) -> None:
    """Store every credential under a new key.

    Where the key lives in the data directory, a new one is made. Where it comes from the environment, put the new
    key first in WEDERWOORD_ENCRYPTION_KEYS, then run this. Cut off, it can be run again.
    """
    given = settings.load()
    held = given.encryption_keys
    if given.encryption_keys_file is not None:
        held = (Fernet.generate_key().decode(), *held)
        _write(given.encryption_keys_file, held)
    elif len(held) == 1:
        raise Said("Put the new key first: WEDERWOORD_ENCRYPTION_KEYS=new,old. Make one with: wederwoord keys new.")
    database = Database(given.database_url, held)
    try:
        resealed = _reseal(database)
    finally:
        database.dispose()
    if drop_old and given.encryption_keys_file is not None:
        _write(given.encryption_keys_file, held[:1])
    click.echo(f"{resealed} credentials are stored under the new key. Restart the desk and its workers now.")


def _reseal(database: Database) -> int:
    done, after = 0, 0
    while True:
        with database.session() as session:
            rotated = channels.rotate_keys(session, after_id=after)
        done += rotated.resealed
        if rotated.after_id is None:
            with database.session() as session:
                return done + installs.reseal_all(session) + orders.reseal_all(session)
        after = rotated.after_id


def _write(path: Path, held: tuple[str, ...]) -> None:
    """Whole or not at all: a half-written key file would lock every credential away."""
    draft = path.with_name(f".{path.name}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(held) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
