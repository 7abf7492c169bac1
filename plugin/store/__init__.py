"""The store: tables, sessions, migrations, tenancy, encryption. The only room that writes SQL."""

from sqlalchemy.orm import Session

from plugin.store.database import DEFAULT_URL, Database, database_of
from plugin.store.errors import (
    Conflict,
    KeyMissing,
    NotThere,
    RetryLater,
    SecretUnreadable,
    StoreBusy,
    StoreError,
    StoreFull,
    StoreUnreachable,
    WrongShop,
)

__all__ = [
    "DEFAULT_URL",
    "Conflict",
    "Database",
    "KeyMissing",
    "NotThere",
    "RetryLater",
    "SecretUnreadable",
    "Session",
    "StoreBusy",
    "StoreError",
    "StoreFull",
    "StoreUnreachable",
    "WrongShop",
    "database_of",
]
