"""One attempt to change our reply on its channel, or to take it back.

Both are safe to send twice (the same text once more, a reply that is gone already), so what matters is another thing:
that nothing is changed which a person made on the channel itself, and that nobody is told of a change that is not there.
"""

from __future__ import annotations

from collections.abc import Callable

from connectors.contract import Connector, Reply
from connectors.replying import same_words
from plugin.publishing.outgoing import (
    LOOK_THERE,
    SETTLES_WITHIN,
    Outcome,
    Steps,
    Task,
    rejected,
    still_waiting,
    take,
    wait_to_settle,
)
from plugin.words import PublicationKind, PublicationState


def attempt_change(task: Task, connector: Connector, begin_posting: Callable[[], bool]) -> Outcome | None:
    """Look, change, read back; as ``outgoing.take``."""
    return take(_STEPS, task, connector, begin_posting)


def _before(task: Task, connector: Connector) -> Outcome | None:
    """What is settled without sending anything, or None: send."""
    if not connector.abilities.can_read_replies:
        return _before_blindly(task)
    if (done := _seen(task, connector)) is not None:
        return done
    if task.state is PublicationState.PLACED:
        return still_waiting(task)
    if task.posting and (wait := wait_to_settle(task, connector)) is not None:
        return wait
    if task.kind is PublicationKind.REPLACE:
        return _changed_by_others(task, connector)
    return None


def _before_blindly(task: Task) -> Outcome | None:
    if task.state is PublicationState.PLACED:
        return Outcome(PublicationState.PLACED)
    if task.posting and not task.person_insists:
        return Outcome(
            PublicationState.UNKNOWN, "The change was sent and the answer never came; this channel does not show it.", LOOK_THERE
        )  # fmt: skip
    return None


def _seen(task: Task, connector: Connector) -> Outcome | None:
    """Whether the channel shows already what was wanted."""
    if task.kind is PublicationKind.DELETE:
        return None if _there(task, connector) is not None else Outcome(PublicationState.VISIBLE)
    found = connector.find_reply(task.review, key=task.key, text=task.text)
    if found is None or found.status == "removed" or not same_words(found.text, task.text):
        return None
    if found.status == "visible":
        return Outcome(PublicationState.VISIBLE, reply=found)
    if found.status == "rejected":
        return None if task.sent_again else rejected(found)
    return still_waiting(task, found)


def _there(task: Task, connector: Connector) -> Reply | None:
    """Our reply as it stands there now."""
    found = connector.find_reply(task.review, key=task.stands.key, text=task.stands.text)
    return None if found is None or found.status == "removed" else found


def _changed_by_others(task: Task, connector: Connector) -> Outcome | None:
    there = _there(task, connector)
    if there is None and _only_a_rejected_one(task, connector):
        return None
    if there is None:
        return Outcome(
            PublicationState.REFUSED,
            "Our reply does not stand there any more.",
            "Nothing was changed. Look on the channel who removed it.",
        )
    if not task.person_insists and not same_words(there.text, task.stands.text):
        return Outcome(
            PublicationState.REFUSED,
            "The reply was changed on the channel itself.",
            "Nothing was changed. Read it there first; try again if ours must take its place.",
            there,
        )
    return None


def _only_a_rejected_one(task: Task, connector: Connector) -> bool:
    """Whether a reply of the shop's is there that the platform's moderation refused, such as our change before this one:
    seen by nobody, it makes room for a better one.
    """
    if type(connector).reread is Connector.reread:
        return False
    fresh = connector.reread(task.review)
    reply = fresh.reply if fresh is not None else None
    return reply is not None and reply.by_shop and reply.status == "rejected"


def _change(task: Task, connector: Connector) -> Reply | None:
    if task.kind is PublicationKind.DELETE:
        connector.delete_reply(task.review, task.stands)
        return None
    return connector.replace_reply(task.review, task.stands, text=task.text, key=task.key)


def _unknown(connector: Connector, message: str, hint: str) -> Outcome:
    if connector.abilities.can_read_replies:
        return Outcome(PublicationState.POSTING, message, hint, again_after=SETTLES_WITHIN)
    return Outcome(PublicationState.UNKNOWN, message, hint or LOOK_THERE)


def _read_back(task: Task, connector: Connector, reply: Reply | None) -> Outcome:
    if not connector.abilities.can_read_replies:
        return Outcome(PublicationState.PLACED, reply=reply)
    try:
        seen = _seen(task, connector)
    except Exception:  # noqa: BLE001 -- it was sent and accepted; looking is tried again later
        seen = None
    if seen is not None and seen.state in {PublicationState.VISIBLE, PublicationState.REFUSED}:
        return seen
    return Outcome(PublicationState.PLACED, still_waiting(task).message, reply=reply, again_after=2.0)


_STEPS = Steps(look=_before, send=_change, read_back=_read_back, unknown=_unknown, what="change")
