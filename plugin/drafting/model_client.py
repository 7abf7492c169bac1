"""One call to an OpenAI-compatible server: bounded in time and size, retried where that is safe, errors named.

The SDK says where a server is and how a client introduces itself; the call goes over the SDK's own HTTP client, because
building a request that is the same each time costs it more than sending it. Tenacity owns the retries, so that a long
Retry-After goes back to the scheduler, a spent quota does not loop, and a timed-out draft (which may have been billed) is
not asked for twice. The answer is read as a stream and parsed here: a read timeout counts the gap between two bytes only,
and the SDK's ``parse()`` loses the text of an answer that does not fit the schema.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from plugin.drafting.breaker import Breaker
from plugin.drafting.model_errors import (
    FormatUnsupported,
    ModelError,
    ModelRefused,
    ModelRubbish,
    ModelUnavailable,
    Trouble,
)
from plugin.drafting.model_settings import ModelSettings
from plugin.words import Usage

if TYPE_CHECKING:
    from httpx2 import URL, Client, Response

MAX_ANSWER_BYTES = 1_000_000
_BACKOFF = wait_exponential_jitter(multiplier=0.5, max=4.0, jitter=0.5)
_NO_CREDIT = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_FILTERED = frozenset({"content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation"})
_FORMAT_STATUSES = frozenset({400, 422, 500, 501})  # a server that cannot build a grammar may call it its own error
_PASSING = frozenset({408, 409, 425, 429})
_REFUSALS = {401: Trouble.AUTH, 403: Trouble.AUTH, 404: Trouble.MODEL}
_FORMAT_WORDS = ("response_format", "json_schema", "json_object", "grammar", "schema", "structured")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said, before anybody judged it."""

    text: str
    finish: str  # "stop", "length", … as the server names it
    usage: Usage
    model: str  # the model that answered, as the server names it; "" where it does not


class _Reply(NamedTuple):
    """What came back, whatever it is."""

    status: int
    headers: Mapping[str, str]
    raw: bytes


class ModelClient:
    """The connection to one server. Safe to use from many threads at once."""

    def __init__(self, settings: ModelSettings, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._settings = settings
        self._url, self._headers, self._http = _connection(settings)
        self._breaker = Breaker()
        self._sleep = sleep

    def complete(self, body: Mapping[str, Any]) -> Answer:
        """Send one chat completion. Raises ModelUnavailable, ModelRefused or ModelRubbish."""
        self._breaker.check()
        retrying = Retrying(
            stop=stop_after_attempt(self._settings.attempts),
            wait=_wait,
            retry=retry_if_exception(self._worth_another_try),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            answer: Answer = retrying(self._once, body)
        except ModelError as error:
            self._breaker.failed(error)
            raise
        self._breaker.succeeded()
        return answer

    def close(self) -> None:
        self._http.close()

    def _worth_another_try(self, error: BaseException) -> bool:
        if not isinstance(error, ModelUnavailable) or error.trouble is Trouble.SLOW:
            return False
        return (error.retry_after or 0) <= self._settings.longest_wait

    def _once(self, body: Mapping[str, Any]) -> Answer:
        import httpx2

        try:
            request = httpx2.Request("POST", self._url, headers=self._headers, content=json.dumps(body).encode())
            reply = self._read(self._http.send(request, stream=True))
        except httpx2.TimeoutException:
            raise ModelUnavailable(Trouble.SLOW, f"no answer within {self._settings.timeout:g} s") from None
        except httpx2.HTTPError:
            raise ModelUnavailable(Trouble.DOWN, f"no connection to {self._settings.host}") from None
        if not HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
            raise _named(reply, asked_for_format="response_format" in body)
        return read_answer(reply.raw)

    def _read(self, response: Response) -> _Reply:
        import httpx2

        deadline = time.monotonic() + self._settings.timeout
        chunks: list[bytes] = []
        size = 0
        try:
            for chunk in response.iter_bytes():
                chunks.append(chunk)
                size += len(chunk)
                if size > MAX_ANSWER_BYTES:
                    raise ModelRubbish(Trouble.RUBBISH, "an answer of more than a megabyte")
                if time.monotonic() > deadline:
                    raise ModelUnavailable(Trouble.SLOW, f"no whole answer within {self._settings.timeout:g} s")
        except httpx2.TimeoutException:
            raise ModelUnavailable(Trouble.SLOW, f"no whole answer within {self._settings.timeout:g} s") from None
        except httpx2.HTTPError:
            raise ModelUnavailable(Trouble.DOWN, f"{self._settings.host} broke off its answer") from None
        finally:
            response.close()
        return _Reply(response.status_code, response.headers, b"".join(chunks))


def _connection(settings: ModelSettings) -> tuple[URL, Mapping[str, str], Client]:
    """Where to send a completion, with which headers, over what."""
    # Imported here: the SDK takes most of a second to load, and a shop without a model never needs it.
    import httpx2
    from openai import DefaultHttpx2Client, OpenAI

    pool = httpx2.Limits(max_connections=settings.concurrency, max_keepalive_connections=settings.concurrency)
    # `pool=None`: waiting for a free connection is our own doing and no sign of a slow server.
    timeout = httpx2.Timeout(settings.timeout, connect=settings.connect_timeout, pool=None)
    # A redirect would carry the customer's text to a place that nobody configured.
    http = DefaultHttpx2Client(limits=pool, timeout=timeout, follow_redirects=False)
    sdk = OpenAI(api_key=settings.api_key, base_url=settings.base_url, http_client=http)
    # What is not set stands among them as a sign of the SDK's own.
    headers = {name: value for name, value in sdk.default_headers.items() if isinstance(value, str)}
    headers["Authorization"] = f"Bearer {settings.api_key}"
    return sdk.base_url.join("chat/completions"), headers, http


_clients: dict[ModelSettings, ModelClient] = {}
_clients_lock = threading.Lock()


def client_for(settings: ModelSettings) -> ModelClient:
    """The one client of this process for these settings: a client per call costs ten times the CPU."""
    with _clients_lock:
        if settings not in _clients:
            _clients[settings] = ModelClient(settings)
        return _clients[settings]


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    named = error.retry_after if isinstance(error, ModelUnavailable) else None
    return _BACKOFF(state) if named is None else named


def read_answer(raw: bytes) -> Answer:
    """Take the text out of a chat completion, whatever else it holds or lacks. Raises ModelRubbish, ModelRefused."""
    try:
        data = json.loads(raw)
        choice = data["choices"][0]
        message = choice["message"]
        text, refusal = message.get("content"), message.get("refusal")
        finish = str(choice.get("finish_reason") or "stop")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise ModelRubbish(Trouble.RUBBISH, "the answer is no chat completion") from None
    if refusal or finish == "content_filter":
        raise ModelRefused(Trouble.FILTERED, "the model refused to write about this review")
    if not isinstance(text, str) or not text.strip():
        raise ModelRubbish(Trouble.RUBBISH, "an empty answer")
    return Answer(text, finish, _usage(data.get("usage")), str(data.get("model") or ""))


def _usage(data: Any) -> Usage:
    """Token counts where the server gives them: many local servers give none."""
    if not isinstance(data, Mapping):
        return Usage()
    details = data.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, Mapping) else None
    counts = (data.get("prompt_tokens"), cached, data.get("completion_tokens"))
    return Usage(*(count if isinstance(count, int) and count >= 0 else None for count in counts))


def _named(reply: _Reply, *, asked_for_format: bool) -> ModelError:
    """The error that says what to do, from the status and the server's own code."""
    status, body = reply.status, _error_in(reply.raw)
    codes = _codes(body)
    if codes & _NO_CREDIT or status == HTTPStatus.PAYMENT_REQUIRED:
        return ModelRefused(Trouble.QUOTA, "the account has no credit left")
    if codes & _FILTERED:
        return ModelRefused(Trouble.FILTERED, "the server's content filter refused this review")
    if asked_for_format and status in _FORMAT_STATUSES and any(word in _message(body) for word in _FORMAT_WORDS):
        return FormatUnsupported(Trouble.REQUEST, f"status {status}")
    if status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ModelUnavailable(Trouble.BUSY, f"status {status}", retry_after=_retry_after(reply.headers))
    return ModelRefused(_REFUSALS.get(status, Trouble.REQUEST), f"status {status}")


def _error_in(raw: bytes) -> object:
    """What a server says went wrong: the object under ``error``, or the whole answer."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        return raw.decode("utf-8", "replace")
    return body.get("error", body) if isinstance(body, dict) else body


def _codes(body: object) -> frozenset[str]:
    """Servers put the same words now under `code`, now under `type`."""
    if not isinstance(body, Mapping):
        return frozenset()
    return frozenset(str(body.get(key)) for key in ("code", "type"))


def _message(body: object) -> str:
    return (json.dumps(body, default=str) if isinstance(body, Mapping) else str(body or ""))[:4000].lower()


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from `retry-after-ms` or `retry-after` (seconds or a date, RFC 9110 §10.2.3)."""
    milliseconds, value = headers.get("retry-after-ms"), headers.get("retry-after")
    try:
        if milliseconds:
            return max(0.0, float(milliseconds) / 1000)
        return max(0.0, float(value)) if value else None
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value or "").timestamp() - time.time())
    except (ValueError, TypeError):
        return None
