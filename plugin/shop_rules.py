"""A shop's own rules, beside the guidelines: words it never uses, phrases it wants, SHOULDs it does without, limits.

They are part of the shop's profile (key ``rules``). What the guidelines ask as a MUST, and what the law asks, no shop
can switch off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema

from plugin.data import read_yaml
from plugin.words import Decision, Play, Severity

MAX_WORDS = "SHOP-MAX-WORDS"
MAX_SENTENCES = "SHOP-MAX-SENTENCES"
PREFIX = "SHOP-"
LONGEST_PHRASE = 200  # characters
MOST_RULES = 200
_LANGUAGES = ("nl", "de", "en")
_NUMBERED = re.compile(r"SHOP-(\d{1,6})")
_FEWEST_WORDS, _MOST_WORDS = 10, 500


@dataclass(frozen=True, slots=True)
class NeverUse:
    """Words that no reply may hold. ``severity``: block or warn. ``use``: what to say instead, "" for nothing.

    A ``*`` at the beginning or end of a word stands for any letters. ``languages`` () = in every language.
    """

    id: str
    words: str
    severity: Severity = Severity.BLOCK
    use: str = ""
    languages: tuple[str, ...] = ()

    def holds_in(self, language: str) -> bool:
        return not self.languages or language in self.languages


@dataclass(frozen=True, slots=True)
class WantedPhrase:
    """Words that a public reply should hold, under these plays (() = always) and in these languages (() = all)."""

    id: str
    words: str
    plays: tuple[Play, ...] = ()
    languages: tuple[str, ...] = ()

    def holds_in(self, language: str, play: Play | None) -> bool:
        return (not self.languages or language in self.languages) and (not self.plays or play in self.plays)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most words of a public reply by decision, and the most sentences; greeting and signature are not counted."""

    max_words: Mapping[Decision, int] = field(default_factory=dict)
    max_sentences: int | None = None


@dataclass(frozen=True, slots=True)
class OwnRules:
    """``without``: SHOULD guidelines that this shop does without.

    ``waiting``: SHOULDs of a newer pack that its owner has not accepted yet. They are the store's, no part of what a
    person writes, and neither compared nor kept with the rest.
    """

    never: tuple[NeverUse, ...] = ()
    wanted: tuple[WantedPhrase, ...] = ()
    without: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    waiting: tuple[str, ...] = field(default=(), compare=False)

    def never_in(self, language: str) -> tuple[NeverUse, ...]:
        return tuple(rule for rule in self.never if rule.holds_in(language))

    def wanted_in(self, language: str, play: Play | None) -> tuple[WantedPhrase, ...]:
        return tuple(rule for rule in self.wanted if rule.holds_in(language, play))


@cache
def kinds() -> Mapping[str, str]:
    """MUST, SHOULD, FLOW or LAW by id, of all that stands in ``prompts``."""
    found = {
        row["id"]: row["kind"]
        for name in ("decisions", "plays", "text", "program")
        for row in read_yaml("guidelines", f"{name}.yaml")
    }
    return found | {row["id"]: "LAW" for name in ("law", "platforms") for row in read_yaml("rules", f"{name}.yaml")}


def switchable() -> tuple[str, ...]:
    """The guidelines that a shop may do without: the SHOULDs."""
    return tuple(sorted(name for name, kind in kinds().items() if kind == "SHOULD"))


def _may_be_off(name: str) -> None:
    kind = kinds().get(name)
    if kind is None:
        raise ValidationError(f"there is no guideline {name}")
    if kind == "LAW":
        raise ValidationError(f"{name} is a rule of law or of a platform: no shop can switch it off")
    if kind != "SHOULD":
        allowed = ", ".join(switchable())
        raise ValidationError(f"{name} is a {kind}: it cannot be switched off. Only these can: {allowed}")


def _not_only_stars(words: str) -> None:
    if not re.search(r"\w", words.replace("*", "")):
        raise ValidationError("write the words themselves")


class _Strict(Schema):
    class Meta:
        unknown = RAISE


def _words() -> fields.String:
    return fields.String(required=True, validate=[validate.Length(1, LONGEST_PHRASE), _not_only_stars])


def _id() -> fields.String:
    return fields.String(
        load_default="", validate=validate.Regexp(r"^(SHOP-[1-9]\d{0,5})?$", error="an id like SHOP-1")
    )


def _languages() -> fields.List[str]:
    return fields.List(fields.String(validate=validate.OneOf(_LANGUAGES)), load_default=list)


class NeverSchema(_Strict):
    id = _id()
    words = _words()
    severity = fields.String(load_default="block", validate=validate.OneOf(("block", "warn")))
    use = fields.String(load_default="", validate=validate.Length(max=LONGEST_PHRASE))
    languages = _languages()

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> NeverUse:
        return NeverUse(
            data["id"],
            " ".join(data["words"].split()),
            Severity(data["severity"]),
            " ".join(data["use"].split()),
            tuple(data["languages"]),
        )


class WantedSchema(_Strict):
    id = _id()
    words = _words()
    plays = fields.List(fields.Enum(Play, by_value=True), load_default=list)
    languages = _languages()

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> WantedPhrase:
        words = " ".join(data["words"].split())
        return WantedPhrase(data["id"], words, tuple(data["plays"]), tuple(data["languages"]))


class LimitsSchema(_Strict):
    max_words = fields.Dict(
        keys=fields.Enum(Decision, by_value=True),
        values=fields.Integer(validate=validate.Range(_FEWEST_WORDS, _MOST_WORDS)),
        load_default=dict,
    )
    max_sentences = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 50))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Limits:
        return Limits(**data)


class OwnRulesSchema(_Strict):
    never = fields.List(fields.Nested(NeverSchema), load_default=list, validate=validate.Length(max=MOST_RULES))
    wanted = fields.List(fields.Nested(WantedSchema), load_default=list, validate=validate.Length(max=MOST_RULES))
    without = fields.List(fields.String(validate=_may_be_off), load_default=list)
    limits = fields.Nested(LimitsSchema, load_default=Limits)

    @pre_load
    def nothing_is_no_rules(self, data: Any, **_: Any) -> Any:
        """``rules:`` with nothing behind it."""
        return {} if data is None else data

    @validates_schema
    def not_both(self, data: dict[str, Any], **_: Any) -> None:
        """A phrase that is wanted and forbidden at once cannot be obeyed; neither can a replacement that is forbidden."""
        for rule in data.get("wanted", ()):
            if bad := next((one for one in data.get("never", ()) if _within(one.words, rule.words)), None):
                raise ValidationError(f"{rule.words!r} is wanted, and {bad.words!r} in it may never be used", "wanted")
        for rule in data.get("never", ()):
            if rule.use and any(_within(one.words, rule.use) for one in data["never"]):
                raise ValidationError(f"{rule.use!r} is to be used, and holds words that may never be used", "never")

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> OwnRules:
        never, wanted = _numbered(data["never"], data["wanted"])
        return OwnRules(never, wanted, tuple(dict.fromkeys(data["without"])), data["limits"])


def _within(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words.casefold())}(?!\w)", text.casefold()))


def _numbered(
    never: Iterable[NeverUse], wanted: Iterable[WantedPhrase]
) -> tuple[tuple[NeverUse, ...], tuple[WantedPhrase, ...]]:
    """Every rule with a number of its own; those that have one keep it."""
    rules: list[NeverUse | WantedPhrase] = [*never, *wanted]
    taken: set[str] = set()
    highest = max((int(m[1]) for rule in rules if (m := _NUMBERED.fullmatch(rule.id))), default=0)
    named: list[Any] = []
    for rule in rules:
        name = rule.id
        if not name or name in taken:
            highest += 1
            name = f"{PREFIX}{highest}"
        taken.add(name)
        if isinstance(rule, NeverUse):
            named.append(NeverUse(name, rule.words, rule.severity, rule.use, rule.languages))
        else:
            named.append(WantedPhrase(name, rule.words, rule.plays, rule.languages))
    return (
        tuple(rule for rule in named if isinstance(rule, NeverUse)),
        tuple(rule for rule in named if isinstance(rule, WantedPhrase)),
    )
