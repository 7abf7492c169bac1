"""Asking for each kind of work, in the caller's transaction. Every wish has an id, so that the same one twice runs once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from plugin.store import Session, batches, channels, errands, publications, reviews, tables
from plugin.words import PublicationState
from plugin.work import names
from plugin.work.queueing import Queueing

_ON_ITS_WAY = (PublicationState.QUEUED, PublicationState.POSTING, PublicationState.PLACED)


def publish(queueing: Queueing, session: Session, publication: tables.Publication) -> None:
    """Place an approved reply. The publication's key names the work: asking twice runs once.

    One that a person settled and wants sent again is work of its own.
    """
    if publication.resolved_by is not None:
        publish_again(queueing, session, publication)
        return
    queueing.enqueue(
        session, names.PUBLISH, names.PUBLISH, publication.shop_id, publication.id,
        workflow_id=publication.key, partition=names.channel_partition(publication.channel_id),
    )  # fmt: skip


def publish_again(queueing: Queueing, session: Session, publication: tables.Publication, *, delay: float = 0) -> bool:
    """Another go at it, ``delay`` seconds from now; whether it was asked for.

    One that waits already is enough: it looks first, and asks for the next one itself. Two of them would go on side by
    side for as long as the channel holds the reply.
    """
    if queueing.waits(names.PUBLISH, publication.key):
        return False
    queueing.enqueue(
        session, names.PUBLISH, names.PUBLISH, publication.shop_id, publication.id,
        workflow_id=f"{publication.key}-{uuid.uuid4().hex[:8]}", delay=delay,
        partition=names.channel_partition(publication.channel_id),
    )  # fmt: skip
    return True


def channel_is_back(queueing: Queueing, session: Session, shop_id: int, channel_id: int) -> int:
    """Let the replies that waited for this channel go on. Gives their number."""
    channels.get(session, shop_id, channel_id)
    waiting = [
        publication
        for publication in publications.in_state(session, shop_id, _ON_ITS_WAY, limit=10_000)
        if publication.channel_id == channel_id
    ]
    channels.read_soon(session, shop_id, channel_id)
    for waits in errands.waiting(session, shop_id, channel_id):
        errand_again(queueing, session, waits)
    # Oldest first, as they were approved; those that look again by themselves did not wait for the channel.
    return sum(publish_again(queueing, session, publication) for publication in reversed(waiting))


def errand(queueing: Queueing, session: Session, wanted: tables.Errand) -> None:
    """Send a private message or a report. Its key names the work: asking twice runs once."""
    queueing.enqueue(
        session, names.ERRAND, names.ERRAND, wanted.shop_id, wanted.id, workflow_id=wanted.key,
        partition=names.channel_partition(wanted.channel_id),
    )  # fmt: skip


def errand_again(queueing: Queueing, session: Session, wanted: tables.Errand, *, delay: float = 0) -> bool:
    """Another go at it, ``delay`` seconds from now; whether it was asked for. One that waits already is enough."""
    if queueing.waits(names.ERRAND, wanted.key):
        return False
    queueing.enqueue(
        session, names.ERRAND, names.ERRAND, wanted.shop_id, wanted.id,
        workflow_id=f"{wanted.key}-{uuid.uuid4().hex[:8]}", delay=delay,
        partition=names.channel_partition(wanted.channel_id),
    )  # fmt: skip
    return True


def invite(queueing: Queueing, session: Session, shop_id: int, channel_id: int, *, slot: str | None = None) -> bool:
    """Plan and send a channel's invitations; whether it was asked for. A run that waits already is enough."""
    beginning = f"invite-{channel_id}-"
    if queueing.waits(names.INVITE, beginning):
        return False
    queueing.enqueue(
        session, names.INVITE, names.INVITE, shop_id, channel_id,
        workflow_id=f"{beginning}{slot or uuid.uuid4().hex[:12]}", partition=names.channel_partition(channel_id),
    )  # fmt: skip
    return True


def draft(queueing: Queueing, session: Session, shop_id: int, review_id: int, person_id: int | None = None) -> str:
    """A new draft for one review. Gives the id of the work. Raises NotThere."""
    reviews.get(session, shop_id, review_id)
    return queueing.enqueue(session, names.DRAFT, names.DRAFT, shop_id, review_id, person_id)


def draft_all(
    queueing: Queueing,
    session: Session,
    shop_id: int,
    *,
    kind: str,
    person_id: int | None = None,
    workflow_id: str | None = None,
) -> tables.Batch:
    """Draft all open reviews of the shop. Where a run is under way already, that one is given: it reads on to the end."""
    if workflow_id is not None and (same := batches.by_workflow(session, workflow_id)) is not None:
        return same
    if (running := batches.running(session, shop_id)) is not None:
        return running
    batch = batches.add(
        session, shop_id, kind=kind, workflow_id=workflow_id or f"draft-all-{uuid.uuid4().hex}", asked_by=person_id
    )
    queueing.enqueue(session, names.DRAFT_ALL, names.DRAFT_ALL, shop_id, batch.id, workflow_id=batch.workflow_id)
    return batch


def host_event(queueing: Queueing, session: Session, event: tables.HostEvent) -> str:
    """Do what a host's event asks for."""
    return queueing.enqueue(session, names.HOST, names.HOST, event.id, workflow_id=f"host-event-{event.id}")


def sync(queueing: Queueing, session: Session, shop_id: int, channel_id: int, *, slot: str | None = None) -> str:
    """Fetch from one channel; of the same ``slot`` once."""
    channels.get(session, shop_id, channel_id)
    return _sync(queueing, session, shop_id, channel_id, slot)


def sync_some(
    queueing: Queueing, session: Session, shop_id: int, channel_id: int, external_ids: Sequence[str], *, slot: str
) -> str:
    """Fetch these reviews of one channel; of the same ``slot`` once."""
    channels.get(session, shop_id, channel_id)
    return queueing.enqueue(
        session, names.SYNC, names.SYNC_SOME, shop_id, channel_id, list(external_ids),
        workflow_id=f"some-{channel_id}-{slot}", partition=names.channel_partition(channel_id),
    )  # fmt: skip


def sync_if_idle(queueing: Queueing, session: Session, shop_id: int, channel_id: int, *, slot: str) -> bool:
    """The same, unless a reading of that channel waits already: a long first import must not gather a queue behind it."""
    if queueing.waits(names.SYNC, f"sync-{channel_id}-"):
        return False
    _sync(queueing, session, shop_id, channel_id, slot)
    return True


def _sync(queueing: Queueing, session: Session, shop_id: int, channel_id: int, slot: str | None) -> str:
    named = f"sync-{channel_id}-{slot}" if slot else None
    return queueing.enqueue(
        session, names.SYNC, names.SYNC, shop_id, channel_id, workflow_id=named,
        partition=names.channel_partition(channel_id),
    )  # fmt: skip
