"""Instagram: comments under a shop's posts in, replies out. See README.md for how to connect an account."""

from connectors.instagram.connector import InstagramConnector
from connectors.instagram.settings import InstagramSettings

__all__ = ["InstagramConnector", "InstagramSettings"]
