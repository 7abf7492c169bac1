"""The desk as one blueprint; importing plugin.panel.views.* hangs the views on it."""

from __future__ import annotations

from flask import Blueprint

panel = Blueprint(
    "panel",
    "plugin.panel",
    static_folder="static",
    static_url_path="/desk-files",
    template_folder="templates",
)
