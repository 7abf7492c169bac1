"""What may be said about a file of reviews; all but the path can be left to be found out."""

from __future__ import annotations

import codecs
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validate

from connectors.file import words

# What a column can mean: the contract's Review, and a reply that is already there.
FIELDS = (
    "id",
    "text",
    "title",
    "rating",
    "author",
    "created",
    "language",
    "product",
    "product_id",
    "verified",
    "url",
    "reply",
)
SCALES = ("auto", "1-5", "0-5", "1-10", "0-10", "0-100")
DATE_ORDERS = ("auto", "dmy", "mdy")


def _known_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError("There is no such time zone; an example is Europe/Amsterdam.") from error


def _known_encoding(name: str) -> None:
    if name == "auto":
        return
    try:
        codecs.lookup(name)
    except (LookupError, ValueError) as error:
        raise ValidationError("There is no such encoding; an example is cp1252.") from error


class FileSettings(Schema):
    """The form for one file. ``columns`` says which column (by its header) holds what: {"text": "Beoordeling"}."""

    class Meta:
        unknown = EXCLUDE

    path = fields.String(required=True, validate=validate.Length(1, 4_000), metadata={**words.PATH, "local_file": True})
    columns = fields.Dict(
        keys=fields.String(validate=validate.OneOf(FIELDS)),
        values=fields.String(validate=validate.Length(1, 500)),
        load_default=dict,
        metadata=words.COLUMNS,
    )
    rating_scale = fields.String(
        load_default="auto", validate=validate.OneOf(SCALES), metadata={**words.RATING_SCALE, "advanced": True}
    )
    date_order = fields.String(
        load_default="auto", validate=validate.OneOf(DATE_ORDERS), metadata={**words.DATE_ORDER, "advanced": True}
    )
    timezone = fields.String(
        load_default="Europe/Amsterdam", validate=_known_zone, metadata={**words.TIMEZONE, "advanced": True}
    )
    language = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(2, 12),
        metadata={**words.LANGUAGE, "advanced": True},
    )
    format = fields.String(
        load_default="auto",
        validate=validate.OneOf(["auto", "csv", "jsonl"]),
        metadata={**words.FORMAT, "advanced": True},
    )
    encoding = fields.String(
        load_default="auto", validate=_known_encoding, metadata={**words.ENCODING, "advanced": True}
    )
    delimiter = fields.String(
        load_default="auto",
        validate=validate.OneOf(["auto", ",", ";", "\t", "|"]),
        metadata={**words.DELIMITER, "advanced": True},
    )

    @pre_load
    def _tab_in_words(self, data: Any, **_: Any) -> Any:
        """Forms cannot hold a tab; they say "tab"."""
        if isinstance(data, dict) and data.get("delimiter") in {"tab", "\\t"}:
            return {**data, "delimiter": "\t"}
        return data
