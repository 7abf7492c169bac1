"""Where files may be, and what it means when the disk says no."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from connectors.contract import AskPerson, ConnectorError, RetryLater

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL})

_root: Path | None = None


def restrict_to(folder: Path | None) -> None:
    """From now on only files below ``folder`` are read and written: where shops' own people can type in a path, it
    must not lead to the server's other files. None lifts it, for a desk on one's own machine.
    """
    global _root  # noqa: PLW0603 -- the operator's decision for the whole process
    _root = folder.resolve() if folder else None


def place_of(path: str) -> Path:
    """The file at ``path``. Raises AskPerson outside the permitted folder or where it is no path at all."""
    try:
        place = Path(path).expanduser().resolve()
    except (OSError, ValueError, RuntimeError):
        place = None
    if place is None or (_root is not None and not place.is_relative_to(_root)):
        raise AskPerson("This file is not in the folder for imports.", hint="Upload it, or put it into that folder.")
    return place


@contextmanager
def reading_file() -> Iterator[None]:
    """Turns the system's errors into the contract's."""
    try:
        yield
    except OSError as error:
        failed = error_of(error, doing="read")
    else:
        return
    raise failed


def error_of(error: OSError, *, doing: str) -> ConnectorError:
    """``doing`` is "read" or "write". Whatever it is, nothing was changed."""
    if error.errno in _FULL:
        return RetryLater("The disk is full, so the reply was not written.", hint="Free some space; nothing is lost.")
    if error.errno in _NOT_ALLOWED:
        return AskPerson(
            f"The file may not be {'read' if doing == 'read' else 'written'}.", hint="Check its permissions."
        )
    if error.errno in _NOT_THERE:
        return AskPerson("There is no such file.", hint="Check the path, or upload the file again.")
    return RetryLater(f"The disk failed to {doing} the file ({error.strerror or 'no reason given'}).")
