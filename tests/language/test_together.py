import threading
from collections.abc import Sequence

import pytest

from plugin.language.together import Together


class Busy:
    """Answers with ten times each number; holds its first answer back until others have asked."""

    def __init__(self, waits_for: int = 0) -> None:
        self.rounds: list[list[int]] = []
        self._others = threading.Barrier(2) if waits_for else None

    def answer(self, numbers: Sequence[int]) -> list[int]:
        self.rounds.append(list(numbers))
        if self._others is not None and len(self.rounds) == 1:
            self._others.wait(10)
        return [number * 10 for number in numbers]

    def go_on(self) -> None:
        assert self._others is not None
        self._others.wait(10)


def ask_in_thread(together: Together[int, list[int]], items: list[int], answers: dict[int, object]) -> threading.Thread:
    def run() -> None:
        try:
            answers[items[0]] = list(together.ask(items))
        except ValueError as error:
            answers[items[0]] = error

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def until_waiting(together: Together[int, list[int]], count: int) -> None:
    seen = threading.Event()
    while len(together._waiting) < count:  # nothing else shows who waits
        seen.wait(0.001)


def test_whoever_comes_alone_is_answered_at_once() -> None:
    busy = Busy()
    assert list(Together(busy.answer).ask([1, 2])) == [10, 20]
    assert busy.rounds == [[1, 2]]


def test_those_who_ask_meanwhile_are_answered_in_one_go_and_each_gets_its_own() -> None:
    busy = Busy(waits_for=1)
    together: Together[int, list[int]] = Together(busy.answer)
    answers: dict[int, object] = {}
    threads = [ask_in_thread(together, [1], answers)]
    while not busy.rounds:
        threading.Event().wait(0.001)
    threads += [ask_in_thread(together, [number, number + 1], answers) for number in (10, 20, 30)]
    until_waiting(together, 3)
    busy.go_on()
    for thread in threads:
        thread.join(10)
    assert answers == {1: [10], 10: [100, 110], 20: [200, 210], 30: [300, 310]}
    assert [len(numbers) for numbers in busy.rounds] == [1, 6]


def test_an_error_reaches_all_who_asked_together_and_nobody_after_them() -> None:
    calls = []

    def answer(numbers: Sequence[int]) -> list[int]:
        calls.append(list(numbers))
        if len(calls) == 1:
            raise ValueError("no memory")
        return list(numbers)

    together: Together[int, list[int]] = Together(answer)
    with pytest.raises(ValueError, match="no memory"):
        together.ask([1])
    assert list(together.ask([2])) == [2]


def test_no_more_are_answered_in_one_go_than_the_most_and_nobody_is_forgotten() -> None:
    busy = Busy(waits_for=1)
    together: Together[int, list[int]] = Together(busy.answer, most=3)
    answers: dict[int, object] = {}
    threads = [ask_in_thread(together, [1], answers)]
    while not busy.rounds:
        threading.Event().wait(0.001)
    for count, number in enumerate((10, 20, 30), start=1):
        threads.append(ask_in_thread(together, [number, number + 1], answers))
        until_waiting(together, count)
    threads.append(ask_in_thread(together, [40, 41, 42, 43], answers))
    until_waiting(together, 4)
    busy.go_on()
    for thread in threads:
        thread.join(10)
    assert answers == {1: [10], 10: [100, 110], 20: [200, 210], 30: [300, 310], 40: [400, 410, 420, 430]}
    assert busy.rounds == [[1], [10, 11], [20, 21], [30, 31], [40, 41, 42, 43]]
