"""Which kinds of channel there are: the built-in ones and those of other packages.

Another package registers a connector under the entry-point group ``wederwoord.connectors``. One that cannot be
loaded is named in :func:`broken` and never keeps the others from working.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from marshmallow import Schema

from connectors.contract import Capabilities, Connector

GROUP = "wederwoord.connectors"

# Listed here too, so that they work from a checkout that was never installed.
_BUILT_IN: Mapping[str, tuple[str, str]] = {
    "app_store": ("connectors.app_store", "AppStoreConnector"),
    "file": ("connectors.file", "FileConnector"),
    "google_business": ("connectors.google_business", "GoogleBusinessConnector"),
    "google_play": ("connectors.google_play", "GooglePlayConnector"),
    "instagram": ("connectors.instagram", "InstagramConnector"),
    "judgeme": ("connectors.judgeme", "JudgeMeConnector"),
    "kiyoh": ("connectors.kiyoh", "KiyohConnector"),
    "okendo": ("connectors.okendo", "OkendoConnector"),
    "shopware": ("connectors.shopware", "ShopwareConnector"),
    "stamped": ("connectors.stamped", "StampedConnector"),
    "trusted_shops": ("connectors.trusted_shops", "TrustedShopsConnector"),
    "trustpilot": ("connectors.trustpilot", "TrustpilotConnector"),
    "webwinkelkeur": ("connectors.webwinkelkeur", "WebwinkelKeurConnector"),
    "woocommerce": ("connectors.woocommerce", "WooCommerceConnector"),
    "yotpo": ("connectors.yotpo", "YotpoConnector"),
}

log = logging.getLogger(__name__)


class UnknownConnector(LookupError):
    """There is no connector of that name, or it could not be loaded; the message says which and why."""


@dataclass
class _Loaded:
    connectors: dict[str, type[Connector]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)


_third_party = True


def use_third_party(enabled: bool) -> None:
    """Switch the connectors of other packages on (as at start) or off, for this process."""
    global _third_party  # noqa: PLW0603 -- a switch of the process, thrown at start-up or by tests
    _third_party = enabled
    _load.cache_clear()


def all_connectors() -> Mapping[str, type[Connector]]:
    """Every usable connector by its name, the built-in ones first."""
    return dict(_load().connectors)


def built_in() -> Mapping[str, type[Connector]]:
    """The connectors of this library by their names, whatever other packages bring."""
    return {name: kind for name, kind in _load().connectors.items() if name in _BUILT_IN}


def broken() -> Mapping[str, str]:
    """Connectors of other packages that could not be loaded, by name, with the reason."""
    return dict(_load().broken)


def get(name: str) -> type[Connector]:
    """The connector class of that name. Raises UnknownConnector."""
    loaded = _load()
    if name in loaded.connectors:
        return loaded.connectors[name]
    if name in loaded.broken:
        raise UnknownConnector(f"The connector {name!r} is installed but does not work: {loaded.broken[name]}")
    raise UnknownConnector(f"There is no connector {name!r}. There are: {', '.join(loaded.connectors)}.")


def capabilities_of(name: str, settings: Mapping[str, Any] | None = None) -> Capabilities:
    """What a channel of this kind can do, with these settings; nothing at all where its connector is not installed."""
    try:
        return get(name).able(settings or {})
    except UnknownConnector:
        return Capabilities()


@cache
def _load() -> _Loaded:
    loaded = _Loaded()
    for name, (module, attribute) in _BUILT_IN.items():
        loaded.connectors[name] = getattr(import_module(module), attribute)
    if _third_party:
        for entry in entry_points(group=GROUP):
            _add(loaded, entry)
    return loaded


def _add(loaded: _Loaded, entry: EntryPoint) -> None:
    if entry.name in _BUILT_IN:
        if entry.value != ":".join(_BUILT_IN[entry.name]):
            _mark_broken(loaded, f"{entry.name} ({entry.value})", "its name belongs to a built-in connector")
        return
    try:
        found = entry.load()
        _require_complete(entry.name, found)
    # Whatever another package's module does while it is imported must not take the desk down with it.
    except Exception as error:  # noqa: BLE001 -- see the line above
        _mark_broken(loaded, entry.name, f"{type(error).__name__}: {error}")
    else:
        loaded.connectors[entry.name] = found


def _mark_broken(loaded: _Loaded, name: str, reason: str) -> None:
    loaded.broken[name] = reason
    log.error("connector %s cannot be used: %s", name, reason)


def _require_complete(name: str, found: object) -> None:
    """Raise TypeError that says what a connector class lacks (contract.py)."""
    if not (isinstance(found, type) and issubclass(found, Connector)):
        raise TypeError("it is no subclass of connectors.contract.Connector")
    if getattr(found, "name", None) != name:
        raise TypeError(f"it calls itself {getattr(found, 'name', None)!r}, but is registered as {name!r}")
    if not isinstance(getattr(found, "title", None), str):
        raise TypeError("it has no title")
    if not isinstance(getattr(found, "capabilities", None), Capabilities):
        raise TypeError("it declares no capabilities")
    settings = getattr(found, "Settings", None)
    if not (isinstance(settings, type) and issubclass(settings, Schema)):
        raise TypeError("it has no Settings schema")
    if unknown := set(found.secret_fields) - set(settings().fields):
        raise TypeError(f"its secret fields {sorted(unknown)} are not in its settings")
    if found.__abstractmethods__:
        raise TypeError(f"it lacks {', '.join(sorted(found.__abstractmethods__))}")
