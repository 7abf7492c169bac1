"""What a person does with a review: approve, close, decide otherwise, edit, ask for another draft, settle."""

from __future__ import annotations

from typing import TypedDict

from flask import render_template, request
from flask_babel import gettext
from werkzeug.exceptions import UnprocessableEntity
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.inbox import deciding
from plugin.inbox.reading import review_view
from plugin.panel import speech, wording
from plugin.panel.acts import CONFLICT, act, chosen, reason_given, refusal_words, seen_seconds, typed
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import know_shop
from plugin.panel.asking import wanted_from
from plugin.panel.blueprint import panel
from plugin.panel.present import proof_shape
from plugin.panel.views.reading import again, show_next
from plugin.publishing import approving, changing, checking, closing, editing, unknowns
from plugin.publishing.actor import Actor
from plugin.publishing.refusals import Refused
from plugin.store import Session, publications
from plugin.words import Decision, Play, Role


@panel.post("/reviews/<int:review_id>/approve")
@requires(Role.APPROVER)
@act()
def approve(session: Session, review_id: int) -> AnyResponse:
    """A yes to exactly the text that the page showed; then the next review."""
    approving.approve(session, principal().shop_id, review_id, **_yes())
    return show_next(session, wanted_from(request.form), review_id, done="approved", gone=True)


@panel.post("/reviews/<int:review_id>/change")
@requires(Role.APPROVER)
@act()
def approve_change(session: Session, review_id: int) -> AnyResponse:
    """A yes to another text in the place of the reply that stands there."""
    changing.approve_change(session, principal().shop_id, review_id, **_yes())
    return again(session, wanted_from(request.form), review_id, done="change-approved")


class _Yes(TypedDict):
    """To what a person says yes, and how."""

    text_sha256: str
    person: Actor
    enqueue: approving.Enqueue
    override_reason: str
    seen_seconds: float | None


def _yes() -> _Yes:
    return {
        "text_sha256": request.form.get("text_sha256", ""),
        "person": principal(),
        "enqueue": services().work.enqueue_publish,
        "override_reason": reason_given("override_reason"),
        "seen_seconds": seen_seconds(),
    }


@panel.post("/reviews/<int:review_id>/keep")
@requires(Role.DRAFTER)
@act()
def keep_reply(session: Session, review_id: int) -> AnyResponse:
    """Leave the reply as it stands there: its text is the newest version again."""
    changing.keep_as_it_is(session, principal().shop_id, review_id, principal())
    return again(session, wanted_from(request.form), review_id, done="kept")


@panel.post("/reviews/<int:review_id>/removal")
@requires(Role.APPROVER)
@act()
def take_back(session: Session, review_id: int) -> AnyResponse:
    """Take our reply back from its channel."""
    changing.take_back(
        session,
        principal().shop_id,
        review_id,
        person=principal(),
        enqueue=services().work.enqueue_publish,
        reason=reason_given("reason"),
    )
    return again(session, wanted_from(request.form), review_id, done="removal-approved")


@panel.post("/reviews/<int:review_id>/close")
@requires(Role.DRAFTER)
@act()
def close(session: Session, review_id: int) -> AnyResponse:
    """The ends that are no reply: silence kept, reported; and taking a closed review up again."""
    wanted = wanted_from(request.form)
    if request.form.get("how", "") == "reopen":
        closing.reopen(session, principal().shop_id, review_id, principal())
        return again(session, wanted, review_id, done="reopened")
    how = chosen(closing.Ending, "how")
    closing.close(session, principal().shop_id, review_id, how, principal())
    return show_next(
        session, wanted, review_id, done="silent" if how is closing.Ending.SILENT else "reported", gone=True
    )


@panel.post("/reviews/<int:review_id>/overrule")
@requires(Role.DRAFTER)
@act()
def overrule(session: Session, review_id: int) -> AnyResponse:
    """A person decides otherwise, with the reason; a draft under that decision follows."""
    wanted = wanted_from(request.form)
    reason = reason_given("reason")
    shop_id = principal().shop_id
    decision = chosen(Decision, "new_decision")
    play = chosen(Play, "new_play") if request.form.get("new_play") else None
    number = _draft_number(session, review_id)
    if not reason:
        problem = gettext("Say in a few words why.")
        return again(session, wanted, review_id, code=UnprocessableEntity.code, overrule_problems=problem)
    try:
        deciding.overrule(session, shop_id, review_id, decision, play, reason, principal().person_id)
    except deciding.NotDecidable:
        return again(session, wanted, review_id, said=str(wording.REFUSALS["not_now"]), code=CONFLICT)
    services().work.request_draft(session, shop_id, review_id, person_id=principal().person_id)
    return again(session, wanted, review_id, done="decided", since=number)


@panel.post("/reviews/<int:review_id>/redraft")
@requires(Role.DRAFTER)
@act()
def redraft(session: Session, review_id: int) -> AnyResponse:
    """Ask for another draft; the page looks for it until it is there."""
    number = _draft_number(session, review_id)
    services().work.request_draft(session, principal().shop_id, review_id, person_id=principal().person_id)
    return again(session, wanted_from(request.form), review_id, since=number)


@panel.post("/reviews/<int:review_id>/text")
@requires(Role.DRAFTER)
@act()
def save_edit(session: Session, review_id: int) -> AnyResponse:
    """Keep a person's own words as the newest version; refused, they stay in the form."""
    wanted = wanted_from(request.form)
    text = typed("text")
    review_view(session, principal().shop_id, review_id)
    try:
        editing.save_edit(session, principal().shop_id, review_id, text, principal())
    except Refused as refused:
        problem = refusal_words(refused)
        if refused.code == "nothing_to_publish":
            problem = gettext("The text is empty or far too long.")
        return again(
            session,
            wanted,
            review_id,
            code=UnprocessableEntity.code,
            editing=True,
            edit_text=text,
            edit_problem=problem,
        )
    return again(session, wanted, review_id, done="saved")


@panel.post("/reviews/<int:review_id>/check")
@requires(Role.DRAFTER)
def recheck(review_id: int) -> str:
    """What the checker says about a text that is still being typed; nothing is kept."""
    shop_id = principal().shop_id
    text = typed("text")[: editing.LONGEST_REPLY]
    with shop_session() as session:
        know_shop(session, shop_id)
        view = review_view(session, shop_id, review_id)
        report = checking.check_text(session, shop_id, review_id, text)
    language = str(speech.locale()).partition("_")[0]
    points = view.triage.points if view.triage else ()
    return render_template(
        "_recheck.html",
        proof=proof_shape(report, points, language),
        proof_language=view.draft.language if view.draft else view.review.language,
        agent=view.profile.agent,
        expert_follows=view.triage is not None and view.triage.decision is Decision.EXPERT,
        length=len(text),
    )


@panel.post("/publications/<int:publication_id>/settle")
@requires(Role.APPROVER)
@act()
def settle(session: Session, publication_id: int) -> AnyResponse:
    """A person says what nobody knew: it is there, it is not, or it is placed by hand."""
    settled = unknowns.settle(
        session,
        principal().shop_id,
        publication_id,
        chosen(unknowns.Settlement, "outcome"),
        principal(),
        enqueue=services().work.enqueue_publish,
    )
    return again(session, wanted_from(request.form), settled.review_id, done="noted")


@panel.post("/publications/<int:publication_id>/withdraw")
@requires(Role.APPROVER)
@act()
def withdraw(session: Session, publication_id: int) -> AnyResponse:
    """Take back a yes whose reply has not left yet."""
    review_id = publications.get(session, principal().shop_id, publication_id).review_id
    unknowns.withdraw(session, principal().shop_id, publication_id, principal())
    return again(session, wanted_from(request.form), review_id, done="withdrawn")


def _draft_number(session: Session, review_id: int) -> int:
    draft = review_view(session, principal().shop_id, review_id).draft
    return draft.number if draft is not None else 0
