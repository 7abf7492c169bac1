"""What every attempt to change a channel has in common: the order of its steps, what an error means, how long to wait.

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
    Refusal,
    Reply,
    RetryLater,
    Review,
    TextRefused,
)
from plugin.words import PublicationKind, PublicationState

SETTLES_WITHIN = 5.0  # seconds after which a request that was carried out shows
FIRST_PAUSE = 5.0  # seconds
LONGEST_PAUSE = 3600.0
LONGEST_ASKED_PAUSE = 24 * 3600.0  # a channel that asks for more is asked again after this
CLOCK_WRONG_PAUSE = 60.0
REFUSED_AFTER = dt.timedelta(days=3)  # of 'try later' without an end
LOOK_UNTIL = dt.timedelta(days=30)  # moderation has taken that long (rules.md G-3)
ABOUT_THE_ACCOUNT = "That is about the account there and not about the text: look into it on the platform."
LOOK_THERE = "Open the review on its channel and tell the desk what you see."
# How the log names what a publication of each kind did, before the state that it came to.
LOGGED_AS = {
    PublicationKind.POST: "reply",
    PublicationKind.REPLACE: "change",
    PublicationKind.DELETE: "removal",
}

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

    @property
    def sent_again(self) -> bool:
        """A person wants the same once more, and it has not left yet."""
        return self.person_insists and self.state is PublicationState.QUEUED


@dataclass(frozen=True, slots=True)
class Outcome:
    """``again_after`` (seconds) asks for another attempt; ``reconnect`` that the channel waits for its owner; ``refusal`` is
    why the platform did not take these words.
    """

    state: PublicationState
    message: str = ""
    hint: str = ""
    reply: Reply | None = None
    again_after: float | None = None
    reconnect: bool = False
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """One kind of attempt. ``look`` gives what is settled without sending anything, or None: send. ``unknown`` is what
    follows where a request may have left (error's message and hint); ``what`` names the thing that was sent.
    """

    look: Callable[[Task, Connector], Outcome | None]
    send: Callable[[Task, Connector], Reply | None]
    read_back: Callable[[Task, Connector, Reply | None], Outcome]
    unknown: Callable[[Connector, str, str], Outcome]
    what: str


def take(steps: Steps, task: Task, connector: Connector, begin_posting: Callable[[], bool]) -> Outcome | None:
    """Look, send, read back. ``begin_posting`` notes that a request is about to leave; False = someone else took over,
    and None comes back: nothing was done and nothing is to be noted.
    """
    try:
        before = steps.look(task, connector)
    except ConnectorError as error:
        return could_not_look(task, error)
    except Exception as error:  # noqa: BLE001 -- a connector's own fault must not lose the publication
        return could_not_look(task, BadAnswer(f"{connector.title}: {type(error).__name__} in its connector."))
    if before is not None:
        return before
    if not begin_posting():
        return None
    return _send(steps, task, connector)


def _send(steps: Steps, task: Task, connector: Connector) -> Outcome:
    try:
        reply = steps.send(task, connector)
    except RetryLater as error:
        return _later(task, error.message, error.hint, error.retry_after)
    except Reconnect as error:
        return _reconnect(error)
    except (AskPerson, GiveUp) as error:
        refusal = error.refusal if isinstance(error, TextRefused) else None
        return Outcome(PublicationState.REFUSED, error.message, error.hint, refusal=refusal)
    except (OutcomeUnknown, BadAnswer) as error:
        return steps.unknown(connector, error.message, error.hint)
    except Exception as error:  # noqa: BLE001 -- whatever broke, the request may have left
        return steps.unknown(
            connector, f"{connector.title}: {type(error).__name__} after the {steps.what} was sent.", ""
        )
    return steps.read_back(task, connector, reply)


def safe_twice(connector: Connector) -> bool:
    """Whether posting the same again gives the same one reply: by its key, or because it takes the other's place."""
    able = connector.abilities
    return able.idempotent_reply or (able.can_replace_reply and able.reply_once)


def settles_within(connector: Connector) -> float:
    """Seconds after the note 'a request is about to leave' from which that request can no longer arrive.

    It may have left late (waiting its turn, connecting anew) and just before its worker died, and the channel may work
    on it for as long as we would have waited for its answer. Where the same again gives one reply, nothing is at stake.
    """
    return SETTLES_WITHIN if safe_twice(connector) else SETTLES_WITHIN + http.current_policy().longest_call


def wait_to_settle(task: Task, connector: Connector) -> Outcome | None:
    """A request that was cut off may still be under way: look for it, ever less often, until it cannot arrive any more."""
    margin = settles_within(connector)
    passed = margin if task.since_posted is None else task.since_posted.total_seconds()
    if passed >= margin:
        return None
    # A clock that was set back says that it was sent in the future: look now and then until it has caught up.
    pause = max(SETTLES_WITHIN, passed) if passed >= 0 else CLOCK_WRONG_PAUSE
    return Outcome(PublicationState.POSTING, again_after=min(pause, margin - passed))


def rejected(reply: Reply) -> Outcome:
    """The platform's moderation looked at it and refused it."""
    refusal = reply.refusal or Refusal(reply.violation)
    message = "The platform's moderation rejected the reply; the customer does not see it."
    reason = refusal.words or "none was given"
    mend = "Change the text and approve it again." if refusal.about_the_text else ABOUT_THE_ACCOUNT
    return Outcome(PublicationState.REFUSED, message, f"Its reason: {reason}. {mend}", reply, refusal=refusal)


def still_waiting(task: Task, reply: Reply | None = None) -> Outcome:
    """Accepted and not to be seen yet: moderation, or a slow page. Looks again, ever less often."""
    passed = task.since_posted or dt.timedelta(0)
    held = "The channel holds the reply for its moderation." if reply is not None else "Not to be seen there yet."
    if passed > LOOK_UNTIL:
        return Outcome(PublicationState.PLACED, held, "Look on the channel yourself: it has taken a month.", reply)
    pause = min(LONGEST_PAUSE, max(2.0, passed.total_seconds()))
    return Outcome(PublicationState.PLACED, held, reply=reply, again_after=pause)


def could_not_look(task: Task, error: ConnectorError) -> Outcome:
    """Nothing was sent in this attempt, so what was known stays known."""
    if isinstance(error, Reconnect):
        return _reconnect(error, task.state)
    if isinstance(error, (AskPerson, GiveUp)) and task.state is PublicationState.QUEUED:
        return Outcome(PublicationState.REFUSED, error.message, error.hint)
    if isinstance(error, (AskPerson, GiveUp)):
        return Outcome(PublicationState.UNKNOWN, error.message, error.hint)
    retry_after = error.retry_after if isinstance(error, RetryLater) else None
    put_off = _later(task, error.message, error.hint, retry_after)
    if task.state is PublicationState.QUEUED:
        return put_off
    if put_off.again_after is None:
        return Outcome(PublicationState.UNKNOWN, error.message, error.hint)
    return Outcome(task.state, error.message, error.hint, again_after=put_off.again_after)


def _reconnect(error: Reconnect, state: PublicationState = PublicationState.QUEUED) -> Outcome:
    return Outcome(state, error.message, error.hint or "Connect the channel again; the reply waits.", reconnect=True)


def _later(task: Task, message: str, hint: str, retry_after: float | None) -> Outcome:
    if task.age > REFUSED_AFTER:
        return Outcome(
            PublicationState.REFUSED, message, hint or "The channel has put us off for three days. Try again yourself."
        )
    pause = min(LONGEST_PAUSE, max(FIRST_PAUSE, task.age.total_seconds()))  # doubles, as the age does
    return Outcome(
        PublicationState.QUEUED, message, hint, again_after=max(pause, min(retry_after or 0, LONGEST_ASKED_PAUSE))
    )
