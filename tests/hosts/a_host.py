"""A host that believes everything, for what is the same on every host: its launches need no proof."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Request, Response, current_app, request

from plugin.hosts import framing, installing, launching
from plugin.hosts.principal import Principal
from plugin.store import Session, installs, people, tables
from plugin.words import Role

NAME = "shopware"  # one with a look of its own


class BelievingHost:
    name = NAME

    def blueprint(self, settings: Any) -> Blueprint:
        made = Blueprint("believing", __name__)
        made.add_url_rule("/believing/launch", view_func=launch)
        return made

    def principal_from_bearer(
        self, session: Session, token: str, incoming: Request, settings: Any, now: dt.datetime
    ) -> Principal | None:
        shop, _, user = token.removeprefix("proof.").partition(":")
        install = installs.find(session, NAME, shop) if token.startswith("proof.") else None
        if install is None:
            framing.say_with_refusal(X_Try_Again="1")
            return None
        person = people.by_external_id(session, install.shop_id, user)
        return person and Principal(install.shop_id, NAME, person.id, Role(person.role), person.name)

    def embedding(self, install: tables.Install, settings: Any) -> framing.Embedding:
        return framing.Embedding(NAME, frame_ancestors=(install.shop_url,), launch="/believing/launch?again=1")


def install_shop(session: Session, shop_id: int, external_id: str, url: str, now: dt.datetime) -> tables.Install:
    return installs.add(
        session, shop_id, NAME, external_id, shop_url=url, state=installs.InstallState.INSTALLED, now=now
    )


def launch() -> Response:
    services = current_app.extensions["wederwoord"]
    now = dt.datetime.now(dt.UTC)
    with services.database.session() as session:
        install = installs.find(session, NAME, request.args["shop"])
        person = installing.person_for(session, install, request.args["user"], name=request.args["user"], now=now)
        if person is None:
            return Response("not let in", 403)
        language = request.args.get("language", "")
        begun = launching.begin(session, install, person, language=language, now=now)
    return launching.open_desk(install, person, begun, language=language)
