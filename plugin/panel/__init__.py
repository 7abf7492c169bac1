"""The desk: a server-rendered panel in which a person judges, mends and approves."""

from __future__ import annotations

from flask import Flask

from plugin.panel import errors, rendering, security, speech, static_files
from plugin.panel.blueprint import panel
from plugin.panel.views import (
    acting,
    approvals,
    changes,
    channels,
    golden,
    insights,
    inviting,
    leaving,
    offers,
    order,
    own_rules,
    people,
    policy,
    promises,
    reading,
    running,
    setting_up,
    signing,
    tokens,
)

__all__ = ["register"]

# Importing the views is what hangs them on the blueprint; the list keeps the imports honest.
VIEWS = (
    acting,
    approvals,
    changes,
    channels,
    golden,
    insights,
    inviting,
    leaving,
    offers,
    order,
    own_rules,
    people,
    policy,
    promises,
    reading,
    running,
    setting_up,
    signing,
    tokens,
)


def register(app: Flask) -> None:
    """Put the desk into the app, which carries its services in ``app.extensions["wederwoord"]``."""
    speech.init_speech(app)
    rendering.init_rendering(app)
    security.init_security(app)
    static_files.init_static_files(app)
    errors.init_errors(app)
    app.register_blueprint(panel)
