"""The form of a file of reviews: bring it or name it, see what would be read, put the columns right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.dates import format_date
from flask import request
from flask_babel import LazyString, gettext, lazy_gettext
from marshmallow import ValidationError

from connectors import file as files
from connectors.contract import ConnectorError
from plugin.hosts.gate import principal
from plugin.inbox import shop_files
from plugin.panel import speech
from plugin.panel.app_services import services
from plugin.panel.channel_forms import PREFIX
from plugin.panel.told import in_our_words

_ = lazy_gettext
CONNECTOR = "file"
ROWS = 5
PROBLEMS = 10
COLUMNS: Mapping[str, LazyString] = {
    "text": _("What the customer wrote"),
    "rating": _("Stars"),
    "title": _("Title"),
    "author": _("Name"),
    "created": _("Date"),
    "id": _("Number of the review"),
    "product": _("Product"),
    "language": _("Language"),
    "url": _("Link"),
    "reply": _("Reply that is already there"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One meaning, and the header that holds it."""

    name: str
    form_name: str
    label: str
    header: str


@dataclass(frozen=True, slots=True)
class PreviewShape:
    headers: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    shown: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    told: tuple[str, ...] = field(default_factory=tuple)
    problem: str = ""

    @property
    def readable(self) -> bool:
        """Whether reviews can be read: the column with the customer's words is known."""
        return not self.problem and any(column.name == "text" and column.header for column in self.columns)


def with_file(given: dict[str, Any], before: Mapping[str, Any] | None) -> tuple[dict[str, Any], dict[str, str]]:
    """The settings with the path of the file that was brought or named, and what is wrong with it."""
    data_dir, shop_id = services().settings.data_dir, principal().shop_id
    upload = request.files.get("upload")
    try:
        if upload is not None and upload.filename:
            return {**given, "path": str(shop_files.keep(data_dir, shop_id, upload))}, {}
        typed = str(given.get("path", ""))
        if before is not None and typed == before.get("path"):
            return given, {}
        if not typed:
            return given, {"path": gettext("Bring a file, or name one.")}
        return {**given, "path": str(shop_files.own_path(data_dir, shop_id, typed))}, {}
    except shop_files.NotOurs:
        where = shop_files.folder_of(data_dir, shop_id)
        return given, {
            "path": gettext(
                "No such CSV or JSON Lines file in %(folder)s. Bring it with the button, or put it there.",
                folder=str(where),
            )
        }


def preview(values: Mapping[str, Any]) -> PreviewShape | None:
    """What would be read; None where no file is named yet. The values come from ``with_file`` or from the store."""
    path = values.get("path")
    if not path:
        return None
    settings = {name: value for name, value in values.items() if name != "path"}
    try:
        seen = files.preview(Path(str(path)), settings, rows=ROWS)
    except ConnectorError as error:
        return PreviewShape(problem=in_our_words(f"{error.message} {error.hint}".strip()))
    except ValidationError:
        return PreviewShape(problem=gettext("Look at the settings above: one of them cannot be used."))
    names = [name for name in COLUMNS if name in seen.mapping]
    return PreviewShape(
        headers=seen.columns,
        columns=tuple(
            Column(name, f"{PREFIX}columns.{name}", str(label), seen.mapping.get(name, ""))
            for name, label in COLUMNS.items()
        ),
        shown=tuple(str(COLUMNS[name]) for name in names),
        rows=tuple(tuple(_cell(review, name) for name in names) for review in seen.reviews),
        told=tuple(map(in_our_words, seen.problems[:PROBLEMS])),
    )


def _cell(review: Any, name: str) -> str:
    value: Any = review.external_id if name == "id" else getattr(review, name, "")
    if name == "created":
        return str(format_date(speech.here(value).date(), "medium", locale=speech.locale()))
    if name == "reply":
        return str(value.text) if value is not None else ""
    shown = "" if value is None else str(value)
    return shown if len(shown) <= 120 else f"{shown[:119]}…"  # noqa: PLR2004 -- a table's cell, not the text
