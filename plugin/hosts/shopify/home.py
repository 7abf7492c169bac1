"""The app's home in Shopify's admin: the document with an id token, and the page that fetches a new one.

A document without a good token goes to the patch page, where App Bridge asks Shopify for one and loads the document
again. A token that was used to open a document opens no second one; it, too, goes there.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import structlog
from flask import Response, current_app, redirect, request
from shopify_app import IdTokenDetails, Res
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts import installing, launching
from plugin.hosts.shopify import naming, tokens
from plugin.hosts.shopify.domains import admin_host, shop_domain
from plugin.hosts.shopify.id_tokens import PATCH_PATH, Claims, claims_of, package, verify
from plugin.settings import ShopifySettings
from plugin.store import Database, installs, people, tables, used_tokens

log = structlog.get_logger(__name__)

NAME = "shopify"
HOME_PATH = "/shopify/home"
LANGUAGES = ("nl", "de", "en")
_KEPT_QUERY = ("shop", "host", "locale", "embedded", "at")  # at: where in the desk the page was, for its script
_REMEMBERED = dt.timedelta(minutes=5)  # a used token, beyond its end


class _Refused(Exception):
    """The visit goes no further; ``answer`` says so, or leads to a fresh token."""

    def __init__(self, answer: AnyResponse) -> None:
        self.answer = answer
        super().__init__("refused")


def home() -> AnyResponse:
    """Open the desk for the person whom Shopify vouches for; install the shop at its first visit."""
    settings, database, now = _settings(), _database(), dt.datetime.now(dt.UTC)
    try:
        claims, id_token = _vouched_for(settings, database)
    except _Refused as refused:
        return refused.answer
    try:
        install = _installed(database, settings, claims, id_token, now)
    except tokens.NoToken as error:
        if error.reopen:
            return _fresh_document(claims.domain)
        return _said("Shopify does not answer. Try again in a moment.", 503)
    return _open(database, settings, install, claims, id_token, now)


def _vouched_for(settings: ShopifySettings, database: Database) -> tuple[Claims, IdTokenDetails]:
    """Who opens which shop, by a token that opens a document for the first time. Raises _Refused."""
    asked = shop_domain(request.args.get("shop"))
    if asked is None:
        raise _Refused(_said("Open Wederwoord from the menu of your shop's admin at Shopify.", 400))
    result = verify(settings, as_request())
    if not result.ok:
        found = result.response.status == 302  # noqa: PLR2004 -- to the patch page
        raise _Refused(_fresh_document(asked) if found else as_response(result.response))
    claims = claims_of(result)
    if claims is None or result.id_token is None:
        raise _Refused(_said("This visit cannot be trusted: Shopify's token is not whole.", 401))
    if claims.domain != asked:
        raise _Refused(_said("The address and Shopify's token name two different shops.", 400))
    with database.session() as session:
        first_use = used_tokens.use_once(session, NAME, claims.jti, expires_at=claims.expires_at + _REMEMBERED)
    if not first_use:
        raise _Refused(_fresh_document(asked))
    return claims, result.id_token


def patch() -> AnyResponse:
    """The page on which App Bridge gets a new id token, and then loads ``shopify-reload`` with it."""
    asked = shop_domain(request.args.get("shop"))
    if asked is None or not _is_our_page(request.args.get("shopify-reload", "")):
        return _said("Open Wederwoord from the menu of your shop's admin at Shopify.", 400)
    return as_response(package(_settings()).app_home_patch_id_token(as_request()).response)


def as_request() -> Any:
    """The request as Shopify's package takes it. The proxy's own address for us stands in for the one behind it."""
    address = current_app.extensions["wederwoord"].settings.address
    url = f"{address}{request.full_path if request.query_string else request.path}"
    return {"method": request.method, "headers": dict(request.headers), "url": url, "body": ""}


def as_response(given: Res) -> Response:
    response = Response(given.body, status=given.status, mimetype="text/html")
    response.headers.extend(given.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def _fresh_document(domain: str) -> AnyResponse:
    """To the patch page, which comes back here. Nothing of the old token goes along."""
    kept = {name: request.args[name] for name in _KEPT_QUERY if name in request.args}
    reload = f"{HOME_PATH}?{urlencode(kept)}"
    answer = redirect(
        f"{PATCH_PATH}?{urlencode({**kept, 'shop': domain})}&shopify-reload={quote(reload, safe='')}", 302
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _is_our_page(address: str) -> bool:
    """App Bridge loads it with a token in its query: it may be our own home alone."""
    parts = urlsplit(address)
    if parts.netloc:
        ours = urlsplit(current_app.extensions["wederwoord"].settings.address)
        if (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc):
            return False
    elif parts.scheme:
        return False
    return parts.path == HOME_PATH and "\\" not in address


def _installed(
    database: Database, settings: ShopifySettings, claims: Claims, id_token: IdTokenDetails, now: dt.datetime
) -> tables.Install:
    """The shop's install with a token that works; new ones and those that came back get theirs here. Raises NoToken."""
    with database.session() as session:
        known = installs.find(session, NAME, claims.domain)
        in_force = known is not None and known.state == installs.InstallState.INSTALLED
        usable = known is not None and in_force and tokens.is_usable(installs.secrets(session, known), now)
    if known is not None and usable:
        return _with_admin(database, known)
    try:
        got = tokens.exchange(settings, id_token)
    except tokens.NoToken as error:
        if known is None or not in_force or error.reopen:
            raise
        log.warning("a token of Shopify was not exchanged", shop=known.shop_id, code=error.code)
        return known  # the desk itself needs none; the next visit tries again
    facts = (
        naming.ShopFacts() if known is not None else naming.shop_facts(settings, claims.domain, got.secrets["token"])
    )
    profile = installing.first_profile(
        facts.name or claims.domain.partition(".")[0], country=facts.country or "NL", language=language()
    )
    url = f"https://{claims.domain}"
    with database.session() as session:
        install = installing.shop_and_install(session, NAME, claims.domain, shop_url=url, profile=profile, now=now)
        install = installs.held(session, install.shop_id, install.id)
        installs.set_secrets(session, install, got.secrets)
        installs.set_data(session, install, scopes=got.scope)
        installs.set_state(session, install, installs.InstallState.INSTALLED, now=now)
    return _with_admin(database, install)


def _with_admin(database: Database, install: tables.Install) -> tables.Install:
    """Remember which admin the shop is opened in: a page that is loaded again must tell App Bridge."""
    given = admin_host(request.args.get("host", ""))
    if not given or install.data.get("host") == given:
        return install
    with database.session(shop_id=install.shop_id) as session:
        held = installs.held(session, install.shop_id, install.id)
        installs.set_data(session, held, host=given)
        return held


def _open(
    database: Database,
    settings: ShopifySettings,
    install: tables.Install,
    claims: Claims,
    id_token: IdTokenDetails,
    now: dt.datetime,
) -> AnyResponse:
    with database.session(shop_id=install.shop_id) as session:
        known = people.by_external_id(session, install.shop_id, claims.user)
    name, email = ("", "") if known is not None else naming.person(settings, id_token)
    with database.session() as session:
        person = installing.person_for(
            session, install, claims.user, name=name or f"Shopify {claims.user}", email=email, now=now
        )
        if person is None:
            return _said("The owner of this shop lets you in no longer.", 403)
        begun = launching.begin(session, install, person, language=language(), now=now)
    return launching.open_desk(install, person, begun, language=language())


def language() -> str:
    """The admin's language, if the desk speaks it."""
    given = request.args.get("locale", "")[:2].lower()
    return given if given in LANGUAGES else ""


def _said(words: str, status: int) -> Response:
    """A plain page that no site may frame: there is no shop here that could be trusted to."""
    return Response(f"<!doctype html><title>Wederwoord</title><p>{words}</p>", status=status, mimetype="text/html")


def _settings() -> ShopifySettings:
    found: ShopifySettings = current_app.extensions["wederwoord"].settings.shopify
    return found


def _database() -> Database:
    found: Database = current_app.extensions["wederwoord"].database
    return found
