"""Shopify's Admin API: one question at a time, patient with its limits, and keeping what came of a partial answer.

Shopify's package sends and reads the call; what it leaves out (§1.2) is here: ``Retry-After`` in any spelling, a
throttle that arrives inside a 200, the cost it names, and data that came beside errors.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from shopify_app import GQLResult

from plugin.hosts.shopify.calling import client
from plugin.hosts.shopify.domains import bare_name
from plugin.hosts.shopify.id_tokens import package
from plugin.settings import ShopifySettings

log = structlog.get_logger(__name__)

TRIES = 3
LONGEST_WAIT = 10.0  # seconds; a longer one is the caller's to wait for
_OK, _TOO_MANY, _SERVER = 200, 429, 500


class NoAnswer(Exception):
    """Shopify gave no data. ``code``: unauthorized | forbidden | throttled | away | refused.

    ``wait``: seconds that Shopify asked us to wait, where it is throttled.
    """

    def __init__(self, code: str, wait: float = 0.0) -> None:
        self.code, self.wait = code, wait
        super().__init__(f"Shopify gives no answer ({code}).")


@dataclass(frozen=True, slots=True)
class Answer:
    """``errors`` beside data: these parts of it are missing; their messages hold nothing of a customer's."""

    data: Mapping[str, Any]
    errors: tuple[str, ...] = ()


def ask(
    settings: ShopifySettings,
    domain: str,
    token: str,
    query: str,
    variables: Mapping[str, Any] | None = None,
    *,
    tries: int = TRIES,
    sleep: Callable[[float], None] = time.sleep,
) -> Answer:
    """Ask the shop's Admin API. Reading only: it is asked again after a throttle or a fault. Raises NoAnswer."""
    wait, code = 0.0, "away"
    for attempt in range(tries):
        if attempt:
            sleep(wait)
        result = _once(settings, domain, token, query, variables)
        known = _parsed(result)
        _note_version(settings, result)
        if result.response.status == _OK and known.get("data") and not _throttled(known):
            return Answer(known["data"], _messages(known))
        wait, code = _trouble(result, known, attempt)
        if wait > LONGEST_WAIT:
            break
    raise NoAnswer(code, wait if code == "throttled" else 0.0)


def _once(
    settings: ShopifySettings, domain: str, token: str, query: str, variables: Mapping[str, Any] | None
) -> GQLResult:
    with client() as http, _readable():
        return package(settings).admin_graphql_request(
            query, bare_name(domain), token, settings.api_version,
            variables=dict(variables or {}) or None, max_retries=0, http_client=http,
        )  # fmt: skip


def _note_version(settings: ShopifySettings, result: GQLResult) -> None:
    """Shopify answers by a newer version where it supports the asked one no longer: said before questions break."""
    used = _header(result, "x-shopify-api-version")
    if used and used != settings.api_version:
        log.warning("Shopify answers by another version of its Admin API", asked=settings.api_version, used=used[:20])


@contextmanager
def _readable() -> Iterator[None]:
    """The package breaks on an answer that is JSON and no object. Raises NoAnswer instead."""
    try:
        yield
    except (AttributeError, TypeError, ValueError) as error:
        raise NoAnswer("refused") from error


def _parsed(result: GQLResult) -> dict[str, Any]:
    try:
        known = json.loads(result.response.body or "{}")
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _trouble(result: GQLResult, known: Mapping[str, Any], attempt: int) -> tuple[float, str]:
    """How long to wait before the next try, and what is wrong. Raises NoAnswer where a next try is of no use."""
    status = result.response.status
    if status == _OK and _throttled(known):
        return _until_restored(known), "throttled"
    if status == _TOO_MANY:
        return _retry_after(result), "throttled"
    if status == 0 or status >= _SERVER:
        return min(LONGEST_WAIT, 0.5 * 2.0**attempt), "away"
    raise NoAnswer({401: "unauthorized", 403: "forbidden"}.get(status, "refused"))


def _throttled(known: Mapping[str, Any]) -> bool:
    return any(
        isinstance(error, Mapping)
        and ((error.get("extensions") or {}).get("code") == "THROTTLED" or error.get("message") == "Throttled")
        for error in _errors(known)
    )


def _errors(known: Mapping[str, Any]) -> list[Any]:
    errors = known.get("errors")
    return errors if isinstance(errors, list) else []


def _messages(known: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(error.get("message", ""))[:200] for error in _errors(known) if isinstance(error, Mapping))


def _until_restored(known: Mapping[str, Any]) -> float:
    """Seconds until the shop's bucket holds what the question costs, as Shopify reckons them itself."""
    cost = (known.get("extensions") or {}).get("cost") or {}
    status = cost.get("throttleStatus") or {}
    try:
        missing = float(cost["requestedQueryCost"]) - float(status["currentlyAvailable"])
        return max(0.1, missing / float(status["restoreRate"]))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return 1.0


def _retry_after(result: GQLResult) -> float:
    try:
        return max(0.0, float(_header(result, "retry-after")))
    except ValueError:
        return 1.0


def _header(result: GQLResult, name: str) -> str:
    """As the last answer named it, in whichever spelling; "" where it did not."""
    for step in reversed(result.http_logs):
        for given, value in step.res.headers.items():
            if given.lower() == name:
                return str(value)
    return ""
