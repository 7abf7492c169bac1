"""Trusted Shops (eTrusted): reviews in, replies and vetos out. See README.md for how to connect an account."""

from connectors.trusted_shops.connector import TrustedShopsConnector
from connectors.trusted_shops.settings import TrustedShopsSettings

__all__ = ["TrustedShopsConnector", "TrustedShopsSettings"]
