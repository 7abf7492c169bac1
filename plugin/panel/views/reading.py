"""The inbox and one review: everything that only looks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal, requires
from plugin.inbox import listing
from plugin.inbox.reading import ReviewView, review_view
from plugin.panel import speech, wording
from plugin.panel.app_services import shop_session
from plugin.panel.around import answer_within, frame, know_shop, shop_channels
from plugin.panel.asking import filters_of, wanted_from
from plugin.panel.blueprint import panel
from plugin.panel.offers import offers_of
from plugin.panel.present import review_shape, row_of, row_shape
from plugin.panel.rendering import is_fragment
from plugin.panel.shapes import Choice, Row, Wanted
from plugin.store import Session
from plugin.store.places import place
from plugin.words import Decision, Role

LONGEST_WAIT = 150  # looks for a draft that was asked for; after that a person is told instead


@panel.get("/")
def home() -> AnyResponse:
    return redirect(url_for("panel.inbox"))


@panel.get("/inbox")
@requires(Role.VIEWER)
def inbox() -> str:
    """The list, with its first review beside it where the screen is wide."""
    shop_id = principal().shop_id
    wanted = wanted_from(request.args)
    with shop_session() as session:
        know_shop(session, shop_id)
        rows, next_cursor = _rows(session, shop_id, wanted, request.args.get("after"))
        if is_fragment():
            return render_template("_rows.html", rows=rows, next_cursor=next_cursor, wanted=wanted, current_id=None)
        view = review_view(session, shop_id, rows[0].id, profile=g.shop_profile) if rows else None
        return _desk(session, wanted, view, rows=rows, next_cursor=next_cursor, opened=False)


@panel.get("/reviews/<int:review_id>")
@requires(Role.VIEWER)
def review(review_id: int) -> str:
    """One review beside its decision and draft; the list around it is the one it was opened from."""
    shop_id = principal().shop_id
    wanted = wanted_from(request.args)
    with shop_session() as session:
        know_shop(session, shop_id)
        view = review_view(session, shop_id, review_id, profile=g.shop_profile)
        if is_fragment():
            return reading(session, wanted, view)
        rows, next_cursor = _rows(session, shop_id, wanted, None)
        return _desk(session, wanted, view, rows=rows, next_cursor=next_cursor, opened=True)


@panel.get("/reviews/<int:review_id>/next")
@requires(Role.VIEWER)
def next_review(review_id: int) -> AnyResponse:
    """Leave this one as it is and open the next."""
    wanted = wanted_from(request.args)
    with shop_session() as session:
        know_shop(session, principal().shop_id)
        return show_next(session, wanted, review_id)


# --- shared with the views that change something ---------------------------------------------------------------


def reading(session: Session, wanted: Wanted, view: ReviewView | None, **more: Any) -> str:
    """The reading half of the desk as a fragment, with the folders' counts brought up to date."""
    values = _reading_values(session, wanted, view, **more)
    return render_template("_answer.html", **values)


def show_next(session: Session, wanted: Wanted, review_id: int, *, done: str = "", gone: bool = False) -> AnyResponse:
    """Open the review after this one in the list that the person works through. ``done``: what was done, a code of
    wording.SAID; ``gone``: take this row away.
    """
    shop_id = principal().shop_id
    following = next_id(session, shop_id, wanted, review_id)
    if not is_fragment():
        return redirect(review_url(following, wanted, done) if following else inbox_url(wanted, done), code=303)
    view = review_view(session, shop_id, following) if following else None
    page = reading(session, wanted, view, said=wording.said_words(done), gone_id=review_id if gone else None)
    response = make_response(page)
    response.headers["HX-Push-Url"] = review_url(following, wanted) if following else inbox_url(wanted)
    return response


def next_id(session: Session, shop_id: int, wanted: Wanted, review_id: int) -> int | None:
    """The review after this one in the list; from its end back to the beginning; None where no other is left."""
    here = review_view(session, shop_id, review_id).review
    after = str(place(here.rank, here.id))
    for cursor in (after, None):
        page = listing.page(session, shop_id, filters_of(wanted), cursor, 2)
        found = next((row.id for row in page.rows if row.id != review_id), None)
        if found is not None:
            return found
    return None


def again(
    session: Session, wanted: Wanted, review_id: int, *, done: str = "", said: str = "", code: int = 200, **more: Any
) -> AnyResponse:
    """Show the same review as it stands now, and its row in the list too, with a word on what happened: ``done`` is a
    code of wording.SAID, ``said`` are words of the moment.
    """
    if not is_fragment() and code < 400:  # noqa: PLR2004 -- the border between done and refused
        return redirect(review_url(review_id, wanted, done), code=303)
    said = said or wording.said_words(done)
    view = review_view(session, principal().shop_id, review_id)
    if is_fragment():
        page = reading(session, wanted, view, said=said, stop=code >= 400, changed_row=row_of(view), **more)  # noqa: PLR2004 -- as above
    else:
        rows, next_cursor = _rows(session, principal().shop_id, wanted, None)
        page = _desk(session, wanted, view, rows=rows, next_cursor=next_cursor, opened=True, said=said, **more)
    return Response(page, status=code, mimetype="text/html")


def review_url(review_id: int, wanted: Wanted, done: str = "") -> str:
    return url_for("panel.review", review_id=review_id, **_query(wanted, done))


def inbox_url(wanted: Wanted, done: str = "") -> str:
    return url_for("panel.inbox", **_query(wanted, done))


def _query(wanted: Wanted, done: str) -> dict[str, Any]:
    return {**wanted.query(), **({"done": done} if done else {})}


def _rows(session: Session, shop_id: int, wanted: Wanted, after: str | None) -> tuple[list[Row], str | None]:
    names = {channel.id: channel.name for channel in shop_channels(session, shop_id)}
    try:
        page = listing.page(session, shop_id, filters_of(wanted), after, listing.PAGE)
    except ValueError:  # a cursor that no page gave: begin at the top
        page = listing.page(session, shop_id, filters_of(wanted), None, listing.PAGE)
    late_from = dt.datetime.now(dt.UTC) - answer_within()
    return [row_shape(row, names, row.created_at - late_from) for row in page.rows], page.next_cursor


def _desk(session: Session, wanted: Wanted, view: ReviewView | None, **more: Any) -> str:
    values = _reading_values(session, wanted, view)
    every = shop_channels(session, principal().shop_id)
    return render_template(
        "desk.html",
        **{
            **values,
            "channel_choices": tuple(Choice(str(channel.id), channel.name) for channel in every),
            "said": wording.said_words(request.args.get("done", "")),
            **more,
        },
    )


def _reading_values(session: Session, wanted: Wanted, view: ReviewView | None, **more: Any) -> dict[str, Any]:
    shop_id = principal().shop_id
    language = str(speech.locale()).partition("_")[0]
    since = more.pop("since", request.args.get("since", type=int))
    waiting = request.args.get("waiting", 0, type=int)
    number = view.draft.number if view is not None and view.draft is not None else 0
    drafting = since is not None and number == since and waiting < LONGEST_WAIT
    shape = review_shape(view, language, drafting=drafting) if view is not None else None
    may_edit = shape is not None and (shape.open or shape.can_change) and principal().may(Role.DRAFTER)
    editing = bool(request.args.get("edit")) and may_edit
    values: dict[str, Any] = {
        "frame": frame(session, shop_id, wanted.folder),
        "wanted": wanted,
        "review": shape,
        "current_id": shape.id if shape else None,
        "waiting": waiting,
        "since": since,
        "too_long": since is not None and number == since and not drafting,
        "editing": editing,
        "proof_language": shape.draft.language if shape and shape.draft else "",
        "agent": shape.agent if shape else "",
        "offers": offers_of(view, language, dt.datetime.now(dt.UTC)) if view is not None else None,
        "expert_follows": shape is not None and shape.decision == Decision.EXPERT,
        # A draft that was waited for is there, or a reply arrived: the list says so too.
        "changed_row": row_of(view) if view is not None and "waiting" in request.args else None,
    }
    if shape is not None:
        draft = shape.draft
        values |= {
            "edit_text": draft.text if draft else "",
            "edit_language": draft.language if draft else shape.language,
            "edit_proof": draft.proof if draft else None,
        }
    return {**values, **more}
