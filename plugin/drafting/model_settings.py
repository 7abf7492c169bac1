"""Which model writes, and how long it may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

DEFAULT_BASE_URL = "https://api.openai.com/v1"
NO_KEY = "none"  # a local server asks for no key, but the SDK insists on one


class ModelSettingsError(ValueError):
    """The model is only half configured; the message says which variable is missing."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """An OpenAI-compatible server and the model on it.

    Times are in seconds. ``timeout`` bounds one whole answer, not the gap between two bytes. ``concurrency`` is the
    number of calls under way at once, and the size of the connection pool. ``attempts`` counts all tries of one call;
    ``longest_wait`` is the longest Retry-After that is waited for (a longer one is the scheduler's business).
    """

    model: str
    base_url: str = DEFAULT_BASE_URL
    api_key: str = field(default=NO_KEY, repr=False)
    timeout: float = 60.0
    connect_timeout: float = 5.0
    concurrency: int = 50
    attempts: int = 3
    longest_wait: float = 8.0
    max_answer_tokens: int = 1500

    @property
    def host(self) -> str:
        """The server's name for messages: without user, password, path and query."""
        return urlsplit(self.base_url).hostname or "?"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> ModelSettings | None:
        """Read OPENAI_API_KEY, OPENAI_BASE_URL and WEDERWOORD_MODEL; None where no model is asked for.

        Raises ModelSettingsError where a model cannot be reached with what is given.
        """
        key = env.get("OPENAI_API_KEY", "").strip()
        base_url = env.get("OPENAI_BASE_URL", "").strip()
        model = env.get("WEDERWOORD_MODEL", "").strip()
        if not (key or base_url or model):
            return None
        if not model:
            raise ModelSettingsError("WEDERWOORD_MODEL is not set: name the model that the server must use")
        if not (key or base_url):
            raise ModelSettingsError(
                "WEDERWOORD_MODEL needs OPENAI_API_KEY, or OPENAI_BASE_URL of a server without keys"
            )
        if base_url and urlsplit(base_url).scheme not in {"http", "https"}:
            raise ModelSettingsError("OPENAI_BASE_URL must start with http:// or https://")
        if not _is_port_read(base_url):
            raise ModelSettingsError("OPENAI_BASE_URL names a port that is none: write it as http://host:8080/v1")
        return cls(model=model, base_url=base_url or DEFAULT_BASE_URL, api_key=key or NO_KEY)


def _is_port_read(base_url: str) -> bool:
    try:
        urlsplit(base_url).port  # noqa: B018 -- reading it is the test
    except ValueError:
        return False
    return True
