"""The registration handshake: a shop asks, we prove ourselves and name a secret, the shop confirms (contract §2.2)."""

from __future__ import annotations

import datetime as dt

import structlog
from flask import Response, jsonify, request

from plugin.hosts.bodies import read_body
from plugin.hosts.shopware import asking, confirmations, places, queries, registering, rotation, signatures
from plugin.hosts.shopware.kept import HOST
from plugin.hosts.shopware.registering import Signatures

log = structlog.get_logger(__name__)

_LARGEST = 16 * 1024  # bytes of a confirmation; a genuine one has some 200
_BAD, _UNAUTHORIZED = 400, 401


def register() -> tuple[Response, int]:
    """The shop's first question, or its question for another secret."""
    services, app = asking.services(), asking.app()
    language = request.headers.get("sw-user-language", "").partition("-")[0].lower()
    try:
        with services.database.session() as session:
            said, secret = registering.register(
                session,
                request.query_string,
                _signatures(),
                app_secret=app.secret,
                language=language,
                now=dt.datetime.now(dt.UTC),
            )
    except queries.BadQuery as error:
        return _refused(str(error), _BAD)
    except rotation.Refused as error:
        return _refused(str(error), _UNAUTHORIZED)
    return _kept_by_nobody(
        jsonify(
            proof=signatures.proof(said.shop_id, said.shop_url, app.app_name, app.secret),
            secret=secret,
            confirmation_url=f"{services.settings.address}{places.CONFIRM}",
        )
    ), 200


def confirm() -> tuple[Response, int]:
    """The new secret takes force. Safe to repeat: a shop whose answer was lost asks again."""
    services, raw = asking.services(), read_body(_LARGEST)
    try:
        with services.database.session() as session:
            done = registering.confirm(session, raw, _signatures(), now=dt.datetime.now(dt.UTC))
            services.work.sync_now(session, done.install.shop_id, done.channel_id)
            services.work.channel_is_back(session, done.install.shop_id, done.channel_id)
    except confirmations.BadConfirmation as error:
        return _refused(str(error), _BAD)
    except rotation.Refused as error:
        return _refused(str(error), _UNAUTHORIZED)
    log.info("a shop was registered", host=HOST, shop_id=done.install.shop_id, first=done.first)
    return Response(status=204), 204


def _signatures() -> Signatures:
    headers = request.headers
    return Signatures(
        app=headers.get(signatures.APP_SIGNATURE),
        shop=headers.get(signatures.SHOP_SIGNATURE),
        previous=headers.get(signatures.PREVIOUS_SIGNATURE),
    )


def _refused(why: str, status: int) -> tuple[Response, int]:
    """Shopware shows ``error`` to the person who installs."""
    log.warning("a registration was refused", host=HOST, why=why)
    return _kept_by_nobody(jsonify(error=why)), status


def _kept_by_nobody(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
