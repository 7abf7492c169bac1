"""Access for programs: tokens for the API, made here, shown once, taken back here."""

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
from plugin.store import people, sign_ins
from plugin.words import Role

UNPROCESSABLE = 422
LONGEST_NAME = 120


@panel.get("/tokens")
@requires(Role.OWNER)
def tokens() -> str:
    return _page()


@panel.post("/tokens")
@requires(Role.OWNER)
def make_token() -> str | tuple[str, int]:
    """A new token in one person's name; it is shown here and never again."""
    name = request.form.get("name", "").strip()[:LONGEST_NAME]
    if not name:
        return _page(problems={"name": gettext("Say what it is for.")}), UNPROCESSABLE
    now = dt.datetime.now(dt.UTC)
    with shop_session() as session:
        person = people.get(session, principal().shop_id, request.form.get("person", 0, type=int))
        if not person.active:
            raise UnprocessableEntity
        made = signing_in.create_api_token(session, principal().shop_id, person.id, name=name, now=now)
    return _page(new_token=made.token, new_name=name)


@panel.post("/tokens/<int:token_id>/end")
@requires(Role.OWNER)
def end_token(token_id: int) -> AnyResponse:
    """Take a token back: the next call with it is refused."""
    with shop_session() as session:
        signing_in.end_api_token(session, principal().shop_id, token_id, now=dt.datetime.now(dt.UTC))
    return redirect(url_for("panel.tokens", said="ended"), code=303)


def _page(*, problems: dict[str, str] | None = None, new_token: str = "", new_name: str = "") -> str:
    shop_id, now = principal().shop_id, dt.datetime.now(dt.UTC)
    with shop_session() as session:
        know_shop(session, shop_id)
        everyone = people.every(session, shop_id)
        return render_template(
            "tokens.html",
            frame=frame(session, shop_id, "tokens"),
            tokens=sign_ins.every(session, shop_id, now),
            names={person.id: person.name for person in everyone},
            people=[person for person in everyone if person.active],
            problems=problems or {},
            new_token=new_token,
            new_name=new_name,
            address=services().settings.address,
            said=gettext("Taken back. It works no more.") if request.args.get("said") == "ended" else "",
        )
