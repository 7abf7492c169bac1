"""What has to be known about a WooCommerce shop to connect it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, pre_load, validate

from connectors.woocommerce import words

# What people copy from their browser's address bar behind the shop's own address.
_TAILS = ("/wp-json", "/wp-admin", "/wp-login.php", "/index.php", "/?rest_route=")


def site_address(typed: str) -> str:
    """The shop's address as typed, without what does not belong to it: ``shop.nl/wp-admin/`` → ``https://shop.nl``.

    A sub-folder stays. Raises ValidationError.
    """
    address = typed.strip()
    if "://" not in address:
        address = f"https://{address}"
    for tail in _TAILS:
        address = address.partition(tail)[0]
    try:
        parts = urlsplit(address)
        _ = parts.port  # reading it is what validates it
    except ValueError as error:
        raise ValidationError("This is no address of a web site.", "url") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValidationError("This is no address of a web site.", "url")
    if parts.username or parts.password:
        raise ValidationError("Leave user name and password out of the address.", "url")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


class WooCommerceSettings(Schema):
    """The form for one shop. ``reread_pages`` is how many hundreds of the newest reviews each sync reads again."""

    class Meta:
        unknown = EXCLUDE

    url = fields.String(required=True, metadata={**words.URL, "example": "https://www.example.com"})
    user = fields.String(required=True, validate=validate.Length(1, 200), metadata=words.USER)
    app_password = fields.String(required=True, validate=validate.Length(1, 200), metadata=words.APP_PASSWORD)
    reread_pages = fields.Integer(
        load_default=3, validate=validate.Range(1, 50), metadata={**words.REREAD_PAGES, "advanced": True}
    )
    calls_per_second = fields.Integer(
        load_default=10, validate=validate.Range(1, 1_000), metadata={**words.CALLS_PER_SECOND, "advanced": True}
    )

    @pre_load
    def _trim(self, data: Any, **_: Any) -> Any:
        return {k: v.strip() if isinstance(v, str) else v for k, v in data.items()} if isinstance(data, dict) else data

    @post_load
    def _tidy(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "url": site_address(data["url"])}
