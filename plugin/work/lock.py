"""A worker's stable name on one machine: held by a file lock, which the system lets go of however the process ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

_MOST = 64


class WorkerName:
    """The first free name of ``worker``, ``worker.2``, ``worker.3``, …: two processes never share one, and a process
    that starts again after a crash finds its own free, and with it the work that it left.
    """

    def __init__(self, directory: Path, wanted: str) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(1, _MOST + 1):
            name = wanted if number == 1 else f"{wanted}.{number}"
            handle = os.open(directory / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                continue
            self.name = name
            self._handle = handle
            return
        raise RuntimeError(f"{_MOST} workers run on this machine already")

    def release(self) -> None:
        os.close(self._handle)
