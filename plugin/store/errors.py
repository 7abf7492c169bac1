"""What can go wrong in the store, named for what the caller must do."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

_BUSY_SQLSTATES = frozenset({"40001", "40P01", "55P03", "57014"})  # serialisation, deadlock, lock and statement timeout
_FULL_SQLSTATES = frozenset({"53100", "53200"})  # disk full, out of memory
_GONE_SQLSTATES = ("08", "57P", "53300")  # connection trouble, shutdown, too many connections


class StoreError(Exception):
    """Something went wrong in the store. Messages are for the shop's owner and hold no secret."""


class RetryLater(StoreError):
    """Nothing was written; the same work may succeed later."""


class StoreBusy(RetryLater):
    """Another writer held the database for too long."""


class StoreFull(RetryLater):
    """The disk is full, or the database may not grow; nothing was written."""


class StoreUnreachable(RetryLater):
    """The database does not answer, or its file cannot be opened."""


class NotThere(StoreError, LookupError):
    """This shop has no such row. The row of another shop looks exactly the same: not there."""


class WrongShop(StoreError):
    """A statement touched a row of another shop: a fault in the program, stopped by the tenancy net."""


class Conflict(StoreError):
    """It was changed meanwhile by someone else, or it exists already; look again before trying."""


class KeyMissing(StoreError):
    """There is no encryption key, or a key is not one."""


class SecretUnreadable(StoreError):
    """A stored credential cannot be read with the keys given, or belongs to another shop or channel."""


def _of_sqlite(error: sqlite3.Error) -> StoreError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreBusy("The database is locked by another program. Nothing was saved; try again in a moment.")
    if code == sqlite3.SQLITE_FULL:
        return StoreFull("The disk is full. Nothing was saved; make room and try again.")
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}:
        return StoreUnreachable("The database file cannot be opened or written. Check its folder, rights and disk.")
    if code == sqlite3.SQLITE_READONLY:
        return StoreUnreachable("The database file is read-only. Check its rights and try again.")
    return None


def _of_postgres(error: BaseException) -> StoreError | None:
    state = getattr(error, "sqlstate", None) or ""
    if state in _BUSY_SQLSTATES:
        return StoreBusy("The database was busy with other work. Nothing was saved; try again in a moment.")
    if state in _FULL_SQLSTATES:
        return StoreFull("The database has no room left. Nothing was saved; make room and try again.")
    if state.startswith(_GONE_SQLSTATES) or (not state and type(error).__name__ == "OperationalError"):
        return StoreUnreachable("The database does not answer. Check that it runs and try again.")
    return None


def named(error: DBAPIError) -> StoreError | None:
    """The named error for a driver's error, or None where the error is a fault of ours to be seen as it is."""
    origin = error.orig
    if isinstance(origin, sqlite3.Error):
        return _of_sqlite(origin)
    return _of_postgres(origin) if origin is not None else None
