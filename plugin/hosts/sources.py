"""Where the reviews of a host's shops come from: data, so that no page asks which host it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sources:
    """``own``: the connector of the host's own reviews, which its install connects; "" where the host has none.
    ``apps``: connectors of review apps that shops of the host use.
    """

    title: str
    own: str = ""
    apps: tuple[str, ...] = ()


SOURCES: Mapping[str, Sources] = {
    "shopify": Sources("Shopify", apps=("judgeme", "yotpo", "stamped", "okendo")),
    "shopware": Sources("Shopware", own="shopware"),
    "woocommerce": Sources("WooCommerce", own="woocommerce"),
}
