"""A package of one's own for one more platform, that passes the contract before anything in it was changed."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent
_SAMPLE = _HERE / "mysite"
_PAPERS = {
    "pyproject.toml.txt": "pyproject.toml",
    "README.md.txt": "README.md",
    "test_contract.py.txt": "tests/test_contract.py",
    "test_examples.py.txt": "tests/test_examples.py",
}
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class NameRefused(ValueError):
    """The name cannot be a connector's; the message says why."""


def new_package(name: str, *, into: Path) -> tuple[Path, ...]:
    """Write the package ``<name>-connector`` into the folder ``into``; returns the files, the first in its root.

    Raises NameRefused, FileExistsError where the package is there already, OSError.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise NameRefused("A connector's name is lower-case letters and digits, with single underscores between words.")
    if name in {"file", "mysite"}:
        raise NameRefused(f"The name {name!r} is taken.")
    root = into / f"{name.replace('_', '-')}-connector"
    root.mkdir(parents=True, exist_ok=False)
    written = []
    for source, target in _sources(name):
        path = root / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_renamed(source.read_text(encoding="utf-8"), name), encoding="utf-8")
        written.append(path)
    return tuple(written)


def _sources(name: str) -> Iterator[tuple[Path, str]]:
    for paper, target in _PAPERS.items():
        yield _HERE / "papers" / paper, target
    for source in sorted(_SAMPLE.rglob("*")):
        if source.is_file() and source.suffix in {".py", ".json"}:
            yield source, f"{name}_connector/{source.relative_to(_SAMPLE).as_posix()}"


def _renamed(text: str, name: str) -> str:
    words = name.split("_")
    text = text.replace("My Site", " ".join(word.capitalize() for word in words))
    text = text.replace("MySite", "".join(word.capitalize() for word in words))
    text = text.replace("mysite.example", f"{name.replace('_', '-')}.example")
    text = text.replace("mysite-connector", f"{name.replace('_', '-')}-connector")
    return text.replace("mysite", name)
