"""One question to a model and one reading of its answer, whoever asks: the writer, the judge, the adviser.

The strictest structure that the server takes, one turn to mend an answer that cannot be read, no field that the server
does not know. What an answer says is for the caller to judge.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from plugin.drafting import model_data
from plugin.drafting.model_client import Answer, client_for
from plugin.drafting.model_errors import FormatUnsupported, ModelRefused, ModelRubbish, Trouble
from plugin.drafting.model_settings import ModelSettings
from plugin.drafting.prompt import PromptSet
from plugin.drafting.structured import Shape, rung_of, step_down
from plugin.words import Usage

_LONGEST_ECHO = 6000  # how much of a bad answer is sent back with the request to mend it

# One a process: it stands in the half of a prompt that must not vary, and in no answer that means well.
CANARY = f"zw-{secrets.token_hex(8)}"

Message = dict[str, str]
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Asked(Generic[Read]):
    """What was read, the answer it was read from, and the tokens of both turns."""

    read: Read
    answer: Answer
    usage: Usage


def ask_and_read(
    settings: ModelSettings,
    prompt: PromptSet,
    messages: Sequence[Message],
    shape: Shape,
    fields: Sequence[Mapping[str, str]],
    read: Callable[[Answer], Read],
    cache_key: str,
) -> Asked[Read]:
    """Ask; where the answer cannot be read, say why and ask once more.

    Raises ModelUnavailable, ModelRefused or ModelRubbish.
    """
    answer = ask(settings, messages, shape, cache_key)
    try:
        return Asked(read(answer), answer, answer.usage)
    except ModelRubbish as error:
        mend = prompt.render("format", {"problem": error.detail, "fields": fields})
        again = [*messages, said(answer), {"role": "user", "content": mend}]
        second = ask(settings, again, shape, cache_key)
        return Asked(read(second), second, model_data.add(answer.usage, second.usage))


def ask(settings: ModelSettings, messages: Sequence[Message], shape: Shape, cache_key: str) -> Answer:
    """One answer, by the strictest structure that this server takes."""
    client = client_for(settings)
    rung = rung_of(settings.base_url, settings.model)
    while True:
        body: dict[str, Any] = {"model": settings.model, "messages": list(messages)}
        if (wanted := rung.response_format(shape)) is not None:
            body["response_format"] = wanted
        extra = _extra_fields(settings, cache_key)
        try:
            return client.complete({**body, **extra})
        except FormatUnsupported:
            lower = step_down(settings.base_url, settings.model, rung)
            if lower is None:
                raise
            rung = lower
        except ModelRefused as error:
            # A server may not know a field that its profile promises: ask once more without, and remember.
            if error.trouble is not Trouble.REQUEST or not _give_up_extras(settings):
                raise


def said(answer: Answer) -> Message:
    """The answer as a turn of the conversation."""
    return {"role": "assistant", "content": answer.text[:_LONGEST_ECHO]}


_without_extras: set[tuple[str, str]] = set()
_extras_lock = threading.Lock()


def _extra_fields(settings: ModelSettings, cache_key: str) -> dict[str, Any]:
    with _extras_lock:
        if (settings.base_url, settings.model) in _without_extras:
            return {}
    return model_data.extra_fields(settings, cache_key)


def _give_up_extras(settings: ModelSettings) -> bool:
    """Stop sending extra fields to this server; False where none were sent any more."""
    key = (settings.base_url, settings.model)
    with _extras_lock:
        new = key not in _without_extras
        _without_extras.add(key)
    return new
