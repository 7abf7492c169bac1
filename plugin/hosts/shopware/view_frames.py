"""The pages that Shopware's admin opens in frames: the module in its menu, and the hidden one that adds our card.

The address proves the shop (contract §2.4). Who sits before it proves themselves: by what this browser remembers, or on
the sign-in page.
"""

from __future__ import annotations

import datetime as dt

import structlog
from flask import Response, make_response, render_template, request
from flask_babel import force_locale

from plugin.hosts import framing, launching
from plugin.hosts.shopware import asking, people_here, places, surroundings, tickets
from plugin.hosts.shopware.asking import NotProved, Proved
from plugin.hosts.shopware.kept import HOST
from plugin.hosts.shopware.wording import spoken, words
from plugin.hosts.standalone.signing_in import NewSession
from plugin.store import pins, tables

log = structlog.get_logger(__name__)

COOKIE = "wederwoord_shopware"
_UNAUTHORIZED, _FORBIDDEN = 401, 403


def panel() -> Response:
    """The module: the desk, or the sign-in before it."""
    return _for_person("")


def sdk() -> Response:
    """``base-app-url``: loaded once unseen to add the card, and again inside it."""
    location = request.args.get("location-id", "")
    return _for_person(places.CARD_LOCATION) if location == places.CARD_LOCATION else _hidden()


def _for_person(location: str) -> Response:
    services, now = asking.services(), dt.datetime.now(dt.UTC)
    try:
        with services.database.session() as session:
            proved = asking.proved(session, request.query_string, location, now)
            framing.embed(surroundings.embedding(proved.install))
            if not proved.is_on or proved.stale:
                return said("off" if not proved.is_on else "over", proved.launch.language, _FORBIDDEN)
            person = people_here.remembered(session, proved.install, request.cookies.get(COOKIE, ""), now=now)
            if person is None:
                return _sign_in(proved, location, now)
            begun = launching.begin(session, proved.install, person, language=spoken(proved.launch.language), now=now)
    except NotProved:
        return not_proved()
    return open_for(proved.install, person, begun, location=location, language=spoken(proved.launch.language))


def _hidden() -> Response:
    services, now = asking.services(), dt.datetime.now(dt.UTC)
    try:
        with services.database.session() as session:
            proved = asking.proved(session, request.query_string, places.HIDDEN, now)
    except NotProved:
        return not_proved()
    if proved.stale or not proved.is_on:
        return not_proved()
    around = surroundings.embedding(proved.install)
    framing.embed(around)
    language = proved.launch.language
    return make_response(
        render_template(
            "shopware/hidden.html",
            language=spoken(language),
            embedding=around,
            title=words(language)["card_title"],
            position=places.CARD_POSITION,
            location=places.CARD_LOCATION,
        )
    )


def _sign_in(proved: Proved, location: str, now: dt.datetime) -> Response:
    ticket = tickets.issue(
        asking.services().settings.secret_key,
        proved.install.shop_id,
        proved.install.id,
        language=spoken(proved.launch.language),
        location=location,
        now=now,
    )
    return sign_in_page(proved.install, ticket, language=proved.launch.language, location=location)


def sign_in_page(install: tables.Install, ticket: str, *, language: str, location: str, **more: object) -> Response:
    """The person's own sign-in; call ``framing.embed`` before."""
    services = asking.services()
    with services.database.session(shop_id=install.shop_id) as session:
        there = pins.people_with_pins(session, install.shop_id)
        first = people_here.may_claim(session, install.shop_id)
    query = f"?location-id={location}" if location else ""
    with force_locale(spoken(language)):
        page = render_template(
            "shopware/sign_in.html",
            words=words(language),
            ticket=ticket,
            action=f"{places.SIGN_IN}{query}",
            people=there,
            first=first,
            **more,
        )
    return make_response(page)


def open_for(
    install: tables.Install, person: tables.Person, begun: NewSession, *, location: str, language: str
) -> Response:
    """The desk, or the card's document, for a person who signed in."""
    endpoint = "shopware.card_page" if location == places.CARD_LOCATION else "panel.inbox"
    return launching.open_desk(install, person, begun, language=language, endpoint=endpoint)


def said(which: str, language: str, status: int) -> Response:
    """A page with one sentence; call ``framing.embed`` before, so that it is seen."""
    with force_locale(spoken(language)):
        page = render_template("shopware/said.html", text=words(language)[which])
    return make_response(page, status)


def not_proved() -> Response:
    """For every reason the same, and nothing may frame it."""
    log.warning("a page was asked for without a shop's proof", host=HOST, path=request.path)
    language = request.accept_languages.best_match(("nl", "de", "en")) or "en"
    return said("over", language, _UNAUTHORIZED)
