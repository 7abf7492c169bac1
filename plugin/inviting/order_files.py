"""Delivered orders in a file: CSV with a line of names above it, or JSON Lines. For shops whose host tells us nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

LARGEST = 50_000_000  # bytes
# Names that shop systems' exports use for the same thing, in lower case.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "number": ("number", "order", "order_number", "ordernumber", "bestelnummer", "bestellnummer", "reference"),
    "email": ("email", "e-mail", "e-mailadres", "mail", "customer_email", "billing_email"),
    "delivered": (
        "delivered",
        "delivered_at",
        "delivery_date",
        "completed",
        "bezorgd",
        "geleverd",
        "geliefert",
        "zugestellt",
    ),
    "ordered": ("ordered", "ordered_at", "order_date", "besteld", "bestelldatum", "besteldatum"),
    "name": ("name", "customer", "customer_name", "naam", "klant", "kunde"),
    "language": ("language", "locale", "taal", "sprache"),
    "consent": ("consent", "opt_in", "optin", "toestemming", "einwilligung"),
}
_YES_NO = {"ja": True, "yes": True, "nee": False, "nein": False, "no": False}


class FileWrong(ValueError):
    """The file cannot be read as orders; the message says why, without what stands in it."""


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The file's rows as ``taking.OrderSchema`` reads them. Raises FileWrong, OSError."""
    if path.stat().st_size > LARGEST:
        raise FileWrong("The file is larger than 50 MB: split it.")
    yield from rows_in(path.read_bytes())


def rows_in(content: bytes) -> Iterator[dict[str, Any]]:
    """The same of a file's content."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileWrong("The file is no UTF-8 text.") from None
    if text.lstrip().startswith("{"):
        yield from _of_lines(text)
    else:
        yield from _of_csv(text)


def _of_lines(text: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise FileWrong(f"Line {number} is no JSON.") from None
        if not isinstance(row, dict):
            raise FileWrong(f"Line {number} is no JSON object.")
        yield row


def _of_csv(text: str) -> Iterator[dict[str, Any]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    columns = _columns(reader.fieldnames or ())
    missing = [name for name in ("number", "email", "delivered") if name not in columns]
    if missing:
        raise FileWrong(f"The first line names no column for: {', '.join(missing)}.")
    for row in reader:
        yield _said({name: row.get(column) or "" for name, column in columns.items()})


def _columns(given: Any) -> dict[str, str]:
    there = {str(name).strip().lower().replace(" ", "_"): str(name) for name in given if name}
    found = {name: next((there[other] for other in others if other in there), None) for name, others in _NAMES.items()}
    return {name: column for name, column in found.items() if column is not None}


def _said(row: dict[str, Any]) -> dict[str, Any]:
    word = str(row.get("consent", "")).strip().lower()
    return {**row, "consent": _YES_NO[word]} if word in _YES_NO else row
