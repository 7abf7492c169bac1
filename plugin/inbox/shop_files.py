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
    path = (folder / typed).resolve()  # an absolute path replaces the folder, and is then looked at like any other
    if not path.is_relative_to(folder) or not path.is_file():
        raise NotOurs
    return path


def refuse_others(connector: str, settings: Mapping[str, Any], data_dir: Path, shop_id: int) -> None:
    """Raise SettingsWrong where a setting that names a local file leads out of the shop's own folder.

    Which settings do so, the connector's schema says (``metadata={"local_file": True}``).
    """
    for name, declared in registry.get(connector).Settings().fields.items():
        if not declared.metadata.get("local_file") or not isinstance(settings.get(name), str):
            continue
        try:
            own_path(data_dir, shop_id, settings[name])
        except NotOurs as error:
            told = f"No such CSV or JSON Lines file in {folder_of(data_dir, shop_id)}: put it there first."
            raise SettingsWrong({name: [told]}) from error
