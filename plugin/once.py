"""``loaded_once``: what is read from disk once a process, by one thread while the others wait for it.

``functools.cache`` lets every thread that comes before the first has ended load for itself, and give its caller an object of its
own. For a table of words that is waste; for an encoder, by whose identity its readers find their rows, it is wrong.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Hashable
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Loaded = TypeVar("Loaded")


def loaded_once(load: Callable[Asked, Loaded]) -> Callable[Asked, Loaded]:
    """Called once for every set of arguments, which are hashable. What raises is asked again by whoever comes next.

    A loader may ask for what another one loads, never for itself by a detour.
    """
    found: dict[Hashable, Loaded] = {}
    one_at_a_time = threading.RLock()

    @functools.wraps(load)
    def loaded(*args: Asked.args, **kwargs: Asked.kwargs) -> Loaded:
        key = (args, tuple(sorted(kwargs.items()))) if kwargs else args
        if key not in found:
            with one_at_a_time:
                if key not in found:
                    found[key] = load(*args, **kwargs)
        return found[key]

    return loaded
