"""The card beside the merchant's comment box: the desk's reading half for the review that stands on the page."""

from __future__ import annotations

from flask import Response, current_app, make_response, render_template, request

from plugin.hosts.gate import principal, requires
from plugin.hosts.shopware import asking, places, surroundings
from plugin.hosts.shopware.kept import CONNECTOR
from plugin.hosts.shopware.wording import Texts, words
from plugin.store import Session, channels, reviews
from plugin.words import Role

_MOST_LOOKS = 15  # for a review that is being fetched
_ID_LENGTH = 32


@requires(Role.VIEWER)
def card_page() -> Response:
    """The card's one document; its script asks the admin which review, and then for that."""
    return make_response(
        render_template(
            "shopware/card.html",
            words=words(principal().language),
            style=f"{surroundings.FILES}/card.css",
            reviews=f"{places.CARD}/",
            about=places.REVIEW_DATA,
        )
    )


@requires(Role.VIEWER)
def review_card(external_id: str) -> Response:
    """The review with this id in Shopware, as the desk shows it; fetched first where it has not come yet."""
    who = principal()
    with asking.services().database.session(shop_id=who.shop_id) as session:
        found = _ours(session, who.shop_id, external_id) if len(external_id) == _ID_LENGTH else None
        if found is None:
            return make_response(_coming(session, who.shop_id, external_id, words(who.language)))
    return make_response(current_app.view_functions["panel.review"](review_id=found))


def _ours(session: Session, shop_id: int, external_id: str) -> int | None:
    for channel in channels.every(session, shop_id):
        if channel.connector == CONNECTOR:
            review = reviews.by_external_id(session, shop_id, channel.id, external_id)
            if review is not None:
                return review.id
    return None


def _coming(session: Session, shop_id: int, external_id: str, texts: Texts) -> str:
    looked = request.args.get("looked", 0, type=int)
    if not looked:
        for channel in channels.every(session, shop_id):
            if channel.connector == CONNECTOR and channel.state != "off":
                asking.services().work.sync_now(session, shop_id, channel.id)
    again = f"{places.CARD}/{external_id}?looked={looked + 1}" if looked < _MOST_LOOKS else ""
    return render_template("shopware/coming.html", again=again, text=texts["coming" if again else "not_there"])
