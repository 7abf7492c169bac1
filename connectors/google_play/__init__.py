"""Google Play: reviews of an app in, replies out. See README.md for how to connect an app."""

from connectors.google_play.connector import GooglePlayConnector
from connectors.google_play.settings import GooglePlaySettings

__all__ = ["GooglePlayConnector", "GooglePlaySettings"]
