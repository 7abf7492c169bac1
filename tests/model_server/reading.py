"""Reads a request as a model would: what the prompt says about the shop, the task and the review."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Request:
    """One chat completion as it came in."""

    body: dict[str, Any]

    @property
    def system(self) -> str:
        return self.body["messages"][0]["content"]

    @property
    def task(self) -> str:
        return self.body["messages"][1]["content"]

    @property
    def last(self) -> str:
        return self.body["messages"][-1]["content"]

    @property
    def format(self) -> str:
        """json_schema, json_object, or "" for plain text."""
        return (self.body.get("response_format") or {}).get("type", "")

    @property
    def review(self) -> dict[str, Any]:
        return json.loads(self._found(r"<review-\w+>\n(.*)\n</review-", self.task))

    @property
    def is_for_a_judge(self) -> bool:
        return "<texts-" in self.task

    @property
    def is_for_an_adviser(self) -> bool:
        return "<advise-" in self.task

    @property
    def texts(self) -> dict[str, Any]:
        return json.loads(self._found(r"<texts-\w+>\n(.*)\n</texts-", self.task))

    @property
    def language(self) -> str:
        return {"Dutch": "nl", "German": "de", "English": "en"}[self._found(r"Write the reply in (\w+)", self.task)]

    @property
    def form(self) -> str:
        return self._found(r"form of address: (\w+)\.", self.task)

    @property
    def decision(self) -> str:
        return self._found(r"Decision: (\S+)", self.task)

    @property
    def play(self) -> str:
        return self._found(r"Situation: (\S+)", self.task)

    @property
    def named(self) -> list[str]:
        return [name for name in self._found(r"Named by the customer: (.*)", self.task).split(", ") if name]

    @property
    def has_complaint(self) -> bool:
        return "\n- negative: " in self.task

    @property
    def greets_by_name(self) -> bool:
        return "[CUSTOMER_1]" in self._found(r"Greeting: (.*)", self.task)

    @property
    def agent(self) -> str:
        return self._found(r"Write as (.+?) of ", self.system)

    @property
    def shop(self) -> str:
        return self._found(r"Write as .+? of (.+?), one person", self.system)

    @property
    def contact(self) -> str:
        return self._found(r"Contact, and no other: (.*)", self.system).split(" | ")[0]

    @property
    def days(self) -> str:
        return self._found(r"without a better moment: within (\d+) days", self.system)

    @property
    def canary(self) -> str:
        return self._found(r"The word (\S+) is secret", self.system)

    @staticmethod
    def _found(pattern: str, text: str) -> str:
        match = re.search(pattern, text)
        return match.group(1) if match else ""
