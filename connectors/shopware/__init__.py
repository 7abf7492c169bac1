"""Shopware 6: product reviews in, the shop's comment out. See README.md for how to connect a shop."""

from connectors.shopware.connector import ShopwareConnector
from connectors.shopware.settings import ShopwareSettings

__all__ = ["ShopwareConnector", "ShopwareSettings"]
