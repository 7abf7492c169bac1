"""The command line: what it does, and that every error is a sentence."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connectors.http import use_policy
from plugin import settings
from plugin.cli import main
from plugin.commands import doctor as doctors
from plugin.settings import load
from plugin.store import Database, StoreBusy, channels, shops

PROFILE = "name: De Tas\nagent: Sanne\n"
REVIEWS = "id;datum;cijfer;naam;tekst\n1;2026-11-01;2;Jan;De tas is stuk.\n2;2026-11-02;5;Eva;Prachtige tas!\n"

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in settings.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WEDERWOORD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(PROFILE, encoding="utf-8")
    Path("reviews.csv").write_text(REVIEWS, encoding="utf-8")


@pytest.fixture
def run() -> Run:
    def invoke(*arguments: str, well: bool = True) -> Result:
        result = CliRunner().invoke(main, arguments)
        assert "Traceback" not in result.output
        assert (result.exit_code == 0) is well, result.output
        return result

    return invoke


@pytest.fixture
def with_channel(run: Run) -> None:
    run("shop", "add", "shop.yaml")
    run("channel", "add", "file", "Keurmerk", "--set", f"path={Path('reviews.csv').resolve()}", "--platform", "google")


def test_a_shop_is_added_shown_and_changed(run: Run) -> None:
    assert "de-tas" in run("shop", "add", "shop.yaml").output
    shown = run("shop", "show", "de-tas").output
    assert "withdrawal_days: 14" in shown
    Path("changed.yaml").write_text(shown.replace("withdrawal_days: 14", "withdrawal_days: 30"), encoding="utf-8")
    run("shop", "edit", "--from", "changed.yaml")
    assert "withdrawal_days: 30" in run("shop", "show").output
    assert "Nothing was changed" in run("shop", "edit", "--from", "changed.yaml").output


def test_a_profile_below_the_law_is_refused_with_the_reason(run: Run) -> None:
    Path("shop.yaml").write_text(PROFILE + "policy: {withdrawal_days: 7}\n", encoding="utf-8")
    assert "the law gives 14 days" in run("shop", "add", "shop.yaml", well=False).output
    Path("shop.yaml").write_text(PROFILE + "country: PT\npolicy: {warranty_months: 24}\n", encoding="utf-8")
    assert "the law of PT gives" in run("shop", "add", "shop.yaml", well=False).output


def test_a_channel_is_connected_tested_and_fetched_from(run: Run, with_channel: None) -> None:
    assert "works" in run("channel", "test", "Keurmerk").output
    assert "2 new" in run("sync").output
    assert "2 as before" in run("sync").output or "0 new" in run("sync").output
    assert "Keurmerk" in run("channel", "list").output


def test_lines_that_cannot_be_read_are_told_and_the_rest_comes_in(run: Run, with_channel: None) -> None:
    Path("reviews.csv").write_text(REVIEWS + '3;geen datum;2;Kim;"Te laat."\n', encoding="utf-8")
    result = run("sync", well=False)
    assert "2 new" in result.output or "3 new" in result.output


def test_a_form_with_gaps_says_which_fields_there_are(run: Run) -> None:
    run("shop", "add", "shop.yaml")
    assert "path" in run("channel", "add", "file", "Keurmerk", well=False).output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("sync",), "There is no shop yet"),
        (("shop", "show", "nowhere"), "There is no shop"),
        (("channel", "add", "nosuch", "X"), "There is no connector"),
        (("person", "link", "Nobody"), "There is no shop yet"),
    ],
)
def test_an_error_is_a_sentence_that_says_what_to_do(run: Run, words: tuple[str, ...], says: str) -> None:
    if words == ("sync",):
        says = "There is no channel yet"
    assert says in run(*words, well=False).output


def test_wrong_settings_are_told_all_at_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEDERWOORD_PORT", "no")
    monkeypatch.setenv("WEDERWOORD_DATABASE_URL", "mysql://x")
    output = run("shop", "list", well=False).output
    assert "WEDERWOORD_PORT" in output
    assert "WEDERWOORD_DATABASE_URL" in output


def test_a_locked_database_is_told_in_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise StoreBusy("The database is locked by another program. Nothing was saved; try again in a moment.")

    monkeypatch.setattr(Database, "upgrade", busy)
    assert "locked by another program" in run("shop", "list", well=False).output


def test_a_fault_of_the_program_shows_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shops, "every", lambda _: [].pop())
    monkeypatch.setattr(shops, "add", lambda *_: None.nothing)  # type: ignore[attr-defined]  # the fault
    assert "AttributeError" in run("shop", "add", "shop.yaml", well=False).output


def test_a_person_gets_a_one_time_link_and_a_token(run: Run) -> None:
    run("shop", "add", "shop.yaml")
    link = run("person", "add", "Ann", "--role", "owner").output.strip()
    assert link.startswith("http://127.0.0.1:8787/sign-in#")
    assert run("person", "link", "Ann").output.strip() != link
    assert len(run("person", "token", "Ann").output.strip()) > 30
    assert "Ann\towner\tactive" in run("person", "list").output
    assert "already" in run("person", "add", "Ann", well=False).output


def test_keys_are_rotated_and_every_credential_stays_readable(run: Run, with_channel: None) -> None:
    given = load()
    database = Database(given.database_url, given.encryption_keys)
    with database.session() as session:
        shop_id = shops.every(session)[0].id
        channels.add(session, shop_id, "file", "Geheim", {}, {"password": "hunter2222"})
    database.dispose()
    assert "1 credentials" in run("keys", "rotate", "--drop-old").output
    rotated = load()
    assert len(rotated.encryption_keys) == 1
    assert rotated.encryption_keys != given.encryption_keys
    database = Database(rotated.database_url, rotated.encryption_keys)
    with database.session() as session:
        channels.check_keys(session)
    database.dispose()


def test_the_doctor_is_content_with_a_sound_installation_and_says_what_comes_next(run: Run, with_channel: None) -> None:
    output = run("doctor").output
    assert "All is well." in output
    assert "no worker gives a sign of life" in output
    assert "wederwoord person add" in output


def test_the_doctor_tells_that_tables_are_of_another_version_and_leaves_them(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "data" / "wederwoord.sqlite3"
    output = run("doctor").output
    assert "not those of this version" in output
    assert "wederwoord run" in output
    assert not file.exists()
    given = load()
    database = Database(given.database_url, given.encryption_keys)
    database.upgrade("0001")
    database.dispose()
    before = file.read_bytes()
    assert "not those of this version" in run("doctor").output
    assert file.read_bytes() == before


def test_the_doctor_finds_a_lost_key(run: Run, with_channel: None, tmp_path: Path) -> None:
    given = load()
    database = Database(given.database_url, given.encryption_keys)
    with database.session() as session:
        channels.add(session, shops.every(session)[0].id, "file", "Geheim", {}, {"password": "hunter2222"})
    database.dispose()
    (tmp_path / "data" / settings.ENCRYPTION_KEYS_FILE).unlink()
    output = run("doctor", well=False).output
    assert "BAD   encryption" in output
    assert "hunter2222" not in output


def test_the_doctor_lets_go_the_replies_of_a_channel_that_is_well_again(
    run: Run, with_channel: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = load()
    database = Database(given.database_url, given.encryption_keys)
    with database.session() as session:
        shop_id = shops.every(session)[0].id
        channel_id = channels.every(session, shop_id)[0].id
        channels.set_state(session, shop_id, channel_id, "reconnect", "The password is wrong.")
    let_go = []
    monkeypatch.setattr(doctors.Work, "channel_is_back", lambda _work, _session, *which: let_go.append(which))
    for _ in range(2):  # the second time nothing waits
        run("doctor")
    assert let_go == [(shop_id, channel_id)]
    with database.session() as session:
        assert channels.get(session, shop_id, channel_id).state == "ok"
    database.dispose()


def test_the_doctor_finds_a_file_that_is_gone(run: Run, with_channel: None) -> None:
    Path("reviews.csv").unlink()
    assert "BAD   channel Keurmerk" in run("doctor", well=False).output


def test_the_doctor_tells_a_full_disk_from_a_closed_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "Make room" in run("doctor", well=False).output


def test_the_doctor_asks_the_models_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("WEDERWOORD_MODEL", "m")
    given = load()

    def away(*_: object) -> int:
        raise ConnectionError

    assert doctors.ask_model(given, away).verdict is doctors.Verdict.BAD
    assert "OPENAI_API_KEY" in doctors.ask_model(given, lambda *_: 401).todo
    assert doctors.ask_model(given, lambda *_: 200).verdict is doctors.Verdict.WELL


def test_insights_are_one_json_object(run: Run, with_channel: None) -> None:
    run("sync")
    seen = json.loads(run("insights", "--days", "30").output)
    assert seen["channels"][0]["reviews"] == 2
    assert seen["speed"]["replies"] == 0


def test_delivered_orders_come_from_a_file_once_and_wrong_rows_are_named_without_what_stands_in_them(run: Run) -> None:
    run("shop", "add", "shop.yaml")
    Path("orders.csv").write_text(
        "order,email,delivered\nNL-1,sabine@klant.example,2026-11-12\nNL-2,geheim adres,2026-11-12\n", encoding="utf-8"
    )
    first = run("orders", "import", "orders.csv", well=False).output
    assert "1 new, 0 known before, 1 not taken" in first
    assert "Row 2" in first
    assert "geheim" not in first
    assert "0 new, 1 known before" in run("orders", "import", "orders.csv", well=False).output
    Path("orders.csv").write_text("naam,stad\nJan,Zwolle\n", encoding="utf-8")
    assert "names no column for: number, email, delivered" in run("orders", "import", "orders.csv", well=False).output


def test_addresses_that_want_no_invitations_are_taken_from_the_command_line_and_a_file(run: Run) -> None:
    run("shop", "add", "shop.yaml")
    Path("no.txt").write_text("jan@klant.example\n\nPIET@klant.example\n", encoding="utf-8")
    said = run("orders", "unsubscribe", "jan@klant.example", "--file", "no.txt").output
    assert said == "2 added, 1 on the list before, 0 no addresses.\n"
    run("orders", "unsubscribe", well=False)


def test_what_each_channel_has_asked_is_listed(run: Run) -> None:
    run("shop", "add", "shop.yaml")
    assert run("orders", "invitations").output == ""
    Path("code").write_text("geheime-code-0123456789", encoding="utf-8")
    added = ("--set", "shop_id=10042", "--set", "calls_per_minute=6000", "--set-file", "code=code")
    with use_policy(connect_timeout=0.2, stand_ins={"https://dashboard.webwinkelkeur.nl": "http://127.0.0.1:9"}):
        CliRunner().invoke(main, ["channel", "add", "webwinkelkeur", "Keurmerk", *added])
    assert run("orders", "invitations").output.startswith("Keurmerk\toff\tafter 7 days\t0 not due yet")
