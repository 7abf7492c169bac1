"""``/hooks/<token>``: where platforms call. No session, no CSRF token: the address is the secret and the connector verifies."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, request

from connectors.contract import BadAnswer
from plugin.inbox import calls
from plugin.work.services import Services

blueprint = Blueprint("platform_calls", __name__)

LARGEST_CALL = 1_000_000  # bytes
_LONGEST_TOKEN = 100


@blueprint.route(f"{calls.PATH}/<string:token>", methods=["POST"])
def receive(token: str) -> tuple[Response, int]:
    """Note the call and answer at once; what it is about is read from the platform afterwards."""
    if len(token) > _LONGEST_TOKEN or (request.content_length or 0) > LARGEST_CALL:
        return jsonify(ok=False), 404
    services: Services = current_app.extensions["wederwoord"]
    headers = {name.lower(): value for name, value in request.headers.items()}
    body = request.get_data(cache=False)
    try:
        new = calls.receive(services.database, token, headers, body, ask=services.work.sync_for_call)
    except calls.NotForUs:
        return jsonify(ok=False), 404
    except BadAnswer:
        return jsonify(ok=False), 400
    return jsonify(ok=True, new=new), 202 if new else 200


@blueprint.route(f"{calls.PATH}/<string:token>", methods=["GET"])
def sign_of_life(token: str) -> Response:
    """The answer to a platform that asks for one before it calls; for everybody else there is nothing here."""
    services: Services = current_app.extensions["wederwoord"]
    try:
        said = calls.sign_of_life(services.database, token[:_LONGEST_TOKEN], request.args.to_dict())
    except calls.NotForUs:
        return Response(status=404)
    return Response(said, mimetype="text/plain", headers={"X-Content-Type-Options": "nosniff"})
