from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result

from plugin import text_commands
from plugin.commands.evaluating import evaluate
from plugin.drafting.structured import forget_rungs
from tests.model_server import Behaviour, ModelServer

SHOP = {
    "name": "Fietsenhuis Waalkade",
    "agent": "Sanne",
    "contact": {"email": "hulp@fietsenhuis.example"},
    "policy": {"reply_within_days": 2},
}
COMPLAINT = {
    "id": "a",
    "text": "De fietstas kwam kapot aan en de sluiting is afgebroken.",
    "rating": 1,
    "author": "Anna",
}
PRAISE = {"id": "b", "text": "Heel blij met de fietstas, stevig en mooi!", "rating": 5, "author": "Bram"}
KEYS_OF_A_DECISION = {"id", "lang", "lang_confidence", "decision", "play", "points", "reason", "flags"}
KEYS_OF_A_DRAFT = KEYS_OF_A_DECISION | {
    *("reply", "private_message", "internal_note", "writer", "report", "promises", "usage"),
}


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "WEDERWOORD_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shop_file(tmp_path: Path) -> str:
    path = tmp_path / "shop.yaml"
    path.write_text(yaml.safe_dump(SHOP), encoding="utf-8")
    return str(path)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    forget_rungs()
    with ModelServer() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("WEDERWOORD_MODEL", "m-1")
        yield server


def call(command: click.Command, *args: str, rows: list[object] | None = None) -> Result:
    given = "".join(row if isinstance(row, str) else json.dumps(row) + "\n" for row in rows or [])
    return CliRunner().invoke(command, args, input=given)


def out(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_triage_decides_each_review(shop_file):
    result = call(text_commands.triage, "--shop", shop_file, rows=[COMPLAINT, PRAISE])
    assert result.exit_code == 0, result.output
    rows = out(result)
    assert [row["decision"] for row in rows] == ["T-REPLY", "T-THANK"]
    for row, review in zip(rows, (COMPLAINT, PRAISE), strict=True):
        assert set(row) == KEYS_OF_A_DECISION
        assert row["lang"] == "nl"
        for point in row["points"]:
            assert review["text"][point["start"] : point["end"]].strip()


def test_a_row_with_its_own_shop_needs_no_shop_file():
    result = call(text_commands.triage, rows=[{**COMPLAINT, "shop": SHOP}])
    assert result.exit_code == 0


def test_bad_rows_fail_alone_and_the_status_says_so(shop_file):
    result = call(
        text_commands.draft, "--no-llm", "--shop", shop_file, rows=[COMPLAINT, {**PRAISE, "txet": 1}, "{oops\n", PRAISE]
    )
    assert result.exit_code == 1
    rows = out(result)
    assert [row["id"] for row in rows] == ["a", "b", None, "b"]
    assert rows[1]["error"] == {"code": "unknown-key", "message": "line 2: unknown key 'txet'"}
    assert rows[2]["error"]["code"] == "bad-json"
    assert set(rows[3]) == KEYS_OF_A_DRAFT


def test_draft_writes_a_checked_reply_that_check_accepts(shop_file):
    drafted = out(call(text_commands.draft, "--no-llm", "--shop", shop_file, rows=[COMPLAINT, PRAISE]))
    rows = []
    for row, review in zip(drafted, (COMPLAINT, PRAISE), strict=True):
        assert row["writer"] == "built-in"
        assert row["usage"]["prompt_tokens"] is None
        assert row["report"]["verdict"] != "block"
        rows.append({**review, "decision": row["decision"], "play": row["play"], "reply": row["reply"]})
    reports = out(call(text_commands.check, "--shop", shop_file, rows=rows))
    for report, row in zip(reports, rows, strict=True):
        assert set(report) == {"id", "verdict", "findings", "sentences"}
        assert report["verdict"] != "block"
        for sentence in report["sentences"]:
            assert row["reply"][sentence["start"] : sentence["end"]] == sentence["text"]


def test_check_finds_what_is_wrong_and_quotes_it(shop_file):
    reply = "Beste Anna,\n\nDat ligt aan PostNL. Voor 5 sterren krijg je 50% korting.\n\nGroet,\nSanne"
    result = call(
        text_commands.check,
        "--shop",
        shop_file,
        rows=[{**COMPLAINT, "decision": "T-REPLY", "play": "P-OUR-FAULT", "reply": reply}],
    )
    assert result.exit_code == 0, "a blocked reply is a line that was handled"
    [report] = out(result)
    assert report["verdict"] == "block"
    assert {"R-NO-BLAME", "R-NO-REWARD"} <= {finding["guideline"] for finding in report["findings"]}
    for finding in report["findings"]:
        if finding["start"] is None:
            assert finding["quote"] == ""
        else:
            assert reply[finding["start"] : finding["end"]] == finding["quote"]


def test_drafts_of_one_run_are_not_the_same_text(shop_file):
    rows = [{**PRAISE, "id": n} for n in range(8)]
    drafted = out(call(text_commands.draft, "--no-llm", "--shop", shop_file, rows=rows))
    assert len({row["reply"] for row in drafted}) == 8
    assert all(row["report"]["verdict"] != "block" for row in drafted)


def test_files_may_stand_in_for_the_pipes(shop_file, tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps(COMPLAINT) + "\n", encoding="utf-8")
    result = call(text_commands.triage, "--shop", shop_file, str(source), str(target))
    assert result.exit_code == 0
    assert result.stdout == ""
    assert json.loads(target.read_text(encoding="utf-8"))["id"] == "a"


JUDGED = {
    **COMPLAINT,
    "decision": "T-REPLY",
    "play": "P-OUR-FAULT",
    "reply": "Beste klant,\n\nWat vervelend, dit is onze fout en het spijt me. Wij zijn er elke dag van acht tot acht.\n\nSanne",
}
RATING = {
    "quote": "Wij zijn er elke dag van acht tot acht.",
    "guideline": "R-STRENGTH",
    "why": "nergens over",
    "mend": "",
    "rating": "broken",
}


def test_check_judge_adds_what_a_model_sees_and_says_whose_it_is(shop_file, model):
    model.ratings = [RATING, {**RATING, "quote": "staat er niet in"}]
    alone = out(call(text_commands.check, "--shop", shop_file, rows=[JUDGED]))[0]
    assert model.calls == 0
    row = out(call(text_commands.check, "--shop", shop_file, "--judge", rows=[JUDGED]))[0]
    assert set(row) == {*alone, "judge"}
    assert next(f for f in row["findings"] if f not in alone["findings"])["quote"] == RATING["quote"]
    assert (row["judge"]["model"], row["judge"]["added"], row["judge"]["discarded"]) == ("m-1@judge-2", 1, 1)
    assert row["judge"]["note"] is None


def test_check_judge_survives_a_judge_that_is_down(shop_file, model):
    model.behaviour = Behaviour.BROKEN
    result = call(text_commands.check, "--shop", shop_file, "--judge", rows=[JUDGED, JUDGED])
    alone = out(call(text_commands.check, "--shop", shop_file, rows=[JUDGED]))[0]
    assert result.exit_code == 0
    for row in out(result):
        assert {key: row[key] for key in alone} == alone
        assert row["judge"]["note"]


def test_eval_judge_says_what_the_judge_adds(shop_file, model, tmp_path):
    model.ratings = [RATING]
    path = tmp_path / "set.jsonl"
    rows = [{**JUDGED, "violations": ["R-STRENGTH"]}, {**JUDGED, "id": "b", "violations": []}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = call(evaluate, "--set", str(path), "--shop", shop_file, "--judge")
    assert result.exit_code == 0, result.output
    assert "breaches that only it named 1, false alarms that only it gave 1" in result.stdout


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--shop", "nowhere.yaml"], "nowhere.yaml"),
        (["nowhere.jsonl"], "nowhere.jsonl"),
        (["--judge"], "WEDERWOORD_MODEL"),
        (["--frobnicate"], "--frobnicate"),
    ],
)
def test_unusable_arguments_are_status_two_with_a_reason(args, told):
    result = call(text_commands.check, *args)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_a_shop_file_with_a_fault_names_the_field(tmp_path):
    path = tmp_path / "shop.yaml"
    path.write_text("name: X\nagnet: Y\n", encoding="utf-8")
    result = call(text_commands.triage, "--shop", str(path))
    assert result.exit_code == 2
    assert "agnet" in result.stderr
    assert "agent" in result.stderr


def test_output_over_the_input_is_refused_before_anything_is_lost(shop_file, tmp_path):
    both = tmp_path / "rows.jsonl"
    both.write_text(json.dumps(COMPLAINT), encoding="utf-8")
    result = call(text_commands.triage, "--shop", shop_file, str(both), str(both))
    assert result.exit_code == 2
    assert json.loads(both.read_text(encoding="utf-8")) == COMPLAINT


def test_no_rows_are_no_fault(shop_file):
    result = call(text_commands.triage, "--shop", shop_file)
    assert (result.exit_code, result.stdout) == (0, "")


def test_nothing_but_rows_is_written_where_nobody_watches(shop_file):
    result = call(text_commands.draft, "--no-llm", "--shop", shop_file, rows=[COMPLAINT])
    assert result.stderr == ""


def test_a_configured_model_writes_and_is_named(shop_file, model):
    result = call(text_commands.draft, "--shop", shop_file, rows=[COMPLAINT, PRAISE])
    assert result.exit_code == 0, result.output
    rows = out(result)
    assert [row["id"] for row in rows] == ["a", "b"]
    for row in rows:
        assert row["writer"].startswith("m-1@reply-"), row["internal_note"]
        assert row["usage"]["prompt_tokens"] > 0


def test_a_key_in_a_file_reaches_the_model(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("sk-from-a-file\n", encoding="utf-8")
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("WEDERWOORD_MODEL", "m-1")
    writer = text_commands._writer()
    assert writer is not None
    assert writer.settings.api_key == "sk-from-a-file"


def test_a_key_file_that_is_gone_is_status_two(shop_file, monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(tmp_path / "gone"))
    result = call(text_commands.draft, "--shop", shop_file, rows=[COMPLAINT])
    assert result.exit_code == 2
    assert "OPENAI_API_KEY_FILE" in result.stderr


def test_no_llm_asks_no_model(shop_file, model):
    rows = out(call(text_commands.draft, "--no-llm", "--shop", shop_file, rows=[COMPLAINT]))
    assert rows[0]["writer"] == "built-in"
    assert model.calls == 0


def test_a_model_that_is_down_leaves_a_draft_and_says_so(shop_file, model):
    model.behaviour = Behaviour.NO_QUOTA
    result = call(text_commands.draft, "--shop", shop_file, rows=[COMPLAINT])
    assert result.exit_code == 0
    [row] = out(result)
    assert row["writer"] == "built-in"
    assert "tegoed" in row["internal_note"]


def test_half_a_model_is_status_two(shop_file, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    result = call(text_commands.draft, "--shop", shop_file, rows=[COMPLAINT])
    assert result.exit_code == 2
    assert "WEDERWOORD_MODEL" in result.stderr
    assert "sk-very-secret" not in result.output


def test_the_day_can_be_set_so_that_promises_can_be_compared(shop_file):
    first, second = (
        call(text_commands.draft, "--no-llm", "--today", "2026-11-22", "--shop", shop_file, rows=[COMPLAINT]).stdout
        for _ in range(2)
    )
    assert first == second
    [row] = [json.loads(line) for line in first.splitlines()]
    for promise in row["promises"]:
        assert promise["due"] is None or promise["due"] > "2026-11-22"
