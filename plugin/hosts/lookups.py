"""What a worker can ask of the hosts; loaded only for those that the settings switch on."""

from __future__ import annotations

from plugin.inviting.reading_orders import HOST_ORDERS
from plugin.settings import Settings
from plugin.work.product_facts import LOOKUPS


def teach(settings: Settings) -> None:
    """Let the work of this process look things up at the hosts. Call it before the worker starts."""
    if settings.shopify is not None:
        from plugin.hosts.shopify.products import look_up

        LOOKUPS["shopify"] = look_up
        if settings.shopify.orders:
            from plugin.hosts.shopify.deliveries import delivered

            HOST_ORDERS["shopify"] = delivered
