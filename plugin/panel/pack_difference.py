"""What a newer pack of guidelines changes, a line for each id, in the words of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from plugin.guidelines import pack_versions
from plugin.guidelines.pack_versions import ADDED, REMOVED, Difference
from plugin.panel.app_services import shop_session
from plugin.store import packs


@dataclass(frozen=True, slots=True)
class PackLine:
    id: str
    name: str  # its wording as it is now
    what: str
    when: str
    waits: bool


def lines_of(proposal: Mapping[str, Any], language: str) -> list[PackLine]:
    """The difference between the pack that the shop accepted and the one of the proposal; () where one is unknown."""
    with shop_session() as session:
        before = packs.known(session, str(proposal.get("before", "")))
        after = packs.known(session, str(proposal.get("hash", "")))
        if before is None or after is None:
            return []
        found = pack_versions.difference(before.content, after.content)
    return [_line(one, language) for one in found]


def _line(one: Difference, language: str) -> PackLine:
    stands = one.after or one.before or {}
    wording = stands["wording"].get(language) or stands["wording"]["en"]
    return PackLine(one.id, wording, _what(one, language), _when(one), one.waits)


def _what(one: Difference, language: str) -> str:
    if one.how == ADDED:
        return str(gettext("new"))
    if one.how == REMOVED:
        return str(gettext("taken out"))
    before, after = one.before or {}, one.after or {}
    said = []
    if "kind" in one.fields or "level" in one.fields:
        said.append(f"{_grade(before)} → {_grade(after)}")
    if "wording" in one.fields and before["wording"].get(language) != after["wording"].get(language):
        said.append(gettext("was: %(wording)s", wording=before["wording"].get(language) or before["wording"]["en"]))
    if "files" in one.fields:
        said.append(gettext("also changed: %(fields)s", fields=", ".join(_files(before["files"], after["files"]))))
    if "parameters" in one.fields:
        said.append(f"{_numbers(before['parameters'])} → {_numbers(after['parameters'])}")
    rest = [field for field in one.fields if field not in {"kind", "level", "wording", "parameters", "files"}]
    if rest or not said:
        said.append(gettext("also changed: %(fields)s", fields=", ".join(rest or one.fields)))
    return "; ".join(said)


def _files(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The files that are there on one side only, or are others there."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _grade(side: Mapping[str, Any]) -> str:
    return str(side.get("level") or side["kind"])


def _numbers(parameters: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in parameters.items() if value is not None) or "–"


def _when(one: Difference) -> str:
    if one.waits:
        return str(gettext("waits for your yes"))
    return str(gettext("holds already") if one.how != REMOVED else gettext("gone already"))
