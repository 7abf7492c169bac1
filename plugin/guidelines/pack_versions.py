"""The guidelines, the rules and the data that their checks go by as one pack with a version and a hash, and what another
pack changes.

Guidelines and rules are compared field by field; the data beside them (lexicons, what the readers learned, …) by the hash
of each file: 35 MB, read once in a process that asks for it, which takes a third of a second.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugin.data import PROMPTS, read_yaml
from plugin.guidelines import packs
from plugin.legal_minimum import periods

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
LAW, DATA = "LAW", "DATA"
_TOLD_BY = 16  # digits of a file's hash
_FILES = (".yaml", ".npz", ".npy", ".model")
# What decides whether a text is found at fault; the rest is wording.
_WORKING = ("kind", "level", "checks", "parameters", "plays", "decisions", "complaint_only", "countries", "channels")


@dataclass(frozen=True, slots=True)
class Pack:
    """``content``: what each guideline and rule asks, by id, as plain data."""

    version: str
    hash: str
    content: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One id that is not as it was. ``how``: added, removed or changed; ``fields``: what changed.

    ``kind``: MUST, SHOULD, FLOW, LAW or DATA, as it is now (as it was, for what was removed).
    """

    id: str
    how: str
    kind: str
    fields: tuple[str, ...] = ()
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None

    @property
    def waits(self) -> bool:
        """Whether it waits for the owner's yes: a recommendation that is new, or asks something else than it did.

        What was a MUST and is a recommendation now holds at once: it asks less.
        """
        if self.kind != "SHOULD" or self.how == REMOVED or self.after is None:
            return False
        if self.how == ADDED:
            return True
        eased = self.before is not None and self.before["kind"] == "MUST"
        return not eased and bool(set(self.fields) & set(_WORKING))


@functools.cache
def current() -> Pack:
    """The pack that this program carries; its version is the one recorded for its hash in prompts/packs.yaml."""
    content = {**_content(), **data_of(PROMPTS)}
    told = json.dumps(content, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(told.encode()).hexdigest()
    recorded: Mapping[str, str] = read_yaml("packs.yaml")
    version = next(
        (name for name, known in recorded.items() if known and digest.startswith(known)), f"unnamed {digest[:8]}"
    )
    return Pack(version, digest, content)


def difference(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> tuple[Difference, ...]:
    """What the later content changes, law and MUSTs first. Of the data that an older program did not tell nothing is known."""
    found = []
    if all(row["kind"] != DATA for row in before.values()):
        after = {name: row for name, row in after.items() if row["kind"] != DATA}
    for name in before.keys() | after.keys():
        old, new = _as_told_now(before.get(name)), after.get(name)
        if old is None and new is not None:
            found.append(Difference(name, ADDED, new["kind"], after=new))
        elif new is None and old is not None:
            found.append(Difference(name, REMOVED, old["kind"], before=old))
        elif old is not None and new is not None and old != new:
            fields = tuple(field for field in new if old.get(field) != new[field])
            found.append(Difference(name, CHANGED, new["kind"], fields, old, new))
    order = (LAW, "MUST", "SHOULD", "FLOW", DATA)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.id)))


def _as_told_now(old: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A guideline as an older program told it, which knew of none that is not asked everywhere: that is no change."""
    return (
        old if old is None or old["kind"] in {LAW, DATA} else {"channels": [packs.ALL], "countries": [packs.ALL], **old}
    )


def waiting(found: tuple[Difference, ...]) -> tuple[str, ...]:
    """The ids that wait for the owner's yes."""
    return tuple(one.id for one in found if one.waits)


def data_of(prompts: Path) -> dict[str, dict[str, Any]]:
    """The folders of data beside the guidelines and rules, each with the hash of every file in it."""
    return {
        row["id"]: {"kind": DATA, "wording": row["wording"], "files": _hashes(prompts / row["id"])}
        for row in read_yaml("parts.yaml")
    }


def _hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.suffix in _FILES)
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:_TOLD_BY] for path in files
    }


def _content() -> dict[str, dict[str, Any]]:
    content = {
        row.id: {
            "kind": row.kind,
            "wording": dict(row.wording),
            "source": list(row.source),
            "valid_from": row.valid_from.isoformat(),
            "checks": list(row.checks),
            "parameters": _plain(row.parameters),
            "plays": [play.value for play in row.plays],
            "decisions": [decision.value for decision in row.decisions],
            "complaint_only": row.complaint_only,
            "channels": list(row.channels),
            "countries": list(row.countries),
        }
        for row in packs.all_guidelines()
    }
    return content | {
        row.id: {
            "kind": LAW,
            "level": row.level,
            "wording": dict(row.wording),
            "source": list(row.source),
            "valid_from": row.valid_from.isoformat() if row.valid_from else None,
            "checks": [row.check] if row.check else [],
            "parameters": _numbers(row),
            "countries": list(row.countries),
            "channels": list(row.channels),
        }
        for row in packs.all_rules()
    }


def _numbers(rule: packs.Rule) -> dict[str, Any]:
    """The numbers that a rule's check goes by, among them the periods of the law by their countries."""
    by_country = {f"{one.term} {' '.join(one.countries)}": one.least for one in periods() if one.rule == rule.id}
    return {"max_bytes": rule.max_bytes, "max_chars": rule.max_chars, "guideline": rule.guideline, **by_country}


def _plain(parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in parameters.items()}
