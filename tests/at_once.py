"""Several threads that begin at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def at_once(do: Callable[[int], Any], times: int = 8) -> list[Any]:
    """What each of them gave, or the error that it met."""
    ready = threading.Barrier(times)

    def one(number: int) -> Any:
        ready.wait(10)
        try:
            return do(number)
        except Exception as error:  # noqa: BLE001 -- the test looks at each
            return error

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
