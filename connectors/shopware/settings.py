"""What has to be known about a Shopware shop to connect it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from connectors.settings_form import SettingsForm
from connectors.shopware import words
from connectors.site_address import address_of, parts_of


def site_address(typed: str) -> str:
    """The shop's address as typed, without what does not belong to it: ``shop.nl/admin#/sw/…`` → ``https://shop.nl``.

    A sub-folder stays. Raises ValidationError.
    """
    parts = parts_of(typed)
    path = f"{parts.path}/"
    for tail in ("/admin/", "/api/"):
        path = path.partition(tail)[0] if tail in path else path
    return address_of(parts, path)


class ShopwareSettings(SettingsForm):
    """The form for one shop. ``overlap_minutes`` is read again at each sync; ``watch_newest`` are looked for by their ids."""

    url = fields.String(required=True, metadata={**words.URL, "example": "https://www.example.com"})
    api_key = fields.String(required=True, validate=validate.Length(1, 200), metadata=words.API_KEY)
    secret_key = fields.String(required=True, validate=validate.Length(1, 200), metadata=words.SECRET_KEY)
    language_id = fields.String(
        load_default="",
        validate=validate.Regexp(r"(?:[0-9a-f]{32})?\Z"),
        metadata={**words.LANGUAGE_ID, "advanced": True},
    )
    mark_replies = fields.Boolean(load_default=True, metadata={**words.MARK_REPLIES, "advanced": True})
    overlap_minutes = fields.Integer(
        load_default=10, validate=validate.Range(1, 1_440), metadata={**words.OVERLAP, "advanced": True}
    )
    watch_newest = fields.Integer(
        load_default=500, validate=validate.Range(1, 10_000), metadata={**words.WATCH, "advanced": True}
    )
    calls_per_second = fields.Integer(
        load_default=10, validate=validate.Range(1, 1_000), metadata={**words.CALLS_PER_SECOND, "advanced": True}
    )

    @post_load
    def _tidy(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "url": site_address(data["url"])}
