"""/api/v1: the desk's services for programs, described by OpenAPI 3.1 at ``/api/v1/openapi.json``."""

from __future__ import annotations

from flask import Flask

from plugin.api import (
    changes,
    channels,
    clocks,
    errands,
    golden,
    insights,
    invitations,
    orders,
    people,
    promises,
    publications,
    reviews,
    runs,
    shop,
)
from plugin.api.problems import ReplyDeskApi, problem

__all__ = ["PREFIX", "problem", "register"]

PREFIX = "/api/v1"


def register(app: Flask) -> ReplyDeskApi:
    """Serve the API in ``app``. Errors outside its own views are the app's: it calls ``problem`` for paths below PREFIX."""
    app.config.update(
        API_TITLE="Wederwoord",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": "The reply desk of a web shop. Every call acts for one person of one shop."},
            "components": {
                "securitySchemes": {
                    "token": {"type": "http", "scheme": "bearer", "description": "`wederwoord person token` makes one."}
                }
            },
            "security": [{"token": []}],
        },
    )
    api = ReplyDeskApi(app)
    areas = (
        reviews, publications, errands, clocks, promises, runs, insights, channels, orders, invitations, shop, people, changes,
        golden,
    )  # fmt: skip
    for area in areas:
        api.register_blueprint(area.blueprint, url_prefix=f"{PREFIX}{area.blueprint.url_prefix or ''}")
    return api
