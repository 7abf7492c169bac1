"""What every act on a review has in common: whose shop it is done in, and what the page says where it was refused."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from flask import request
from werkzeug.exceptions import UnprocessableEntity
from werkzeug.wrappers import Response as AnyResponse

from plugin.hosts.gate import principal
from plugin.panel import wording
from plugin.panel.app_services import shop_session
from plugin.panel.around import know_shop
from plugin.panel.asking import wanted_from
from plugin.panel.views.reading import again
from plugin.publishing.refusals import Refused
from plugin.store import Session, errands, publications

P = ParamSpec("P")
Choice = TypeVar("Choice", bound=Enum)

CONFLICT = 409
MOST_REASON = 500  # characters


def refusal_words(refused: Refused) -> str:
    known = wording.REFUSALS.get(refused.code)
    return str(known) if known is not None else str(refused)


def act(
    words: Callable[[Refused], str] = refusal_words,
) -> Callable[[Callable[Concatenate[Session, P], AnyResponse]], Callable[P, AnyResponse]]:
    """A view that gets a session of the asker's shop before what the address names. A Refused shows the review that it
    is about, as it stands, with ``words`` for it.
    """

    def wrap(view: Callable[Concatenate[Session, P], AnyResponse]) -> Callable[P, AnyResponse]:
        @wraps(view)
        def acted(*args: P.args, **named: P.kwargs) -> AnyResponse:
            with shop_session() as session:
                know_shop(session, principal().shop_id)
                try:
                    return view(session, *args, **named)
                except Refused as refused:
                    review_id = _review_of(session, **(request.view_args or {}))
                    return again(session, wanted_from(request.form), review_id, said=words(refused), code=CONFLICT)

        return acted

    return wrap


def _review_of(
    session: Session, *, review_id: int | None = None, publication_id: int | None = None, errand_id: int | None = None
) -> int:
    """The review that an address is about. Raises NotThere."""
    if publication_id is not None:
        return publications.get(session, principal().shop_id, publication_id).review_id
    if errand_id is not None:
        return errands.get(session, principal().shop_id, errand_id).review_id
    if review_id is None:
        raise LookupError("the address names no review")
    return review_id


# --- what forms bring ------------------------------------------------------------------------------------------


def chosen(choices: type[Choice], field: str) -> Choice:
    """Raises UnprocessableEntity for what no page of ours offers."""
    try:
        return choices(request.form.get(field, ""))
    except ValueError as error:
        raise UnprocessableEntity from error


def typed(field: str) -> str:
    """Forms send line ends as CR LF; a text's offsets count one."""
    return request.form.get(field, "").replace("\r\n", "\n").replace("\r", "\n")


def reason_given(field: str) -> str:
    return request.form.get(field, "").strip()[:MOST_REASON]


def seen_seconds() -> float | None:
    """How long the person had the text before them, as the page measured it."""
    return request.form.get("seen_seconds", type=float)
