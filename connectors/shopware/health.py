"""The connection test: what works, and in plain words what to do about the rest."""

from __future__ import annotations

from connectors.contract import ConnectorError, Health
from connectors.shopware import criteria
from connectors.shopware.client import AdminApi


def examine(api: AdminApi) -> Health:
    """Signs in and asks for one review with all that belongs to it, so that a missing permission shows here already."""
    try:
        listed = api.search(criteria.by_time("createdAt", None, page=1, limit=1))
    except ConnectorError as error:
        return Health.failed(error)
    count = "" if listed.total is None else f" It holds {listed.total} reviews."
    return Health(True, (f"Connected to the shop.{count}",))
