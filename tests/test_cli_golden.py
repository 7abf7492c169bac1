"""``wederwoord golden``, ``change`` and ``shop rules``: without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plugin import settings
from plugin.cli import main
from plugin.guidelines import pack_versions
from plugin.settings import load
from plugin.store import Database, packs, shops

PROFILE = "name: De Gloed\nagent: Sanne\nlanguages: [nl]\nrules:\n  never: [{words: helaas}]\n"
REVIEWS = "id;datum;cijfer;naam;tekst\n1;2026-11-01;2;Jan;De lamp flikkert al na een week, wat een teleurstelling.\n"
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    for name in settings.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WEDERWOORD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(PROFILE, encoding="utf-8")
    Path("reviews.csv").write_text(REVIEWS, encoding="utf-8")

    def invoke(*arguments: str, well: bool = True) -> Result:
        result = CliRunner().invoke(main, arguments)
        assert "Traceback" not in result.output
        assert (result.exit_code == 0) is well, result.output
        return result

    invoke("shop", "add", "shop.yaml")
    return invoke


def test_a_suite_is_pinned_run_written_out_and_read_back(run: Run) -> None:
    run("channel", "add", "file", "Keurmerk", "--set", f"path={Path('reviews.csv').resolve()}")
    run("sync")
    assert "Pinned as Jan 1." in run("golden", "add", "1", "--decision", "T-REPLY", "--contains", "lamp").output
    assert "1 of 1 examples hold" in run("golden", "run", "--no-llm").output
    run("golden", "add", "1", "--name", "streng", "--offers", "reis naar Parijs")
    failed = run("golden", "run", "--no-llm", well=False).output
    assert "FAIL  streng" in failed
    assert "offers: reis naar Parijs" in failed
    rows = [json.loads(line) for line in run("golden", "run", "--no-llm", "--json", well=False).output.splitlines()]
    assert [bool(row["unmet"]) for row in rows] == [False, True]
    run("golden", "export", "suite.jsonl")
    run("golden", "remove", "streng")
    assert "streng" not in run("golden", "list").output
    assert "1 added, 1 changed, 0 refused" in run("golden", "import", "suite.jsonl").output
    assert "streng" in run("golden", "list").output


def test_a_line_that_cannot_be_used_is_named_and_the_others_are_taken_in(run: Run) -> None:
    Path("suite.jsonl").write_text('{"id": "a", "text": "Mooie lamp!"}\n{"id": "b"}\n', encoding="utf-8")
    output = run("golden", "import", "suite.jsonl", well=False).output
    assert "line 2: text" in output
    assert "1 added, 0 changed, 1 refused" in output


def test_a_profile_is_held_until_it_is_accepted(run: Run) -> None:
    run("channel", "add", "file", "Keurmerk", "--set", f"path={Path('reviews.csv').resolve()}")
    run("sync")
    Path("new.yaml").write_text(PROFILE.replace("helaas", "jammer"), encoding="utf-8")
    assert "Held as change 1" in run("shop", "edit", "--from", "new.yaml").output
    assert "helaas" in run("shop", "rules").output
    assert "1\tpolicy\tqueued" in run("change", "list").output
    run("change", "accept", "1")
    assert "jammer" in run("shop", "rules").output
    assert "decided already" in run("change", "drop", "1", well=False).output
    assert "Nothing waits" in run("change", "list").output
    Path("new.yaml").write_text(PROFILE.replace("helaas", "sorry"), encoding="utf-8")
    run("shop", "edit", "--from", "new.yaml", "--now")
    assert "sorry" in run("shop", "rules").output


def test_a_must_that_is_switched_off_is_refused_with_its_reason(run: Run) -> None:
    Path("new.yaml").write_text("name: De Gloed\nagent: Sanne\nrules: {without: [R-FACTS]}\n", encoding="utf-8")
    assert "R-FACTS is a MUST" in run("shop", "edit", "--from", "new.yaml", well=False).output


def test_the_doctor_says_what_a_newer_pack_changes_and_what_waits(run: Run) -> None:
    run("channel", "add", "file", "Keurmerk", "--set", f"path={Path('reviews.csv').resolve()}")
    run("sync")
    given = load()
    database = Database(given.database_url, given.encryption_keys)
    older = {name: row for name, row in pack_versions.current().content.items() if name != "R-HUMAN"}
    with database.session() as session:
        packs.know(session, "old", "2025-01-01", older)
        packs.accept(session, shops.every(session)[0].id, "old")
    database.dispose()
    told = run("doctor").output
    assert "changes 1 of 2025-01-01" in told
    assert "R-HUMAN wait for the owner's yes" in told
