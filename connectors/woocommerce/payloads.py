"""The documented shapes that WordPress and WooCommerce send, as frozen dataclasses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from connectors.payloads import Payload


class UtcTime(fields.Field[dt.datetime]):
    """WordPress' ``…_gmt`` fields: UTC without saying so, "2026-10-31T02:17:52"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dt.datetime:  # noqa: ARG002 -- marshmallow's signature
        try:
            return dt.datetime.fromisoformat(str(value).removesuffix("Z")).replace(tzinfo=dt.UTC)
        except ValueError as error:
            raise self.make_error("validator_failed") from error


@dataclass(frozen=True)
class WireReview:
    id: int
    date_created_gmt: dt.datetime
    product_id: int
    status: str
    review: str
    rating: int
    product_name: str = ""
    product_permalink: str = ""
    reviewer: str = ""
    verified: bool | None = None


class WireReviewSchema(Payload[WireReview]):
    makes = WireReview
    id = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    date_created_gmt = UtcTime(required=True)
    product_id = fields.Integer(required=True, strict=True)
    status = fields.String(required=True)
    review = fields.String(required=True)
    rating = fields.Integer(required=True)
    product_name = fields.String(load_default="", allow_none=False)
    product_permalink = fields.String(load_default="")
    reviewer = fields.String(load_default="")
    verified = fields.Boolean(load_default=None, allow_none=True)


@dataclass(frozen=True)
class Content:
    rendered: str = ""
    raw: str | None = None


class ContentSchema(Payload[Content]):
    makes = Content
    rendered = fields.String(load_default="")
    raw = fields.String(load_default=None)


@dataclass(frozen=True)
class WireComment:
    id: int
    post: int
    parent: int
    author: int
    status: str
    content: Content
    author_name: str = ""
    author_user_agent: str = ""
    date_gmt: dt.datetime | None = None
    link: str = ""
    type: str = "comment"


class WireCommentSchema(Payload[WireComment]):
    makes = WireComment
    id = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    post = fields.Integer(required=True, strict=True)
    parent = fields.Integer(required=True, strict=True)
    author = fields.Integer(required=True, strict=True)
    status = fields.String(required=True)
    content = fields.Nested(ContentSchema, required=True)
    author_name = fields.String(load_default="")
    author_user_agent = fields.String(load_default="")
    date_gmt = UtcTime(load_default=None)
    link = fields.String(load_default="")
    type = fields.String(load_default="comment")


@dataclass(frozen=True)
class Parent:
    """Of a comment only what tells a review from an answer to one."""

    id: int
    parent: int


class ParentSchema(Payload[Parent]):
    makes = Parent
    id = fields.Integer(required=True, strict=True)
    parent = fields.Integer(required=True, strict=True)


@dataclass(frozen=True)
class User:
    id: int
    name: str = ""
    roles: tuple[str, ...] = ()
    capabilities: dict[str, Any] = field(default_factory=dict)


class UserSchema(Payload[User]):
    makes = User
    id = fields.Integer(required=True, strict=True)
    name = fields.String(load_default="")
    roles = fields.List(fields.String(), load_default=list)
    # PHP writes an empty map as a list
    capabilities = fields.Raw(load_default=dict)


@dataclass(frozen=True)
class Root:
    """``/wp-json/``: what this WordPress offers to programs."""

    namespaces: tuple[str, ...]
    name: str = ""
    home: str = ""
    authentication: Any = None

    @property
    def application_passwords(self) -> bool:
        return isinstance(self.authentication, dict) and "application-passwords" in self.authentication

    @property
    def authorize_page(self) -> str:
        """Where a person gives a program an application password; empty where this WordPress makes none."""
        found: Any = self.authentication
        for name in ("application-passwords", "endpoints", "authorization"):
            found = found.get(name) if isinstance(found, dict) else None
        return found if isinstance(found, str) else ""


class RootSchema(Payload[Root]):
    makes = Root
    namespaces = fields.List(fields.String(), required=True)
    name = fields.String(load_default="")
    home = fields.String(load_default="")
    authentication = fields.Raw(load_default=None)


@dataclass(frozen=True)
class AppPassword:
    """``app_id`` is the program that it was made for, as that program named itself; empty where it did not."""

    uuid: str
    app_id: str = ""


class AppPasswordSchema(Payload[AppPassword]):
    makes = AppPassword
    uuid = fields.String(required=True, validate=validate.Regexp(r"[0-9a-fA-F-]{36}\Z"))
    app_id = fields.String(load_default="")


@dataclass(frozen=True)
class ErrorBody:
    """``message`` is left out on purpose: it may hold HTML and comes in the site's language."""

    code: str


class ErrorBodySchema(Schema):
    class Meta:
        unknown = EXCLUDE

    code = fields.String(required=True)
