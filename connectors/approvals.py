"""A credential that an owner hands over by saying yes on their platform's own page, instead of copying one into a form.

A platform that has such a page says how in ``connectors/<name>/approval.py``: a module with the functions of ``Way``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class NotTheSiteAsked(Exception):
    """The answer comes from another site than the one that was asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """``url`` is where the platform's API answers; ``site`` is what the platform calls itself, which its answer must name."""

    url: str
    site: str


class Way(Protocol):
    """From an address to a channel's settings."""

    def ask(self, typed: str) -> Asked:
        """Look at the site whose address was typed. Raises ValidationError, and ConnectorError where it cannot be connected."""

    def page_to_visit(self, asked: Asked, *, app_id: str, success_url: str, reject_url: str, now: dt.datetime) -> str:
        """Where the owner says yes or no."""

    def settings_in(self, asked: Asked, answer: Mapping[str, str]) -> dict[str, Any]:
        """A channel's settings from what came back. Raises NotTheSiteAsked; ValidationError where a part is missing."""

    def works(self, settings: Mapping[str, Any]) -> bool:
        """Whether the account may do what a channel needs, seen by a read. Raises ConnectorError where nobody could say."""

    def keep_only_this(self, settings: Mapping[str, Any], app_id: str) -> None:
        """Take our older credentials of this account away, as far as the platform lets us."""

    def take_back(self, settings: Mapping[str, Any], app_id: str) -> None:
        """Take this very credential away, if it was handed over by a yes to ``app_id``: it is of no use any more."""
