"""``kept``: a property that is computed when first asked for, without a lock.

Up to Python 3.11 ``functools.cached_property`` holds one lock for all objects of a class while it computes. Fifty
threads that check fifty drafts would wait for each other there. Two threads that ask one object at the same moment may
both compute: what is kept must be a pure function of its object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functools import cached_property as kept
else:

    class kept:  # noqa: N801 -- read like ``property``
        """See the module."""

        def __init__(self, compute: Callable[[Any], Any]) -> None:
            self._compute = compute
            self.__doc__ = compute.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self._name = name

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            if instance is None:
                return self
            value = instance.__dict__[self._name] = self._compute(instance)
            return value


__all__ = ["kept"]
