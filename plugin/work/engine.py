"""The durable engine in a worker's process: DBOS on the app's own database (DESIGN.md decision 1)."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer

from plugin.store import Database
from plugin.work import names

_SCHEDULES_POLL = 5.0  # seconds
_NOTIFICATIONS_POLL = 5.0  # seconds; nothing here waits for a notification
PUBLICATIONS_AT_ONCE = 16
DRAFTS_AT_ONCE = 8  # single drafts asked for at the desk; a bulk run has a pool of its own
BATCHES_AT_ONCE = 4
HOST_EVENTS_AT_ONCE = 2
ERRANDS_AT_ONCE = 4
INVITES_AT_ONCE = 2
TRIALS_AT_ONCE = 1  # a trial is as much work as a hundred drafts, and nobody's customer waits for it
# Queues that nobody watches are looked at this much more rarely: each look is a query, also of a desk that rests.
_UNWATCHED = 5


@dataclass(frozen=True, slots=True)
class EngineSettings:
    executor_id: str
    poll_every: float  # seconds


def start(database: Database, settings: EngineSettings) -> None:
    """Take up work. What this executor left running when it died begins again. One engine a process."""
    _quiet()
    DBOS(
        config=DBOSConfig(
            name=names.APPLICATION,
            system_database_engine=database.engine,
            serializer=serializer(),
            application_version=names.WORKFLOWS_VERSION,
            executor_id=settings.executor_id,
            scheduler_polling_interval_sec=_SCHEDULES_POLL,
            notification_listener_polling_interval_sec=_NOTIFICATIONS_POLL,
            log_level="WARNING",
        )
    )
    DBOS.launch()
    poll = settings.poll_every
    DBOS.register_queue(
        names.PUBLISH,
        partition_concurrency=1,
        worker_concurrency=PUBLICATIONS_AT_ONCE,
        polling_interval_sec=poll / 2,  # a person waits for this one
        on_conflict="always_update",
    )
    DBOS.register_queue(
        names.SYNC,
        partition_concurrency=1,
        worker_concurrency=BATCHES_AT_ONCE,
        polling_interval_sec=poll,
        on_conflict="always_update",
    )
    DBOS.register_queue(
        names.ERRAND,
        partition_concurrency=1,
        worker_concurrency=ERRANDS_AT_ONCE,
        polling_interval_sec=poll,
        on_conflict="always_update",
    )
    DBOS.register_queue(
        names.INVITE,
        partition_concurrency=1,  # a channel's invitations go one after another
        worker_concurrency=INVITES_AT_ONCE,
        polling_interval_sec=_UNWATCHED * poll,
        on_conflict="always_update",
    )
    unwatched = _UNWATCHED * poll
    for queue, at_once, every in (
        (names.DRAFT, DRAFTS_AT_ONCE, poll),
        (names.DRAFT_ALL, BATCHES_AT_ONCE, poll),
        (names.NIGHT, BATCHES_AT_ONCE, unwatched),
        (names.TRIAL, TRIALS_AT_ONCE, unwatched),
        (names.HOST, HOST_EVENTS_AT_ONCE, unwatched),
    ):
        DBOS.register_queue(queue, worker_concurrency=at_once, polling_interval_sec=every, on_conflict="always_update")


def stop(*, finish_within: int = 0) -> None:
    """Leave the work. What is still running after ``finish_within`` seconds begins again at the next start."""
    DBOS.destroy(workflow_completion_timeout_sec=finish_within)


def serializer() -> DBOSPortableJSONSerializer:
    """JSON, so that nobody who can write to the database can make a worker run code (pickle could)."""
    return DBOSPortableJSONSerializer()


def take_over(executor_id: str) -> list[str]:
    """Put the running workflows of a dead executor back into their queues. Returns their ids.

    Call it once per death: whoever marks the death in the store first (plugin.work.life_sign).
    """
    left = DBOS.list_workflows(status="PENDING", executor_id=executor_id, load_input=False, load_output=False)
    by_queue: dict[str, list[str]] = {}
    for workflow in left:
        by_queue.setdefault(workflow.queue_name or names.DRAFT, []).append(workflow.workflow_id)
    for queue, ids in by_queue.items():
        DBOS.resume_workflows(ids, queue_name=queue)
    return [workflow.workflow_id for workflow in left]


def _quiet() -> None:
    """The engine's own chatter goes through our log, at warning and above."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # keeps the engine from adding a console handler of its own
    logger.setLevel(logging.WARNING)
    logger.propagate = True
