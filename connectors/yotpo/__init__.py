"""Yotpo: product reviews in, public comments out. See README.md for how to connect a shop."""

from connectors.yotpo.connector import YotpoConnector
from connectors.yotpo.settings import YotpoSettings

__all__ = ["YotpoConnector", "YotpoSettings"]
