"""What a WordPress site signs, and what looks like it."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from typing import Any

import pytest

from plugin.hosts.woocommerce import signing

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SECRET = "ab" * 32


def claims(**other: Any) -> dict[str, Any]:
    at = int(NOW.timestamp())
    return {
        "install": "5bfae0a5-9a4a-4fd5-8d34-2f2a3e8a3f5e",
        "shop": "https://fiets.example",
        "uid": "2",
        "name": "Team Fietsenhuis",
        "locale": "nl_NL",
        "origin": "https://fiets.example",
        "iat": at,
        "exp": at + 60,
        "jti": "0e9c8a52-3c55-4a39-a8de-93a1b1d1a7c4",
        **other,
    }


def token(given: dict[str, Any], secret: str = SECRET) -> str:
    encoded = base64.urlsafe_b64encode(json.dumps(given).encode()).decode().rstrip("=")
    return f"{encoded}.{hmac.new(secret.encode(), encoded.encode(), hashlib.sha256).hexdigest()}"


def test_a_token_of_the_last_minute_says_who_opens_the_desk() -> None:
    read = signing.launch_in(token(claims()), SECRET, NOW)
    assert (read["uid"], read["name"], read["shop"]) == ("2", "Team Fietsenhuis", "https://fiets.example")


@pytest.mark.parametrize("seconds", [-29, 0, 59, 89])
def test_clocks_may_differ_by_half_a_minute(seconds: int) -> None:
    assert signing.launch_in(token(claims()), SECRET, NOW + dt.timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-31, 90, 3600])
def test_a_token_from_another_time_is_refused(seconds: int) -> None:
    with pytest.raises(signing.Refused):
        signing.launch_in(token(claims()), SECRET, NOW + dt.timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "bad",
    [
        token(claims(), "cd" * 32),
        token(claims())[:-1] + "0",
        "A" + token(claims())[1:],
        token(claims()).upper(),
        token(claims()) + " ",
        token(claims()).replace(".", ".é"),
        token(claims(exp=int(NOW.timestamp()) + 61)),
        token(claims(exp=int(NOW.timestamp()))),
        token({name: value for name, value in claims().items() if name != "exp"}),
        token({name: value for name, value in claims().items() if name != "jti"}),
        token(claims(uid="0")),
        token(claims(uid="2; DROP")),
        token(claims(iat="now")),
        token(claims(name="x" * 251)),
        "",
        ".",
        "e30." + "0" * 64,
        token(claims(name="x" * 5000)),
    ],
)
def test_what_only_looks_like_a_token_is_refused(bad: str) -> None:
    with pytest.raises(signing.Refused):
        signing.launch_in(bad, SECRET, NOW)


def signed(body: bytes, *, at: dt.datetime = NOW, secret: str = SECRET) -> dict[str, str]:
    moment = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-Wederwoord-Timestamp": moment, "X-Wederwoord-Signature": f"v1={digest}"}


def test_a_signal_holds_for_its_very_bytes() -> None:
    signing.require_signed(signed(b'{"event":"review.created"}'), b'{"event":"review.created"}', SECRET, NOW)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (signed(b"{}"), b"{} "),
        (signed(b"{}"), b"{]"),
        (signed(b"{}", secret="cd" * 32), b"{}"),
        (signed(b"{}", at=NOW - dt.timedelta(seconds=301)), b"{}"),
        (signed(b"{}", at=NOW + dt.timedelta(seconds=301)), b"{}"),
        ({}, b"{}"),
        ({**signed(b"{}"), "X-Wederwoord-Signature": signed(b"{}")["X-Wederwoord-Signature"][3:]}, b"{}"),
        ({**signed(b"{}"), "X-Wederwoord-Timestamp": "soon"}, b"{}"),
        ({**signed(b"{}"), "X-Wederwoord-Timestamp": "9" * 30}, b"{}"),
        ({**signed(b"{}"), "X-Wederwoord-Signature": "v1=é"}, b"{}"),
    ],
)
def test_a_signal_that_was_changed_or_kept_is_refused(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(signing.Refused):
        signing.require_signed(headers, body, SECRET, NOW)
