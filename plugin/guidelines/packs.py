"""The guidelines and rules as data: ``prompts/guidelines`` and ``prompts/rules``, read once and validated."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from plugin.data import read_yaml
from plugin.words import Decision, Play, Severity

_FILES = ("decisions", "plays", "text", "program")
_RULE_FILES = ("law", "platforms")
_LANGUAGES = ("nl", "de", "en")
ALL = "all"  # every channel, every country
_ID = r"^(?:[TPRF]-[A-Z][A-Z-]*[A-Z]|[A-Z]{1,6}(?:-\d+)?)$"


class PackError(ValueError):
    """A data file is not what it should be; the message names the file, the id and the field."""


@dataclass(frozen=True, slots=True)
class Guideline:
    """One requirement of guidelines.md. ``kind``: MUST, SHOULD or FLOW. ``wording``, ``holds``, ``never`` by
    language. ``checks``: names of checks with which the checker holds it; empty for those asked of the program.
    ``channels`` and ``countries`` (of buyers): where it applies; ``plays`` and ``decisions``: to what, () to all.
    """

    id: str
    version: int
    valid_from: dt.date
    kind: str
    name: Mapping[str, str]
    wording: Mapping[str, str]
    source: tuple[str, ...]
    checks: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    plays: tuple[Play, ...] = ()
    decisions: tuple[Decision, ...] = ()
    channels: tuple[str, ...] = (ALL,)
    countries: tuple[str, ...] = (ALL,)
    complaint_only: bool = False
    holds: Mapping[str, str] = field(default_factory=dict)
    never: Mapping[str, str] = field(default_factory=dict)
    obeys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    breaks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held_by: str = ""  # the room of the program that holds it, where no check of a text can

    @property
    def severity(self) -> Severity:
        """How a breach is reported: MUST blocks, SHOULD warns. A broken play (P-…) blocks too."""
        return Severity.WARN if self.kind == "SHOULD" else Severity.BLOCK

    def applies_in(self, countries: Collection[str]) -> bool:
        """Whether it is asked where these are the countries of the buyers."""
        return ALL in self.countries or any(country in self.countries for country in countries)

    def applies_at(self, platform: str, countries: Collection[str]) -> bool:
        """Whether it is asked of a reply on that platform (a part of its name is enough), to buyers of these countries."""
        return (ALL in self.channels or on_channel(self.channels, platform)) and self.applies_in(countries)

    def says(self, language: str) -> str:
        """The plain wording, in English where that language has none."""
        return self.wording.get(language) or self.wording["en"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of law or of a platform. ``level``: BLOCK, ACK (an approver ticks a reason), WARN, INFO or EVIDENCE."""

    id: str
    version: int
    level: str
    wording: Mapping[str, str]
    source: tuple[str, ...]
    valid_from: dt.date | None = None
    check: str = ""
    guideline: str = ""
    countries: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    max_bytes: int | None = None
    max_chars: int | None = None
    obeys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    breaks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held_by: str = ""

    @property
    def severity(self) -> Severity:
        """ACK is shown as a warning that the approver answers for."""
        return {"BLOCK": Severity.BLOCK, "ACK": Severity.WARN, "WARN": Severity.WARN}.get(self.level, Severity.INFO)

    def says(self, language: str) -> str:
        return self.wording.get(language) or self.wording["en"]


@dataclass(frozen=True, slots=True)
class Message:
    """What a finding says and what would mend it, in one language."""

    message: str
    mend: str


def on_channel(channels: Collection[str], platform: str) -> bool:
    """Whether a platform is one of these channels: their names stand in its name ("google" in "google_business")."""
    return any(name in platform.lower() for name in channels)


class _Strict(Schema):
    class Meta:
        unknown = RAISE


def _by_language(required: bool) -> fields.Dict:
    return fields.Dict(
        keys=fields.String(validate=validate.OneOf(_LANGUAGES)),
        values=fields.String(validate=validate.Length(1)),
        required=required,
        validate=_speaks_all if required else None,
    )


def _speaks_all(value: Mapping[str, str]) -> None:
    if missing := [language for language in _LANGUAGES if language not in value]:
        raise ValidationError(f"no wording in {', '.join(missing)}")


def _places(pattern: str) -> fields.List[str]:
    """Where an entry applies: ``[all]``, or names of which none is left to chance."""
    return fields.List(
        fields.String(validate=validate.Regexp(pattern)), validate=_all_or_some, load_default=lambda: [ALL]
    )


def _all_or_some(names: list[str]) -> None:
    if not names or (ALL in names and len(names) > 1):
        raise ValidationError(f"write [{ALL}], or the names of those where it applies")


def _examples() -> fields.Dict:
    return fields.Dict(keys=fields.String(validate=validate.OneOf(_LANGUAGES)), values=fields.List(fields.String()))


class GuidelineSchema(_Strict):
    id = fields.String(required=True, validate=validate.Regexp(_ID))
    version = fields.Integer(required=True, validate=validate.Range(1))
    valid_from = fields.Date(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(("MUST", "SHOULD", "FLOW")))
    name = _by_language(True)
    wording = _by_language(True)
    source = fields.List(fields.String(), required=True, validate=validate.Length(1))
    checks = fields.List(fields.String())
    parameters = fields.Dict()
    plays = fields.List(fields.Enum(Play, by_value=True))
    decisions = fields.List(fields.Enum(Decision, by_value=True))
    channels = _places(r"^[a-z][a-z0-9_ -]*$")
    countries = _places(rf"^([A-Z]{{2}}|{ALL})$")
    complaint_only = fields.Boolean()
    holds = _by_language(False)
    never = _by_language(False)
    obeys = _examples()
    breaks = _examples()
    held_by = fields.String()

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Guideline:
        return Guideline(**_frozen(data))


class RuleSchema(_Strict):
    id = fields.String(required=True, validate=validate.Regexp(_ID))
    version = fields.Integer(required=True, validate=validate.Range(1))
    level = fields.String(required=True, validate=validate.OneOf(("BLOCK", "ACK", "WARN", "INFO", "EVIDENCE")))
    wording = _by_language(True)
    source = fields.List(fields.String(), required=True, validate=validate.Length(1))
    valid_from = fields.Date(allow_none=True)
    check = fields.String()
    guideline = fields.String()
    countries = fields.List(fields.String(validate=validate.Regexp(r"^[A-Z]{2}$")))
    channels = fields.List(fields.String())
    max_bytes = fields.Integer()
    max_chars = fields.Integer()
    held_by = fields.String()

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Rule:
        return Rule(**_frozen(data))


def _frozen(data: dict[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value)
        if isinstance(value, list)
        else {k: tuple(v) if isinstance(v, list) else v for k, v in value.items()}
        if isinstance(value, dict)
        else value
        for name, value in data.items()
    }


def load(schema: Schema, rows: Any, file: str) -> list[Any]:
    """Validate the rows of one file. Raises PackError that names file, row and field."""
    if not isinstance(rows, list):
        raise PackError(f"{file}: a list of entries is expected, one '- id: …' each")
    found: list[Any] = []
    for number, row in enumerate(rows, 1):
        name = row.get("id", f"entry {number}") if isinstance(row, Mapping) else f"entry {number}"
        try:
            found.append(schema.load(_dates_as_text(row)))
        except ValidationError as error:
            raise PackError(f"{file}: {name}: {error.messages}") from error
    return found


def _dates_as_text(row: Any) -> Any:
    if not isinstance(row, Mapping):
        return {"entry": row}
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.items()}


@functools.cache
def _guidelines() -> Mapping[str, Guideline]:
    found: dict[str, Guideline] = {}
    for name in _FILES:
        for row in load(GuidelineSchema(), read_yaml("guidelines", f"{name}.yaml"), f"prompts/guidelines/{name}.yaml"):
            if row.id in found:
                raise PackError(f"prompts/guidelines/{name}.yaml: {row.id} stands twice")
            found[row.id] = _with_examples(row, read_yaml("guidelines", "examples.yaml"))
    return found


def _with_examples(row: Any, examples: Mapping[str, Mapping[str, list[str]]]) -> Any:
    """The entry with the examples of its own, or those of the file beside it: by language, one that obeys and one that
    breaks. An entry that has none anywhere stays without.
    """
    of_it = examples.get(row.id, {})
    if row.obeys or not of_it:
        return row
    obeys, breaks = ({language: (pair[n],) for language, pair in of_it.items()} for n in (0, 1))
    return replace(row, obeys=obeys, breaks=breaks)


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Every row of law and of platforms, in the files' order."""
    examples = read_yaml("rules", "examples.yaml")
    return tuple(
        _with_examples(row, examples)
        for name in _RULE_FILES
        for row in load(RuleSchema(), read_yaml("rules", f"{name}.yaml"), f"prompts/rules/{name}.yaml")
    )


def all_guidelines() -> tuple[Guideline, ...]:
    """Every T-, P-, R- and F- guideline, in the files' order."""
    return tuple(_guidelines().values())


def find_guideline(guideline_id: str) -> Guideline | None:
    """One guideline; None for an id that is none of theirs (a rule's, a shop's own)."""
    return _guidelines().get(guideline_id)


def guideline(guideline_id: str) -> Guideline:
    """One guideline. Raises KeyError for an id that does not exist."""
    return _guidelines()[guideline_id]


def rule(rule_id: str) -> Rule:
    """One row of law or of a platform. Raises KeyError for an id that does not exist."""
    return next((r for r in all_rules() if r.id == rule_id), None) or _no_rule(rule_id)


def _no_rule(rule_id: str) -> Rule:
    raise KeyError(rule_id)


def play(play_id: str) -> Guideline:
    """A situation (P-…). Raises KeyError, also for an id of another sort."""
    return _guidelines()[Play(play_id).value] if play_id in set(Play) else _guidelines()["no such play: " + play_id]


def decision(decision_id: str) -> Guideline:
    """A decision (T-…). Raises KeyError, also for an id of another sort."""
    known = decision_id in set(Decision)
    return _guidelines()[Decision(decision_id).value] if known else _guidelines()["no such decision: " + decision_id]


def severity_of(identifier: str) -> Severity:
    """How a breach of that id is reported, guideline or rule."""
    found = _guidelines().get(identifier)
    return found.severity if found else rule(identifier).severity


@functools.cache
def _messages() -> Mapping[str, Mapping[str, Message]]:
    rows = read_yaml("checks", "messages.yaml")
    return {key: {lang: Message(*texts) for lang, texts in row.items()} for key, row in rows.items()}


def message(key: str, language: str) -> Message:
    """The words of a finding in that language, in English where it has none."""
    row = _messages()[key]
    return row.get(language) or row["en"]


def limits_of(platform: str) -> tuple[int | None, int | None]:
    """The longest reply a platform takes (characters, bytes), as far as its rules say so."""
    for row in all_rules():
        if (row.max_bytes or row.max_chars) and on_channel(row.channels, platform):
            return row.max_chars, row.max_bytes
    return None, None
