"""The shared secrets and the Admin API's credential of a shop, as its install keeps them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from connectors.redaction import remember
from plugin.hosts.shopware.rotation import Keys
from plugin.store import Session, installs, tables

HOST = "shopware"
CONNECTOR = "shopware"  # the channel that comes with the install


@dataclass(frozen=True, slots=True)
class Credential:
    """The Admin API's, from the shop's confirmation. Shown by no representation."""

    api_key: str = field(repr=False)
    secret_key: str = field(repr=False)


def keys_of(session: Session, install: tables.Install | None) -> Keys:
    """What we share with the shop; an unknown or uninstalled one shares nothing. Raises SecretUnreadable."""
    if install is None:
        return Keys()
    found = installs.secrets(session, install)
    remember(*found.values())
    rotated = install.data.get("rotated_at")
    return Keys(
        secret=found.get("secret", ""),
        pending=found.get("pending", ""),
        pending_url=install.data.get("pending_url", ""),
        previous=found.get("previous", ""),
        rotated_at=dt.datetime.fromisoformat(rotated) if rotated else None,
    )


def credential_of(session: Session, install: tables.Install) -> Credential:
    """The Admin API's credential; empty where the install has none. Raises SecretUnreadable."""
    found = installs.secrets(session, install)
    remember(*found.values())
    return Credential(found.get("api_key", ""), found.get("secret_key", ""))


def save_keys(session: Session, install: tables.Install, keys: Keys, credential: Credential | None = None) -> None:
    """Keep them sealed; without a new credential the one that is there stays."""
    found = installs.secrets(session, install)
    kept = {"secret": keys.secret, "pending": keys.pending, "previous": keys.previous}
    kept |= {name: found.get(name, "") for name in ("api_key", "secret_key")}
    if credential is not None:
        kept |= {"api_key": credential.api_key, "secret_key": credential.secret_key}
    remember(*kept.values())
    installs.set_secrets(session, install, {name: value for name, value in kept.items() if value})
    installs.set_data(
        session,
        install,
        pending_url=keys.pending_url or None,
        rotated_at=keys.rotated_at.isoformat() if keys.rotated_at is not None else None,
    )
