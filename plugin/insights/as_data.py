"""The figures as plain data: what the API and the command line give out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from plugin.insights.figures import Insights


def insights_to_data(seen: Insights) -> dict[str, Any]:
    """As JSON has it: dates in ISO form, names as in ``figures``."""
    plain: dict[str, Any] = _plain(dataclasses.asdict(seen))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value
