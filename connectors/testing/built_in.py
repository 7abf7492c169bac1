"""The harness of every built-in connector, by its name: ``connectors.testing.<name>_harness`` holds one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from connectors import registry
from connectors.testing.harness import Harness


def harnesses() -> Mapping[str, type[Harness]]:
    """Raises ImportError or StopIteration for a connector without one."""
    return {name: _of(name) for name in sorted(registry.built_in())}


def _of(name: str) -> type[Harness]:
    module = import_module(f"connectors.testing.{name}_harness")
    found = (one for one in vars(module).values() if isinstance(one, type) and issubclass(one, Harness))
    return next(one for one in found if getattr(one, "connector_class", None) is registry.built_in()[name])
