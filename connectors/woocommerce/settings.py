"""What has to be known about a WooCommerce shop to connect it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from connectors.settings_form import SettingsForm
from connectors.site_address import address_of, parts_of
from connectors.woocommerce import words

# What people copy from their browser's address bar behind the shop's own address.
_TAILS = ("/wp-json", "/wp-admin", "/wp-login.php", "/index.php", "/?rest_route=")


def site_address(typed: str) -> str:
    """The shop's address as typed, without what does not belong to it: ``shop.nl/wp-admin/`` → ``https://shop.nl``.

    A sub-folder stays. Raises ValidationError.
    """
    address = typed
    for tail in _TAILS:
        address = address.partition(tail)[0]
    parts = parts_of(address)
    return address_of(parts, parts.path)


class WooCommerceSettings(SettingsForm):
    """The form for one shop. ``reread_pages`` is how many hundreds of the newest reviews each sync reads again."""

    url = fields.String(required=True, metadata={**words.URL, "example": "https://www.example.com"})
    user = fields.String(required=True, validate=validate.Length(1, 200), metadata=words.USER)
    app_password = fields.String(required=True, validate=validate.Length(1, 200), metadata=words.APP_PASSWORD)
    reread_pages = fields.Integer(
        load_default=3, validate=validate.Range(1, 50), metadata={**words.REREAD_PAGES, "advanced": True}
    )
    calls_per_second = fields.Integer(
        load_default=10, validate=validate.Range(1, 1_000), metadata={**words.CALLS_PER_SECOND, "advanced": True}
    )

    @post_load
    def _tidy(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "url": site_address(data["url"])}
