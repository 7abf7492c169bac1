"""What may never stand in a tracked file, and what the two commands rely on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# written in parts, so that this file does not find itself
_HOSTS = (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("deb", "debian", "org"))
REGISTRY_HOSTS = re.compile("|".join(re.escape(".".join(parts)) for parts in _HOSTS))
BINARY = {".png", ".woff2", ".ico", ".mo", ".gz", ".npz"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    if not files:
        pytest.skip("not a git checkout: nothing to hold against the rule")
    return [file for file in files if file.is_file()]


def test_no_tracked_file_names_a_package_registry() -> None:
    named = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in tracked()
        if file.suffix not in BINARY
        for match in [REGISTRY_HOSTS.search(file.read_text(encoding="utf-8", errors="replace"))]
        if match
    ]
    assert named == []


def test_no_tracked_file_but_the_readers_weights_is_too_large_to_review() -> None:
    # Numbers, made by training/: nobody reviews them line by line.
    weights = {ROOT / "prompts" / "encoder", ROOT / "prompts" / "classifiers"}
    large = [
        f"{file.relative_to(ROOT)}: {file.stat().st_size}"
        for file in tracked()
        if file.stat().st_size > 1_500_000 and file.parent not in weights
    ]
    assert large == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_is_pinned_with_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8").strip())
    assert len(entries) > 30
    loose = [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert loose == []


def test_the_lock_holds_every_dependency_of_the_project() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [re.split(r"[\[<>=!~ ;]", line, maxsplit=1)[0].lower() for line in project["project"]["dependencies"]]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    assert [name for name in wanted if not re.search(rf"^{re.escape(name)}(\[.*\])?==", locked, re.MULTILINE)] == []


def test_every_folder_a_newcomer_meets_is_a_room_of_the_map() -> None:
    """ARCHITECTURE.md names each room; one that it does not name has no reason to be there."""
    rooms = {path.name for path in (ROOT / "plugin").iterdir() if path.is_dir() and path.name != "__pycache__"}
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert sorted(room for room in rooms if f"`plugin/{room}/`" not in text) == []
