"""What the log never holds, whichever way it came."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog

from connectors.redaction import remember
from plugin import logs

SECRET = "hunter2-hunter2-hunter2"


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def fails() -> None:
    password = SECRET  # a local variable, as a traceback with locals would show it
    raise RuntimeError(f"refused for {password}")


@pytest.mark.parametrize("style", ["console", "json"])
@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])
def test_a_known_secret_in_an_errors_own_words_is_masked(
    style: str, level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    remember(SECRET)
    logs.set_up(level, style)
    try:
        fails()
    except RuntimeError as error:
        structlog.get_logger("ours").error("broken", exc_info=error, nested={"of": [SECRET]})
        logging.getLogger("theirs").exception("broken as well")
    told = capsys.readouterr().err
    assert told.count("RuntimeError") >= 2
    assert SECRET not in told
    assert "Logging error" not in told


@pytest.mark.parametrize("style", ["console", "json"])
def test_a_sign_in_link_in_an_errors_own_words_signs_nobody_in(style: str, capsys: pytest.CaptureFixture[str]) -> None:
    from plugin.hosts.standalone.tokens import new_token

    token = new_token()
    logs.set_up("INFO", style)
    logging.getLogger("theirs").error("mail refused: http://127.0.0.1:8787/sign-in/%s was not sent", token)
    told = capsys.readouterr().err
    assert "was not sent" in told
    assert token not in told


def test_the_installations_own_secrets_are_known_from_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from connectors.redaction import scrub
    from plugin import settings

    monkeypatch.setenv("WEDERWOORD_DATA_DIR", str(tmp_path_factory.mktemp("data")))
    monkeypatch.setenv("WEDERWOORD_SECRET_KEY", "k" * 39 + "Z")
    monkeypatch.setenv("WEDERWOORD_DATABASE_URL", "postgresql://ww:pass-of-db-1@127.0.0.1/ww")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-this-test-only")
    monkeypatch.setenv("WEDERWOORD_MODEL", "some-model")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    settings.load()
    told = scrub("k" * 39 + "Z" + " pass-of-db-1 sk-of-this-test-only")
    assert "Z" not in told
    assert "pass-of-db-1" not in told
    assert "sk-of" not in told
