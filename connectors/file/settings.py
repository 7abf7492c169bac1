"""What may be said about a file of reviews; all but the path can be left to be found out."""

from __future__ import annotations

import codecs
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load, validate

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

    path = fields.String(
        required=True, validate=validate.Length(1, 4_000), metadata={"title": "File", "local_file": True}
    )
    format = fields.String(
        load_default="auto", validate=validate.OneOf(["auto", "csv", "jsonl"]), metadata={"title": "Format"}
    )
    encoding = fields.String(load_default="auto", validate=_known_encoding, metadata={"title": "Encoding"})
    delimiter = fields.String(
        load_default="auto",
        validate=validate.OneOf(["auto", ",", ";", "\t", "|"]),
        metadata={"title": "Character between columns"},
    )
    columns = fields.Dict(
        keys=fields.String(validate=validate.OneOf(FIELDS)),
        values=fields.String(validate=validate.Length(1, 500)),
        load_default=dict,
        metadata={"title": "Columns", "help": "Which column holds what; what is not named here is proposed."},
    )
    rating_scale = fields.String(
        load_default="auto", validate=validate.OneOf(SCALES), metadata={"title": "Scale of the ratings"}
    )
    date_order = fields.String(
        load_default="auto", validate=validate.OneOf(DATE_ORDERS), metadata={"title": "Day or month first"}
    )
    timezone = fields.String(
        load_default="Europe/Amsterdam", validate=_known_zone, metadata={"title": "Time zone of dates without one"}
    )
    language = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(2, 12),
        metadata={"title": "Language of all reviews"},
    )

    @pre_load
    def _tab_in_words(self, data: Any, **_: Any) -> Any:
        """Forms cannot hold a tab; they say "tab"."""
        if isinstance(data, dict) and data.get("delimiter") in {"tab", "\\t"}:
            return {**data, "delimiter": "\t"}
        return data
