"""Dated facts about models and servers: what a token costs, which extra fields a server understands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from plugin.data import read_yaml
from plugin.drafting.model_settings import ModelSettings
from plugin.words import Usage

_MILLION = 1_000_000


@cache
def _read(name: str) -> Mapping[str, Any]:
    read: Mapping[str, Any] = read_yaml("models", name)
    return read


def _longest_start(model: str, names: Mapping[str, Any]) -> Any:
    bare = model.rsplit("/", 1)[-1].casefold()  # routers write "vendor/model"
    found = [name for name in names if bare == name or bare.startswith((f"{name}-", f"{name}:", f"{name}."))]
    return names[max(found, key=len)] if found else None


def cost_estimate(settings: ModelSettings, usage: Usage) -> float | None:
    """US dollars for these tokens by the dated price list; None where the price or the counts are not known."""
    prices = _read("prices.yaml")
    if settings.host in prices["free_hosts"]:
        return 0.0
    entry = _longest_start(settings.model, prices["models"])
    if entry is None or usage.prompt_tokens is None or usage.completion_tokens is None:
        return None
    fresh, cached_price, out = entry["price"]
    cached = min(usage.cached_tokens or 0, usage.prompt_tokens)
    cost = (usage.prompt_tokens - cached) * fresh + cached * cached_price + usage.completion_tokens * out
    return float(round(cost / _MILLION, 8))


def extra_fields(settings: ModelSettings, cache_key: str) -> dict[str, Any]:
    """The fields beyond the plain request that this server is known to understand."""
    servers = _read("servers.yaml")
    profile = servers["hosts"].get(settings.host, servers["default"])
    chosen: dict[str, Any] = {profile["answer_tokens"]: settings.max_answer_tokens}
    if profile["cache_key"]:
        chosen["prompt_cache_key"] = cache_key
    effort = _longest_start(settings.model, profile["reasoning_effort"])
    if effort:
        chosen["reasoning_effort"] = effort
    return chosen


def mark(settings: ModelSettings, name: str, prompt_hash: str) -> str:
    """A model with its prompt, exactly: the name that people read, and a hash of the prompt's text, the server and what
    the server is asked beside it. The server's address itself may hold a password.
    """
    server = urlsplit(settings.base_url)
    whole = (prompt_hash, server.hostname, server.port, server.path.rstrip("/"), extra_fields(settings, ""))
    return f"{name} {hashlib.sha256(repr(whole).encode()).hexdigest()[:16]}"


def add(first: Usage, second: Usage) -> Usage:
    """The usage of two calls together; what neither server counted stays unknown."""
    return Usage(
        _plus(first.prompt_tokens, second.prompt_tokens),
        _plus(first.cached_tokens, second.cached_tokens),
        _plus(first.completion_tokens, second.completion_tokens),
    )


def _plus(first: int | None, second: int | None) -> int | None:
    return None if first is None and second is None else (first or 0) + (second or 0)
