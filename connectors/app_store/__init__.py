"""App Store: reviews of an app in, responses out. See README.md for how to connect an app."""

from connectors.app_store.connector import AppStoreConnector
from connectors.app_store.settings import AppStoreSettings

__all__ = ["AppStoreConnector", "AppStoreSettings"]
