import datetime as dt
import socket

import pytest
import requests
import responses
from urllib3.exceptions import HTTPError

from connectors import guarded_transport
from connectors.contract import AskPerson, BadAnswer, GiveUp, OutcomeUnknown, Reconnect, RetryLater
from connectors.http import Answer, BasicAuth, Session, current_policy, error_for, read_json, use_policy
from connectors.rate_limit import Bucket
from connectors.testing.faults import Fault, Kind
from connectors.testing.faulty_server import FakeAnswer, FaultyServer
from connectors.testing.harness import impatient


@pytest.fixture
def server():
    running = FaultyServer(lambda request: FakeAnswer(200, {"path": request.target}), error_body=lambda status: {})
    yield running
    running.stop()


@pytest.fixture
def session():
    with impatient():
        made = Session("De winkel", auth=BasicAuth("winkelier", "geheim woord"))
    yield made
    made.close()


def answer(status=200, body=b"{}", headers=None, **more):
    return Answer(status, headers or {}, body, "https://shop.example/x", **more)


def test_plain_http_and_private_addresses_are_off_unless_the_operator_allows_them():
    assert not current_policy().allow_private
    with pytest.raises(AskPerson, match="https"):
        Session("De winkel").call("GET", "http://93.184.216.34/")


def test_a_name_that_leads_into_the_private_network_is_refused_before_anything_is_sent(monkeypatch, server):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("127.0.0.1", 443))])
    session = Session("De winkel")
    with pytest.raises(AskPerson, match="private network"):
        session.call("GET", "https://rebinding.example/")
    session.close()
    assert server.requests == []


def test_the_connection_goes_to_the_address_that_was_checked_and_not_to_a_second_answer(monkeypatch):
    answers = iter([[(2, 1, 6, "", ("93.184.216.34", 443))], [(2, 1, 6, "", ("127.0.0.1", 443))]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: next(answers))
    dialled = []

    def dial(address, *_a, **_k):
        dialled.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(guarded_transport, "create_connection", dial)
    with use_policy(attempts=1):
        session = Session("De winkel")
    with pytest.raises(RetryLater):
        session.call("GET", "https://rebinding.example/")
    assert dialled == [("93.184.216.34", 443)]


def test_a_redirect_into_the_private_network_is_refused_too(monkeypatch, server):
    public = [(2, 1, 6, "", ("93.184.216.34", 0))]
    real = guarded_transport.create_connection
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, *a, **k: public if host == "shop.example" else [(2, 1, 6, "", (host, port))],
    )
    monkeypatch.setattr(guarded_transport, "create_connection", lambda a, *r, **k: real(("127.0.0.1", a[1]), *r, **k))
    monkeypatch.setattr("connectors.http.urlsplit", _https_for_tests(server))
    server.inject(Fault(Kind.REDIRECT, location="http://169.254.169.254/latest/meta-data"))
    session = Session("De winkel")
    with pytest.raises(AskPerson, match="private network"):
        session.call("GET", server.address.replace("127.0.0.1", "shop.example"))
    session.close()
    assert len(server.requests) == 1


def _https_for_tests(server):
    """Let plain http pass as https, so that the guard itself is what is tested."""
    from urllib.parse import urlsplit

    return lambda url: urlsplit(url)._replace(scheme="https")


def test_a_credential_does_not_follow_a_redirect_to_another_site(server, session):
    other = FaultyServer(lambda request: FakeAnswer(401, {}), error_body=lambda status: {})
    server.inject(Fault(Kind.REDIRECT, location=f"{other.address}/elsewhere"))
    got = session.call("GET", f"{server.address}/start")
    other.stop()
    assert "authorization" in server.requests[0].headers
    assert "authorization" not in other.requests[0].headers
    with pytest.raises(AskPerson, match="sends us on"):
        read_json(got, who="De winkel", write=False)


def test_a_redirect_on_the_same_site_keeps_the_credential(server, session):
    server.inject(Fault(Kind.REDIRECT, location="/there"))
    assert session.call("GET", f"{server.address}/here").json() == {"path": "/there"}
    assert "authorization" in server.requests[1].headers


def test_redirects_in_a_circle_end(server, session):
    server.inject(Fault(Kind.REDIRECT, location="/again", times=99))
    with pytest.raises(AskPerson, match="another address"):
        session.call("GET", f"{server.address}/")
    assert len(server.requests) == 6


def test_a_write_is_never_redirected(server, session):
    server.inject(Fault(Kind.REDIRECT, status=308, location="/there"))
    with pytest.raises(AskPerson, match="another address"):
        session.call("POST", f"{server.address}/here", json={})
    assert len(server.requests) == 1


def test_a_write_is_tried_again_only_while_nothing_was_sent(monkeypatch, server, session):
    real, failed = guarded_transport.create_connection, []

    def refuse_twice(*args, **kwargs):
        if len(failed) < 2:
            failed.append(1)
            raise ConnectionRefusedError
        return real(*args, **kwargs)

    monkeypatch.setattr(guarded_transport, "create_connection", refuse_twice)
    assert session.call("POST", f"{server.address}/", json={}).ok
    assert len(server.requests) == 1


def test_a_write_to_a_dead_server_changed_nothing_for_certain(server, session):
    server.stop()
    with pytest.raises(RetryLater):
        session.call("POST", f"{server.address}/", json={})


def test_a_write_that_was_sent_is_not_repeated(server, session):
    server.inject(Fault(Kind.DROP_BEFORE))
    with pytest.raises(OutcomeUnknown):
        session.call("POST", f"{server.address}/", json={})
    assert len(server.requests) == 1


def test_a_write_marked_safe_is_repeated(server, session):
    server.inject(Fault(Kind.DROP_BEFORE))
    assert session.call("PUT", f"{server.address}/", json={}, safe=True).ok
    assert len(server.requests) == 2


def test_a_write_does_not_go_over_an_idle_connection_that_may_have_died(server, session):
    session.call("GET", f"{server.address}/")
    connections = []
    real = guarded_transport.create_connection
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guarded_transport, "create_connection", lambda *a, **k: connections.append(1) or real(*a, **k))
        session.call("GET", f"{server.address}/")
        assert connections == []
        session.call("POST", f"{server.address}/", json={})
        assert connections == [1]


def test_a_short_retry_after_is_waited_for_and_a_long_one_handed_on(server):
    slept = []
    with use_policy(allow_private=True, sleep=slept.append, longest_wait=10):
        session = Session("De winkel")
    server.inject(Fault(Kind.STATUS, 429, retry_after="7"))
    assert session.call("GET", f"{server.address}/").ok
    assert slept == [7]
    server.inject(Fault(Kind.STATUS, 429, retry_after="3600"))
    got = session.call("GET", f"{server.address}/")
    session.close()
    assert slept == [7]
    with pytest.raises(RetryLater) as caught:
        read_json(got, who="De winkel", write=False)
    assert caught.value.retry_after == 3600


def test_the_rate_limit_holds_before_each_call(server):
    slept = []
    with use_policy(allow_private=True, sleep=slept.append):
        session = Session("De winkel", bucket=Bucket(per_second=1, burst=1, clock=lambda: 0.0))
    for _ in range(3):
        session.call("GET", f"{server.address}/")
    session.close()
    assert slept == [1.0, 2.0]


def test_cookies_are_not_kept(session):
    with impatient():
        running = FaultyServer(
            lambda request: FakeAnswer(200, {}, {"Set-Cookie": "tracking=1; Path=/"}), error_body=lambda status: {}
        )
        session.call("GET", f"{running.address}/")
        session.call("GET", f"{running.address}/")
        running.stop()
    assert "cookie" not in running.requests[1].headers


def test_surroundings_cannot_lead_calls_past_the_guard(monkeypatch, server, session):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert session.call("GET", f"{server.address}/").ok


def test_a_password_in_an_address_is_refused_and_not_shown(session):
    with pytest.raises(AskPerson) as caught:
        session.call("GET", "https://winkelier:hunter2-hunter2@shop.example/")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://", "https://[::1", "https://shop.example:99999/", "https://exa mple/", "ftp://x/"]
)
def test_an_impossible_address_is_for_a_person(session, url):
    with pytest.raises((AskPerson, RetryLater)):
        session.call("GET", url)


def test_an_expired_certificate_is_for_a_person(session):
    with responses.RequestsMock(target="connectors.guarded_transport.GuardedAdapter.send") as mock:
        import ssl

        cause = ssl.SSLCertVerificationError("certificate has expired")
        mock.get("https://shop.example/", body=requests.exceptions.SSLError(HTTPError(cause), cause))
        with pytest.raises(AskPerson, match="certificate"):
            session.call("GET", "https://shop.example/")


@pytest.mark.parametrize(
    ("status", "reading", "writing"),
    [
        (401, Reconnect, Reconnect),
        (403, AskPerson, AskPerson),
        (404, GiveUp, GiveUp),
        (408, RetryLater, OutcomeUnknown),
        (409, AskPerson, AskPerson),
        (410, GiveUp, GiveUp),
        (422, AskPerson, AskPerson),
        (429, RetryLater, RetryLater),
        (500, RetryLater, OutcomeUnknown),
        (503, RetryLater, OutcomeUnknown),
    ],
)
def test_each_status_says_what_the_caller_must_do(status, reading, writing):
    assert type(error_for(answer(status), who="De winkel", write=False)) is reading
    assert type(error_for(answer(status), who="De winkel", write=True)) is writing


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Wed, 01 Apr 2026 12:01:00 GMT", 60.0),
        ("Wed, 01 Apr 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("²", None),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_a_date(written, seconds):
    now = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
    assert answer(429, headers={"Retry-After": written}).retry_after(now) == seconds


@pytest.mark.parametrize("body", [b"", b'{"a": ', b"\xff\xfe", b"[" * 100_000, b"<br />\n<b>Warning</b>: x{}"])
def test_an_answer_that_is_no_data_says_what_to_do(body):
    with pytest.raises(BadAnswer) as caught:
        answer(body=body).json()
    assert caught.value.hint


def test_a_byte_order_mark_before_the_data_does_no_harm():
    assert answer(body=b'\xef\xbb\xbf{"a": 1}').json() == {"a": 1}


def test_a_write_whose_acceptance_cannot_be_read_is_unknown():
    with pytest.raises(OutcomeUnknown):
        read_json(answer(201, b"<html>"), who="De winkel", write=True)


def test_nothing_shows_the_credential(session):
    assert "geheim" not in repr(session) + repr(BasicAuth("winkelier", "geheim woord"))
