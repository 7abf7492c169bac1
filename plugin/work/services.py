"""What a web process hands to its views: ``app.extensions["wederwoord"]``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.contract import Connector
from plugin.settings import Settings
from plugin.store import Database
from plugin.work.work import Work


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    database: Database
    work: Work
    connectors: Mapping[str, type[Connector]]
