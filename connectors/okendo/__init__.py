"""Okendo: product reviews in; replies are placed in Okendo itself. See README.md for how to connect a shop."""

from connectors.okendo.connector import OkendoConnector
from connectors.okendo.settings import OkendoSettings

__all__ = ["OkendoConnector", "OkendoSettings"]
