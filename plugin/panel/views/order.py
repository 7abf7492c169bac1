"""The order behind a review, asked of the shop's host when somebody opens the review."""

from __future__ import annotations

from flask import render_template

from plugin.hosts.gate import principal, requires
from plugin.hosts.orders import order_of
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import know_shop
from plugin.panel.blueprint import panel
from plugin.words import Role


@panel.get("/reviews/<int:review_id>/order")
@requires(Role.DRAFTER)
def order(review_id: int) -> str:
    """A few lines for whoever writes; nothing where the host names no order."""
    with shop_session() as session:
        know_shop(session, principal().shop_id)
    given = services()
    return render_template(
        "_order.html", order=order_of(given.database, given.settings, principal().shop_id, review_id)
    )
