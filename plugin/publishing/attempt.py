"""One attempt to place a reply, exactly once as far as the channel allows (DESIGN.md decision 3)."""

from __future__ import annotations

from collections.abc import Callable

from connectors.contract import Connector, Reply
from connectors.replying import same_words
from plugin.publishing.outgoing import (
    FIRST_PAUSE,
    LOOK_THERE,
    SETTLES_WITHIN,
    Outcome,
    Steps,
    Task,
    rejected,
    safe_twice,
    still_waiting,
    take,
    wait_to_settle,
)
from plugin.words import PublicationState


def attempt(task: Task, connector: Connector, begin_posting: Callable[[], bool]) -> Outcome | None:
    """Look, post, read back; as ``outgoing.take``."""
    return take(_STEPS, task, connector, begin_posting)


def _before_posting(task: Task, connector: Connector) -> Outcome | None:
    """What is already settled without posting, or None: post."""
    able = connector.abilities
    if able.can_read_replies:
        ours = connector.find_reply(task.review, key=task.key, text=task.text)
        if ours is not None and not (ours.status == "rejected" and task.sent_again):
            return _found(task, ours)
    if task.state is PublicationState.PLACED:
        return still_waiting(task) if able.can_read_replies else Outcome(PublicationState.PLACED)
    if task.posting and able.can_read_replies:
        return wait_to_settle(task, connector) or _elsewhere(task, connector)
    if task.posting and not safe_twice(connector):
        return Outcome(
            PublicationState.UNKNOWN,
            "The reply was sent and the answer never came; this channel does not show whether it is there.",
            LOOK_THERE,
        )
    if task.posting:
        return None
    return _elsewhere(task, connector)


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
    return reply.key == task.key or same_words(reply.text, task.text)


def _found(task: Task, reply: Reply) -> Outcome:
    if reply.status == "visible":
        return Outcome(PublicationState.VISIBLE, reply=reply)
    if reply.status == "rejected":
        return rejected(reply)
    if reply.status == "removed":
        return Outcome(
            PublicationState.UNKNOWN,
            "The reply was placed and has been removed on the channel since.",
            "Find out who removed it, and why, before it is sent again.",
            reply,
        )
    return still_waiting(task, reply)


def _post(task: Task, connector: Connector) -> Reply:
    return connector.publish(task.review, text=task.text, key=task.key)


def _read_back(task: Task, connector: Connector, reply: Reply | None) -> Outcome:
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
    if safe_twice(connector):
        return Outcome(PublicationState.POSTING, message, hint, again_after=FIRST_PAUSE)
    return Outcome(PublicationState.UNKNOWN, message, hint or LOOK_THERE)


_STEPS = Steps(look=_before_posting, send=_post, read_back=_read_back, unknown=_unknown, what="reply")
