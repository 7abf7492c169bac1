"""What is due today, and what the replies teach."""

from __future__ import annotations

import datetime as dt

from flask import render_template, request
from flask_babel import gettext

from plugin.hosts.gate import principal, requires
from plugin.insights import due as dues
from plugin.insights import looking
from plugin.panel import wording
from plugin.panel.app_services import shop_session
from plugin.panel.around import answer_within, frame, know_shop
from plugin.panel.blueprint import panel
from plugin.panel.offers import limit_shape
from plugin.panel.present import due_shape
from plugin.panel.shapes import Choice
from plugin.store import channels
from plugin.words import Role

PERIODS = (30, 90, 365)  # days


@panel.get("/due")
@requires(Role.VIEWER)
def due() -> str:
    """Open reviews whose target runs out today, the most pressing first."""
    shop_id, now = principal().shop_id, dt.datetime.now(dt.UTC)
    with shop_session() as session:
        know_shop(session, shop_id)
        names = {channel.id: channel.name for channel in channels.every(session, shop_id)}
        owed = dues.due_today(session, shop_id, answer_within(), now)
        connectors = {channel.id: channel.connector for channel in channels.every(session, shop_id)}
        limits = dues.clocks_today(session, shop_id, now)
        return render_template(
            "due.html",
            frame=frame(session, shop_id, "due"),
            rows=[due_shape(one, names, now) for one in owed],
            limits=[limit_shape(one, names, connectors[one.channel_id], now) for one in limits],
            days=answer_within().days,
        )


@panel.get("/insights")
@requires(Role.VIEWER)
def insights() -> str:
    """How fast, how well kept, what keeps going wrong: over one of three periods."""
    shop_id = principal().shop_id
    asked = request.args.get("days", looking.DAYS, type=int)
    days = asked if asked in PERIODS else looking.DAYS
    with shop_session() as session:
        know_shop(session, shop_id)
        seen = looking.look(session, shop_id, days=days)
        return render_template(
            "insights.html",
            frame=frame(session, shop_id, "insights"),
            seen=seen,
            days=days,
            periods=[Choice(str(period), gettext("%(days)s days", days=period)) for period in PERIODS],
            decisions=[
                (wording.name(wording.DECISIONS, decision) if decision else gettext("not decided yet"), n)
                for decision, n in seen.decisions.items()
            ],
            most=max((month.reviews for cause in seen.causes for month in cause.months), default=1),
        )
