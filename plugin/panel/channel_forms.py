"""A channel's form, made from what its connector declares: settings schema, titles, secret fields.

A secret is never put back into a page; an empty secret field means 'leave it as it is', stored or typed a moment ago.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext
from marshmallow import ValidationError, fields, validate

from connectors.contract import Connector, ConnectorError, Health
from plugin.panel.shapes import Choice, SettingField
from plugin.panel.told import in_our_words as problem_words

PREFIX = "s_"  # a setting's name in the form, so that no setting can take the place of one of our own fields


def spoken(words: Any, language: str) -> str:
    """A connector's words in the desk's language: plain English, or a mapping from language to text."""
    if isinstance(words, Mapping):
        return str(words.get(language) or words.get("en") or next(iter(words.values()), ""))
    return str(words or "")


def title_of(connector: type[Connector], language: str) -> str:
    return connector.titles.get(language, connector.title)


def fields_of(
    connector: type[Connector],
    values: Mapping[str, Any],
    problems: Mapping[str, Any],
    *,
    language: str = "en",
    stored: bool = False,
    typed: Collection[str] = (),
) -> list[SettingField]:
    """The form's fields in the order of the schema, in the desk's language. ``stored``: the channel exists, its
    secrets are there; ``typed`` names secrets that were typed just now and are kept for a while.
    """
    return [
        _field(name, declared, connector, values, problems, language=language, stored=stored, typed=name in typed)
        for name, declared in connector.Settings().fields.items()
        if not declared.dump_only and not declared.metadata.get("hidden")
    ]


def given_settings(connector: type[Connector], form: Mapping[str, str]) -> dict[str, Any]:
    """What a person filled in, as the schema loads it; fields left empty take the schema's defaults."""
    given: dict[str, Any] = {}
    for name, declared in connector.Settings().fields.items():
        typed = form.get(PREFIX + name)
        if isinstance(declared, fields.Boolean):
            given[name] = typed == "1"
        elif isinstance(declared, fields.Mapping):
            read = _mapping(form, name)
            if read:
                given[name] = read
        elif typed is not None and typed.strip():
            given[name] = _several(typed) if isinstance(declared, fields.List) else typed.strip()
    return given


def try_settings(connector: type[Connector], given: Mapping[str, Any]) -> Health:
    """Test a connection before it is kept. Raises ValidationError where the form is not complete."""
    made = connector(connector.Settings().load(dict(given)))
    try:
        return made.check()
    except ConnectorError as error:
        return Health(ok=False, messages=(error.message, *([error.hint] if error.hint else [])))


def problems_of(error: ValidationError) -> dict[str, Any]:
    found: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]  # marshmallow left it untyped
    return found


def sentence(problem: Any) -> str:
    """A problem as one line."""
    return " ".join(map(problem_words, _sentences(problem)))


def _sentences(problem: Any) -> list[str]:
    if isinstance(problem, Mapping):
        return [line for value in problem.values() for line in _sentences(value)]
    if isinstance(problem, (list, tuple)):
        return [line for value in problem for line in _sentences(value)]
    return [str(problem)] if problem else []


def _field(
    name: str,
    declared: fields.Field[Any],
    connector: type[Connector],
    values: Mapping[str, Any],
    problems: Mapping[str, Any],
    *,
    language: str,
    stored: bool,
    typed: bool,
) -> SettingField:
    secret = name in connector.secret_fields
    example = declared.metadata.get("example")
    hint = spoken(declared.metadata.get("help"), language)
    if example:
        hint = " ".join(filter(None, (hint, gettext("For example %(example)s.", example=example))))
    wrong = " ".join(map(problem_words, _sentences(problems.get(name))))
    ending = str(declared.metadata.get("file", ""))
    return SettingField(
        name=PREFIX + name,
        label=spoken(declared.metadata.get("title"), language) or name.replace("_", " ").capitalize(),
        kind="textarea" if ending else _kind(declared, secret=secret),  # one line would lose a file's line ends
        required=declared.required and not (secret and (stored or typed)),
        value="" if secret else _shown(values.get(name, _default(declared))),
        hint=hint,
        choices=_choices(declared, language),
        wrong=wrong,
        filled=secret and stored and not typed,
        typed=typed,
        advanced=bool(declared.metadata.get("advanced")),
        ending=ending,
    )


def _kind(declared: fields.Field[Any], *, secret: bool) -> str:
    if secret:
        return "password"
    if isinstance(declared, fields.Boolean):
        return "checkbox"
    if isinstance(declared, (fields.Integer, fields.Float)):
        return "number"
    if isinstance(declared, fields.Mapping):
        return "mapping"
    if _choices(declared, "en"):
        return "select"
    return "text"


def _choices(declared: fields.Field[Any], language: str) -> tuple[Choice, ...]:
    one_of = next((rule for rule in declared.validators if isinstance(rule, validate.OneOf)), None)
    if one_of is None:
        return ()
    named = declared.metadata.get("choices", {})
    labels = list(one_of.labels) or [spoken(named.get(choice), language) or str(choice) for choice in one_of.choices]
    return tuple(Choice(str(value), str(label)) for value, label in zip(one_of.choices, labels, strict=False))


def _default(declared: fields.Field[Any]) -> Any:
    default = declared.load_default
    return default if isinstance(default, (str, int, float, bool)) else None


def _shown(value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)


def _several(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _mapping(form: Mapping[str, str], name: str) -> dict[str, str]:
    prefix = f"{PREFIX}{name}."
    return {key.removeprefix(prefix): value for key, value in form.items() if key.startswith(prefix) and value}
