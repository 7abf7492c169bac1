"""WebwinkelKeur: shop reviews in, replies out. See README.md for how to connect a shop."""

from connectors.webwinkelkeur.connector import WebwinkelKeurConnector
from connectors.webwinkelkeur.settings import WebwinkelKeurSettings

__all__ = ["WebwinkelKeurConnector", "WebwinkelKeurSettings"]
