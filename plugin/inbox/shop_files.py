"""Files that a shop's people bring. Each shop has a folder of its own, and the desk and the API read no other.

The command line may point a channel at any file of the machine; a person in a browser may not, or one shop's owner
could read the server's files as if they were reviews.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from connectors import registry
from plugin.inbox.connecting import SettingsWrong

ENDINGS = frozenset({".csv", ".tsv", ".txt", ".jsonl", ".ndjson", ".json"})


class NotOurs(ValueError):
    """The path leads out of the shop's own folder, or there is no such file."""


class Upload(Protocol):
    """A file on its way in, as web frameworks hand it over."""

    filename: str | None

    def save(self, dst: Any) -> None: ...


def folder_of(data_dir: Path, shop_id: int) -> Path:
    """Where this shop's files lie; made when first needed."""
    folder = data_dir.resolve() / "files" / str(shop_id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def keep(data_dir: Path, shop_id: int, upload: Upload) -> Path:
    """Keep an upload under a name of our own making. Raises NotOurs for an ending that no export has."""
    given = Path(upload.filename or "")
    ending = given.suffix.lower()
    if ending not in ENDINGS:
        raise NotOurs
    stem = re.sub(r"[^a-z0-9-]+", "-", given.stem.lower()).strip("-")[:40] or "reviews"
    path = folder_of(data_dir, shop_id) / f"{stem}-{uuid.uuid4().hex[:8]}{ending}"
    upload.save(path)
    return path


def own_path(data_dir: Path, shop_id: int, typed: str) -> Path:
    """A typed path, if it is a file in the shop's own folder (a bare name is looked up there). Raises NotOurs."""
    folder = folder_of(data_dir, shop_id)
    try:
        path = (folder / typed).resolve()  # an absolute path replaces the folder, and is then looked at like any other
        ours = path.is_relative_to(folder) and path.is_file()
    except (ValueError, OSError, RuntimeError) as error:  # a NUL, a name too long for the disk, links in a circle
        raise NotOurs from error
    if not ours:
        raise NotOurs
    return path


def with_own_paths(connector: str, settings: Mapping[str, Any], data_dir: Path, shop_id: int) -> dict[str, Any]:
    """The settings, with every local file as the whole path in the shop's own folder that was looked at just now: a
    bare name would be read from wherever the worker happens to run. Raises SettingsWrong where one leads elsewhere.

    Which settings name files, the connector's schema says (``metadata={"local_file": True}``).
    """
    owned = dict(settings)
    for name, declared in registry.get(connector).Settings().fields.items():
        if not declared.metadata.get("local_file") or not isinstance(settings.get(name), str):
            continue
        try:
            owned[name] = str(own_path(data_dir, shop_id, settings[name]))
        except NotOurs as error:
            told = f"No such CSV or JSON Lines file in {folder_of(data_dir, shop_id)}: put it there first."
            raise SettingsWrong({name: [told]}) from error
    return owned
