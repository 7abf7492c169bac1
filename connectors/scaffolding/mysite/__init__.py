"""My Site as a channel of Wederwoord."""

from .connector import MySiteConnector
from .settings import MySiteSettings

__all__ = ["MySiteConnector", "MySiteSettings"]
