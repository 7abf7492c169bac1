"""A platform in memory, declared as routes: what a connector's author writes to be tested by the kit.

    class FakeSterren(FakePlatform):
        @route("GET", "/v1/reviews")
        def listing(self, call: Call) -> Any:
            found = self.listed()
            page = self.page_of(found, (call.number("page", 1) - 1) * 50, 50)
            return {"total": len(found), "reviews": [self.shape(review) for review in page]}

        @route("POST", "/v1/reviews/{review_id}/reply")
        def reply(self, call: Call, review_id: str) -> Any:
            return {"id": self.place_reply(self.review(review_id), call.json["text"]).id}

A handler gives JSON data (status 200), a ``FakeAnswer``, or raises ``Refused``. The state is ``self.reviews`` (fake_state.py);
the base class keeps it and knows how platforms misbehave: lists that stick, repeat, or come out of order, replies that get
lost, held or rejected.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from urllib.parse import parse_qsl, urlsplit

from connectors.testing.fake_state import FakeHook, FakeInvitation, FakeReply, FakeReport, FakeReview
from connectors.testing.faulty_server import FakeAnswer, FakeRequest, FaultyServer

T = TypeVar("T")
Handler = Callable[..., Any]


class Refused(Exception):
    """The platform says no. ``data`` None: its usual body for that status."""

    def __init__(self, status: int, data: Any = None, **headers: str) -> None:
        super().__init__(status)
        self.status, self.data, self.headers = status, data, headers


@dataclass(frozen=True)
class Call:
    """A request, taken apart. Header names are in lower case."""

    request: FakeRequest
    path: str
    query: dict[str, str]

    @property
    def headers(self) -> Any:
        return self.request.headers

    @property
    def json(self) -> Any:
        try:
            return self.request.json()
        except ValueError as error:
            raise Refused(400) from error

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.request.body.decode()))

    def number(self, name: str, default: int) -> int:
        value = self.query.get(name, str(default))
        if not value.isdecimal():
            raise Refused(400)
        return int(value)


def route(method: str, path: str, *, open_: bool = False) -> Callable[[Handler], Handler]:
    """Mark a handler. ``{name}`` in ``path`` is handed over (one part of the path, or several with ``{name...}``).
    ``open_``: without looking at the credential first.
    """
    pattern = re.sub(r"\\\{(\w+)\\\.\\\.\\\.\\\}", r"(?P<\1>.+)", re.escape(path))
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", pattern)

    def mark(handler: Handler) -> Handler:
        handler.__dict__["route"] = (method, re.compile(pattern), open_)
        return handler

    return mark


class FakePlatform:
    """The running platform. Times begin thirty days ago and move on a minute with all that happens."""

    replies_append: ClassVar[bool] = False  # a second reply stands beside the first; else it takes its place

    def __init__(self) -> None:
        self.reviews: dict[str, FakeReview] = {}
        self.invitations: list[FakeInvitation] = []
        self.hooks: dict[str, FakeHook] = {}
        self.now = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=30)
        self.stuck = False  # lists give their first page whatever is asked
        self.doubling = False  # lists hold every review twice
        self.shuffled = False  # lists have no order
        self.losing_replies = False  # replies are taken and forgotten
        self.holding_replies = False
        self.rejecting_replies = ""  # the violation that every new reply gets
        self._made = 0
        self.server = FaultyServer(self._answer, error_body=self.error_body)

    @property
    def address(self) -> str:
        return self.server.address

    # --- what a platform declares -------------------------------------------------------------------------

    def allowed(self, call: Call) -> None:
        """Raise Refused where the call's credential is not good."""

    def error_body(self, status: int) -> Any:
        """The platform's own error for a status."""
        return {"status": status, "message": "Dit ging niet."}

    def new_id(self, number: int) -> str:
        """The id of the n-th thing, in the platform's style."""
        return str(1000 + number)

    # --- what happens on it -------------------------------------------------------------------------------

    def tick(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=1)
        return self.now

    def next_id(self) -> str:
        self._made += 1
        return self.new_id(self._made)

    def add(
        self,
        text: str,
        *,
        rating: int = 4,
        author: str = "Sabine",
        created: dt.datetime | None = None,
        **more: Any,
    ) -> FakeReview:
        moment = self.tick()
        review = FakeReview(self.next_id(), text, rating, author, created or moment, created or moment, **more)
        self.reviews[review.id] = review
        return review

    def edit(self, review: FakeReview, text: str) -> None:
        review.text, review.updated = text, self.tick()

    def place_reply(self, review: FakeReview, text: str, *, by_shop: bool = True) -> FakeReply:
        """A reply from outside, kept as the platform's mood has it; answers as if all were well where it is lost."""
        moment = self.tick()
        state = "rejected" if self.rejecting_replies else "held" if self.holding_replies else "visible"
        last = review.reply
        if last is not None and not self.replies_append:
            reply = last
            reply.text, reply.updated, reply.state = text, moment, state
        else:
            reply = FakeReply(self.next_id(), text, moment, moment, state, by_shop=by_shop)
        reply.violation = self.rejecting_replies
        if not self.losing_replies and reply not in review.replies:
            review.replies.append(reply)
        return reply

    def take_reply_back(self, review_id: str) -> None:
        """The last reply goes; a refusal with 404 where there is none."""
        reply = self.review(review_id).reply
        if reply is None:
            raise Refused(404)
        reply.state = "removed"

    def report(self, review: FakeReview, reason: str, text: str) -> FakeReport:
        report = FakeReport(self.next_id(), reason, text, self.tick())
        review.reports.append(report)
        return report

    # --- what handlers need -------------------------------------------------------------------------------

    def review(self, review_id: str) -> FakeReview:
        """The review, or a refusal with 404."""
        found = self.reviews.get(review_id)
        if found is None or found.state == "removed":
            raise Refused(404)
        return found

    def listed(self, *, by: str = "created", newest_first: bool = True, held: bool = True) -> list[FakeReview]:
        """The reviews as a list shows them, ordered by ``created``, ``updated`` or ``id``."""
        found = [r for r in self.reviews.values() if r.state == "visible" or (held and r.state == "held")]
        found.sort(key=lambda r: (getattr(r, by), r.created, r.id), reverse=newest_first)
        if self.shuffled:
            random.Random(7).shuffle(found)  # noqa: S311 -- the same disorder at every run is the point
        return [r for review in found for r in (review, review)] if self.doubling else found

    def page_of(self, found: Sequence[T], start: int, size: int) -> list[T]:
        """A part of a list; its first one for ever where the platform is stuck."""
        begin = 0 if self.stuck else start
        return list(found[begin : begin + size])

    # --- over HTTP ----------------------------------------------------------------------------------------

    def _answer(self, request: FakeRequest) -> FakeAnswer:
        parts = urlsplit(request.target)
        call = Call(request, parts.path, dict(parse_qsl(parts.query, keep_blank_values=True)))
        try:
            return self._handled(call)
        except Refused as refusal:
            body = self.error_body(refusal.status) if refusal.data is None else refusal.data
            return FakeAnswer(refusal.status, body, refusal.headers)

    def _handled(self, call: Call) -> FakeAnswer:
        for name in dir(type(self)):
            found = getattr(getattr(type(self), name), "__dict__", {}).get("route")
            if found is None or found[0] != call.request.method:
                continue
            match = found[1].fullmatch(call.path)
            if match is None:
                continue
            if not found[2]:
                self.allowed(call)
            given = getattr(self, name)(call, **match.groupdict())
            return given if isinstance(given, FakeAnswer) else FakeAnswer(200, json.loads(json.dumps(given)))
        raise Refused(404)
