"""What stands around the desk inside a host's admin: who may frame it, what its page loads, how it looks.

It comes from the shop's stored install, never from the request. An answer that nobody called ``embed`` for may not be
framed at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import g

NOBODY = ("'none'",)


@dataclass(frozen=True, slots=True)
class Embedding:
    """``frame_ancestors`` are origins (``https://shop.example``). ``metas`` and ``scripts`` stand first in the head of
    every document; ``script_sources`` are the origins that the scripts come from. ``launch`` is an address without any
    proof in it where a new launch begins, "" where only the host's own page can begin one. ``leave`` is where somebody says that
    they are another person (POST), "" where the host itself vouches for people: there they sign in to it as who they are.
    """

    host: str
    frame_ancestors: tuple[str, ...]
    metas: Mapping[str, str] = field(default_factory=dict)
    scripts: tuple[str, ...] = ()
    script_sources: tuple[str, ...] = ()
    connect_sources: tuple[str, ...] = ()
    launch: str = ""
    leave: str = ""


def embed(embedding: Embedding) -> None:
    """Let this answer be framed by the host: called once the shop is known and its install is in force."""
    g.embedding = embedding


def embedding() -> Embedding | None:
    """What this answer is embedded in; None: it stands by itself."""
    found: Embedding | None = g.get("embedding")
    return found


def frame_ancestors() -> tuple[str, ...]:
    found = embedding()
    return (found.frame_ancestors if found is not None else ()) or NOBODY


def say_with_refusal(**headers: str) -> None:
    """Headers (``Retry_After`` for ``Retry-After``) that go with this answer if it becomes a 401."""
    g.refusal_headers = {name.replace("_", "-"): value for name, value in headers.items()}


def refusal_headers() -> Mapping[str, str]:
    found: Mapping[str, str] = g.get("refusal_headers", {})
    return found
