"""Who has a hand in a draft beside the program itself: the model that writes, the second reader, the adviser on triage.

Each is known by its mark (``<model>@<prompt version>`` and a hash of the prompt's text, the server and what is asked of
it), so that another model, another server or another template is another hand, which is tried and asked for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugin.words import BUILT_IN

if TYPE_CHECKING:  # a web process asks no model and stays small without it
    from plugin.drafting.adviser import Adviser
    from plugin.drafting.judge import Judge
    from plugin.drafting.model import ReplyModel

WRITER, JUDGE, ADVISER = PARTS = ("writer", "judge", "adviser")


@dataclass(frozen=True, slots=True)
class Hands:
    """None: that part is not there, and the built-in writer writes."""

    writer: ReplyModel | None = None
    judge: Judge | None = None
    adviser: Adviser | None = None

    @property
    def name(self) -> str:
        """The writer as a draft names it."""
        return BUILT_IN if self.writer is None else str(getattr(self.writer, "name", BUILT_IN))

    @property
    def marks(self) -> dict[str, str]:
        """Each part's mark, "" for one that is not there."""
        return {part: _mark(getattr(self, part)) for part in PARTS}

    def changed(self, accepted: str, marks: Mapping[str, Any] | None) -> frozenset[str]:
        """The parts that are there and are others than those that an owner accepted: ``accepted`` is the writer's name,
        ``marks`` what was noted beside it. An older program noted no marks (None): then only the name can tell.
        """
        here = self.marks
        found = {part for part in PARTS if here[part] and marks is not None and marks.get(part, "") != here[part]}
        return frozenset(found | {WRITER}) if self.writer is not None and accepted != self.name else frozenset(found)

    def without(self, parts: Collection[str]) -> Hands:
        """Those that are not among ``parts``. Nobody reads a second time what no model was allowed to write."""
        out = {*parts, JUDGE} if WRITER in parts else {*parts}
        return dataclasses.replace(self, **dict.fromkeys(out))

    def only(self, parts: Collection[str]) -> Hands:
        """Those that are among ``parts``."""
        return dataclasses.replace(self, **dict.fromkeys(part for part in PARTS if part not in parts))


def _mark(part: Any) -> str:
    return "" if part is None else str(getattr(part, "mark", None) or getattr(part, "name", BUILT_IN))
