"""What the durable workflows need of the process they run in. Workflows get plain ids only; the rest hangs here."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from plugin.settings import Settings
from plugin.store import Database
from plugin.work.hands import Hands
from plugin.work.queueing import Queueing

if TYPE_CHECKING:  # a web process asks no model and stays small without it
    from plugin.drafting.adviser import Adviser
    from plugin.drafting.judge import Judge
    from plugin.drafting.model import ReplyModel


@dataclass(slots=True)
class House:
    settings: Settings
    database: Database
    queueing: Queueing
    writer: ReplyModel | None = None
    judge: Judge | None = None
    adviser: Adviser | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def hands(self) -> Hands:
        """Whoever this process has for a draft."""
        return Hands(self.writer, self.judge, self.adviser)


_open: House | None = None


def move_in(settings: Settings, database: Database, queueing: Queueing) -> House:
    """Let the workflows of this process run with these. One house a process, as the engine is one."""
    global _open  # noqa: PLW0603 -- the engine calls module-level functions; they must find their database somewhere
    _open = House(settings, database, queueing, _writer(settings), _judge(settings), _adviser(settings))
    return _open


def _writer(settings: Settings) -> ReplyModel | None:
    if settings.model is None:
        return None
    from plugin.drafting.model import ModelWriter

    return ModelWriter(settings.model)


def _judge(settings: Settings) -> Judge | None:
    if settings.model is None or not settings.judge:
        return None
    from plugin.drafting.judge import Judge

    return Judge(settings.model)


def _adviser(settings: Settings) -> Adviser | None:
    if settings.model is None or not settings.model_triage:
        return None
    from plugin.drafting.adviser import Adviser

    return Adviser(settings.model)


def move_out() -> None:
    global _open  # noqa: PLW0603 -- see move_in
    if _open is not None:
        _open.stopping.set()
    _open = None


def house() -> House:
    """Raises RuntimeError outside a worker: a workflow ran without one, which is a fault in the program."""
    if _open is None:
        raise RuntimeError("no worker runs in this process")
    return _open
