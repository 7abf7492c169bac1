"""The services that the app was put together with (plugin.app)."""

from __future__ import annotations

from contextlib import AbstractContextManager

from flask import current_app

from plugin.hosts.gate import principal
from plugin.store import Session
from plugin.work.services import Services


def services() -> Services:
    """Settings, database, work and connectors of this app."""
    found: Services = current_app.extensions["wederwoord"]
    return found


def shop_session() -> AbstractContextManager[Session]:
    """A session inside the tenancy net of the shop of whoever asks."""
    return services().database.session(shop_id=principal().shop_id)
