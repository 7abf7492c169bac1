"""Bulk drafting: begin, watch, stop; and the nightly run."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import frame, know_shop, progress
from plugin.panel.blueprint import panel
from plugin.panel.rendering import is_fragment
from plugin.store import batches, schedules
from plugin.words import Role
from plugin.work.schedules import next_run

DEFAULT_AT = "03:00"
UNPROCESSABLE = 422


@panel.post("/runs")
@requires(Role.DRAFTER)
def draft_all() -> AnyResponse | str:
    """Draft all open reviews now; where a run is under way, that one is shown."""
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        batch = services().work.draft_all(session, principal().shop_id, principal().person_id)
        if not is_fragment():
            return redirect(url_for("panel.inbox"), code=303)
        return render_template("_run.html", run=progress(batch))


@panel.get("/runs/<int:batch_id>")
@requires(Role.VIEWER)
def run(batch_id: int) -> str:
    """How far it is; at the end the folders' counts come along."""
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        shown = progress(batches.get(session, principal().shop_id, batch_id))
        around = frame(session, principal().shop_id, request.args.get("here", "todo"))
        return render_template("_run.html", run=shown, frame=around, with_side=True)


@panel.post("/runs/<int:batch_id>/cancel")
@requires(Role.DRAFTER)
def cancel_run(batch_id: int) -> AnyResponse | str:
    """Stop after the drafts that are being written; what is drafted stays."""
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        batch = batches.get(session, principal().shop_id, batch_id)
        services().work.cancel(session, principal().shop_id, batch.id, principal().person_id)
        session.expire_all()
        shown = progress(batches.get(session, principal().shop_id, batch_id))
    if not is_fragment():
        return redirect(url_for("panel.inbox"), code=303)
    return render_template("_run.html", run=shown)


@panel.get("/night-run")
@requires(Role.VIEWER)
def schedule() -> str:
    return _schedule_page({}, request.args.get("said", ""))


@panel.post("/night-run")
@requires(Role.APPROVER)
def save_schedule() -> AnyResponse | tuple[str, int]:
    """When the shop's reviews are fetched and drafted at night, and in whose night."""
    at, zone = request.form.get("at", "").strip(), request.form.get("timezone", "").strip()
    on = request.form.get("on") == "1"
    problems = {}
    if not _is_clock(at):
        problems["at"] = gettext("A time of day, like 03:00.")
    if zone not in zoneinfo.available_timezones():
        problems["timezone"] = gettext("A time zone as places name it, like Europe/Amsterdam.")
    if problems:
        return _schedule_page(problems), UNPROCESSABLE
    with shop_session() as session:
        services().work.set_schedule(
            session, principal().shop_id, at=at, timezone=zone, on=on, person_id=principal().person_id
        )
    return redirect(url_for("panel.schedule", said="saved"), code=303)


def _schedule_page(problems: dict[str, str], said: str = "") -> str:
    with shop_session() as session:
        shop_id = principal().shop_id
        know_shop(session, shop_id)
        saved = schedules.find(session, shop_id)
        return render_template(
            "schedule.html",
            frame=frame(session, shop_id, "schedule"),
            at=request.form.get("at") or (saved.at if saved else DEFAULT_AT),
            timezone=request.form.get("timezone") or (saved.timezone if saved else g.shop_profile.zone.key),
            on=saved.on if saved else False,
            next_run=next_run(saved, dt.datetime.now(dt.UTC)) if saved else None,
            zones=sorted(zone for zone in zoneinfo.available_timezones() if zone.startswith("Europe/")),
            runs=[progress(batch) for batch in batches.latest(session, shop_id, 5)],
            runs_at=[batch.created_at for batch in batches.latest(session, shop_id, 5)],
            problems=problems,
            said=gettext("Saved.") if said else "",
        )


def _is_clock(at: str) -> bool:
    hours, colon, minutes = at.partition(":")
    return (
        bool(colon)
        and len(hours) == 2  # noqa: PLR2004 -- HH
        and len(minutes) == 2  # noqa: PLR2004 -- MM
        and (hours + minutes).isdecimal()
        and int(hours) < 24  # noqa: PLR2004 -- hours of a day
        and int(minutes) < 60  # noqa: PLR2004 -- minutes of an hour
    )
