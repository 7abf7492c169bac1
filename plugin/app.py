"""The web process: desk, API and health in one Flask app. Nothing is read from the surroundings here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError
from werkzeug.routing import IntegerConverter, Map

from connectors import http, registry
from plugin import api, panel
from plugin.api import platform_calls
from plugin.hosts import known
from plugin.settings import Settings
from plugin.store import Database, StoreError
from plugin.work import Services, Work

log = structlog.get_logger(__name__)

__all__ = ["HEALTH_PATH", "Services", "create_app"]

HEALTH_PATH = "/healthz"
_LARGEST_REQUEST = 25 * 1024 * 1024  # bytes; a CSV of a large shop's reviews
_LARGEST_FORM = 1024 * 1024
_LARGEST_ID = 2**63 - 1


class _IdConverter(IntegerConverter):
    """Ids in an address: what no column can hold is simply not there, instead of an error of the database."""

    def __init__(self, url_map: Map, fixed_digits: int = 0, min: int | None = None, max: int | None = None) -> None:  # noqa: A002 -- werkzeug's own names, which routes use
        super().__init__(url_map, fixed_digits, min, _LARGEST_ID if max is None else max)


def create_app(settings: Settings, database: Database | None = None, work: Work | None = None) -> Flask:
    """Put the app together. What is not handed in is made from the settings; the database must be up to date."""
    http.set_policy(http.HttpPolicy(allow_private=settings.allow_private_addresses))
    database = database or Database(settings.database_url, settings.encryption_keys)
    work = work or Work(settings, database)
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=_LARGEST_FORM,
    )
    app.url_map.converters["int"] = _IdConverter
    app.extensions["wederwoord"] = Services(settings, database, work, registry.all_connectors())
    app.add_url_rule(HEALTH_PATH, "healthz", healthz(database, work))
    panel.register(app)
    api.register(app)
    app.register_blueprint(platform_calls.blueprint)
    known.register(app)
    _answer_programs_their_way(app)
    return app


def healthz(database: Database, work: Work) -> Callable[[], tuple[Response, int]]:
    """200 while the database answers; also says whether a worker lives, which is no reason to restart the web."""

    def view() -> tuple[Response, int]:
        try:
            with database.session() as session:
                worker = work.worker_is_alive(session)
        except StoreError as error:
            return jsonify(ok=False, problem=str(error)), 503
        return jsonify(ok=True, worker=worker, at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds")), 200

    return view


def _answer_programs_their_way(app: Flask) -> None:
    """Paths below the API's that no view of it serves get its kind of error; every other path the desk's pages."""
    for kind, as_api_error in ((HTTPException, _as_it_is), (Exception, _as_broken)):
        desk = app.error_handler_spec[None][None].get(kind)

        def handle(error: Any, desk: Any = desk, as_api_error: Callable[[Any], HTTPException] = as_api_error) -> Any:
            if request.path.startswith(f"{api.PREFIX}/"):
                return api.problem(as_api_error(error))
            return error if desk is None else desk(error)

        app.register_error_handler(kind, handle)


def _as_it_is(error: HTTPException) -> HTTPException:
    return error


def _as_broken(error: Exception) -> HTTPException:
    if isinstance(error, RecursionError) and request.is_json:
        return BadRequest("The JSON is nested too deeply.")
    log.error("unexpected error in the API", path=request.path, exc_info=error)
    return InternalServerError()
