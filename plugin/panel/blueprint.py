"""The desk as one blueprint; importing plugin.panel.views.* hangs the views on it."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.exceptions import UnprocessableEntity

panel = Blueprint(
    "panel",
    "plugin.panel",
    static_folder="static",
    static_url_path="/desk-files",
    template_folder="templates",
)


@panel.before_request
def refuse_nul() -> None:
    """A NUL is typed by no person and kept by no Postgres. Raises UnprocessableEntity."""
    if any("\x00" in value for value in request.form.values()):
        raise UnprocessableEntity
