"""What most commands need: settings, log, database, engine; and errors as sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click
import structlog

from connectors import http
from connectors.contract import ConnectorError
from plugin import logs, settings
from plugin.shop import ShopProfileError
from plugin.store import Database, Session, StoreError, shops, tables
from plugin.work import Work

log = structlog.get_logger(__name__)


class Said(click.ClickException):
    """An error as a sentence, with what to do; exit status 1."""

    def show(self, file: Any = None) -> None:
        del file
        click.secho(self.format_message(), err=True)


class SentenceGroup(click.Group):
    """Lets no traceback out: every error is a sentence that says what to do."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except settings.SettingsError as error:
            raise Said(f"The settings cannot be used:\n{error}") from error
        except ShopProfileError as error:
            raise Said(f"The shop's profile cannot be used: {error}") from error
        except (StoreError, ConnectorError, LookupError, ValueError, OSError) as error:
            log.debug("failed", exc_info=True)
            raise Said(_sentence(error)) from error
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            log.debug("failed", exc_info=True)
            raise Said(
                f"The program broke: {type(error).__name__}. Nothing was lost. "
                "Set WEDERWOORD_LOG_LEVEL=DEBUG and run it again to see where."
            ) from error


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}." if error.filename else f"{error.strerror}."
    return str(error) or type(error).__name__


@dataclass(frozen=True, slots=True)
class Desk:
    """An opened installation: tables up to date."""

    settings: settings.Settings
    database: Database
    work: Work

    def session(self) -> Any:
        return self.database.session()


@contextmanager
def opened(*, quiet: bool = False) -> Iterator[Desk]:
    """Open the installation as the environment describes it, and bring its tables up to date.

    Raises SettingsError and the store's errors.
    """
    given = settings.load()
    logs.set_up("WARNING" if quiet and given.log_level == "INFO" else given.log_level, given.log_format)
    http.set_policy(http.HttpPolicy(allow_private=given.allow_private_addresses))
    database = Database(given.database_url, given.encryption_keys)
    try:
        database.upgrade()
        work = Work(given, database)
        work.prepare()
        try:
            yield Desk(given, database, work)
        finally:
            work.stop()
    finally:
        database.dispose()


def shop_named(session: Session, slug: str | None) -> tables.Shop:
    """The shop with this short name; without a name the only one there is. Raises Said."""
    every = shops.every(session)
    if slug is None and len(every) == 1:
        return every[0]
    found = next((shop for shop in every if shop.slug == slug), None)
    if found is not None:
        return found
    if not every:
        raise Said("There is no shop yet. Add one: wederwoord shop add FILE. Or look around first: wederwoord sample.")
    names = ", ".join(shop.slug for shop in every)
    if slug is None:
        raise Said(f"Say which shop, with --shop: {names}.")
    raise Said(f"There is no shop called {slug}. There are: {names}.")
