"""WooCommerce: product reviews in, replies out. See README.md for how to connect a shop."""

from connectors.woocommerce.connector import WooCommerceConnector
from connectors.woocommerce.settings import WooCommerceSettings

__all__ = ["WooCommerceConnector", "WooCommerceSettings"]
