"""One log for everything, as lines for people or as JSON; secrets never get into it."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from connectors.redaction import MASK, RedactingFilter, scrub

_SECRET_WORDS = ("password", "secret", "token", "api_key", "apikey", "authorization", "cookie", "credential")


# What plugin.hosts.standalone.tokens makes, in a link or alone: whoever reads the log must not be able to sign in with it.
_OUR_TOKENS = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])", re.ASCII)


class _Scrubbed(structlog.stdlib.ProcessorFormatter):
    """The finished line is scrubbed once more: a traceback ends in the error's own words, and values may be nested."""

    def format(self, record: logging.LogRecord) -> str:
        return _OUR_TOKENS.sub(MASK, scrub(super().format(record)))


def set_up(level: str = "INFO", style: str = "console") -> None:
    """Let our own log and that of every library go to standard error, with secrets masked. May be called again."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    last: Any = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,  # the rich one prints local variables, secrets and all
        )
    )
    handler = logging.StreamHandler()
    handler.addFilter(RedactingFilter())
    handler.setFormatter(
        _Scrubbed(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("waitress", "urllib3", "httpx2", "httpcore", "openai", "alembic", "dbos", "werkzeug"):
        logging.getLogger(chatty).setLevel(max(logging.getLevelName(level), logging.WARNING))


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask what is named like a secret, and every known secret wherever it stands."""
    for key, value in event.items():
        if any(word in key.lower() for word in _SECRET_WORDS):
            event[key] = MASK
        elif isinstance(value, str):
            event[key] = scrub(value)
    return event
