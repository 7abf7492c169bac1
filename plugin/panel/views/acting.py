"""What a person does with a review: approve, close, decide otherwise, edit, ask for another draft, settle."""

from __future__ import annotations

from flask import render_template, request
from flask_babel import gettext
from werkzeug.exceptions import UnprocessableEntity
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.inbox import deciding
from plugin.inbox.reading import review_view
from plugin.panel import speech, wording
from plugin.panel.app_services import services, shop_session
from plugin.panel.around import know_shop
from plugin.panel.asking import wanted_from
from plugin.panel.blueprint import panel
from plugin.panel.present import proof_shape
from plugin.panel.views.reading import again, show_next
from plugin.publishing import approving, changing, checking, closing, editing, unknowns
from plugin.publishing.refusals import Refused
from plugin.store import Session, publications
from plugin.words import Decision, Play, Role

CONFLICT = 409
MOST_REASON = 500  # characters


@panel.post("/reviews/<int:review_id>/approve")
@requires(Role.APPROVER)
def approve(review_id: int) -> AnyResponse:
    """A yes to exactly the text that the page showed; then the next review."""
    wanted = wanted_from(request.form)
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        try:
            approving.approve(
                session,
                principal().shop_id,
                review_id,
                text_sha256=request.form.get("text_sha256", ""),
                person=principal(),
                enqueue=services().work.enqueue_publish,
                override_reason=request.form.get("override_reason", "").strip()[:MOST_REASON],
                seen_seconds=request.form.get("seen_seconds", type=float),
            )
        except Refused as refused:
            return _refused(session, review_id, refused)
        return show_next(session, wanted, review_id, done="approved", gone=True)


@panel.post("/reviews/<int:review_id>/change")
@requires(Role.APPROVER)
def approve_change(review_id: int) -> AnyResponse:
    """A yes to another text in the place of the reply that stands there."""
    wanted = wanted_from(request.form)
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        try:
            changing.approve_change(
                session,
                principal().shop_id,
                review_id,
                text_sha256=request.form.get("text_sha256", ""),
                person=principal(),
                enqueue=services().work.enqueue_publish,
                override_reason=request.form.get("override_reason", "").strip()[:MOST_REASON],
                seen_seconds=request.form.get("seen_seconds", type=float),
            )
        except Refused as refused:
            return _refused(session, review_id, refused)
        return again(session, wanted, review_id, done="change-approved")


@panel.post("/reviews/<int:review_id>/keep")
@requires(Role.DRAFTER)
def keep_reply(review_id: int) -> AnyResponse:
    """Leave the reply as it stands there: its text is the newest version again."""
    wanted = wanted_from(request.form)
    shop_id = principal().shop_id
    with shop_session() as session:
        know_shop(session, shop_id)
        try:
            changing.keep_as_it_is(session, shop_id, review_id, principal())
        except Refused as refused:
            return _refused(session, review_id, refused)
        return again(session, wanted, review_id, done="kept")


@panel.post("/reviews/<int:review_id>/removal")
@requires(Role.APPROVER)
def take_back(review_id: int) -> AnyResponse:
    """Take our reply back from its channel."""
    wanted = wanted_from(request.form)
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        try:
            changing.take_back(
                session,
                principal().shop_id,
                review_id,
                person=principal(),
                enqueue=services().work.enqueue_publish,
                reason=request.form.get("reason", "").strip()[:MOST_REASON],
            )
        except Refused as refused:
            return _refused(session, review_id, refused)
        return again(session, wanted, review_id, done="removal-approved")


@panel.post("/reviews/<int:review_id>/close")
@requires(Role.DRAFTER)
def close(review_id: int) -> AnyResponse:
    """The ends that are no reply: silence kept, reported; and taking a closed review up again."""
    how = request.form.get("how", "")
    wanted = wanted_from(request.form)
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        try:
            if how == "reopen":
                closing.reopen(session, principal().shop_id, review_id, principal())
                return again(session, wanted, review_id, done="reopened")
            closing.close(session, principal().shop_id, review_id, _ending(how), principal())
        except Refused as refused:
            return _refused(session, review_id, refused)
        return show_next(session, wanted, review_id, done="silent" if how == "silent" else "reported", gone=True)


@panel.post("/reviews/<int:review_id>/overrule")
@requires(Role.DRAFTER)
def overrule(review_id: int) -> AnyResponse:
    """A person decides otherwise, with the reason; a draft under that decision follows."""
    wanted = wanted_from(request.form)
    reason = request.form.get("reason", "").strip()[:MOST_REASON]
    shop_id = principal().shop_id
    with shop_session() as session:
        know_shop(session, shop_id)
        decision, play = _decision(request.form.get("new_decision", "")), _play(request.form.get("new_play", ""))
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
def redraft(review_id: int) -> AnyResponse:
    """Ask for another draft; the page looks for it until it is there."""
    shop_id = principal().shop_id
    with shop_session() as session:
        know_shop(session, shop_id)
        number = _draft_number(session, review_id)
        services().work.request_draft(session, shop_id, review_id, person_id=principal().person_id)
        return again(session, wanted_from(request.form), review_id, since=number)


@panel.post("/reviews/<int:review_id>/text")
@requires(Role.DRAFTER)
def save_edit(review_id: int) -> AnyResponse:
    """Keep a person's own words as the newest version."""
    wanted = wanted_from(request.form)
    text = _typed(request.form.get("text", ""))
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        review_view(session, principal().shop_id, review_id)
        try:
            editing.save_edit(session, principal().shop_id, review_id, text, principal())
        except Refused as refused:
            problem = _refusal_words(refused)
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
    text = _typed(request.form.get("text", ""))[: editing.LONGEST_REPLY]
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
def settle(publication_id: int) -> AnyResponse:
    """A person says what nobody knew: it is there, it is not, or it is placed by hand."""
    wanted = wanted_from(request.form)
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        try:
            outcome = unknowns.Settlement(request.form.get("outcome", ""))
        except ValueError as error:
            raise UnprocessableEntity from error
        try:
            settled = unknowns.settle(
                session,
                principal().shop_id,
                publication_id,
                outcome,
                principal(),
                enqueue=services().work.enqueue_publish,
            )
        except Refused as refused:
            return _refused(session, request.form.get("review_id", 0, type=int), refused)
        return again(session, wanted, settled.review_id, done="noted")


@panel.post("/publications/<int:publication_id>/withdraw")
@requires(Role.APPROVER)
def withdraw(publication_id: int) -> AnyResponse:
    """Take back a yes whose reply has not left yet."""
    wanted = wanted_from(request.form)
    shop_id = principal().shop_id
    with shop_session() as session:
        know_shop(session, shop_id)
        review_id = publications.get(session, shop_id, publication_id).review_id
        try:
            unknowns.withdraw(session, shop_id, publication_id, principal())
        except Refused as refused:
            return _refused(session, review_id, refused)
        return again(session, wanted, review_id, done="withdrawn")


def _refused(session: Session, review_id: int, refused: Refused) -> AnyResponse:
    return again(session, wanted_from(request.form), review_id, said=_refusal_words(refused), code=CONFLICT)


def _refusal_words(refused: Refused) -> str:
    known = wording.REFUSALS.get(refused.code)
    return str(known) if known is not None else str(refused)


def _draft_number(session: Session, review_id: int) -> int:
    draft = review_view(session, principal().shop_id, review_id).draft
    return draft.number if draft is not None else 0


def _typed(text: str) -> str:
    """Forms send line ends as CR LF; the text's offsets count one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _ending(how: str) -> closing.Ending:
    try:
        return closing.Ending(how)
    except ValueError as error:
        raise UnprocessableEntity from error


def _decision(value: str) -> Decision:
    try:
        return Decision(value)
    except ValueError as error:
        raise UnprocessableEntity from error


def _play(value: str) -> Play | None:
    try:
        return Play(value) if value else None
    except ValueError as error:
        raise UnprocessableEntity from error
