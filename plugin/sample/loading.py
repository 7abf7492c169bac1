"""Sets the invented shop up the way an owner would: a profile, three files of reviews, and a first look at each.

The reviews' times count back from the moment of loading, so that the inbox always looks like this week's.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from plugin.inbox import connecting, sync
from plugin.shop import ShopProfile, load_profile
from plugin.store import Database, shops

SLUG = "de-pas"
FOLDER = "sample"  # below the data directory: the channels' files, and the replies written beside them
_COLUMNS = ("id", "date", "author", "rating", "product", "text")


@dataclass(frozen=True, slots=True)
class Seeded:
    """``new`` is False where the sample shop stood already; nothing was touched then."""

    shop_id: int
    new: bool


def sample_profile() -> ShopProfile:
    """The invented shop's profile."""
    return load_profile(yaml.safe_load(_read("shop.yaml")))


def sample_reviews() -> Mapping[str, Any]:
    """Its channels and reviews, as written in ``reviews.yaml``."""
    data: Mapping[str, Any] = yaml.safe_load(_read("reviews.yaml"))
    return data


def seed(database: Database, data_dir: Path, now: dt.datetime) -> Seeded:
    """Load the sample shop once; the second time finds it as it was left. Raises the store's errors, OSError."""
    with database.session() as session:
        known = shops.by_slug(session, SLUG)
    if known is not None:
        return Seeded(known.id, new=False)
    sample = sample_reviews()
    folder = data_dir.resolve() / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for key, channel in sample["channels"].items():
        _write(folder / channel["file"], [row for row in sample["reviews"] if row["channel"] == key], now)
    with database.session() as session:
        shop_id = shops.add(session, SLUG, sample_profile(), now=now).id
    channel_ids = [_connect(database, shop_id, folder, channel) for channel in sample["channels"].values()]
    for channel_id in channel_ids:
        sync.sync_channel(database, shop_id, channel_id, connect=connecting.connect)
    return Seeded(shop_id, new=True)


def _connect(database: Database, shop_id: int, folder: Path, channel: Mapping[str, Any]) -> int:
    with database.session(shop_id=shop_id) as session:
        return connecting.add_channel(
            session,
            shop_id,
            "file",
            channel["name"],
            {"path": str(folder / channel["file"]), "timezone": "UTC"},
            limits=channel["limits"],
        ).id


def _write(path: Path, reviews: Sequence[Mapping[str, Any]], now: dt.datetime) -> None:
    rows = [
        {
            **{name: review.get(name) for name in _COLUMNS},
            "date": (now - dt.timedelta(hours=review["hours_ago"])).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        for review in reviews
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".jsonl":
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        else:
            writer = csv.DictWriter(file, _COLUMNS)
            writer.writeheader()
            writer.writerows(rows)


def _read(name: str) -> str:
    return files("plugin.sample").joinpath(name).read_text(encoding="utf-8")
