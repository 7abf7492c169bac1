"""Questions that several threads ask at about the same time, answered in one go.

Nobody waits for company: whoever comes alone is answered at once. While one answer is being worked out, the questions of
others gather, and the next of them to get its turn works out all of theirs with its own. The encoder reads some ten
megabytes of weights for every answer, whether for five sentences or for fifty.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar


class _Sliced(Protocol):
    """A list, or the rows of a table."""

    def __getitem__(self, part: slice, /) -> Any: ...


Item = TypeVar("Item")
Answers = TypeVar("Answers", bound=_Sliced)


class _Question(Generic[Item, Answers]):
    """The items of one thread, and what came of them."""

    __slots__ = ("answers", "error", "items")

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.answers: Answers | None = None
        self.error: BaseException | None = None


class Together(Generic[Item, Answers]):
    """``answer_all`` gives one answer an item, in order, and is never called by two threads at once.

    With ``most`` it gets no more questions at a time than make so many items, or the first one alone: whoever asked
    first is not kept waiting for the answers of all others.
    """

    def __init__(self, answer_all: Callable[[Sequence[Item]], Answers], most: int = 0) -> None:
        self._answer_all = answer_all
        self._most = most
        self._waiting: list[_Question[Item, Answers]] = []
        self._list = threading.Lock()
        self._turn = threading.Lock()

    def ask(self, items: Sequence[Item]) -> Answers:
        """The answers to these items. Raises what ``answer_all`` raised, to everybody who asked with them."""
        mine: _Question[Item, Answers] = _Question(items)
        with self._list:
            self._waiting.append(mine)
        with self._turn:
            while mine.answers is None and mine.error is None:
                self._work_off()
        if mine.error is not None:
            raise mine.error
        assert mine.answers is not None  # noqa: S101 -- for mypy: a question without an error has its answers
        return mine.answers

    def _work_off(self) -> None:
        questions = self._next()
        try:
            answers = self._answer_all([item for question in questions for item in question.items])
        except BaseException as error:
            for question in questions:
                question.error = error
            raise
        at = 0
        for question in questions:
            question.answers = answers[at : at + len(question.items)]
            at += len(question.items)

    def _next(self) -> list[_Question[Item, Answers]]:
        with self._list:
            count, items = len(self._waiting), 0
            for number, question in enumerate(self._waiting if self._most else ()):
                items += len(question.items)
                if number and items > self._most:
                    count = number
                    break
            questions, self._waiting = self._waiting[:count], self._waiting[count:]
        return questions
