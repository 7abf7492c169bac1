"""A person signs in inside the shop's admin: by PIN, by an invitation, or as the first of all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask import Response, request

from plugin.hosts import framing, launching
from plugin.hosts.gate import NotFromOurPage, SignInNeeded, from_here, principal, requires
from plugin.hosts.shopware import announcing, asking, people_here, surroundings, tickets
from plugin.hosts.shopware.kept import HOST
from plugin.hosts.shopware.people_here import NotLetIn, Why
from plugin.hosts.shopware.view_frames import COOKIE, not_proved, open_for, said, sign_in_page
from plugin.hosts.shopware.wording import spoken, words
from plugin.hosts.standalone.signing_in import NewSession, sign_out
from plugin.shop import stored_profile
from plugin.store import NotThere, Session, installs, shops, tables, used_tokens
from plugin.store.installs import InstallState
from plugin.words import Role

_FORBIDDEN, _UNPROCESSABLE = 403, 422
_LARGEST = 16 * 1024
_LONGEST_AGENT = 80  # characters
_SAID = {Why.CODE: "code_wrong", Why.NAME: "name_missing"}


def sign_in() -> Response:
    """The form's answer: the desk as a new document of the frame, or the form again."""
    request.max_content_length = _LARGEST
    if not from_here(request):
        raise NotFromOurPage
    services, now = asking.services(), dt.datetime.now(dt.UTC)
    try:
        ticket = tickets.read(services.settings.secret_key, request.form.get("ticket", ""))
    except tickets.BadTicket:
        return not_proved()
    install = _install(ticket)
    if install is None:
        return not_proved()
    framing.embed(surroundings.embedding(install))
    if ticket.is_over(now):
        return said("over", ticket.language, _FORBIDDEN)
    try:
        person, begun, device = _let_in(install, ticket, now)
    except NotLetIn as refused:
        return _again(install, ticket, refused.why)
    if request.form.get("how") == "first":
        announcing.owner_came(services.database, install, person.name, ticket.language)
    answer = open_for(install, person, begun, location=ticket.location, language=ticket.language)
    if device:
        _remember(answer, device)
    return answer


@requires(Role.VIEWER)
def leave() -> Response:
    """Somebody else sits here: the session and what this browser remembers end, and the sign-in stands in the frame again."""
    services, now, who = asking.services(), dt.datetime.now(dt.UTC), principal()
    with services.database.session(shop_id=who.shop_id) as session:
        install = installs.of_shop(session, who.shop_id, HOST)
        if install is None or who.host != HOST:
            raise SignInNeeded
        people_here.forget(session, install, request.cookies.get(COOKIE, ""), now=now)
        sign_out(session, who, now=now)
    ticket = tickets.issue(
        services.settings.secret_key, install.shop_id, install.id, language=spoken(who.language), location="", now=now
    )
    page = sign_in_page(install, ticket, language=who.language, location="")
    page.headers["HX-Push-Url"] = "false"  # the frame's own place stays: a reload begins at the admin's menu
    page.delete_cookie(COOKIE, path="/shopware", secure=True, httponly=True, samesite="None", partitioned=True)
    return page


def _install(ticket: tickets.Ticket) -> tables.Install | None:
    """The ticket's install, while it is in force."""
    try:
        with asking.services().database.session(shop_id=ticket.shop_id) as session:
            found = installs.get(session, ticket.shop_id, ticket.install_id)
    except NotThere:
        return None
    return found if found.state == InstallState.INSTALLED else None


def _let_in(install: tables.Install, ticket: tickets.Ticket, now: dt.datetime) -> tuple[tables.Person, NewSession, str]:
    """Raises NotLetIn."""
    services, form = asking.services(), request.form
    by_pin = None
    if form.get("how") == "pin":
        by_pin = people_here.by_pin(
            services.database, install, person_id=_number(form.get("person", "")), pin=form.get("pin", ""), now=now
        )
    with services.database.session() as session:
        if not used_tokens.use_once(session, HOST, f"ticket:{ticket.number}", expires_at=ticket.ends):
            raise NotLetIn(Why.WRONG)
        if by_pin is not None:
            person = by_pin
        elif form.get("how") == "first":
            person = people_here.claim(session, install, name=form.get("name", ""), pin=form.get("pin", ""), now=now)
            _signs(session, install, person)
        else:
            person = people_here.by_invitation(
                session, install, code=form.get("code", ""), pin=form.get("pin", ""), now=now
            )
        begun = launching.begin(session, install, person, language=ticket.language, now=now)
        device = people_here.remember(session, install, person, now=now) if form.get("remember") else ""
    return person, begun, device


def _signs(session: Session, install: tables.Install, person: tables.Person) -> None:
    """Until now replies were signed by the shop's address: Shopware tells us no name. Drafts that wait are made anew."""
    shop = shops.get(session, install.shop_id)
    profile = stored_profile(shop.profile)
    if profile.agent == profile.name:
        asking.services().work.put_in_force(
            session, install.shop_id, replace(profile, agent=person.name[:_LONGEST_AGENT]),
            seen_version=shop.profile_version, person_id=person.id,
        )  # fmt: skip


def _again(install: tables.Install, ticket: tickets.Ticket, why: Why) -> Response:
    fresh = tickets.issue(
        asking.services().settings.secret_key,
        install.shop_id,
        install.id,
        language=ticket.language,
        location=ticket.location,
        now=ticket.ends - tickets.LASTS,  # a wrong try makes no page live longer
    )
    page = sign_in_page(
        install,
        fresh,
        language=ticket.language,
        location=ticket.location,
        problem=words(ticket.language)[_SAID.get(why, str(why))],
        how=request.form.get("how", ""),
        chosen=_number(request.form.get("person", "")),
    )
    page.status_code = _UNPROCESSABLE
    return page


def _remember(answer: Response, token: str) -> None:
    """In a jar of this admin alone: browsers that block third parties' cookies keep a partitioned one, or drop it, and then
    the PIN is asked for again.
    """
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(people_here.REMEMBERED_FOR.total_seconds()),
        secure=True,
        httponly=True,
        samesite="None",
        partitioned=True,
        path="/shopware",
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0  # noqa: PLR2004 -- what a column holds
