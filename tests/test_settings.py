"""The surroundings, read once: every error at once, secrets from files, keys that are made when none are given."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from plugin import settings
from plugin.settings import SettingsError, load


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in settings.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WEDERWOORD_DATA_DIR", str(tmp_path / "data"))


def test_with_nothing_set_everything_has_a_sound_value(tmp_path: Path) -> None:
    given = load()
    assert given.database_url == f"sqlite:///{tmp_path / 'data' / 'wederwoord.sqlite3'}"
    assert given.address == "http://127.0.0.1:8787"
    assert given.model is None
    assert not given.allow_private_addresses


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = load()
    assert load() == first
    for name in (settings.ENCRYPTION_KEYS_FILE, settings.SECRET_KEY_FILE):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600


def test_every_error_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "WEDERWOORD_PORT": "99999",
        "WEDERWOORD_DATABASE_URL": "mysql://x",
        "WEDERWOORD_ENCRYPTION_KEYS": "short",
        "WEDERWOORD_SECRET_KEY": "short",
        "WEDERWOORD_MODEL": "a-model-without-a-server",
        "WEDERWOORD_WORKER_ID": "Not a name",
        "WEDERWOORD_PUBLIC_URL": "desk.shop.example",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load()
    assert set(error.value.problems) == set(wrong)


def test_secrets_come_from_files_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    key = Fernet.generate_key().decode()
    (tmp_path / "key").write_text(f"{key}\n")
    monkeypatch.setenv("WEDERWOORD_ENCRYPTION_KEYS_FILE", str(tmp_path / "key"))
    assert load().encryption_keys == (key,)
    monkeypatch.setenv("WEDERWOORD_ENCRYPTION_KEYS_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError):
        load()


def test_secrets_do_not_show_in_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    monkeypatch.setenv("WEDERWOORD_MODEL", "m")
    monkeypatch.setenv("WEDERWOORD_DATABASE_URL", "postgresql://u:hunter2222@h/d")
    given = load()
    shown = repr(given)
    assert given.model is not None
    for secret in ("sk-very-secret", "hunter2222", given.secret_key, *given.encryption_keys):
        assert secret not in shown


def test_an_emptied_key_file_is_an_error_and_not_a_new_key(tmp_path: Path) -> None:
    load()
    (tmp_path / "data" / settings.ENCRYPTION_KEYS_FILE).write_text("")
    with pytest.raises(SettingsError, match="backup"):
        load()


def test_a_model_gets_the_time_and_the_width_that_were_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "OPENAI_BASE_URL": "http://127.0.0.1:11434/v1",
        "WEDERWOORD_MODEL": "m",
        "WEDERWOORD_MODEL_TIMEOUT": "12",
        "WEDERWOORD_MODEL_CONCURRENCY": "7",
    }.items():
        monkeypatch.setenv(name, value)
    given = load()
    assert given.model is not None
    assert (given.model.timeout, given.model.concurrency, given.draft_concurrency) == (12, 7, 7)
    assert given.judge, "a model that is set reads every draft, unless that is switched off"
    monkeypatch.setenv("WEDERWOORD_JUDGE", "no")
    assert not load().judge


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_data_directory_that_cannot_be_made_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEDERWOORD_DATA_DIR", "/proc/nowhere")
    with pytest.raises(SettingsError, match="WEDERWOORD_DATA_DIR"):
        load()


def test_shopify_is_switched_on_by_client_id_and_secret_together(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert load().shopify is None
    secret = tmp_path / "shopify"
    secret.write_text("shpss_of_a_file\n", encoding="utf-8")
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_CLIENT_ID", "0123456789abcdef")
    with pytest.raises(SettingsError) as error:
        load()
    assert set(error.value.problems) == {"WEDERWOORD_SHOPIFY_SECRET"}
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_SECRET_FILE", str(secret))
    given = load().shopify
    assert given is not None
    assert (given.client_id, given.secret, given.api_version) == ("0123456789abcdef", "shpss_of_a_file", "2026-07")
    assert not given.orders
    assert not given.names
    assert "shpss_of_a_file" not in repr(load())


@pytest.mark.parametrize(
    ("name", "value"), [("CLIENT_ID", "<script>"), ("API_VERSION", "2026-05"), ("API_VERSION", "unstable")]
)
def test_what_shopify_could_not_be_told_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_CLIENT_ID", "0123456789abcdef")
    monkeypatch.setenv("WEDERWOORD_SHOPIFY_SECRET", "s")
    monkeypatch.setenv(f"WEDERWOORD_SHOPIFY_{name}", value)
    with pytest.raises(SettingsError) as error:
        load()
    assert f"WEDERWOORD_SHOPIFY_{name}" in error.value.problems
