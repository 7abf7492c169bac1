"""The writer that asks a language model: one request, one turn to mend its shape, one round to mend its text.

The review is data. It leaves the house without personal data, JSON-encoded between two random marks, after everything
that is ours; and what comes back is read by a schema, looked through for our own secrets, and checked like any text.
"""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from plugin.drafting import model_data
from plugin.drafting.facts import Facts
from plugin.drafting.masking import Masked, mask
from plugin.drafting.model_client import Answer, client_for
from plugin.drafting.model_errors import FormatUnsupported, ModelRefused, ModelRubbish, Trouble
from plugin.drafting.model_settings import ModelSettings
from plugin.drafting.prompt import PromptSet, load_prompt
from plugin.drafting.prompt_values import FIELDS, system_values, task_values
from plugin.drafting.structured import ReplyFields, read_fields, rung_of, step_down
from plugin.drafting.style import StyleExample
from plugin.guidelines import ChannelLimits
from plugin.language.cleaning import clean
from plugin.shop import ShopProfile
from plugin.words import Finding, ReviewText, Severity, Triage, Usage

PROMPT = "reply"
_LONGEST_ECHO = 6000  # how much of a bad answer is sent back with the request to mend it
_CANARY = f"zw-{secrets.token_hex(8)}"  # one a process: it stands in the half of the prompt that must not vary

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class ModelWritten:
    """What the model wrote, with the customer's public name put back.

    ``problems`` (of the reply) and ``private_problems`` are faults that only this writer can see: tokens left over.
    They count as the checker's findings.
    ``messages`` is the conversation as sent, without personal data, for a repair.
    """

    reply: str
    private_message: str | None
    internal_note: str | None
    writer: str
    prompt_hash: str
    usage: Usage
    problems: tuple[Finding, ...] = ()
    private_problems: tuple[Finding, ...] = ()
    needs_human: bool = False
    facts_used: tuple[str, ...] = ()
    messages: tuple[Message, ...] = field(default=(), repr=False)


class ReplyModel(Protocol):
    """What the pipeline asks of a writer with a model behind it."""

    def write(
        self,
        review: ReviewText,
        shop: ShopProfile,
        triage: Triage,
        facts: Facts,
        recent_replies: Sequence[str],
        today: dt.date,
        findings: Sequence[Finding] = (),
        *,
        previous: ModelWritten | None = None,
        limits: ChannelLimits | None = None,
        examples: Sequence[StyleExample] = (),
    ) -> ModelWritten: ...


class ModelWriter:
    """Writes with one model. Safe to use from many threads; all writers of the same settings share a connection pool."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self._prompt: PromptSet = load_prompt(PROMPT)

    @property
    def name(self) -> str:
        """The writer as a draft names it: ``<model>@<prompt version>``."""
        return f"{self.settings.model}@{self._prompt.version}"

    def write(
        self,
        review: ReviewText,
        shop: ShopProfile,
        triage: Triage,
        facts: Facts,
        recent_replies: Sequence[str],
        today: dt.date,
        findings: Sequence[Finding] = (),
        *,
        previous: ModelWritten | None = None,
        limits: ChannelLimits | None = None,
        examples: Sequence[StyleExample] = (),
    ) -> ModelWritten:
        """Write a draft, or mend ``previous`` by the ``findings``. ``examples`` show the shop's voice.

        Raises ModelUnavailable (try later), ModelRefused (a person must act) or ModelRubbish (no draft in it).
        """
        masked = mask(review, facts.greeting_name, shop.country)
        if previous is not None:
            messages = [*previous.messages, self._repair(findings, masked)]
        else:
            mark = secrets.token_hex(8)
            task = task_values(
                masked,
                shop=shop,
                triage=triage,
                facts=facts,
                recent_replies=recent_replies,
                today=today,
                limits=limits,
                mark=mark,
                examples=examples,
            )
            messages = [
                {"role": "system", "content": self._prompt.render("system", self._shop_half(shop, facts))},
                {"role": "user", "content": self._prompt.render("task", task)},
            ]
        read, answer, usage = self._ask_and_read(messages, cache_key=f"{shop.name}:{self._prompt.hash}"[:64])
        self._refuse_leaks(read, answer, messages)
        if previous is not None:
            usage = model_data.add(previous.usage, usage)
        return self._written(read, masked, usage, (*messages, _said(answer)))

    def _shop_half(self, shop: ShopProfile, facts: Facts) -> dict[str, Any]:
        return system_values(shop, facts, _CANARY)

    def _repair(self, findings: Sequence[Finding], masked: Masked) -> Message:
        rows = [
            {
                "guideline": finding.guideline,
                "message": masked.hide(finding.message),
                "mend": masked.hide(finding.mend),
                "quote": masked.hide(finding.quote),
            }
            for finding in findings
        ]
        return {"role": "user", "content": self._prompt.render("repair", {"findings": rows})}

    def _ask_and_read(self, messages: list[Message], cache_key: str) -> tuple[ReplyFields, Answer, Usage]:
        """Ask; where the answer cannot be read, say why and ask once more."""
        answer = self._ask(messages, cache_key)
        try:
            return read_fields(answer.text, finish=answer.finish), answer, answer.usage
        except ModelRubbish as error:
            mend = self._prompt.render("format", {"problem": error.detail, "fields": FIELDS})
            again = [*messages, _said(answer), {"role": "user", "content": mend}]
            second = self._ask(again, cache_key)
            read = read_fields(second.text, finish=second.finish)
            return read, second, model_data.add(answer.usage, second.usage)

    def _ask(self, messages: Sequence[Message], cache_key: str) -> Answer:
        """One answer, by the strictest structure that this server takes."""
        settings = self.settings
        client = client_for(settings)
        rung = rung_of(settings.base_url, settings.model)
        while True:
            body: dict[str, Any] = {"model": settings.model, "messages": list(messages)}
            if (wanted := rung.response_format()) is not None:
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

    def _refuse_leaks(self, read: ReplyFields, answer: Answer, messages: Sequence[Message]) -> None:
        """An answer that shows our marks, or quotes our instructions, was written by the review and not by us."""
        texts = f"{read.reply}\n{read.private_message}"
        mark = messages[1]["content"].rsplit("</review-", 1)[-1].strip().rstrip(">")
        if _CANARY in answer.text or mark in answer.text or self._prompt.is_quoted_in(texts):
            raise ModelRubbish(Trouble.LEAK, "the answer repeats the prompt")

    def _written(self, read: ReplyFields, masked: Masked, usage: Usage, messages: tuple[Message, ...]) -> ModelWritten:
        reply, private = masked.show(_tidy(read.reply)), masked.show(_tidy(read.private_message))
        cost = model_data.cost_estimate(self.settings, usage)
        return ModelWritten(
            reply=reply,
            private_message=private or None,
            internal_note=None,
            writer=self.name,
            prompt_hash=self._prompt.hash,
            usage=Usage(usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens, cost),
            problems=_left_over(reply, masked),
            private_problems=_left_over(private, masked),
            needs_human=read.needs_human,
            facts_used=read.facts_used,
            messages=messages,
        )


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


def _said(answer: Answer) -> Message:
    return {"role": "assistant", "content": answer.text[:_LONGEST_ECHO]}


def _tidy(text: str) -> str:
    """What small models get wrong and no reader would miss: escaped line breaks, blank lines in a heap."""
    lines = [line.rstrip() for line in clean(text).replace("\\n", "\n").split("\n")]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).strip()


def _left_over(text: str, masked: Masked) -> tuple[Finding, ...]:
    """A token in the text is somebody's personal data, or a token that was never given out: neither may stay."""
    return tuple(
        Finding(
            guideline="R-PRIVACY" if token in masked.tokens else "R-CLEAN",
            severity=Severity.BLOCK,
            message=f"{token} stands for personal data and cannot be in a reply.",
            mend="Leave it out.",
            start=text.index(token),
            end=text.index(token) + len(token),
            quote=token,
        )
        for token in dict.fromkeys(masked.left_over(text))
    )
