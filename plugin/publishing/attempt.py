"""One attempt to place a reply, exactly once as far as the channel allows (DESIGN.md decision 3).

No database here: what is known goes in as a ``Task``, what to remember comes out as an ``Outcome``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from connectors import http
from connectors.contract import (
    AskPerson,
    BadAnswer,
    Connector,
    ConnectorError,
    GiveUp,
    OutcomeUnknown,
    Reconnect,
    Reply,
    RetryLater,
    Review,
)
from plugin.words import PublicationKind, PublicationState

SETTLES_WITHIN = 5.0  # seconds after which a request that was carried out shows
FIRST_PAUSE = 5.0  # seconds
LONGEST_PAUSE = 3600.0
LONGEST_ASKED_PAUSE = 24 * 3600.0  # a channel that asks for more is asked again after this
CLOCK_WRONG_PAUSE = 60.0
REFUSED_AFTER = dt.timedelta(days=3)  # of 'try later' without an end
LOOK_UNTIL = dt.timedelta(days=30)  # moderation has taken that long (rules.md G-3)


NOTHING = Reply("")


@dataclass(frozen=True, slots=True)
class Task:
    """A publication as it stands. ``posting`` says that a request may have been sent and its answer was never noted."""

    key: str
    text: str
    review: Review  # with the reply that stood there when the channel was last read, if any
    state: PublicationState
    age: dt.timedelta
    since_posted: dt.timedelta | None = None
    person_insists: bool = False  # a person saw what stands there and said 'send it'
    kind: PublicationKind = PublicationKind.POST
    stands: Reply = NOTHING  # of a change: our reply as we know it

    @property
    def posting(self) -> bool:
        return self.state is PublicationState.POSTING


@dataclass(frozen=True, slots=True)
class Outcome:
    """``again_after`` (seconds) asks for another attempt; ``reconnect`` that the channel waits for its owner."""

    state: PublicationState
    message: str = ""
    hint: str = ""
    reply: Reply | None = None
    again_after: float | None = None
    reconnect: bool = False


def attempt(task: Task, connector: Connector, begin_posting: Callable[[], bool]) -> Outcome | None:
    """Look, post, read back. ``begin_posting`` notes that a request is about to leave; False = someone else took over,
    and None comes back: nothing was done and nothing is to be noted.
    """
    try:
        before = _before_posting(task, connector)
    except ConnectorError as error:
        return could_not_look(task, error)
    except Exception as error:  # noqa: BLE001 -- a connector's own fault must not lose the publication
        return could_not_look(task, BadAnswer(f"{connector.title}: {type(error).__name__} in its connector."))
    if before is not None:
        return before
    if not begin_posting():
        return None
    return _post(task, connector)


def _before_posting(task: Task, connector: Connector) -> Outcome | None:
    """What is already settled without posting, or None: post."""
    able = connector.abilities
    if able.can_read_replies:
        ours = connector.find_reply(task.review, key=task.key, text=task.text)
        if ours is not None:
            return _found(task, ours)
    if task.state is PublicationState.PLACED:
        return still_waiting(task) if able.can_read_replies else Outcome(PublicationState.PLACED)
    if task.posting and able.can_read_replies:
        return wait_to_settle(task, connector) or _elsewhere(task, connector)
    if task.posting and not _safe_twice(connector):
        return Outcome(
            PublicationState.UNKNOWN,
            "The reply was sent and the answer never came; this channel does not show whether it is there.",
            "Open the review on its channel and tell the desk what you see.",
        )
    if task.posting:
        return None
    return _elsewhere(task, connector)


def _safe_twice(connector: Connector) -> bool:
    """Whether posting the same again gives the same one reply: by its key, or because it takes the other's place."""
    able = connector.abilities
    return able.idempotent_reply or (able.can_replace_reply and able.reply_once)


def settles_within(connector: Connector) -> float:
    """Seconds after the note 'a request is about to leave' from which that request can no longer arrive.

    It may have left late (waiting its turn, connecting anew) and just before its worker died, and the channel may work
    on it for as long as we would have waited for its answer. Where the same again gives one reply, nothing is at stake.
    """
    return SETTLES_WITHIN if _safe_twice(connector) else SETTLES_WITHIN + http.current_policy().longest_call


def wait_to_settle(task: Task, connector: Connector) -> Outcome | None:
    """A request that was cut off may still be under way: look for it, ever less often, until it cannot arrive any more."""
    margin = settles_within(connector)
    passed = margin if task.since_posted is None else task.since_posted.total_seconds()
    if passed >= margin:
        return None
    # A clock that was set back says that it was sent in the future: look now and then until it has caught up.
    pause = max(SETTLES_WITHIN, passed) if passed >= 0 else CLOCK_WRONG_PAUSE
    return Outcome(PublicationState.POSTING, again_after=min(pause, margin - passed))


def _elsewhere(task: Task, connector: Connector) -> Outcome | None:
    """A reply that someone made on the channel itself, or a review that is gone, is a person's business."""
    review = task.review
    if type(connector).reread is not Connector.reread:
        fresh = connector.reread(review)
        if fresh is None:
            return Outcome(
                PublicationState.REFUSED, "The review is gone from its channel.", "Nothing was placed. Close it."
            )
        review = fresh
    reply = review.reply
    if reply is None or reply.status in {"removed", "rejected"} or not reply.by_shop:
        return None  # one that the platform rejected is seen by nobody, and makes room for a better one
    if _same(reply, task):
        return _found(task, reply)
    if task.person_insists:
        return None
    return Outcome(
        PublicationState.REFUSED,
        "There is a reply already, made on the channel itself.",
        "Nothing was placed. Read that reply first; remove it there if ours must take its place.",
        reply,
    )


def _same(reply: Reply, task: Task) -> bool:
    return reply.key == task.key or " ".join(reply.text.split()) == " ".join(task.text.split())


def _found(task: Task, reply: Reply) -> Outcome:
    if reply.status == "visible":
        return Outcome(PublicationState.VISIBLE, reply=reply)
    if reply.status == "rejected":
        return Outcome(
            PublicationState.REFUSED,
            "The platform's moderation rejected the reply; the customer does not see it.",
            f"Its reason: {reply.violation or 'none was given'}. Change the text and approve it again.",
            reply,
        )
    if reply.status == "removed":
        return Outcome(
            PublicationState.UNKNOWN,
            "The reply was placed and has been removed on the channel since.",
            "Find out who removed it, and why, before it is sent again.",
            reply,
        )
    return still_waiting(task, reply)


def still_waiting(task: Task, reply: Reply | None = None) -> Outcome:
    """Accepted and not to be seen yet: moderation, or a slow page. Looks again, ever less often."""
    passed = task.since_posted or dt.timedelta(0)
    held = "The channel holds the reply for its moderation." if reply is not None else "Not to be seen there yet."
    if passed > LOOK_UNTIL:
        return Outcome(PublicationState.PLACED, held, "Look on the channel yourself: it has taken a month.", reply)
    pause = min(LONGEST_PAUSE, max(2.0, passed.total_seconds()))
    return Outcome(PublicationState.PLACED, held, reply=reply, again_after=pause)


def _post(task: Task, connector: Connector) -> Outcome:
    try:
        reply = connector.publish(task.review, text=task.text, key=task.key)
    except RetryLater as error:
        return later(task, error.message, error.hint, error.retry_after)
    except Reconnect as error:
        return reconnect(error)
    except (AskPerson, GiveUp) as error:
        return Outcome(PublicationState.REFUSED, error.message, error.hint)
    except (OutcomeUnknown, BadAnswer) as error:
        return _unknown(connector, error.message, error.hint)
    except Exception as error:  # noqa: BLE001 -- whatever broke, the request may have left
        return _unknown(connector, f"{connector.title}: {type(error).__name__} after the reply was sent.", "")
    return _read_back(task, connector, reply)


def _read_back(task: Task, connector: Connector, reply: Reply) -> Outcome:
    if not connector.abilities.can_read_replies:
        return Outcome(PublicationState.PLACED, reply=reply)
    try:
        seen = connector.find_reply(task.review, key=task.key, text=task.text)
    except Exception:  # noqa: BLE001 -- it was placed; looking is tried again later
        seen = None
    if seen is not None and seen.status in {"visible", "rejected"}:
        return _found(task, seen)
    return Outcome(PublicationState.PLACED, still_waiting(task, seen).message, reply=seen or reply, again_after=2.0)


def _unknown(connector: Connector, message: str, hint: str) -> Outcome:
    if connector.abilities.can_read_replies:
        return Outcome(PublicationState.POSTING, message, hint, again_after=SETTLES_WITHIN)
    if _safe_twice(connector):
        return Outcome(PublicationState.POSTING, message, hint, again_after=FIRST_PAUSE)
    return Outcome(
        PublicationState.UNKNOWN, message, hint or "Open the review on its channel and tell the desk what you see."
    )


def could_not_look(task: Task, error: ConnectorError) -> Outcome:
    """Nothing was sent in this attempt, so what was known stays known."""
    if isinstance(error, Reconnect):
        return reconnect(error, task.state)
    if isinstance(error, (AskPerson, GiveUp)) and task.state is PublicationState.QUEUED:
        return Outcome(PublicationState.REFUSED, error.message, error.hint)
    if isinstance(error, (AskPerson, GiveUp)):
        return Outcome(PublicationState.UNKNOWN, error.message, error.hint)
    retry_after = error.retry_after if isinstance(error, RetryLater) else None
    put_off = later(task, error.message, error.hint, retry_after)
    if task.state is PublicationState.QUEUED:
        return put_off
    if put_off.again_after is None:
        return Outcome(PublicationState.UNKNOWN, error.message, error.hint)
    return Outcome(task.state, error.message, error.hint, again_after=put_off.again_after)


def reconnect(error: Reconnect, state: PublicationState = PublicationState.QUEUED) -> Outcome:
    return Outcome(state, error.message, error.hint or "Connect the channel again; the reply waits.", reconnect=True)


def later(task: Task, message: str, hint: str, retry_after: float | None) -> Outcome:
    if task.age > REFUSED_AFTER:
        return Outcome(
            PublicationState.REFUSED, message, hint or "The channel has put us off for three days. Try again yourself."
        )
    pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, task.age.total_seconds()))  # doubles, as the age does
    return Outcome(
        PublicationState.QUEUED, message, hint, again_after=max(pause, min(retry_after or 0, LONGEST_ASKED_PAUSE))
    )
