"""Connecting a channel by a yes on the platform's own page: away to it, and back with a credential (plugin.hosts.approvals).

The way back answers with nothing but redirects: the address with the credential is left before any page is shown, and no
page is shown that could pass it on. It is not signed in either, since the desk's cookie does not come along from another
site; so it ends on a page of ours that goes on to the desk by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from connectors import registry
from connectors.approvals import NotTheSiteAsked
from connectors.contract import ConnectorError
from connectors.redaction import remember
from plugin.hosts import approvals
from plugin.hosts.gate import SESSION_COOKIE, principal, requires
from plugin.inbox import connecting
from plugin.panel import channel_forms
from plugin.panel.app_services import services
from plugin.panel.approval_words import ADDED, AWAY, FOREIGN, OFF, OTHER_SITE, OUTCOMES, REFUSED, UNFIT
from plugin.panel.blueprint import panel
from plugin.panel.told import in_our_words
from plugin.panel.views.channels import form_page
from plugin.panel.views.signing import over_https
from plugin.settings import LOOPBACK
from plugin.store import Session, channels, tables
from plugin.words import Role

log = structlog.get_logger(__name__)

UNPROCESSABLE = 422
_BACK = "/channels/approved"
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class _Came:
    """What became of an answer, and where the person goes on."""

    outcome: str
    connector: str = ""
    setting_up: bool = False


@panel.post("/channels/new/<connector>/approval")
@requires(Role.OWNER)
def ask_approval(connector: str) -> AnyResponse | tuple[str, int]:
    """Look at the shop at the address that was typed, then send its owner to the page where they say yes or no."""
    if connector not in approvals.WAYS or not principal().by_cookie:
        raise NotFound  # inside a shop's admin no cookie of ours would come back
    typed, setting_up = request.form.get("url", "").strip(), request.args.get("setup") == "1"
    way, ours = approvals.WAYS[connector], services().settings
    try:
        asked = way.ask(typed)
    except ValidationError as error:
        problem = channel_forms.sentence(channel_forms.problems_of(error))
    except ConnectorError as error:
        problem = in_our_words(f"{error.message} {error.hint}".strip())
    else:
        problem = _unreachable_from(asked.site)
    if problem:
        kind = registry.get(connector)
        return form_page(kind, {"url": typed}, {}, approval_problem=problem), UNPROCESSABLE
    now = dt.datetime.now(dt.UTC)
    state, ticket = approvals.issue(
        ours.secret_key, connector, asked, shop_id=principal().shop_id,
        session_token=request.cookies[SESSION_COOKIE], setting_up=setting_up, now=now,
    )  # fmt: skip
    back = f"{ours.address}{_BACK}?state={state}"
    to = way.page_to_visit(
        asked, app_id=approvals.app_id(ours.secret_key, principal().shop_id, asked.site),
        success_url=back, reject_url=f"{back}&success=false", now=now,
    )  # fmt: skip
    # A redirect would do, were it not that a form of ours may lead nowhere else (form-action in the policy).
    page = make_response(render_template("approval_going.html", to=to, site=urlsplit(asked.site).netloc))
    page.headers["Refresh"] = f"0; url={to}"
    page.headers["Referrer-Policy"] = "no-referrer"
    page.set_cookie(
        approvals.COOKIE, ticket, max_age=int(approvals.LASTS.total_seconds()), httponly=True, samesite="Lax",
        secure=over_https(), path=_BACK,
    )  # fmt: skip
    return page


@panel.get(_BACK)
def approved() -> AnyResponse:
    """The platform's answer, in an address that is left at once."""
    came = _take(dt.datetime.now(dt.UTC))
    then = url_for(
        "panel.approval_done",
        outcome=came.outcome,
        connector=came.connector or None,
        setup=1 if came.setting_up else None,
    )
    answer = redirect(then, code=303)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    answer.delete_cookie(approvals.COOKIE, path=_BACK, httponly=True, samesite="Lax", secure=over_https())
    return answer


@panel.get("/channels/approved/<outcome>")
def approval_done(outcome: str) -> AnyResponse:
    """On to the desk. This page knows nothing and needs nobody to be signed in."""
    if outcome not in OUTCOMES:
        raise NotFound
    connector = request.args.get("connector", "")
    setup = 1 if request.args.get("setup") == "1" else None
    if outcome == ADDED:
        to = url_for("panel.setup_step", step="channel") if setup else url_for("panel.channels", said="added")
    elif connector in approvals.WAYS:
        to = url_for("panel.new_channel", connector=connector, said=outcome, setup=setup)
    else:
        to = url_for("panel.channels", said=outcome)
    page = make_response(render_template("approval_done.html", to=to))
    page.headers["Refresh"] = f"0; url={to}"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


def _take(now: dt.datetime) -> _Came:
    """Believe the answer as far as it can be proved, try what it brought, and keep it."""
    given, secret_key = request.args, services().settings.secret_key
    try:
        ticket = approvals.read(secret_key, given.get("state", ""), request.cookies.get(approvals.COOKIE, ""), now)
        with services().database.session() as session:
            person = approvals.use_up(session, ticket, now)
    except approvals.Refused as error:
        log.warning("an approval was refused", why=str(error))
        return _Came(FOREIGN)
    remember(given.get("password", ""))
    if given.get("success") == "false":
        return _Came(OFF if given.get("error") == "disabled" else REFUSED, ticket.connector, ticket.setting_up)
    outcome = _keep(ticket, person, given, secret_key)
    return _Came(outcome, ticket.connector, ticket.setting_up)


def _keep(ticket: approvals.Ticket, person: tables.Person, given: Mapping[str, str], secret_key: str) -> str:
    way, ours = approvals.WAYS[ticket.connector], approvals.app_id(secret_key, ticket.shop_id, ticket.asked.site)
    try:
        settings = way.settings_in(ticket.asked, given)
        if not way.works(settings):
            way.take_back(settings, ours)
            return UNFIT
    except NotTheSiteAsked:
        log.warning("an approval was refused", why="another site answered than the one that was asked")
        return OTHER_SITE
    except ValidationError:
        return REFUSED
    except ConnectorError as error:
        log.warning("an approved channel could not be tried", why=error.message)
        return AWAY
    with services().database.session(shop_id=ticket.shop_id) as session:
        _store(session, ticket, person.id, settings)
    way.keep_only_this(settings, ours)
    log.info("a channel was connected by an approval", connector=ticket.connector, shop=ticket.shop_id)
    return ADDED


def _store(session: Session, ticket: approvals.Ticket, person_id: int, settings: dict[str, Any]) -> None:
    """The channel of this very shop with its new credential, or a new one. Its credential is sealed as it is stored."""
    every = channels.every(session, ticket.shop_id)
    for known in every:
        if known.connector == ticket.connector and known.settings.get("url") == settings["url"]:
            connecting.change_channel(session, ticket.shop_id, known.id, settings, person_id=person_id)
            services().work.channel_is_back(session, ticket.shop_id, known.id)
            return
    taken = {channel.name for channel in every}
    base = urlsplit(settings["url"]).netloc[:_LONGEST_NAME]
    name = next(one for one in (base, *(f"{base} {n}" for n in range(2, len(taken) + 3))) if one not in taken)
    made = connecting.add_channel(session, ticket.shop_id, ticket.connector, name, settings, person_id=person_id)
    services().work.sync_now(session, ticket.shop_id, made.id)


def _unreachable_from(site: str) -> str:
    """WordPress and its kin hand a password to an address with https alone, but for sites in development."""
    ours = urlsplit(services().settings.address)
    if ours.scheme == "https" or ours.hostname in LOOPBACK or not site.startswith("https://"):
        return ""
    told: str = gettext(
        "The shop hands a password only to a desk with https. Set WEDERWOORD_PUBLIC_URL to its https address, "
        "or connect with an application password below."
    )
    return told
