"""Pages that can rot are held against the code."""

from __future__ import annotations

import re
from pathlib import Path

import click

from connectors.registry import all_connectors
from plugin.cli import main

ROOT = Path(__file__).parents[1]


def headed(page: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE))


def read_by_settings() -> set[str]:
    source = (ROOT / "plugin" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r'"((?:WEDERWOORD|OPENAI)_[A-Z_]+)"', source))


def commands(group: click.Group, path: str = "") -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        whole = f"{path} {name}".strip()
        if isinstance(command, click.Group):
            found.update(commands(command, whole))
        else:
            found[whole] = command
    return found


def test_every_setting_stands_on_the_settings_page_and_no_other() -> None:
    assert len(read_by_settings()) > 10
    assert headed("settings.md", r"^\| `([A-Z_]+)`") == read_by_settings()


def test_every_command_stands_on_the_command_line_page_and_no_other() -> None:
    assert headed("command-line.md", r"^### `wederwoord ([a-z -]+)`") == set(commands(main))


def test_every_option_of_a_command_stands_under_its_heading() -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### `wederwoord ([a-z -]+)`\n(.*?)(?=^#|\Z)", text, re.MULTILINE | re.DOTALL))
    missing = [
        f"{name} {option}"
        for name, command in commands(main).items()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden and parameter.name != "help"
        for option in parameter.opts
        if option.startswith("--") and option not in sections[name]
    ]
    assert missing == []


def test_every_connector_stands_on_the_connectors_page_and_has_its_own() -> None:
    page = (ROOT / "docs" / "connectors.md").read_text(encoding="utf-8")
    names = list(all_connectors())
    assert {"file", "woocommerce"} <= set(names)
    assert [name for name in names if f"`{name}`" not in page] == []
    assert [name for name in names if not (ROOT / "connectors" / name / "README.md").is_file()] == []
