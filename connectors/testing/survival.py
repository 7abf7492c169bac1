"""How many of the kit's tests a connector passes, counted while pytest runs: what it does, and what it survives."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import pytest

from connectors.testing.contract_declaration import DeclarationContract
from connectors.testing.contract_reading import ReadingContract
from connectors.testing.contract_replying import ReplyingContract

_CONDUCT = (DeclarationContract, ReadingContract, ReplyingContract)  # the rest of the kit is what goes wrong


@dataclass(slots=True)
class Survived:
    """Tests passed, failed and skipped (the channel does not have what they ask for); ``faults`` are those passed in which
    something goes wrong: refusals, broken and endless answers, lists that shift, calls that are forged.
    """

    passed: int = 0
    faults: int = 0
    failed: int = 0
    skipped: int = 0


class Count:
    """A plugin for pytest: ``survived`` by the connector's name."""

    def __init__(self) -> None:
        self.survived: dict[str, Survived] = defaultdict(Survived)
        self._of: dict[str, tuple[str, bool]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            kind = getattr(item, "cls", None)
            harness = getattr(kind, "harness_class", None)
            if harness is None:
                continue
            name = item.name.partition("[")[0]
            conduct = any(name in vars(contract) for contract in _CONDUCT)
            self._of[item.nodeid] = (harness.connector_class.name, not conduct)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name, is_fault = self._of.get(report.nodeid, ("", False))
        if not name or (report.when != "call" and report.outcome == "passed"):
            return
        count = self.survived[name]
        if report.outcome == "passed":
            count.passed += 1
            count.faults += is_fault
        elif report.outcome == "skipped":
            count.skipped += 1
        else:
            count.failed += 1


def run(tests: str) -> dict[str, Survived]:
    """Run these tests (a file or folder for pytest) and count."""
    count = Count()
    pytest.main(["-qq", "-rfE", "--no-header", "-p", "no:cacheprovider", tests], plugins=[count])
    return dict(count.survived)
