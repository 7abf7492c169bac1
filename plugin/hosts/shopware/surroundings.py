"""What stands around the desk in Shopware's admin."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from plugin.hosts import framing
from plugin.hosts.shopware.addresses import origin_of
from plugin.hosts.shopware.kept import HOST
from plugin.hosts.shopware.places import LEAVE
from plugin.store import Session, installs, tables

FILES = "/shopware/files"


def origins(install: tables.Install) -> tuple[str, ...]:
    """Where the shop's admin may run: the shop's own address, and others that its owner named (``wederwoord host
    shopware admin``), because an admin on a domain of its own tells us nothing of it (contract §2.4, unverified).
    """
    return tuple(dict.fromkeys((origin_of(install.shop_url), *install.data.get("origins", ()))))


def add_origin(session: Session, install: tables.Install, address: str) -> str:
    """Let the admin run at this address too. Gives its origin. Raises ValueError."""
    origin = origin_of(address)
    known = install.data.get("origins", [])
    if origin not in known:
        installs.set_data(session, install, origins=[*known, origin])
    return origin


def drop_origin(session: Session, install: tables.Install, address: str) -> None:
    """Raises ValueError."""
    left = [known for known in install.data.get("origins", []) if known != origin_of(address)]
    installs.set_data(session, install, origins=left or None)


def embedding(install: tables.Install) -> framing.Embedding:
    allowed = origins(install)
    return framing.Embedding(
        HOST,
        frame_ancestors=allowed,
        metas={"shopware-admin": " ".join(allowed)},
        scripts=(f"{FILES}/admin.js?v={_version('admin.js')}",),
        leave=LEAVE,
    )


@cache
def _version(name: str) -> str:
    return hashlib.sha256((files(__package__) / "static" / name).read_bytes()).hexdigest()[:12]
