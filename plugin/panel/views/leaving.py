"""Taking everything along, and leaving: what happens to the shop's data then, and the owner's own way out."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

from flask import Response, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts import approvals
from plugin.hosts.gate import principal, requires
from plugin.hosts.principal import STANDALONE
from plugin.hosts.sources import SOURCES
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import frame, know_shop
from plugin.panel.blueprint import panel
from plugin.store import customer_requests, export, shops
from plugin.words import Role
from plugin.work.leaving import GRACE

UNPROCESSABLE = 422


@panel.get("/leaving")
@requires(Role.OWNER)
def leaving() -> str:
    said = {"removed": gettext("Removed. Until the day below it can be kept after all."), "kept": gettext("It stays.")}
    return _page(said=said.get(request.args.get("said", ""), ""))


@panel.get("/shop-export")
@requires(Role.OWNER)
def export_shop() -> AnyResponse:
    """Everything that is kept of the shop, as a file of JSON Lines."""
    shop_id = principal().shop_id
    with shop_session() as session:
        name = f"{shops.get(session, shop_id).slug}.jsonl"
    return _as_file(export.rows(services().database, shop_id), name)


@panel.get("/customer-requests/<int:request_id>")
@requires(Role.OWNER)
def customer_request(request_id: int) -> AnyResponse:
    """What is kept of a customer who asked through the shop's host, as a file of JSON Lines; that it was taken is noted."""
    shop_id, who = principal().shop_id, principal().person_id
    with shop_session() as session:
        asked = customer_requests.answer(session, shop_id, request_id, person_id=who, now=dt.datetime.now(dt.UTC))
    found = export.of_reviews(services().database, shop_id, set(asked.reviews), set(asked.orders))
    return _as_file(found, f"customer-{asked.request or asked.id}.jsonl")


@panel.post("/leaving")
@requires(Role.OWNER)
def remove_shop() -> AnyResponse | tuple[str, int]:
    """Remove the shop after its grace, once its name was typed; a shop of a host leaves by being removed there."""
    shop_id, who = principal().shop_id, principal().person_id
    with shop_session() as session:
        shop = shops.get(session, shop_id)
        name, alone = shops.profile(session, shop_id).name, shop.host == STANDALONE
        if not alone or _folded(request.form.get("name", "")) != _folded(name):
            wrong = gettext("That is not the shop's name.")
            return _page({"name": wrong}), UNPROCESSABLE
        credentials = approvals.held(session, shop_id)
        services().work.remove_shop(session, shop_id, person_id=who, now=dt.datetime.now(dt.UTC))
    for credential in credentials:
        approvals.give_back(credential, services().settings.secret_key)
    return redirect(url_for("panel.leaving", said="removed"), code=303)


@panel.post("/leaving/keep")
@requires(Role.OWNER)
def keep_shop() -> AnyResponse:
    """Keep it after all."""
    with shop_session() as session:
        services().work.keep_shop(
            session, principal().shop_id, person_id=principal().person_id, now=dt.datetime.now(dt.UTC)
        )
    return redirect(url_for("panel.leaving", said="kept"), code=303)


def _as_file(found: Iterator[dict[str, Any]], name: str) -> Response:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in found)
    response = Response(stream_with_context(lines), mimetype="application/x-ndjson")
    response.headers["Content-Disposition"] = f'attachment; filename="{re.sub(r"[^A-Za-z0-9._-]", "", name)}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _page(problems: dict[str, str] | None = None, said: str = "") -> str:
    shop_id = principal().shop_id
    with shop_session() as session:
        know_shop(session, shop_id)
        shop = shops.get(session, shop_id)
        source = SOURCES.get(shop.host)
        return render_template(
            "leaving.html",
            frame=frame(session, shop_id, "leaving"),
            host=source.title if source is not None else "",
            leaves_at=shop.leaves_at,
            asked=customer_requests.every(session, shop_id, dt.datetime.now(dt.UTC)),
            days=GRACE.days,
            problems=problems or {},
            said=said,
        )
