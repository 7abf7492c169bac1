"""What a person does through a channel besides replying in public: copy and open, write in private, report; and says after."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import UnprocessableEntity
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.panel import wording
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import know_shop
from plugin.panel.asking import wanted_from
from plugin.panel.blueprint import panel
from plugin.panel.told import in_our_words
from plugin.panel.views.reading import again
from plugin.publishing import by_hand, errands
from plugin.publishing.refusals import Refused
from plugin.store import Session
from plugin.words import Role

CONFLICT = 409
MOST_REASON = 500  # characters


@panel.post("/reviews/<int:review_id>/by-hand")
@requires(Role.APPROVER)
def copy_and_open(review_id: int) -> AnyResponse:
    """A yes to exactly the text that the page showed, which the person takes to the channel."""
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        try:
            by_hand.copied(
                session,
                principal().shop_id,
                review_id,
                text_sha256=request.form.get("text_sha256", ""),
                person=principal(),
                override_reason=request.form.get("override_reason", "").strip()[:MOST_REASON],
                seen_seconds=request.form.get("seen_seconds", type=float),
            )
        except Refused as refused:
            return _refused(session, review_id, refused)
        return again(session, wanted_from(request.form), review_id, done="copied")


@panel.post("/reviews/<int:review_id>/private")
@requires(Role.APPROVER)
def send_private(review_id: int) -> AnyResponse:
    """Send the customer a message that nobody else sees."""
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        try:
            errands.send_private(
                session,
                principal().shop_id,
                review_id,
                text=_typed("text"),
                subject=_typed("subject"),
                person=principal(),
                enqueue=services().work.enqueue_errand,
            )
        except Refused as refused:
            return _refused(session, review_id, refused)
        return again(session, wanted_from(request.form), review_id, done="private-asked")


@panel.post("/reviews/<int:review_id>/report")
@requires(Role.APPROVER)
def report(review_id: int) -> AnyResponse:
    """Ask the platform to look at the review."""
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        try:
            errands.report_review(
                session,
                principal().shop_id,
                review_id,
                reason=request.form.get("ground", ""),
                text=_typed("text"),
                person=principal(),
                enqueue=services().work.enqueue_errand,
            )
        except Refused as refused:
            return _refused(session, review_id, refused)
        return again(session, wanted_from(request.form), review_id, done="report-asked")


@panel.post("/errands/<int:errand_id>/settle")
@requires(Role.APPROVER)
def settle_errand(errand_id: int) -> AnyResponse:
    """A person says what became of a message or report that nobody knows of."""
    try:
        outcome = errands.Settlement(request.form.get("outcome", ""))
    except ValueError as error:
        raise UnprocessableEntity from error
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        try:
            settled = errands.settle(session, principal().shop_id, errand_id, outcome, principal())
        except Refused as refused:
            return _refused(session, request.form.get("review_id", 0, type=int), refused)
        return again(session, wanted_from(request.form), settled.review_id, done="noted")


def _refused(session: Session, review_id: int, refused: Refused) -> AnyResponse:
    known = wording.REFUSALS.get(refused.code)
    specific = refused.code in {"not_now", "nothing_to_publish"}  # said for a reply; here the reason is another
    said = f"{refused.message} {refused.hint}".strip() if specific or known is None else str(known)
    return again(session, wanted_from(request.form), review_id, said=in_our_words(said), code=CONFLICT)


def _typed(field: str) -> str:
    return request.form.get(field, "").replace("\r\n", "\n").replace("\r", "\n")
