"""Asking for work: rows in the queue, written in the caller's own transaction, so that the wish and its cause are one
commit (DESIGN.md decision 1). Needs no worker in this process.
"""

from __future__ import annotations

import uuid
from typing import Any

from dbos import DBOS, DBOSClient, EnqueueOptions

from plugin.store import Database, Session
from plugin.work import names
from plugin.work.engine import serializer

_WAIT = ("ENQUEUED", "DELAYED")


class Queueing:
    """The asking side of the durable engine, on the app's own database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        # Lazy: a web process may start before the tables of the engine stand.
        self._client = DBOSClient(
            system_database_engine=database.engine,
            application_name=names.APPLICATION,
            serializer=serializer(),
            lazy=True,
        )

    def prepare(self) -> None:
        """Make the engine's own tables, or bring them up to date. Safe to run at every start."""
        DBOS.migrate(self._database.url.render_as_string(hide_password=False))

    def close(self) -> None:
        self._client.destroy()

    @property
    def client(self) -> DBOSClient:
        return self._client

    def enqueue(
        self,
        session: Session,
        queue: str,
        workflow: str,
        *arguments: Any,
        workflow_id: str | None = None,
        delay: float | None = None,
        partition: str | None = None,
    ) -> str:
        """Ask for a workflow to run once this session commits, ``delay`` seconds later. Returns its id.

        The same ``workflow_id`` twice runs once. A rollback leaves nothing.
        """
        options: EnqueueOptions = {
            "workflow_name": workflow,
            "queue_name": queue,
            "workflow_id": workflow_id or f"{workflow}-{uuid.uuid4().hex}",
        }
        if delay:
            options["delay_seconds"] = delay
        if partition is not None:
            options["queue_partition_key"] = partition
        self._client.enqueue_in_transaction(session, options, *arguments)
        return options["workflow_id"]

    def waits(self, queue: str, beginning: str) -> bool:
        """Whether a workflow whose id begins like that waits in a queue, now or for its time. One that runs does not."""
        return bool(
            self._client.list_workflows(
                queue_name=queue, status=list(_WAIT), workflow_id_prefix=beginning, load_input=False, load_output=False,
                limit=1,
            )
        )  # fmt: skip

    def waiting(self, queue: str) -> int:
        """How many workflows of a queue wait for a worker."""
        return len(
            self._client.list_workflows(
                queue_name=queue, status=["ENQUEUED"], load_input=False, load_output=False, limit=10_000
            )
        )
