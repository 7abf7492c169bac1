"""Prompt templates as checked data: declared variables, a version, a hash; nothing is put together by hand.

A template is a file ``prompts/templates/<name>.<part>.j2`` with YAML front matter. Rendering runs in Jinja's sandbox
and fails on a variable that is missing, and on one that the template does not declare.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import SandboxedEnvironment

PARTS = ("system", "task", "repair", "format")
_SAME = "system"
_REMEMBERED = 8  # of the renderings of that part, the latest
_OPTIONAL = frozenset({"repair"})  # a judge and an adviser have no draft to mend
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_KEYS = {"name", "part", "version", "description", "variables"}
_SHINGLE = 8
_WORD = re.compile(r"\w+")


class PromptError(ValueError):
    """A template, or what is put into it, does not fit its declaration."""


@dataclass(frozen=True, slots=True)
class PromptTemplate:
    """One part of a prompt. ``source`` is the text after the front matter."""

    name: str
    part: str
    version: str
    variables: frozenset[str]
    source: str
    compiled: Template = field(repr=False)
    lately: list[tuple[Mapping[str, Any], str]] = field(default_factory=list, repr=False, compare=False)

    def render(self, values: Mapping[str, Any]) -> str:
        """Fill the template. Raises PromptError for missing and for undeclared variables.

        The half that is the same for every review of a shop is remembered.
        """
        if self.part != _SAME:
            return self._rendered(values)
        for before, text in tuple(self.lately):
            if before == values:
                return text
        text = self._rendered(values)
        self.lately[:] = [(dict(values), text), *self.lately[: _REMEMBERED - 1]]
        return text

    def _rendered(self, values: Mapping[str, Any]) -> str:
        missing, unknown = self.variables - set(values), set(values) - self.variables
        if missing or unknown:
            raise PromptError(f"{self.name}.{self.part}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        try:
            return self.compiled.render(values).strip() + "\n"
        except TemplateError as error:
            raise PromptError(f"{self.name}.{self.part}: {error}") from error


@dataclass(frozen=True, slots=True)
class PromptSet:
    """The parts of one prompt, all of one version. ``hash`` tells two texts of a version apart."""

    name: str
    version: str
    hash: str
    parts: Mapping[str, PromptTemplate]
    own_phrases: frozenset[str] = field(repr=False)

    def render(self, part: str, values: Mapping[str, Any]) -> str:
        return self.parts[part].render(values)

    def is_quoted_in(self, text: str) -> bool:
        """Whether a text repeats eight words in a row of the instructions: a model that gives its prompt away."""
        return not self.own_phrases.isdisjoint(_shingles(text))


def parse_template(text: str, origin: str) -> PromptTemplate:
    """Read one template file. Raises PromptError where it does not declare exactly what it uses."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise PromptError(f"{origin}: no front matter")
    try:
        head = yaml.safe_load(match.group(1))
    except yaml.YAMLError as error:
        raise PromptError(f"{origin}: front matter is not YAML: {error}") from error
    if not isinstance(head, dict) or set(head) != _KEYS or not isinstance(head["variables"], list):
        raise PromptError(f"{origin}: front matter needs exactly {sorted(_KEYS)}")
    environment = _environment()
    try:
        used = meta.find_undeclared_variables(environment.parse(match.group(2)))
        compiled = environment.from_string(match.group(2))
    except TemplateError as error:
        raise PromptError(f"{origin}: {error}") from error
    declared = frozenset(str(name) for name in head["variables"])
    if used != declared:
        raise PromptError(f"{origin}: declares {sorted(declared)}, uses {sorted(used)}")
    return PromptTemplate(
        str(head["name"]), str(head["part"]), str(head["version"]), declared, match.group(2), compiled
    )


@cache
def load_prompt(name: str) -> PromptSet:
    """The prompt of that name; read once. Raises PromptError where a part is missing or of another version."""
    digest = hashlib.sha256()
    parts: dict[str, PromptTemplate] = {}
    for part in PARTS:
        origin = f"{name}.{part}.j2"
        try:
            raw = (files("prompts") / "templates" / origin).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            if part in _OPTIONAL and parts:
                continue
            raise PromptError(f"{origin}: no such template") from error
        digest.update(raw.encode())
        parts[part] = parse_template(raw, origin)
        if (parts[part].name, parts[part].part) != (name, part):
            raise PromptError(f"{origin}: its front matter names {parts[part].name}.{parts[part].part}")
    versions = {template.version for template in parts.values()}
    if len(versions) != 1:
        raise PromptError(f"{name}: its parts are of different versions: {sorted(versions)}")
    own = frozenset().union(*(_shingles(_literal_text(template.source)) for template in parts.values()))
    return PromptSet(name, f"{name}-{versions.pop()}", digest.hexdigest()[:16], parts, own)


@cache
def _environment() -> SandboxedEnvironment:
    # Plain text for a model, no HTML: escaping would change what the customer wrote.
    return SandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )


def _literal_text(source: str) -> str:
    # The mark between two pieces keeps a shingle from running over a variable.
    return re.sub(r"\{[{%].*?[%}]\}", " _0_ ", source, flags=re.DOTALL)


def _shingles(text: str) -> set[str]:
    words = _WORD.findall(text.casefold())
    return {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
