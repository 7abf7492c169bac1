"""The same export at the desk, at the API and on the command line; the owner's alone."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from plugin.cli import main
from plugin.words import Role
from tests.panel import made_up
from tests.panel.conftest import KEY, SignIn
from tests.panel.made_up import Shop


@pytest.mark.parametrize("path", ["/shop-export", "/api/v1/shop/export"])
def test_the_owner_takes_everything_along_and_nobody_else(shop: Shop, sign_in: SignIn, path: str) -> None:
    shop.add("r-1", made_up.drafted())
    answer = sign_in(shop).get(path)
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.mimetype == "application/x-ndjson"
    assert {"shop", "reviews", "drafts", "people"} <= {row["kind"] for row in rows}
    assert sign_in(shop, Role.APPROVER).get(path).status_code == 403


def test_the_desk_offers_it_as_a_file(shop: Shop, sign_in: SignIn) -> None:
    desk = sign_in(shop)
    assert 'href="/shop-export" download' in desk.get("/leaving").text
    assert 'filename="gloed.jsonl"' in desk.get("/shop-export").headers["Content-Disposition"]


@pytest.fixture
def here(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    monkeypatch.setenv("WEDERWOORD_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WEDERWOORD_ENCRYPTION_KEYS", KEY)
    return shop


def test_the_command_writes_a_file_that_only_its_owner_reads(here: Shop, tmp_path: Path) -> None:
    here.add("r-1", made_up.drafted())
    file = tmp_path / "alles.jsonl"
    said = CliRunner().invoke(main, ["shop", "export", "gloed", str(file)])
    assert said.exit_code == 0, said.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert any(json.loads(line)["kind"] == "reviews" for line in file.read_text(encoding="utf-8").splitlines())


def test_a_customers_request_is_answered_with_what_is_kept_of_them(here: Shop, tmp_path: Path) -> None:
    here.add("r-1", made_up.drafted(), text="Mail joris@voorbeeld.example over order 450789.")
    here.add("r-2", made_up.drafted())
    file = tmp_path / "joris.jsonl"
    said = CliRunner().invoke(main, ["host", "customer", str(file), "--email", "joris@voorbeeld.example"])
    assert said.exit_code == 0, said.output
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row["external_id"] for row in rows if row["kind"] == "reviews"] == ["r-1"]
    assert CliRunner().invoke(main, ["host", "customer", str(file)]).exit_code == 1
