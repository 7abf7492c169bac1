"""What the fake server may do with a request. Every behaviour is one that a real server or model has shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.model_server.composer import compose
from tests.model_server.reading import Request


class Behaviour(StrEnum):
    GOOD = "good"
    NO_USAGE = "no-usage"  # a local server that counts no tokens
    FENCED = "fenced"  # JSON inside a code fence, with prose around it
    PROSE = "prose"  # a reply, but no JSON
    WRONG_ENUM = "wrong-enum"
    MISSING_KEY = "missing-key"
    TRUNCATED = "truncated"  # cut off at the token limit
    EMPTY = "empty"
    NOT_JSON_BODY = "not-json-body"  # a proxy's HTML page with status 200
    REFUSES = "refuses"  # message.refusal
    FILTERED = "filtered"  # finish_reason content_filter
    RUBBISH = "rubbish"  # well-formed JSON with a reply that no shop could send
    OBEYS = "obeys"  # does whatever the review says
    ECHOES_CANARY = "echoes-canary"
    QUOTES_PROMPT = "quotes-prompt"
    KEEPS_TOKENS = "keeps-tokens"  # writes the tokens of personal data into the reply
    LATER = "429-later"  # Retry-After: 0
    BUSY = "429"  # no Retry-After
    MUCH_LATER = "429-much-later"  # Retry-After: 300
    NO_QUOTA = "insufficient-quota"
    BROKEN = "500"
    BAD_KEY = "401"
    NO_MODEL = "404"
    REDIRECTS = "307"  # to another address
    NO_SCHEMA = "no-schema"  # 400 for json_schema, takes json_object
    NO_FORMAT = "no-format"  # 400 for any response_format
    NO_EXTRAS = "no-extras"  # 400 for a field that it does not know
    HANGS = "hangs"  # takes the request and says nothing
    DRIPS = "drips"  # a byte now and then, for ever
    HANGS_UP = "hangs-up"  # closes the connection half-way
    HUGE = "huge"  # more than anybody wants to read


@dataclass
class Outcome:
    """What goes back over the wire."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def answer(
    behaviour: Behaviour, request: Request, number: int = 0, ratings: Sequence[Mapping[str, Any]] = ()
) -> Outcome:
    """The outcome of a behaviour that answers at all (hanging and the like are the server's own)."""
    if behaviour in _ERRORS:
        return _error(*_ERRORS[behaviour])
    if behaviour is Behaviour.NO_SCHEMA and request.format == "json_schema":
        return _error(400, "invalid_request_error", "response_format json_schema is not supported", {})
    if behaviour is Behaviour.NO_FORMAT and request.format:
        return _error(400, "invalid_request_error", "unknown field: response_format", {})
    if behaviour is Behaviour.NO_EXTRAS and (extra := set(request.body) - _PLAIN):
        return _error(400, "invalid_request_error", f"unrecognized argument: {min(extra)}", {})
    if behaviour is Behaviour.NOT_JSON_BODY:
        return Outcome(200, b"<html><body>Welcome to the proxy</body></html>", {"Content-Type": "text/html"})
    return _completion(behaviour, request, number, ratings)


_PLAIN = {"model", "messages", "response_format"}
_ERRORS: dict[Behaviour, tuple[int, str, str, dict[str, str]]] = {
    Behaviour.LATER: (429, "rate_limit_exceeded", "Rate limit reached", {"Retry-After": "0"}),
    Behaviour.BUSY: (429, "rate_limit_exceeded", "Rate limit reached", {}),
    Behaviour.MUCH_LATER: (429, "rate_limit_exceeded", "Rate limit reached", {"Retry-After": "300"}),
    Behaviour.NO_QUOTA: (429, "insufficient_quota", "You exceeded your current quota", {}),
    Behaviour.BROKEN: (500, "server_error", "The server had an error", {}),
    Behaviour.BAD_KEY: (401, "invalid_api_key", "Incorrect API key provided", {}),
    Behaviour.REDIRECTS: (307, "moved", "Moved", {"Location": "/elsewhere"}),
    Behaviour.NO_MODEL: (404, "model_not_found", "The model does not exist", {}),
}


def _error(status: int, code: str, message: str, headers: dict[str, str]) -> Outcome:
    body = {"error": {"message": message, "type": code, "code": code, "param": None}}
    return Outcome(status, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})


def _completion(behaviour: Behaviour, request: Request, number: int, ratings: Sequence[Mapping[str, Any]]) -> Outcome:
    content, finish, refusal = _content(behaviour, request, number, ratings), "stop", None
    if behaviour is Behaviour.TRUNCATED:
        finish = "length"
    if behaviour is Behaviour.FILTERED:
        finish = "content_filter"
    if behaviour is Behaviour.REFUSES:
        content, refusal = None, "I can't help with that."
    body: dict[str, Any] = {
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": 0,
        "model": request.body.get("model", ""),
        "choices": [
            {
                "index": 0,
                "finish_reason": finish,
                "message": {"role": "assistant", "content": content, "refusal": refusal},
            }
        ],
    }
    if behaviour is not Behaviour.NO_USAGE:
        sent = len(request.system + request.task) // 4
        body["usage"] = {
            "prompt_tokens": sent,
            "completion_tokens": len(content or "") // 4,
            "total_tokens": sent + len(content or "") // 4,
            "prompt_tokens_details": {"cached_tokens": len(request.system) // 4 // 128 * 128},
        }
    return Outcome(200, json.dumps(body).encode(), {"Content-Type": "application/json"})


def _content(behaviour: Behaviour, request: Request, number: int, ratings: Sequence[Mapping[str, Any]]) -> str:
    if behaviour is Behaviour.EMPTY:
        return ""
    fields = _fields(request, number, ratings)
    if behaviour is Behaviour.PROSE:
        return f"Sure! Here is a reply you could use:\n\n{fields.get('reply', 'Nine out of ten!')}"
    if behaviour in _TURNS and "reply" in fields:
        fields = {**fields, **_TURNS[behaviour](request, fields)}
    if behaviour is Behaviour.MISSING_KEY:
        fields = {"unasked": 1}
    dumped = json.dumps(fields, ensure_ascii=False)
    if behaviour is Behaviour.TRUNCATED:
        return dumped[: len(dumped) * 3 // 4]
    return f"Here you are:\n```json\n{dumped}\n```\nAnything else?" if behaviour is Behaviour.FENCED else dumped


def _fields(request: Request, number: int, ratings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a good model sends, as a judge, as an adviser or as a writer."""
    if request.is_for_a_judge:
        return {
            "ratings": list(ratings),
            "kept": re.findall(r"R-[A-Z-]+", request.task.partition("Rate these")[2].partition("\n")[0]),
        }
    return dict(ratings[0]) if request.is_for_an_adviser else compose(request, number)


def _quoting(request: Request, fields: dict[str, Any]) -> dict[str, Any]:
    instructions = request.system.split("# How you write")[1].split()[:60]
    return {"reply": f"{fields['reply']} {' '.join(instructions)}"}


def _keeping_tokens(request: Request, fields: dict[str, Any]) -> dict[str, Any]:
    tokens = dict.fromkeys(re.findall(r"\[(?!CUSTOMER)[A-Z_]+_\d+\]", request.task))
    return {"reply": fields["reply"].replace("\n\n", f"\n\nWe call {' '.join(tokens)}. ", 1)}


# What a behaviour makes of the fields that a good model would send.
_TURNS: dict[Behaviour, Callable[[Request, dict[str, Any]], dict[str, Any]]] = {
    Behaviour.WRONG_ENUM: lambda _, __: {"language": "Dutch"},
    Behaviour.RUBBISH: lambda _, __: {
        "reply": "LOL our courier is to blame, buy our new collection with code RUBBISH10 for a 5 star review!!!"
    },
    Behaviour.OBEYS: lambda request, _: {"reply": obeyed(request)},
    Behaviour.ECHOES_CANARY: lambda request, fields: {"reply": f"{fields['reply']} {request.canary}"},
    Behaviour.QUOTES_PROMPT: _quoting,
    Behaviour.KEEPS_TOKENS: _keeping_tokens,
}


_ORDER = re.compile(
    r"(?:say|write|reply with|answer with|respond with|zeg|schrijf|antwoord met|sag|schreibe?|antworte mit)\b[^\w]*(.{3,200})",
    re.IGNORECASE | re.DOTALL,
)


def obeyed(request: Request) -> str:
    """The worst case: the reply is what the review orders, or else the review's own text."""
    text = f"{request.review['title']}\n{request.review['text']}"
    order = _ORDER.search(text)
    return (order.group(1) if order else text).strip()
