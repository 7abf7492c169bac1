"""Installs of shops on their hosts. Credentials go in sealed and come out only through ``secrets``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from plugin.store import rows
from plugin.store.encryption import vault_of
from plugin.store.errors import Conflict
from plugin.store.tables import Install


class InstallState(StrEnum):
    PENDING = "pending"  # begun, not confirmed: nobody comes in by it
    INSTALLED = "installed"
    SUSPENDED = "suspended"  # switched off on the host, still there
    UNINSTALLED = "uninstalled"  # credentials gone, data kept until ``purge_at``


def add(
    session: Session,
    shop_id: int,
    host: str,
    external_id: str,
    *,
    shop_url: str = "",
    state: InstallState = InstallState.PENDING,
    data: Mapping[str, Any] | None = None,
    now: dt.datetime | None = None,
) -> Install:
    """A new install. Raises Conflict where this shop of the host is known already."""
    moment = now or rows.utc_now()
    install = Install(
        shop_id=shop_id, host=host, external_id=external_id, shop_url=shop_url, state=str(state), data=dict(data or {}),
        created_at=moment, installed_at=moment if state is InstallState.INSTALLED else None,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(install)
    except IntegrityError as error:
        raise Conflict(f"The shop {external_id} is known on {host} already.") from error
    return install


def find(session: Session, host: str, external_id: str) -> Install | None:
    """The install of this shop of a host, whichever shop of ours it is: the host's own proof says which."""
    return session.scalars(
        select(Install)
        .where(Install.host == host, Install.external_id == external_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def get(session: Session, shop_id: int, install_id: int) -> Install:
    """Raises NotThere."""
    return rows.get(session, Install, shop_id, install_id)


def of_shop(session: Session, shop_id: int, host: str) -> Install | None:
    """The shop's newest install on a host."""
    return session.scalars(
        select(Install).where(Install.shop_id == shop_id, Install.host == host).order_by(Install.id.desc()).limit(1)
    ).one_or_none()


def every(session: Session, shop_id: int) -> Sequence[Install]:
    return rows.of_shop(session, Install, shop_id)


def held(session: Session, shop_id: int, install_id: int) -> Install:
    """The install, locked until the session ends: two refreshes of one token take turns. Raises NotThere.

    Postgres locks the row, SQLite the database.
    """
    rows.hold(session, Install, shop_id, install_id)
    return rows.get(session, Install, shop_id, install_id)


def secrets(session: Session, install: Install) -> dict[str, str]:
    """The credentials in the clear: for calling the host, never for showing or logging. Raises SecretUnreadable."""
    return vault_of(session).open(install.shop_id, _owner(install), install.secrets) if install.secrets else {}


def set_secrets(session: Session, install: Install, secrets: Mapping[str, str]) -> None:
    """Replace all credentials; none: they are gone."""
    install.secrets = vault_of(session).seal(install.shop_id, _owner(install), secrets) if secrets else None
    session.flush()


def set_data(session: Session, install: Install, **changes: Any) -> None:
    """Change what is given of the host's own data; a value of None takes the key away."""
    install.data = {key: value for key, value in {**install.data, **changes}.items() if value is not None}
    session.flush()


def set_state(
    session: Session, install: Install, state: InstallState, *, now: dt.datetime, purge_at: dt.datetime | None = None
) -> None:
    """Move the install on. Installed clears an earlier uninstall; uninstalled takes the credentials away at once."""
    install.state = str(state)
    if state is InstallState.INSTALLED:
        install.installed_at = install.installed_at or now
        install.uninstalled_at = install.purge_at = None
    elif state is InstallState.UNINSTALLED:
        install.uninstalled_at, install.purge_at, install.secrets = now, purge_at, None
        install.installed_at = None
    session.flush()


def due_for_purge(session: Session, now: dt.datetime) -> Sequence[Install]:
    """Uninstalled ones of all shops whose grace has ended: for the daily purge only."""
    return session.scalars(
        select(Install)
        .where(Install.state == InstallState.UNINSTALLED, Install.purge_at.is_not(None), Install.purge_at <= now)
        .order_by(Install.id)
    ).all()


def left_pending(session: Session, before: dt.datetime) -> Sequence[Install]:
    """Installs of all shops that were begun before then and never confirmed: for the daily purge only."""
    return session.scalars(
        select(Install).where(Install.state == InstallState.PENDING, Install.created_at < before).order_by(Install.id)
    ).all()


def reseal_all(session: Session) -> int:
    """Reseal every install's credentials under the newest key; how many were not yet. Raises SecretUnreadable."""
    vault, resealed = vault_of(session), 0
    for install in session.scalars(select(Install).where(Install.secrets.is_not(None)).with_for_update()).all():
        sealed = install.secrets or ""
        if not vault.is_newest(sealed):
            opened = vault.open(install.shop_id, _owner(install), sealed)
            install.secrets = vault.seal(install.shop_id, _owner(install), opened)
            resealed += 1
    session.flush()
    return resealed


def check_keys(session: Session) -> None:
    """Read every stored credential once. Raises SecretUnreadable."""
    for install in session.scalars(select(Install).where(Install.secrets.is_not(None))).all():
        secrets(session, install)


def _owner(install: Install) -> str:
    return f"install-{install.id}"
