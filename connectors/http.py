"""The one way in which connectors speak HTTP.

Bounded in time and size, polite (rate limit, Retry-After), careful with writes (repeated only if nothing was
sent), unable to reach private networks, and silent about credentials.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import requests
from requests.cookies import RequestsCookieJar
from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt, wait_exponential, wait_random
from urllib3.exceptions import HTTPError, LocationValueError

from connectors import call_ledger
from connectors.abilities import Quota
from connectors.address_guard import AddressRefused
from connectors.auth import Auth, BasicAuth, BearerAuth, HeaderAuth, InQuery, QueryAuth, Renewing
from connectors.guarded_transport import Attempt, GuardedAdapter
from connectors.http_answers import Answer, error_for, read_json
from connectors.http_policy import HttpPolicy, current_policy, set_policy, use_policy
from connectors.http_troubles import Failure, Trouble, error_of, trouble_of
from connectors.rate_limit import Bucket, channel_bucket
from connectors.redaction import redact_logger

__all__ = [
    "Answer",
    "Auth",
    "BasicAuth",
    "BearerAuth",
    "HeaderAuth",
    "HttpPolicy",
    "QueryAuth",
    "Session",
    "current_policy",
    "error_for",
    "read_json",
    "set_policy",
    "use_policy",
]

log = redact_logger(__name__)
redact_logger("urllib3.connectionpool")

_MAX_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BACKING_OFF = wait_exponential(multiplier=0.5, max=8) + wait_random(0, 0.5)
_PASSING_TROUBLE = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class _Asked:
    """One call as the connector wants it; ``repeatable`` says that doing it twice does no harm."""

    method: str
    url: str
    repeatable: bool
    params: Mapping[str, str] | None = None
    json: Any = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None


Outcome = Answer | Failure


class Session:
    """HTTP to one channel. ``who`` names it in messages. Thread-safe; keep one per connector object."""

    def __init__(
        self,
        who: str,
        *,
        auth: Auth | None = None,
        bucket: Bucket | None = None,
        headers: Mapping[str, str] | None = None,
        policy: HttpPolicy | None = None,
    ) -> None:
        self.who = who
        self.policy = policy or current_policy()
        self._auth = auth
        self._bucket = bucket
        self._buckets = tuple(limit for limit in (bucket, channel_bucket()) if limit is not None)
        self._ledger = call_ledger.channel_ledger()
        self._headers = {"Accept": "application/json", "Accept-Encoding": "gzip", **(headers or {})}
        self._headers.setdefault("User-Agent", self.policy.user_agent)
        self._requests = requests.Session()
        self._requests.trust_env = False  # no proxy past the address guard, no .netrc
        self._requests.cookies = RequestsCookieJar(DefaultCookiePolicy(allowed_domains=[]))
        for scheme in ("http://", "https://"):
            self._requests.mount(scheme, GuardedAdapter())

    def close(self) -> None:
        self._requests.close()

    def call(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        safe: bool | None = None,
    ) -> Answer:
        """Make one call and return the answer, whatever its status (see ``error_for`` and ``read_json``).

        ``safe`` marks a call that may be repeated without harm; GET and HEAD are. Safe calls are tried again after
        passing trouble; others only while nothing has been sent. A 401 is tried once more where the credential can be
        renewed: it says that nothing was done. Raises RetryLater (nothing was changed), OutcomeUnknown (a write may have
        arrived), AskPerson (the address is wrong), BadAnswer, GiveUp, and Reconnect where no token can be had.
        """
        repeatable = method in {"GET", "HEAD"} if safe is None else safe
        asked = _Asked(method, url, repeatable, params, json, form, headers)
        if not isinstance(self._auth, Renewing):
            return self._patiently(asked)
        used = {**self._auth.header(), **_in_query(self._auth)}
        answer = self._patiently(asked)
        if answer.status == HTTPStatus.UNAUTHORIZED and self._auth.renew(used):
            return self._patiently(asked)
        return answer

    def _patiently(self, asked: _Asked) -> Answer:
        retrying = Retrying(
            retry=retry_if_result(lambda outcome: self._try_again(outcome, asked.repeatable)),
            stop=stop_after_attempt(self.policy.attempts),
            wait=_pause_before_next,
            sleep=self.policy.sleep,
            retry_error_callback=lambda state: state.outcome.result() if state.outcome else None,
        )
        outcome: Outcome = retrying(self._attempt, asked)
        if isinstance(outcome, Failure):
            log.warning("%s %s: %s (%s)", asked.method, _bare(asked.url), outcome.trouble.value, outcome.detail)
            raise error_of(outcome, who=self.who, repeatable=asked.repeatable)
        return outcome

    def _try_again(self, outcome: Outcome, repeatable: bool) -> bool:
        if isinstance(outcome, Failure):
            if outcome.trouble is Trouble.NO_CONNECTION:
                return True
            return repeatable and outcome.trouble in {Trouble.TOO_SLOW, Trouble.CUT_OFF}
        wait = outcome.retry_after() or 0.0
        if outcome.status in _PASSING_TROUBLE and wait:
            for bucket in self._buckets:
                bucket.pause(wait)
        return repeatable and outcome.status in _PASSING_TROUBLE and wait <= self.policy.longest_wait

    def _attempt(self, asked: _Asked) -> Outcome:
        """One request, with the redirects it leads to."""
        origin, target = asked.url, asked.url
        for _ in range(_MAX_REDIRECTS + 1):
            if not _usable(target):
                return Failure(Trouble.BAD_ADDRESS, sent=False)
            with_auth = _same_site(origin, target)
            outcome = self._send(asked, target, with_auth=with_auth)
            if isinstance(outcome, Failure) and not outcome.sent:
                call_ledger.uncount(self._ledger, self._quotas())
            if isinstance(outcome, Failure) or outcome.status not in _REDIRECTS:
                return outcome if isinstance(outcome, Failure) or with_auth else _moved(outcome, target)
            location = outcome.headers.get("Location", "")
            target = urljoin(target, location) if _usable(location) else location
            if not location or not asked.repeatable or asked.method not in {"GET", "HEAD"}:
                return Failure(Trouble.REDIRECT, sent=False, detail=_bare(target))  # nothing was done before it
            asked = replace(asked, params=None)
        return Failure(Trouble.REDIRECT, sent=False, detail="too many redirects")

    def _send(self, asked: _Asked, url: str, *, with_auth: bool) -> Outcome:
        self._wait_for_our_turn()
        url = self.policy.stand_in(url)
        parts, private = urlsplit(url), self.policy.may_be_private(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and private):
            return Failure(Trouble.NOT_HTTPS, sent=False)
        if parts.username or parts.password:
            return Failure(Trouble.BAD_ADDRESS, sent=False, detail="a password in an address")
        auth = self._auth if with_auth else None
        headers = {**self._headers, **(asked.headers or {}), **(auth.header() if auth else {})}
        params = {**(asked.params or {}), **_in_query(auth)}
        attempt = Attempt(deadline=self.policy.deadline, allow_private=private, fresh=not asked.repeatable)
        try:
            with attempt.running():
                prepared = self._requests.prepare_request(
                    requests.Request(
                        asked.method, url, params=params, json=asked.json, data=asked.form, headers=headers
                    )
                )
                answer = self._receive(prepared)
            # Where the end of the connection marks the end of the body, one that we cut looks complete.
            return Failure(Trouble.TOO_SLOW, sent=True) if attempt.expired else answer
        # Returned, not raised: the library's exceptions carry the request with its credentials.
        except _TooLarge:
            return Failure(Trouble.TOO_LARGE, sent=True)
        except AddressRefused:
            return Failure(Trouble.PRIVATE_ADDRESS, sent=attempt.sent)
        except (requests.RequestException, HTTPError, LocationValueError, UnicodeError, OSError) as error:
            return Failure(trouble_of(error, attempt), sent=attempt.sent, detail=type(error).__name__)

    def _wait_for_our_turn(self) -> None:
        waits = [bucket.reserve(self.policy.longest_wait) for bucket in self._buckets]
        call_ledger.count(self._ledger, self._quotas())
        if wait := max(waits, default=0.0):
            self.policy.sleep(wait)

    def _quotas(self) -> tuple[Quota, ...]:
        return () if self._bucket is None else self._bucket.quotas

    def _receive(self, prepared: requests.PreparedRequest) -> Answer:
        response = self._requests.send(
            prepared,
            stream=True,
            allow_redirects=False,
            timeout=(self.policy.connect_timeout, self.policy.read_timeout),
            verify=self.policy.ca_bundle or True,
        )
        with response:
            body = bytearray()
            for piece in response.iter_content(16_384):
                body += piece
                if len(body) > self.policy.max_bytes:
                    raise _TooLarge
        return Answer(response.status_code, response.headers, bytes(body), _bare(response.url))


class _TooLarge(Exception):
    pass


def _pause_before_next(state: RetryCallState) -> float:
    outcome = state.outcome.result() if state.outcome else None
    asked = outcome.retry_after() if isinstance(outcome, Answer) else None
    return asked if asked is not None else _BACKING_OFF(state)


def _in_query(auth: Auth | None) -> dict[str, str]:
    return auth.query() if isinstance(auth, InQuery) else {}


def _same_site(origin: str, target: str) -> bool:
    """Whether a redirect stays where the credential belongs: same host and port, never from https down to http."""
    if origin == target:
        return True
    one, two = urlsplit(origin), urlsplit(target)
    if one.hostname != two.hostname:
        return False
    if (one.scheme, two.scheme) == ("http", "https"):
        return one.port in {None, 80} and two.port in {None, 443}
    return (one.scheme, one.port) == (two.scheme, two.port)


def _moved(answer: Answer, target: str) -> Answer:
    parts = urlsplit(target)
    return replace(answer, redirected_to=f"{parts.scheme}://{parts.hostname or ''}")


def _bare(url: str) -> str:
    """``url`` without user, query and fragment, for messages and logs."""
    if not _usable(url):
        return "an unreadable address"
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _usable(url: str) -> bool:
    try:
        _ = urlsplit(url).port
    except ValueError:
        return False
    return True
