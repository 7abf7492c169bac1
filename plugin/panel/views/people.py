"""Who may come in, and what they may do."""

from __future__ import annotations

import datetime as dt

from flask import redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import UnprocessableEntity
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.hosts.standalone import signing_in
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import frame, know_shop
from plugin.panel.blueprint import panel
from plugin.store import people as people_rows
from plugin.words import Role

UNPROCESSABLE = 422
LONGEST_NAME = 120
LONGEST_EMAIL = 200


@panel.get("/people")
@requires(Role.VIEWER)
def people() -> str:
    return _page()


@panel.post("/people")
@requires(Role.OWNER)
def invite() -> str | tuple[str, int]:
    """Add a person; their one-time link is shown here and never again."""
    name = request.form.get("name", "").strip()[:LONGEST_NAME]
    email = request.form.get("email", "").strip()[:LONGEST_EMAIL]
    role = _role(request.form.get("role", ""))
    if not name:
        return _page(problems={"name": gettext("A name is needed.")}), UNPROCESSABLE
    with shop_session() as session:
        _id, token = signing_in.invite(
            session, principal().shop_id, name=name, email=email, role=role, now=dt.datetime.now(dt.UTC)
        )
    return _page(new_link=_link(token), new_name=name)


@panel.post("/people/<int:person_id>/link")
@requires(Role.OWNER)
def new_link(person_id: int) -> str:
    """A fresh one-time link for someone who lost theirs."""
    with shop_session() as session:
        person = people_rows.get(session, principal().shop_id, person_id)
        if not person.active:
            raise UnprocessableEntity
        token = signing_in.create_link(
            session, principal().shop_id, person_id, now=dt.datetime.now(dt.UTC), lasts=signing_in.INVITATION_LASTS
        )
        name = person.name
    return _page(new_link=_link(token), new_name=name)


@panel.post("/people/<int:person_id>")
@requires(Role.OWNER)
def change_person(person_id: int) -> AnyResponse:
    """Another role, or no longer in. The last owner stays one: nobody could let people in otherwise."""
    shop_id = principal().shop_id
    with shop_session() as session:
        person = people_rows.get(session, shop_id, person_id)
        how = request.form.get("how", "")
        try:
            if how == "deactivate":
                signing_in.deactivate(session, shop_id, person.id, now=dt.datetime.now(dt.UTC))
            elif how == "activate":
                people_rows.set_active(session, shop_id, person.id, active=True)
            else:
                signing_in.change_role(session, shop_id, person.id, _role(request.form.get("role", "")))
        except signing_in.LastOwner:
            return redirect(url_for("panel.people", said="last-owner"), code=303)
    return redirect(url_for("panel.people", said="saved"), code=303)


def _link(token: str) -> str:
    return signing_in.link_for(services().settings.address, token)


def _role(value: str) -> Role:
    try:
        return Role(value)
    except ValueError as error:
        raise UnprocessableEntity from error


def _page(*, problems: dict[str, str] | None = None, new_link: str = "", new_name: str = "") -> str:
    shop_id = principal().shop_id
    said = {
        "saved": gettext("Saved."),
        "last-owner": gettext("The shop needs one owner. Make someone else owner first."),
    }.get(request.args.get("said", ""), "")
    with shop_session() as session:
        know_shop(session, shop_id)
        return render_template(
            "people.html",
            frame=frame(session, shop_id, "people"),
            people=people_rows.every(session, shop_id),
            problems=problems or {},
            new_link=new_link,
            new_name=new_name,
            said=said,
        )
