"""The shapes that Shopware's Admin API sends with ``Accept: application/json``, as frozen dataclasses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, validate

from connectors.payloads import Payload


class ShopTime(fields.Field[dt.datetime]):
    """A time such as 2026-11-01T10:00:00.123+00:00, always with its zone."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dt.datetime:  # noqa: ARG002 -- marshmallow's signature
        try:
            moment = dt.datetime.fromisoformat(str(value))
        except ValueError as error:
            raise self.make_error("validator_failed") from error
        if moment.tzinfo is None:
            raise self.make_error("validator_failed")
        return moment.astimezone(dt.UTC)


@dataclass(frozen=True)
class Customer:
    first_name: str = ""
    last_name: str = ""


class CustomerSchema(Payload[Customer]):
    makes = Customer
    first_name = fields.String(data_key="firstName", load_default="", allow_none=True)
    last_name = fields.String(data_key="lastName", load_default="", allow_none=True)


@dataclass(frozen=True)
class Translated:
    name: str | None = None


class TranslatedSchema(Payload[Translated]):
    makes = Translated
    name = fields.String(load_default=None, allow_none=True)


@dataclass(frozen=True)
class Product:
    """``name`` is empty for a variant that takes it from its parent; ``translated.name`` is what is shown."""

    name: str | None = None
    translated: Translated | None = None

    @property
    def shown(self) -> str:
        return (self.translated.name if self.translated else None) or self.name or ""


class ProductSchema(Payload[Product]):
    makes = Product
    name = fields.String(load_default=None, allow_none=True)
    translated = fields.Nested(TranslatedSchema, load_default=None, allow_none=True)


@dataclass(frozen=True)
class Locale:
    code: str = ""


class LocaleSchema(Payload[Locale]):
    makes = Locale
    code = fields.String(load_default="", allow_none=True)


@dataclass(frozen=True)
class Language:
    locale: Locale | None = None


class LanguageSchema(Payload[Language]):
    makes = Language
    locale = fields.Nested(LocaleSchema, load_default=None, allow_none=True)


@dataclass(frozen=True)
class WireReview:
    """A product review; ``comment`` is what the shop wrote under it (contract shopify-shopware §2.6)."""

    id: str
    created_at: dt.datetime
    content: str = ""
    title: str = ""
    points: float | None = None
    status: bool = False
    comment: str | None = None
    updated_at: dt.datetime | None = None
    product_id: str = ""
    external_user: str | None = None
    custom_fields: Any = None
    customer: Customer | None = None
    product: Product | None = None
    language: Language | None = None


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{32}\Z"))
    created_at = ShopTime(data_key="createdAt", required=True)
    content = fields.String(required=True)
    title = fields.String(load_default="", allow_none=True)
    points = fields.Float(load_default=None, allow_none=True)
    status = fields.Boolean(load_default=False, allow_none=True)
    comment = fields.String(load_default=None, allow_none=True)
    updated_at = ShopTime(data_key="updatedAt", load_default=None, allow_none=True)
    product_id = fields.String(data_key="productId", load_default="", allow_none=True)
    external_user = fields.String(data_key="externalUser", load_default=None, allow_none=True)
    # PHP writes an empty map as a list
    custom_fields = fields.Raw(data_key="customFields", load_default=None, allow_none=True)
    customer = fields.Nested(CustomerSchema, load_default=None, allow_none=True)
    product = fields.Nested(ProductSchema, load_default=None, allow_none=True)
    language = fields.Nested(LanguageSchema, load_default=None, allow_none=True)


@dataclass(frozen=True)
class Found:
    """The answer to a search; ``data`` is read item by item, so that one bad one spoils no page."""

    data: Any
    total: int | None = None


class FoundSchema(Payload[Found]):
    makes = Found
    data = fields.Raw(required=True)
    total = fields.Integer(load_default=None, allow_none=True)


@dataclass(frozen=True)
class Written:
    """The answer to a write with ``_response``: the review as it stands after it."""

    data: WireReview


class WrittenSchema(Payload[Written]):
    makes = Written
    data = fields.Nested(WireReviewSchema, required=True)
