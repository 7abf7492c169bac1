"""Kiyoh and Klantenvertellen: location reviews in, replies out. See README.md for how to connect a location."""

from connectors.kiyoh.connector import KiyohConnector
from connectors.kiyoh.settings import KiyohSettings

__all__ = ["KiyohConnector", "KiyohSettings"]
