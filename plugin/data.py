"""The data of ``prompts/``: guidelines, rules, lexicons, phrases, read by the rooms that use them.

libyaml's loader reads them some ten times as fast as the one in Python, which is seconds at every start.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

PROMPTS = Path(str(files("prompts")))  # a folder on disk: the project is not run from an archive
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # built without libyaml, PyYAML has only the slow one


def read_text(*path: str) -> str:
    """A file below ``prompts/``, by its folders and name. Raises FileNotFoundError."""
    return files("prompts").joinpath(*path).read_text(encoding="utf-8")


def read_yaml(*path: str) -> Any:
    """What a YAML file below ``prompts/`` holds. Raises FileNotFoundError, yaml.YAMLError."""
    return yaml.load(read_text(*path), _Loader)  # noqa: S506 -- both loaders are the safe ones
