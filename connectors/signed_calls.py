"""The body of a platform's call to us, once its signature has been found true."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from connectors.errors import BadAnswer

_LETTERS = 32


def said_in(body: bytes, *, who: str) -> Any:
    """What the body says, as JSON. Raises BadAnswer where it cannot be read."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadAnswer(f"{who}'s call cannot be read.") from error


def event_id(told: bytes) -> str:
    """The name of the event that these bytes stand for: the same again where the platform calls twice."""
    return hashlib.sha256(told).hexdigest()[:_LETTERS]
