"""Changing a file so that a reader, a crash or a full disk never sees half of it."""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from connectors.contract import RetryLater

_PATIENCE = 10.0  # seconds to wait for another process that writes
_PAUSE = 0.02


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Alone with ``path`` among all processes of this machine. Raises OSError, or RetryLater after ten seconds.

    The lock is the kernel's: it ends with the process that holds it, however that ends.
    """
    with path.with_name(f"{path.name}.lock").open("a") as lock:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise RetryLater("Another process is writing the file of replies.", retry_after=30) from None
                time.sleep(_PAUSE)
        yield  # closing the file releases the lock


def replace_file(path: Path, content: bytes, *, like: Path) -> None:
    """Write ``content`` beside ``path``, to the disk, and put it in its place in one move. ``like`` lends its
    permissions where there is no file yet. Raises OSError with the old file untouched.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mode = stat.S_IMODE((path if path.exists() else like).stat().st_mode)
        Path(name).chmod(mode | stat.S_IWUSR)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    with suppress(OSError):  # it is in place; some file systems cannot flush a folder
        _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
