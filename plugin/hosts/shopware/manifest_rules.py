"""Whether a manifest is one that a shop accepts: the rules of its schema (manifest-2.0 and 3.0 agree on all of these)
and those that only the documentation states, for the elements that we use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

MANY = 1_000


@dataclass(frozen=True, slots=True)
class _Rule:
    """What may stand in an element: children with their least and most number, attributes, and the form of its text."""

    children: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    text: str = ""  # a regular expression; "" where it holds none


_ANY, _WORD = r"(?s).+", r"[^\s]+"
_URL = "url"
_TRANSLATED = _Rule(allowed=frozenset({"lang"}), text=_ANY)
_RULES: Mapping[str, _Rule] = {
    "manifest": _Rule({"meta": (1, 1), "setup": (0, 1), "admin": (0, 1), "permissions": (0, 1), "webhooks": (0, 1)}),
    "manifest/meta": _Rule(
        {
            "name": (1, 1), "label": (1, MANY), "description": (0, MANY), "author": (1, 1), "copyright": (1, 1),
            "version": (1, 1), "license": (1, 1), "icon": (0, 1),
        }
    ),
    "meta/name": _Rule(text=r"[A-Za-z][A-Za-z0-9]*"),
    "meta/label": _TRANSLATED,
    "meta/description": _TRANSLATED,
    "meta/author": _Rule(text=_ANY),
    "meta/copyright": _Rule(text=_ANY),
    "meta/version": _Rule(text=r"\d+\.\d+\.\d+"),
    "meta/license": _Rule(text=_ANY),
    "meta/icon": _Rule(text=r"[\w./-]+\.png"),
    "manifest/setup": _Rule({"registrationUrl": (1, 1), "secret": (0, 1)}),
    "setup/registrationUrl": _Rule(text=_URL),
    "setup/secret": _Rule(text=_WORD),
    "manifest/admin": _Rule({"module": (0, MANY), "main-module": (0, 1), "base-app-url": (0, 1)}),
    "admin/module": _Rule(
        {"label": (1, MANY)}, needed=frozenset({"name", "parent"}), allowed=frozenset({"source", "position"})
    ),
    "module/label": _TRANSLATED,
    "admin/main-module": _Rule(needed=frozenset({"source"})),
    "admin/base-app-url": _Rule(text=_URL),
    "manifest/permissions": _Rule(dict.fromkeys(("read", "create", "update", "delete", "permission"), (0, MANY))),
    **{f"permissions/{kind}": _Rule(text=r"[a-z_]+") for kind in ("read", "create", "update", "delete")},
    "permissions/permission": _Rule(text=r"[a-z_.:]+"),
    "manifest/webhooks": _Rule({"webhook": (0, MANY)}),
    "webhooks/webhook": _Rule(needed=frozenset({"name", "url", "event"}), allowed=frozenset({"onlyLiveVersion"})),
}  # fmt: skip
_LANGUAGE = re.compile(r"[a-z]{2,3}-[A-Z]{2}")
_NMTOKEN = re.compile(r"[\w.:-]+")


def problems(root: Element) -> list[str]:
    """What a shop would refuse, each in a sentence with its place; empty where all is well."""
    if root.tag != "manifest":
        return [f"The file begins with {root.tag}, not with manifest."]
    return [*_of(root, "manifest"), *_doubled(root), *_without_queries(root)]


def _of(element: Element, place: str) -> Iterator[str]:
    rule = _RULES[place]
    yield from _counts(element, rule)
    yield from _attributes(element, rule)
    yield from _text(element, rule)
    for child in element:
        below = f"{element.tag}/{child.tag}"
        if below in _RULES:
            yield from _of(child, below)


def _counts(element: Element, rule: _Rule) -> Iterator[str]:
    found = [child.tag for child in element]
    for tag in sorted(set(found) - set(rule.children)):
        yield f"{element.tag} may not hold {tag}."
    for tag, (least, most) in rule.children.items():
        if not least <= found.count(tag) <= most:
            yield f"{element.tag} holds {tag} {found.count(tag)} times; {least} to {most} are right."


def _attributes(element: Element, rule: _Rule) -> Iterator[str]:
    given = {name for name in element.attrib if not name.startswith("{")}
    for name in sorted(rule.needed - given):
        yield f"{element.tag} lacks {name}."
    for name in sorted(given - rule.needed - rule.allowed):
        yield f"{element.tag} may not have {name}."
    if "lang" in given and not _LANGUAGE.fullmatch(element.attrib["lang"]):
        yield f"{element.tag} is in no language: {element.attrib['lang']}."
    if "event" in given and not _NMTOKEN.fullmatch(element.attrib["event"]):
        yield f"{element.tag} names no event: {element.attrib['event']}."
    for name in sorted(given & {"url", "source"}):
        if not _is_address(element.attrib[name]):
            yield f"{element.tag} has no address in {name}."


def _text(element: Element, rule: _Rule) -> Iterator[str]:
    text = (element.text or "").strip()
    if rule.text == _URL:
        if not _is_address(text):
            yield f"{element.tag} holds no address."
    elif rule.text and not re.fullmatch(rule.text, text):
        yield f"{element.tag} holds what it may not: {text[:40]!r}."
    elif not rule.text and text:
        yield f"{element.tag} may hold no text."


def _doubled(root: Element) -> Iterator[str]:
    for tag in ("module", "webhook"):
        names = [found.attrib.get("name", "") for found in root.iter(tag)]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"There are two of {tag} {name}."


def _without_queries(root: Element) -> Iterator[str]:
    """The admin takes a query away before it signs, so the page behind it would find another one (contract §2.1)."""
    sources = [found.attrib.get("source", "") for tag in ("module", "main-module") for found in root.iter(tag)]
    addresses = [*sources, *(found.text or "" for found in root.iter("base-app-url"))]
    if any("?" in address or "#" in address for address in addresses):
        yield "A module's address may have no query."


def _is_address(text: str) -> bool:
    return urlsplit(text).scheme in {"http", "https"} and bool(urlsplit(text).hostname)
