"""Calm error pages: what happened, and what to do. They know no shop, so they show none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import structlog
from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, ServiceUnavailable
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import NotFromOurPage, RoleTooSmall, SignInNeeded
from plugin.panel.rendering import is_fragment
from plugin.store import errors as store_errors

log = structlog.get_logger(__name__)
OURS_NOT = ("/api/", "/healthz")


def init_errors(app: Flask) -> None:
    """Handle what goes wrong outside the API, which has its own way to say it."""
    handlers: tuple[tuple[type[Exception], Callable[[Any], AnyResponse]], ...] = (
        (SignInNeeded, sign_in_needed),
        (HTTPException, http_error),
        (store_errors.NotThere, not_there),
        (store_errors.RetryLater, store_away),
        (Exception, unexpected),
    )
    for kind, handler in handlers:
        app.register_error_handler(kind, _only_the_desk(handler))


def sign_in_needed(error: SignInNeeded) -> AnyResponse:
    """A page leads to signing in; a fragment says that the session has ended."""
    if request.headers.get("HX-Request") == "true" or request.method != "GET":
        return _page(error, gettext("You are signed out"), gettext("Load the page again to sign in."))
    return redirect(url_for("panel.sign_in"), code=303)


def http_error(error: HTTPException) -> AnyResponse:
    if isinstance(error, RoleTooSmall):
        return _page(
            error,
            gettext("Your role does not reach that far"),
            gettext("Ask the shop's owner to do it, or to give you the role."),
        )
    if isinstance(error, NotFromOurPage):
        return _page(
            error, gettext("This page was too old"), gettext("Nothing was changed. Load the page again and repeat.")
        )
    known = {
        404: (gettext("There is nothing here"), gettext("The address is not right, or what stood here is gone.")),
        405: (gettext("That is not possible here"), gettext("Go back to the desk and try it from there.")),
        413: (gettext("That is too large"), gettext("Split the file, or let the command line read it.")),
        422: (gettext("The form cannot be read"), gettext("Go back, look at what you filled in, and send it again.")),
    }
    title, words = known.get(
        error.code or 500, (gettext("That did not work"), gettext("Go back to the desk and try it again."))
    )
    return _page(error, title, words)


def not_there(error: store_errors.NotThere) -> AnyResponse:
    """Another shop's number looks exactly like a number that never was."""
    del error
    return http_error(NotFound())


def store_away(error: store_errors.RetryLater) -> AnyResponse:
    log.warning("store cannot be used now", error=type(error).__name__)
    response = _page(
        ServiceUnavailable(),
        gettext("The database cannot be used just now"),
        gettext("Nothing was changed. Try again in a moment; if it stays so, “wederwoord doctor” says why."),
    )
    response.headers["Retry-After"] = "5"
    return response


def unexpected(error: Exception) -> AnyResponse:
    log.error("unexpected error in the desk", error=type(error).__name__, path=request.path, exc_info=error)
    return _page(
        InternalServerError(),
        gettext("Something broke on our side"),
        gettext("Nothing was changed. Try again; if it happens again, the log says what it was."),
    )


def _page(error: HTTPException, title: str, words: str) -> Response:
    page = (
        ""
        if is_fragment()
        else render_template(
            "error.html", title=title, words=words, link=url_for("panel.inbox"), link_text=gettext("To the desk")
        )
    )
    response = make_response(page, error.code or 500)
    if error.code == 401:  # noqa: PLR2004 -- Unauthorized
        response.headers["WWW-Authenticate"] = "Bearer"
    # For fragments: the desk shows these words in place of the page.
    response.headers["X-Plain-Words"] = quote(f"{title}. {words}")
    return response


def _only_the_desk(handler: Callable[[Any], AnyResponse]) -> Callable[[Exception], Any]:
    def handle(error: Exception) -> Any:
        if request.path.startswith(OURS_NOT):
            if isinstance(error, HTTPException):
                return error
            raise error
        return handler(error)

    return handle
