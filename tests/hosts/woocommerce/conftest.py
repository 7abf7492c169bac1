"""A real WordPress with our plugin, and the real app that it connects to, both on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from connectors.http import current_policy, set_policy
from plugin.app import create_app
from plugin.hosts.woocommerce.building import key_of
from plugin.settings import Settings
from plugin.store import Database
from plugin.work import Work
from tests.hosts.woocommerce.wordpress_site import WordPressSite, missing
from tests.serving import served

SECRET_KEY = "k" * 40


@dataclass
class Desk:
    address: str
    database: Database
    work: Work


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("desk")
    settings = Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'wederwoord.sqlite3'}",
        encryption_keys=(Fernet.generate_key().decode(),),
        secret_key=SECRET_KEY,
        allow_private_addresses=True,
        poll_every=0.1,
        life_sign_every=1.0,
    )
    database = Database(settings.database_url, settings.encryption_keys)
    database.upgrade()
    work = Work(settings, database)
    work.prepare()
    work.start()
    policy = current_policy()
    with served(create_app(settings, database, work)) as port:
        yield Desk(f"http://127.0.0.1:{port}", database, work)
    work.stop()
    set_policy(policy)
    database.dispose()


@pytest.fixture(scope="module")
def wordpress(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPressSite]:
    if lacking := missing():
        pytest.skip(f"a real WordPress needs: {lacking}")
    site = WordPressSite(tmp_path_factory.mktemp("wordpress"), desk=desk.address, key=key_of(SECRET_KEY))
    yield site
    site.stop()
