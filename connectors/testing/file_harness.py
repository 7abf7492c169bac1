"""The standard tests' platform for the file connector: a CSV export that someone keeps adding to."""

from __future__ import annotations

import csv
import datetime as dt
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
        self._added = 0
        self._behind = False
        self._write()

    def connector(self) -> FileConnector:
        if self._behind:
            self._write()
        return FileConnector(FileConnector.Settings().load({"path": str(self.path)}))

    def secrets(self) -> tuple[str, ...]:
        return ()

    def add_review(self, text: str, *, rating: int = 4, author: str = "Sabine") -> str:
        self._added += 1
        external_id = f"r{self._added}"
        self._rows[external_id] = [external_id, text, str(rating), author, "2026-03-01 12:00"]
        self._behind = True  # written when someone looks: hundreds are added in a row
        return external_id

    def add_dated_review(self, text: str, created: dt.datetime) -> str:
        external_id = self.add_review(text)
        self._rows[external_id][4] = f"{created:%Y-%m-%d %H:%M}"
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
        self._behind = False
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(["id", "tekst", "sterren", "naam", "datum"])
            writer.writerows(self._rows.values())
