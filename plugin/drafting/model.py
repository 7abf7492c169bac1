"""The writer that asks a language model: one request, one turn to mend its shape, one round to mend its text.

The review is data. It leaves the house without personal data, JSON-encoded between two random marks, after everything
that is ours; and what comes back is read by a schema, looked through for our own secrets, and checked like any text.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from plugin.drafting import model_data
from plugin.drafting.asking import CANARY, Message, ask_and_read, said
from plugin.drafting.facts import Facts
from plugin.drafting.masking import Masked, mask
from plugin.drafting.model_client import Answer, client_for
from plugin.drafting.model_errors import ModelRubbish, Trouble
from plugin.drafting.model_settings import ModelSettings
from plugin.drafting.prompt_values import FIELDS, system_values, task_values
from plugin.drafting.prompted import Prompted
from plugin.drafting.structured import REPLY, ReplyFields, read_fields
from plugin.drafting.style import StyleExample
from plugin.guidelines import ChannelLimits
from plugin.language.cleaning import clean
from plugin.shop import ShopProfile
from plugin.words import Finding, ReviewText, Severity, Triage, Usage

PROMPT = "reply"


@dataclass(frozen=True, slots=True)
class Task:
    """One review and everything that its reply is written from. ``examples`` show the shop's voice; ``standing`` is a reply
    that is to be mended in place of a new one.
    """

    review: ReviewText
    shop: ShopProfile
    triage: Triage
    facts: Facts
    recent_replies: Sequence[str]
    today: dt.date
    limits: ChannelLimits | None = None
    examples: Sequence[StyleExample] = ()
    standing: str = ""


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
        self, task: Task, findings: Sequence[Finding] = (), *, previous: ModelWritten | None = None
    ) -> ModelWritten: ...


class ModelWriter(Prompted):
    """Writes with one model. Safe to use from many threads; all writers of the same settings share a connection pool."""

    def __init__(self, settings: ModelSettings) -> None:
        super().__init__(settings, PROMPT)

    def make_ready(self) -> None:
        """Load the model's SDK, most of a second at first; asks the model nothing. Returns at once the next time."""
        client_for(self.settings)

    def write(
        self, task: Task, findings: Sequence[Finding] = (), *, previous: ModelWritten | None = None
    ) -> ModelWritten:
        """Write a draft, or mend ``previous``, or else ``task.standing``, by the ``findings``.

        Raises ModelUnavailable (try later), ModelRefused (a person must act) or ModelRubbish (no draft in it).
        """
        masked = mask(task.review, task.facts.greeting_name, task.shop.country)
        if previous is not None:
            messages = [*previous.messages, self._repair(findings, masked)]
        else:
            messages = self._first(task, masked)
            if findings and task.standing:
                messages += [_as_answer(task, masked), self._repair(findings, masked)]
        asked = ask_and_read(
            self.settings,
            self._prompt,
            messages,
            REPLY,
            FIELDS,
            lambda answer: read_fields(answer.text, finish=answer.finish),
            cache_key=f"{task.shop.name}:{self._prompt.hash}"[:64],
        )
        self._refuse_leaks(asked.read, asked.answer, messages)
        usage = asked.usage if previous is None else model_data.add(previous.usage, asked.usage)
        return self._written(asked.read, masked, usage, (*messages, said(asked.answer)))

    def _first(self, task: Task, masked: Masked) -> list[Message]:
        values = task_values(
            masked,
            shop=task.shop,
            triage=task.triage,
            facts=task.facts,
            recent_replies=task.recent_replies,
            today=task.today,
            limits=task.limits,
            mark=secrets.token_hex(8),
            examples=task.examples,
        )
        return [
            {"role": "system", "content": self._prompt.render("system", self._shop_half(task.shop, task.facts))},
            {"role": "user", "content": self._prompt.render("task", values)},
        ]

    def _shop_half(self, shop: ShopProfile, facts: Facts) -> dict[str, Any]:
        return system_values(shop, facts, CANARY)

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

    def _refuse_leaks(self, read: ReplyFields, answer: Answer, messages: Sequence[Message]) -> None:
        """An answer that shows our marks, or quotes our instructions, was written by the review and not by us."""
        texts = f"{read.reply}\n{read.private_message}"
        mark = messages[1]["content"].rsplit("</review-", 1)[-1].strip().rstrip(">")
        if CANARY in answer.text or mark in answer.text or self._prompt.is_quoted_in(texts):
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


def _as_answer(task: Task, masked: Masked) -> Message:
    """A text of before as if the model had just written it, without personal data."""
    answer = {
        "language": task.facts.language,
        "points": [],
        "facts_used": [],
        "needs_human": False,
        "reason": "none",
        "reply": masked.hide(task.standing),
        "private_message": "",
    }
    return {"role": "assistant", "content": json.dumps(answer, ensure_ascii=False)}


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
