"""Google Business Profile: reviews of a location in, replies out. See README.md for how to connect a location."""

from connectors.google_business.connector import GoogleBusinessConnector
from connectors.google_business.settings import GoogleBusinessSettings

__all__ = ["GoogleBusinessConnector", "GoogleBusinessSettings"]
