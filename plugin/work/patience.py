"""A database that is busy, full or away for a moment costs time, never work that is done."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import structlog

from plugin.store.errors import RetryLater

log = structlog.get_logger(__name__)
Result = TypeVar("Result")

_FIRST_WAIT = 0.1  # seconds
_LONGEST_WAIT = 10.0


def patiently(work: Callable[[], Result], *, sleep: Callable[[float], None] = time.sleep) -> Result:
    """Do ``work``, again and again while the store says RetryLater: nothing was written then. Other errors pass."""
    pause = _FIRST_WAIT
    while True:
        try:
            return work()
        except RetryLater as error:
            log.warning("waiting for the database", reason=str(error), seconds=pause)
            sleep(pause)
            pause = min(_LONGEST_WAIT, pause * 2)
