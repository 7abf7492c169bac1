"""The shop's profile: who it is, how it speaks, what its policy says. See formats.md, "A shop".

Only ``name`` and ``agent`` are required; the rest defaults to the legal minimum of the shop's country
(in the EU at least 14 days' withdrawal: Directive 2011/83/EU art. 9; two years' legal guarantee: Directive 2019/771
art. 10; more where ``prompts/rules/periods.yaml`` says so).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from marshmallow import RAISE, Schema, ValidationError, fields, post_load, pre_load, validate

from plugin.legal_minimum import (
    LEGAL_WARRANTY_MONTHS,
    LEGAL_WITHDRAWAL_DAYS,
    WARRANTY,
    WITHDRAWAL,
    at_least,
    below_the_law,
    legal_minimum,
)
from plugin.shop_rules import OwnRules, OwnRulesSchema
from plugin.time_zones import is_zone, zone_of_country

LANGUAGES = ("nl", "de", "en")
DEFAULT_FORMALITY = {"nl": "je", "de": "Sie"}


class ShopProfileError(ValueError):
    """The profile cannot be used as it is; ``problems`` maps each field to what is wrong with it."""

    def __init__(self, problems: Mapping[str, Any]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(f"{name}: {what}" for name, what in _flat(self.problems)))


def _flat(problems: Any, path: str = "") -> list[tuple[str, str]]:
    if isinstance(problems, Mapping):
        return [row for key, what in problems.items() for row in _flat(what, f"{path}.{key}" if path else str(key))]
    if isinstance(problems, list):
        return [(path, " ".join(str(p) for p in problems))]
    return [(path, str(problems))]


@dataclass(frozen=True, slots=True)
class Contact:
    email: str = ""
    phone: str = ""
    url: str = ""

    @property
    def ways(self) -> tuple[str, ...]:
        return tuple(way for way in (self.email, self.phone, self.url) if way)


@dataclass(frozen=True, slots=True)
class Goodwill:
    """What a reply may offer beyond what the customer is owed."""

    discount_percent: float = 0
    amount: float = 0
    gift: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Policy:
    withdrawal_days: int = LEGAL_WITHDRAWAL_DAYS
    warranty_months: int = LEGAL_WARRANTY_MONTHS
    return_shipping: str = "shop_if_our_fault"
    leniency_days: int = 0
    goodwill_max: Goodwill = field(default_factory=Goodwill)
    reply_within_days: int = 2
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    name: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShopProfile:
    name: str
    agent: str
    country: str = "NL"
    time_zone: str = ""  # as IANA names it; empty: that of the country
    ships_to: tuple[str, ...] = ()
    physical_store: bool = False
    sells: tuple[str, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    formality: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_FORMALITY))
    contact: Contact = field(default_factory=Contact)
    policy: Policy = field(default_factory=Policy)
    measures: tuple[str, ...] = ()
    product: Product | None = None
    rules: OwnRules = field(default_factory=OwnRules)

    @property
    def buyers(self) -> tuple[str, ...]:
        """The countries that a buyer may live in: the shop's own, and those that it ships to."""
        return (self.country, *self.ships_to)

    def form(self, language: str) -> str:
        """How this shop addresses a customer in that language: je, u, du, Sie, or "" where there is no choice."""
        return self.formality.get(language, DEFAULT_FORMALITY.get(language, ""))

    @property
    def zone(self) -> ZoneInfo:
        """The clock that the shop lives by."""
        return ZoneInfo(self.time_zone or zone_of_country(self.country))

    def today(self, now: dt.datetime | None = None) -> dt.date:
        """The day that it is at the shop. ``now`` is an aware moment; without it, this one."""
        return (now or dt.datetime.now(dt.UTC)).astimezone(self.zone).date()


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class ContactSchema(_Strict):
    email = fields.String(load_default="")
    phone = fields.String(load_default="")
    url = fields.String(load_default="")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Contact:
        return Contact(**data)


class GoodwillSchema(_Strict):
    discount_percent = fields.Float(load_default=0, validate=validate.Range(0, 100))
    amount = fields.Float(load_default=0, validate=validate.Range(0))
    gift = fields.Boolean(load_default=False)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Goodwill:
        return Goodwill(**data)


class ClauseSchema(_Strict):
    id = fields.String(required=True, validate=validate.Length(1, 60))
    text = fields.String(required=True, validate=validate.Length(1, 2000))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Clause:
        return Clause(**data)


class PolicySchema(_Strict):
    withdrawal_days = fields.Integer(
        load_default=LEGAL_WITHDRAWAL_DAYS,
        validate=validate.Range(LEGAL_WITHDRAWAL_DAYS, error="at least {min}: the law gives 14 days (2011/83/EU)"),
    )
    warranty_months = fields.Integer(
        load_default=LEGAL_WARRANTY_MONTHS,
        validate=validate.Range(LEGAL_WARRANTY_MONTHS, error="at least {min}: the law gives 24 months (2019/771)"),
    )
    return_shipping = fields.String(
        load_default="shop_if_our_fault", validate=validate.OneOf(("shop", "customer", "shop_if_our_fault"))
    )
    leniency_days = fields.Integer(load_default=0, validate=validate.Range(0, 365))
    goodwill_max = fields.Nested(GoodwillSchema, load_default=Goodwill)
    reply_within_days = fields.Integer(load_default=2, validate=validate.Range(1, 30))
    clauses = fields.List(fields.Nested(ClauseSchema), load_default=list)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Policy:
        return Policy(**{**data, "clauses": tuple(data["clauses"])})


class ProductField(fields.Field[Product]):
    """A product is its name, or its name with the facts that a reply may state."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **_: Any) -> Product:
        del attr, data
        if isinstance(value, str):
            return Product(value)
        if isinstance(value, Mapping) and isinstance(value.get("name"), str) and set(value) <= {"name", "facts"}:
            return Product(value["name"], tuple(str(fact) for fact in value.get("facts") or ()))
        raise ValidationError("a product is a name, or {name, facts: […]}")

    def _serialize(self, value: Product | None, attr: str | None, obj: Any, **_: Any) -> Any:
        del attr, obj
        return None if value is None else {"name": value.name, "facts": list(value.facts)}


def _known_zone(name: str) -> None:
    if name and not is_zone(name):
        raise ValidationError("no such time zone: write it like Europe/Amsterdam")


class ShopProfileSchema(_Strict):
    name = fields.String(required=True, validate=validate.Length(1, 120))
    agent = fields.String(required=True, validate=validate.Length(1, 80))
    country = fields.String(load_default="NL", validate=validate.Regexp(r"^[A-Z]{2}$", error="two letters, like NL"))
    time_zone = fields.String(
        load_default="",
        validate=_known_zone,
        metadata={"description": "As IANA names it, like Europe/Amsterdam; empty: that of the country."},
    )
    ships_to = fields.List(fields.String(validate=validate.Regexp(r"^[A-Z]{2}$")), load_default=list)
    physical_store = fields.Boolean(load_default=False)
    sells = fields.List(fields.String(), load_default=list)
    languages = fields.List(
        fields.String(validate=validate.OneOf(LANGUAGES)),
        load_default=lambda: list(LANGUAGES),
        validate=validate.Length(1),
    )
    formality = fields.Dict(
        keys=fields.String(validate=validate.OneOf(LANGUAGES)),
        values=fields.String(validate=validate.OneOf(("je", "u", "du", "Sie"))),
        load_default=lambda: dict(DEFAULT_FORMALITY),
    )
    contact = fields.Nested(ContactSchema, load_default=Contact)
    policy = fields.Nested(PolicySchema, load_default=Policy)
    measures = fields.List(fields.String(), load_default=list)
    product = ProductField(load_default=None, allow_none=True)
    rules = fields.Nested(OwnRulesSchema, load_default=OwnRules)

    @pre_load
    def begin_with_the_law(self, data: Any, **_: Any) -> Any:
        """A period that is left out is what the law of the shop's country gives."""
        country, policy = (
            (data.get("country", "NL"), data.get("policy", {})) if isinstance(data, Mapping) else ("", None)
        )
        if not isinstance(country, str) or not isinstance(policy, Mapping):
            return data
        floor = legal_minimum(country)
        given = {WITHDRAWAL: floor.withdrawal_days, WARRANTY: floor.warranty_months, **policy}
        return {**data, "policy": given}

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> ShopProfile:
        for name in ("ships_to", "sells", "languages", "measures"):
            data[name] = tuple(data[name])
        data["formality"] = {**DEFAULT_FORMALITY, **data["formality"]}
        return ShopProfile(**data)


_SCHEMA = ShopProfileSchema()


def load_profile(data: Mapping[str, Any]) -> ShopProfile:
    """Read a profile from plain data. Raises ShopProfileError that names every field at fault."""
    try:
        profile: ShopProfile = _SCHEMA.load(data)
    except ValidationError as error:
        problems: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]  # marshmallow left it untyped
        raise ShopProfileError(problems) from error
    return profile


def stored_profile(data: Mapping[str, Any]) -> ShopProfile:
    """A profile that was kept, its periods raised to what the law of its country gives by now: law waits for nobody, and
    nobody is kept from their desk because a shop had less. Raises ShopProfileError.
    """
    profile = load_profile(data)
    return dataclasses.replace(profile, policy=at_least(profile.policy, profile.country))


def refuse_less_than_the_law(profile: ShopProfile) -> None:
    """For a profile that somebody wants kept: raises ShopProfileError where its country's law gives more."""
    if wrong := below_the_law(profile.policy, profile.country):
        raise ShopProfileError({"policy": wrong})


def dump_profile(profile: ShopProfile) -> dict[str, Any]:
    """The profile as plain data that ``load_profile`` reads back unchanged."""
    dumped: dict[str, Any] = _SCHEMA.dump(profile)
    return dumped


def read_profile(path: Path) -> ShopProfile:
    """Read a profile from a YAML file. Raises ShopProfileError, also where the file is not YAML."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ShopProfileError({str(path): f"not readable as YAML: {error}"}) from error
    if not isinstance(data, Mapping):
        raise ShopProfileError({str(path): "a shop file holds a mapping that starts with name: and agent:"})
    return load_profile(data)
