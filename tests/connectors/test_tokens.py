"""Access tokens: fetched once for everybody, renewed in time, and not again and again."""

import threading

import pytest

from connectors import tokens
from connectors.contract import BadAnswer, Reconnect
from connectors.http import Session, read_json
from connectors.redaction import scrub
from connectors.testing.faulty_server import FakeAnswer, FaultyServer
from connectors.testing.harness import impatient
from connectors.token_answers import read_token
from connectors.tokens import Token, TokenAuth, TokenPolicy


class Clock:
    now = 1_000.0

    def __call__(self):
        return self.now


class Endpoint:
    """Gives token-1, token-2, …; ``good`` is the one that the platform takes."""

    def __init__(self, expires_in=300.0):
        self.given = 0
        self.asked_with = []
        self.expires_in = expires_in

    def __call__(self, last):
        self.asked_with.append(last.refresh if last else "")
        self.given += 1
        return Token(f"token-number-{self.given}", self.expires_in, refresh=f"refresh-{self.given}")


@pytest.fixture(autouse=True)
def forgotten():
    yield
    tokens.forget_tokens()


def made(endpoint, clock, **policy):
    return TokenAuth("winkel", "geheim-woord", fetch=endpoint, clock=clock, policy=TokenPolicy(**policy))


def test_one_token_serves_every_connector_of_the_account_until_shortly_before_its_end():
    endpoint, clock = Endpoint(), Clock()
    first, second = made(endpoint, clock), made(endpoint, clock)
    assert first.header() == second.header() == {"Authorization": "Bearer token-number-1"}
    clock.now += 239
    assert first.value() == "token-number-1"
    clock.now += 2
    assert second.value() == "token-number-2"
    assert endpoint.asked_with == ["", "refresh-1"]


def test_another_secret_is_another_account():
    endpoint, clock = Endpoint(), Clock()
    one = TokenAuth("winkel", "geheim-woord", fetch=endpoint, clock=clock)
    other = TokenAuth("winkel", "ander-woord", fetch=endpoint, clock=clock)
    assert one.value() != other.value()


def test_a_token_shorter_lived_than_the_margin_is_still_used():
    endpoint, clock = Endpoint(expires_in=40), Clock()
    auth = made(endpoint, clock, early=60)
    assert auth.value() == auth.value() == "token-number-1"
    clock.now += 21
    assert auth.value() == "token-number-2"


def test_a_refused_token_is_renewed_once_and_a_fresh_one_that_is_refused_too_is_not():
    endpoint, clock = Endpoint(), Clock()
    auth = made(endpoint, clock, least_age=30)
    used = auth.header()
    clock.now += 31
    assert auth.renew(used)
    assert endpoint.given == 2
    assert auth.renew(used), "someone else has renewed it: try that one, without asking for a third"
    assert not auth.renew(auth.header())
    assert endpoint.given == 2


def test_fifty_callers_at_once_fetch_one_token():
    endpoint, clock = Endpoint(), Clock()
    auth = made(endpoint, clock)
    threads = [threading.Thread(target=auth.value) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert endpoint.given == 1


def test_tokens_are_masked_and_those_long_over_forgotten():
    endpoint, clock = Endpoint(), Clock()
    auth = made(endpoint, clock)
    for _ in range(3):
        auth.value()
        clock.now += 300
    assert "token" not in repr(auth) + repr(endpoint(None))
    assert scrub("token-number-3 refresh-3") == "••• •••"
    assert scrub("token-number-1") == "token-number-1"


def test_a_call_with_a_token_that_ended_early_is_made_once_more_with_a_new_one():
    clock = Clock()
    endpoint = Endpoint()
    good = {"Bearer token-number-2"}

    def platform(request):
        return FakeAnswer(200 if request.headers["authorization"] in good else 401, {"seen": 1})

    server = FaultyServer(platform, error_body=lambda status: {})
    with impatient():
        session = Session("Het platform", auth=made(endpoint, clock, least_age=0))
        answer = session.call("POST", f"{server.address}/replies", json={"text": "Dank u."})
        assert read_json(answer, who="Het platform", write=True) == {"seen": 1}
        assert [r.headers["authorization"] for r in server.requests] == [
            "Bearer token-number-1",
            "Bearer token-number-2",
        ]
        good.clear()
        with pytest.raises(Reconnect):
            read_json(session.call("GET", f"{server.address}/x"), who="Het platform", write=False)
        assert len(server.requests) == 4, "twice at most: no storm of tokens on an account that was shut"
    session.close()
    server.stop()


def test_a_token_lasts_as_long_as_its_answer_says_else_as_the_platform_does():
    assert read_token({"access_token": "abc", "expires_in": "600"}, who="The site", lasts=60.0).expires_in == 600
    assert read_token({"access_token": "abc"}, who="The site", lasts=60.0).expires_in == 60


@pytest.mark.parametrize(
    "answer", [{"access_token": "abc"}, {"access_token": "", "expires_in": 60}, {"expires_in": 60}, ["abc"]]
)
def test_an_answer_without_a_token_or_its_life_is_not_understood(answer):
    with pytest.raises(BadAnswer, match="a form that this connector does not know"):
        read_token(answer, who="The site")
