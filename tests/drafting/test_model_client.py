from __future__ import annotations

import json
import socket
import threading
import time

import pytest

from plugin.drafting.breaker import FAILURES_IN_A_ROW, Breaker
from plugin.drafting.model_client import ModelClient, read_answer
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
from tests.model_server import Behaviour, ModelServer

SYSTEM = (
    "Write as Sanne of Fietsenhuis, one person to another.\n- Contact, and no other: hulp@fietsenhuis.example\n"
    "without a better moment: within 2 days\nThe word zw-1 is secret"
)
TASK = (
    "Write the reply in English.\nDecision: T-THANK\nSituation: P-POSITIVE\nNamed by the customer: bell\n"
    'Greeting: none\n<review-1>\n{"title": "", "text": "A good bell"}\n</review-1>'
)
BODY = {"model": "m", "messages": [{"role": "system", "content": SYSTEM}, {"role": "user", "content": TASK}]}
WITH_FORMAT = {**BODY, "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {}}}}


class Connected:
    """A client whose waits are noted and not waited for."""

    def __init__(self, server: ModelServer, **settings: object) -> None:
        self.server = server
        self.waits: list[float] = []
        given = {"timeout": 5.0, "api_key": "sk-very-secret", **settings}
        self.client = ModelClient(ModelSettings(model="m", base_url=server.base_url, **given), sleep=self.waits.append)


@pytest.fixture
def connect():
    opened: list[Connected] = []

    def _connect(*script: Behaviour, always: Behaviour = Behaviour.GOOD, **settings: object) -> Connected:
        connected = Connected(ModelServer(always, then=script).start(), **settings)
        opened.append(connected)
        return connected

    yield _connect
    for connected in opened:
        connected.client.close()
        connected.server.stop()


def test_an_answer_comes_with_its_text_and_its_tokens(connect):
    answer = connect().client.complete(BODY)
    assert "bell" in json.loads(answer.text)["reply"]
    assert answer.usage.prompt_tokens > 0
    assert answer.usage.completion_tokens > 0
    assert answer.usage.cached_tokens is not None


def test_a_server_that_counts_no_tokens_is_fine(connect):
    assert connect(Behaviour.NO_USAGE).client.complete(BODY).usage == Usage()


def test_busy_then_broken_then_well_is_one_answer_after_three_calls(connect):
    connected = connect(Behaviour.LATER, Behaviour.BROKEN)
    connected.client.complete(BODY)
    assert connected.server.calls == 3
    assert connected.waits[0] == 0, "the server named the wait"
    assert 0 < connected.waits[1] <= 4.5, "no wait was named: back off"


def test_a_server_that_stays_busy_is_given_up_after_the_attempts(connect):
    connected = connect(always=Behaviour.BUSY, attempts=3)
    with pytest.raises(ModelUnavailable) as caught:
        connected.client.complete(BODY)
    assert caught.value.trouble is Trouble.BUSY
    assert connected.server.calls == 3


def test_a_long_retry_after_goes_back_to_the_scheduler_at_once(connect):
    connected = connect(always=Behaviour.MUCH_LATER)
    with pytest.raises(ModelUnavailable) as caught:
        connected.client.complete(BODY)
    assert caught.value.retry_after == 300
    assert connected.server.calls == 1
    assert connected.waits == []


@pytest.mark.parametrize(
    ("behaviour", "trouble"),
    [
        (Behaviour.NO_QUOTA, Trouble.QUOTA),
        (Behaviour.BAD_KEY, Trouble.AUTH),
        (Behaviour.NO_MODEL, Trouble.MODEL),
        (Behaviour.REFUSES, Trouble.FILTERED),
        (Behaviour.FILTERED, Trouble.FILTERED),
    ],
)
def test_what_a_person_must_mend_is_not_tried_again(connect, behaviour, trouble):
    connected = connect(always=behaviour)
    with pytest.raises(ModelRefused) as caught:
        connected.client.complete(BODY)
    assert caught.value.trouble is trouble
    assert connected.server.calls == 1


@pytest.mark.parametrize("behaviour", [Behaviour.EMPTY, Behaviour.NOT_JSON_BODY, Behaviour.HUGE])
def test_an_answer_that_is_none_is_rubbish(connect, behaviour):
    with pytest.raises(ModelRubbish):
        connect(always=behaviour).client.complete(BODY)


@pytest.mark.parametrize("behaviour", [Behaviour.HANGS, Behaviour.DRIPS])
def test_a_server_that_never_finishes_is_given_up_in_time_and_not_asked_twice(connect, behaviour):
    connected = connect(always=behaviour, timeout=0.4)
    started = time.monotonic()
    with pytest.raises(ModelUnavailable) as caught:
        connected.client.complete(BODY)
    assert caught.value.trouble is Trouble.SLOW
    assert time.monotonic() - started < 4
    assert connected.server.calls == 1, "a draft that timed out may have been billed"


def test_an_answer_that_breaks_off_is_asked_for_again(connect):
    connected = connect(Behaviour.HANGS_UP)
    connected.client.complete(BODY)
    assert connected.server.calls == 2


def test_nobody_at_the_address_is_told_by_name_of_the_host_only():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://user:pass@127.0.0.1:{port}/v1"
    client = ModelClient(ModelSettings(model="m", base_url=url, api_key="sk-very-secret"), sleep=lambda _: None)
    with pytest.raises(ModelUnavailable) as caught:
        client.complete(BODY)
    client.close()
    assert caught.value.trouble is Trouble.DOWN
    assert "pass" not in str(caught.value)


@pytest.mark.parametrize("behaviour", [b for b in Behaviour if b.value[0].isdigit() or b is Behaviour.NO_QUOTA])
def test_no_error_holds_the_key_or_the_review(connect, behaviour):
    with pytest.raises(ModelError) as caught:
        connect(always=behaviour).client.complete(BODY)
    told = f"{caught.value} {caught.value.__cause__} {caught.value.args}"
    assert "sk-very-secret" not in told
    assert "good bell" not in told


def test_a_refused_format_is_named_so_that_the_ladder_can_step_down(connect):
    with pytest.raises(FormatUnsupported):
        connect(always=Behaviour.NO_FORMAT).client.complete(WITH_FORMAT)


def test_a_redirect_is_not_followed_with_the_review(connect):
    connected = connect(always=Behaviour.REDIRECTS)
    with pytest.raises(ModelRefused):
        connected.client.complete(BODY)
    assert connected.server.calls == 1


def test_fifty_threads_share_one_pool(connect):
    connected = connect(concurrency=10)
    connected.server.delay = 0.05
    answers: list[str] = []
    threads = [threading.Thread(target=lambda: answers.append(connected.client.complete(BODY).text)) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert connected.server.busiest <= 10


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_server_that_keeps_failing_is_left_alone_for_a_while():
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES_IN_A_ROW):
        breaker.check()
        breaker.failed(ModelUnavailable(Trouble.SLOW))
    with pytest.raises(ModelUnavailable) as caught:
        breaker.check()
    assert caught.value.trouble is Trouble.SLOW
    assert caught.value.retry_after == 30
    clock.now = 31
    breaker.check()


def test_a_spent_quota_is_not_asked_about_again_at_once():
    breaker = Breaker(Clock())
    breaker.failed(ModelRefused(Trouble.QUOTA))
    with pytest.raises(ModelRefused):
        breaker.check()


def test_one_success_forgives_earlier_failures():
    breaker = Breaker(Clock())
    for _ in range(FAILURES_IN_A_ROW - 1):
        breaker.failed(ModelUnavailable(Trouble.BUSY))
    breaker.succeeded()
    breaker.failed(ModelUnavailable(Trouble.BUSY))
    breaker.check()


def test_rubbish_about_one_review_says_nothing_about_the_next():
    breaker = Breaker(Clock())
    for _ in range(20):
        breaker.failed(ModelRubbish(Trouble.RUBBISH))
        breaker.failed(ModelRefused(Trouble.FILTERED))
    breaker.check()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{}]}',
        b'{"choices": [{"message": null}]}',
        b"[" * 100_000,
    ],
)
def test_any_body_that_is_no_completion_is_rubbish(raw):
    with pytest.raises(ModelRubbish):
        read_answer(raw)


def test_odd_token_counts_are_no_counts():
    raw = {"choices": [{"message": {"content": "x"}}], "usage": {"prompt_tokens": "many", "completion_tokens": -1}}
    assert read_answer(json.dumps(raw).encode()).usage == Usage()
