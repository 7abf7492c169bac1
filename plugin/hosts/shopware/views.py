"""Shopware's addresses as one blueprint; importing the modules below is what hangs their views on it."""

from __future__ import annotations

from flask import Blueprint

from plugin.hosts.shopware import places, surroundings
from plugin.hosts.shopware.view_card import card_page, review_card
from plugin.hosts.shopware.view_frames import panel, sdk
from plugin.hosts.shopware.view_handshake import confirm, register
from plugin.hosts.shopware.view_hooks import hook
from plugin.hosts.shopware.view_sign_in import leave, sign_in

blueprint = Blueprint(
    "shopware",
    __package__ or "",
    static_folder="static",
    static_url_path=surroundings.FILES,
    template_folder="templates",
)
blueprint.add_url_rule(places.REGISTER, view_func=register, methods=["GET"])
blueprint.add_url_rule(places.CONFIRM, view_func=confirm, methods=["POST"])
blueprint.add_url_rule(places.HOOK, view_func=hook, methods=["POST"])
blueprint.add_url_rule(places.PANEL, view_func=panel, methods=["GET"])
blueprint.add_url_rule(places.SDK, view_func=sdk, methods=["GET"])
blueprint.add_url_rule(places.SIGN_IN, view_func=sign_in, methods=["POST"])
blueprint.add_url_rule(places.LEAVE, view_func=leave, methods=["POST"])
blueprint.add_url_rule(places.CARD, view_func=card_page, methods=["GET"])
blueprint.add_url_rule(f"{places.CARD}/<external_id>", view_func=review_card, methods=["GET"])
