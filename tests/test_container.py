"""No Docker engine is at hand where these tests run, so every path, command and variable that the container files
name is held against the code instead."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from plugin.app import HEALTH_PATH
from plugin.cli import main
from plugin.settings import VARIABLES

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def instructions(name: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.split(None, 1)[1].strip() for line in joined.splitlines() if line.startswith(f"{name} ")]


def environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for line in instructions("ENV") for pair in shlex.split(line))


def command_exists(words: list[str]) -> bool:
    command = main.commands.get(words[0])
    options = {
        option
        for parameter in getattr(command, "params", [])
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    return command is not None and all(word in options for word in words[1:] if word.startswith("--"))


def test_every_file_the_image_copies_is_there_and_let_through() -> None:
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    sources = [word for line in instructions("COPY") if "--from=" not in line for word in line.split()[:-1]]
    assert len(sources) >= 6
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert [source for source in sources if source not in let_through] == []


def test_the_packages_of_the_wheel_are_all_copied() -> None:
    import tomllib

    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
    copied = " ".join(instructions("COPY"))
    assert [package for package in packages if f"{package} ./{package}" not in copied] == []


def test_the_image_starts_a_command_that_exists() -> None:
    assert instructions("ENTRYPOINT") == ['["wederwoord"]']
    assert command_exists(yaml.safe_load(instructions("CMD")[-1]))


@pytest.mark.parametrize("service", ["web", "worker"])
def test_compose_starts_commands_that_exist(service: str) -> None:
    assert command_exists(COMPOSE["services"][service]["command"])


def test_every_variable_is_a_setting() -> None:
    named = (
        set(environment())
        | set(COMPOSE["x-wederwoord"]["environment"])
        | set(COMPOSE["services"]["worker"]["environment"])
    )
    ours = {name for name in named if name.startswith(("WEDERWOORD_", "OPENAI_"))}
    assert len(ours) >= 6
    assert ours - set(VARIABLES) == set()


def test_the_image_does_not_run_as_root_and_stops_by_sigterm() -> None:
    assert instructions("USER") == ["10001:10001"]
    assert instructions("STOPSIGNAL") == ["SIGTERM"]
    assert environment()["WEDERWOORD_DATA_DIR"] in DOCKERFILE.split("VOLUME")[1]


def test_the_health_check_asks_the_port_and_path_that_the_app_serves() -> None:
    check = re.search(r"http://127\.0\.0\.1:(\d+)(/\w+)", " ".join(instructions("HEALTHCHECK")))
    assert check is not None
    port, path = check.groups()
    assert port == environment()["WEDERWOORD_PORT"] == instructions("EXPOSE")[0]
    assert f":{port}:{port}" in COMPOSE["services"]["web"]["ports"][0].replace("127.0.0.1", "")
    assert path == HEALTH_PATH


def test_web_and_worker_share_one_database_and_one_data_volume() -> None:
    for service in ("web", "worker"):
        assert COMPOSE["services"][service]["volumes"] == ["data:/data"]
    assert "@postgres/" in COMPOSE["x-wederwoord"]["environment"]["WEDERWOORD_DATABASE_URL"]
    assert "postgres" in COMPOSE["services"]
