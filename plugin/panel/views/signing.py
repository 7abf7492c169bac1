"""In and out: the one-time link's page, the session cookie, the language of the desk."""

from __future__ import annotations

import datetime as dt

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import SESSION_COOKIE, NotFromOurPage, from_here, principal, requires, resolve
from plugin.hosts.standalone import signing_in
from plugin.panel.app_services import services, shop_session
from plugin.panel.asking import desk_language
from plugin.panel.blueprint import panel
from plugin.panel.speech import LANGUAGE_COOKIE
from plugin.store import channels, people, setting_up, sign_ins
from plugin.words import Role

ONE_YEAR = 365 * 24 * 3600  # seconds
UNPROCESSABLE = 422


@panel.get("/sign-in")
def sign_in() -> AnyResponse | str:
    """Shows a button only: a program that previews links uses nothing up."""
    return render_template("sign_in.html", signed_in=resolve(request) is not None)


@panel.post("/sign-in")
def sign_in_now() -> AnyResponse | tuple[str, int]:
    """Use the one-time token up and begin a session."""
    if not from_here(request):
        raise NotFromOurPage
    code = request.form.get("code", "").strip().rpartition("#")[2]
    with services().database.session() as session:
        begun = signing_in.sign_in(session, code, now=dt.datetime.now(dt.UTC)) if code else None
    if begun is None:
        return render_template("sign_in.html", refused=True, signed_in=False), UNPROCESSABLE
    response = redirect(url_for(_first_page(begun)), code=303)
    response.set_cookie(
        SESSION_COOKIE,
        begun.token,
        max_age=int(signing_in.SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="Strict",
        secure=over_https(),
        path="/",
    )
    return response


def _first_page(begun: signing_in.NewSession) -> str:
    """The inbox; for the owner of a new shop without a channel, setting it up."""
    with services().database.session(shop_id=begun.shop_id) as session:
        setup = setting_up.of(session, begun.shop_id)
        if setup is None or not setup.untouched or channels.listed(session, begun.shop_id):
            return "panel.inbox"
        owner = people.get(session, begun.shop_id, begun.person_id).role == Role.OWNER
    return "panel.setup" if owner else "panel.inbox"


def over_https() -> bool:
    """Whether the browser speaks https to us: also where a proxy in front of us does that part."""
    return request.is_secure or services().settings.address.startswith("https://")


@panel.post("/sign-out")
@requires(Role.VIEWER)
def sign_out() -> AnyResponse:
    with shop_session() as session:
        signing_in.sign_out(session, principal(), now=dt.datetime.now(dt.UTC))
    response = redirect(url_for("panel.sign_in"), code=303)
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="Strict")
    return response


@panel.post("/language")
@requires(Role.VIEWER)
def choose_language() -> AnyResponse:
    """A person's own choice for the desk: kept in their browser, or inside a host's admin with the session."""
    response = make_response(redirect(url_for("panel.inbox"), code=303))
    chosen, who = desk_language(request.form.get("language", "")), principal()
    if who.embedded:
        if chosen and who.session_id is not None:
            with shop_session() as session:
                sign_ins.set_language(session, who.shop_id, who.session_id, chosen)
        return response
    if chosen:
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=ONE_YEAR, httponly=True, samesite="Strict", secure=over_https()
        )
    return response
