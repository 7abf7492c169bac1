"""Promises that published replies made: tasks with their dates."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.panel.app_services import shop_session
from plugin.panel.around import frame, know_shop
from plugin.panel.blueprint import panel
from plugin.store import promises as promise_rows
from plugin.store import reviews
from plugin.words import Role


@panel.get("/promises")
@requires(Role.VIEWER)
def promises() -> str:
    shop_id = principal().shop_id
    with shop_session() as session:
        know_shop(session, shop_id)
        open_ones = promise_rows.open_ones(session, shop_id)
        authors = {made.review_id: reviews.get(session, shop_id, made.review_id).author for made in open_ones}
        return render_template(
            "promises.html",
            frame=frame(session, shop_id, "promises"),
            promises=open_ones,
            authors=authors,
            today=g.shop_profile.today(),
        )


@panel.post("/promises/<int:promise_id>")
@requires(Role.DRAFTER)
def settle_promise(promise_id: int) -> AnyResponse:
    """Kept, or no longer to be kept."""
    settle = promise_rows.drop if request.form.get("how") == "drop" else promise_rows.keep
    with shop_session() as session:
        settle(session, principal().shop_id, promise_id)
    return redirect(url_for("panel.promises"), code=303)
