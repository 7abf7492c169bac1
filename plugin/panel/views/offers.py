"""What a person does through a channel besides replying in public: copy and open, write in private, report; and says after."""

from __future__ import annotations

import datetime as dt

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.inbox import clocks
from plugin.panel import wording
from plugin.panel.acts import CONFLICT, act, chosen, reason_given, seen_seconds, typed
from plugin.panel.app_services import services
from plugin.panel.asking import wanted_from
from plugin.panel.blueprint import panel
from plugin.panel.told import in_our_words
from plugin.panel.views.reading import again
from plugin.publishing import by_hand, errands
from plugin.publishing.refusals import Refused
from plugin.store import Session
from plugin.words import Role


def _words(refused: Refused) -> str:
    known = wording.REFUSALS.get(refused.code)
    specific = refused.code in {"not_now", "nothing_to_publish"}  # said for a reply; here the reason is another
    return in_our_words(f"{refused.message} {refused.hint}".strip() if specific or known is None else str(known))


@panel.post("/reviews/<int:review_id>/by-hand")
@requires(Role.APPROVER)
@act(_words)
def copy_and_open(session: Session, review_id: int) -> AnyResponse:
    """A yes to exactly the text that the page showed, which the person takes to the channel."""
    by_hand.copied(
        session,
        principal().shop_id,
        review_id,
        text_sha256=request.form.get("text_sha256", ""),
        person=principal(),
        override_reason=reason_given("override_reason"),
        seen_seconds=seen_seconds(),
    )
    return again(session, wanted_from(request.form), review_id, done="copied")


@panel.post("/reviews/<int:review_id>/private")
@requires(Role.APPROVER)
@act(_words)
def send_private(session: Session, review_id: int) -> AnyResponse:
    """Send the customer a message that nobody else sees."""
    errands.send_private(
        session,
        principal().shop_id,
        review_id,
        text=typed("text"),
        subject=typed("subject"),
        person=principal(),
        enqueue=services().work.enqueue_errand,
    )
    return again(session, wanted_from(request.form), review_id, done="private-asked")


@panel.post("/reviews/<int:review_id>/report")
@requires(Role.APPROVER)
@act(_words)
def report(session: Session, review_id: int) -> AnyResponse:
    """Ask the platform to look at the review."""
    errands.report_review(
        session,
        principal().shop_id,
        review_id,
        reason=request.form.get("ground", ""),
        text=typed("text"),
        person=principal(),
        enqueue=services().work.enqueue_errand,
    )
    return again(session, wanted_from(request.form), review_id, done="report-asked")


@panel.post("/errands/<int:errand_id>/settle")
@requires(Role.APPROVER)
@act(_words)
def settle_errand(session: Session, errand_id: int) -> AnyResponse:
    """A person says what became of a message or report that nobody knows of."""
    outcome = chosen(errands.Settlement, "outcome")
    settled = errands.settle(session, principal().shop_id, errand_id, outcome, principal())
    return again(session, wanted_from(request.form), settled.review_id, done="noted")


@panel.post("/reviews/<int:review_id>/clock")
@requires(Role.DRAFTER)
@act(_words)
def start_clock(session: Session, review_id: int) -> AnyResponse:
    """The platform wrote to the shop that a time limit runs: the person says since which day."""
    asker = principal()
    try:
        since = dt.date.fromisoformat(request.form.get("since", ""))
        clock = request.form.get("clock", "")
        clocks.start(session, asker.shop_id, review_id, clock, since, person_id=asker.person_id)
    except ValueError:
        said = gettext("That day is still to come, or its time is over already.")
        return again(session, wanted_from(request.form), review_id, said=said, code=CONFLICT)
    return again(session, wanted_from(request.form), review_id, done="noted")


@panel.post("/reviews/<int:review_id>/clock/stop")
@requires(Role.DRAFTER)
@act(_words)
def stop_clock(session: Session, review_id: int) -> AnyResponse:
    asker = principal()
    try:
        clocks.stop(session, asker.shop_id, review_id, person_id=asker.person_id)
    except clocks.NotStarted:
        return again(session, wanted_from(request.form), review_id)
    return again(session, wanted_from(request.form), review_id, done="noted")
