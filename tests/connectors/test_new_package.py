"""A package for one more platform: made by one command, outside of this tree, and good from its first minute."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from connectors.scaffolding.new_package import NameRefused, new_package
from plugin.cli import main

ROOT = Path(__file__).resolve().parents[2]


def in_package(folder, *command):
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_a_new_package_passes_the_contract_before_anything_was_changed(tmp_path):
    said = CliRunner().invoke(main, ["connector", "new", "ster_shop", "--into", str(tmp_path)])
    assert said.exit_code == 0, said.output
    folder = tmp_path / "ster-shop-connector"
    ran = in_package(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error")
    assert ran.returncode == 0, ran.stdout[-3_000:] + ran.stderr[-1_000:]
    assert int(ran.stdout.rsplit(" passed", 1)[0].split()[-1]) > 100, "the whole kit, and its own tests"


def test_its_entry_point_is_one_that_the_desk_takes(tmp_path):
    new_package("ster_shop", into=tmp_path)
    folder = tmp_path / "ster-shop-connector"
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ((name, place),) = project["entry-points"]["wederwoord.connectors"].items()
    look = (
        "import json; from importlib.metadata import EntryPoint; from connectors import registry; "
        f"loaded = registry._Loaded(); registry._add(loaded, EntryPoint({name!r}, {place!r}, registry.GROUP)); "
        "print(json.dumps([sorted(loaded.connectors), loaded.broken]))"
    )
    ran = in_package(folder, "-c", look)
    assert json.loads(ran.stdout) == [["ster_shop"], {}], ran.stderr


def test_nothing_in_it_bears_the_sample_s_name_any_more(tmp_path):
    for path in new_package("ster_shop", into=tmp_path):
        text = path.read_text(encoding="utf-8")
        assert "mysite" not in text.casefold()
        assert "my site" not in text.casefold()
        assert "mysite" not in str(path.relative_to(tmp_path))


@pytest.mark.parametrize("name", ["Ster", "ster-shop", "1ster", "ster__shop", "class", "file", "../elsewhere", ""])
def test_a_name_that_can_be_no_connector_s_is_refused_and_nothing_written(tmp_path, name):
    with pytest.raises(NameRefused):
        new_package(name, into=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_is_there_is_not_written_over(tmp_path):
    new_package("ster", into=tmp_path)
    said = CliRunner().invoke(main, ["connector", "new", "ster", "--into", str(tmp_path)])
    assert said.exit_code == 1
    assert "already" in said.output


def test_the_kinds_of_channel_are_listed_with_what_they_offer():
    said = CliRunner().invoke(main, ["connector", "list"])
    assert said.exit_code == 0
    lines = {line.split()[0]: line for line in said.output.splitlines()}
    assert "reply, read back" in lines["woocommerce"]
