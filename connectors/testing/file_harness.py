"""The standard tests' platform for the file connector: a CSV export that someone keeps adding to."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import ClassVar

from connectors.contract import Connector
from connectors.file import FileConnector
from connectors.file.replies import ReplyFile
from connectors.testing.harness import Harness


class FileHarness(Harness):
    connector_class: ClassVar[type[Connector]] = FileConnector
    speaks_http = False
    page_size = 1_000

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "reviews.csv"
        self._rows: dict[str, list[str]] = {}
        self._write()

    def connector(self) -> FileConnector:
        return FileConnector(FileConnector.Settings().load({"path": str(self.path)}))

    def secrets(self) -> tuple[str, ...]:
        return ()

    def add_review(self, text: str, *, rating: int = 4, author: str = "Sabine") -> str:
        external_id = f"r{len(self._rows) + 1}"
        self._rows[external_id] = [external_id, text, str(rating), author, "2026-03-01 12:00"]
        self._write()
        return external_id

    def edit_review(self, external_id: str, text: str) -> None:
        self._rows[external_id][1] = text
        self._write()

    def remove_review(self, external_id: str) -> None:
        del self._rows[external_id]
        self._write()

    def replies(self, external_id: str) -> list[str]:
        placed = ReplyFile(self.path, jsonl=False).all().get(external_id)
        return [placed.reply] if placed else []

    def close(self) -> None:
        self._folder.cleanup()

    def _write(self) -> None:
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(["id", "tekst", "sterren", "naam", "datum"])
            writer.writerows(self._rows.values())
