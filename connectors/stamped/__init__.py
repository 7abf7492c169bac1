"""Stamped: product reviews in, public replies out. See README.md for how to connect a shop."""

from connectors.stamped.connector import StampedConnector
from connectors.stamped.settings import StampedSettings

__all__ = ["StampedConnector", "StampedSettings"]
