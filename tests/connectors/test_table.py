"""The tables of the docs are what the code says."""

from __future__ import annotations

from pathlib import Path

from connectors import registry
from connectors.contract import Evidence
from connectors.testing.built_in import harnesses
from connectors.testing.survival import Survived, run
from connectors.testing.table import LEGEND, table

PAGE = Path("docs/connectors.md")


def test_the_table_on_the_connectors_page_is_the_one_that_the_connectors_make() -> None:
    assert f"{table()}\n\n{LEGEND}\n" in PAGE.read_text(encoding="utf-8"), "python -m connectors.testing.table"


def test_every_built_in_connector_says_what_it_rests_on_and_has_a_harness() -> None:
    assert all(kind.evidence is not Evidence.UNSAID for kind in registry.built_in().values())
    assert {name: one.connector_class for name, one in harnesses().items()} == dict(registry.built_in())


def test_what_the_kit_found_stands_beside_each_connector() -> None:
    said = table({"kiyoh": Survived(passed=90, faults=60, skipped=7)})
    assert "| 60 | 90 / 0 / 7 |" in next(line for line in said.splitlines() if line.startswith("| `kiyoh`"))


TESTS = """
import pytest
from connectors.testing.kiyoh_harness import KiyohHarness

class TestKiyoh:
    harness_class = KiyohHarness

    def test_a_failing_connection_test_explains_and_does_not_raise(self): ...
    def test_an_empty_channel_has_no_reviews(self): ...
    def test_paging_ends_and_gives_every_review_once(self): pytest.skip("not its kind")
    def test_ids_stay_when_other_reviews_come_and_go(self): raise AssertionError

def test_of_nobody(): ...
"""


def test_passing_failing_and_skipped_tests_of_a_connector_are_counted(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TESTS, encoding="utf-8")
    assert run(str(tmp_path)) == {"kiyoh": Survived(passed=2, faults=1, failed=1, skipped=1)}
