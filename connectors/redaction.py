"""Keeps known secrets out of messages, logs and representations.

Whoever takes a credential calls :func:`remember` once; from then on :func:`scrub` removes it, in the forms in
which it travels (as typed, without spaces, percent-encoded, JSON-escaped), from every ConnectorError and from
every record that passes a :class:`RedactingFilter`.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from urllib.parse import quote, quote_plus

MASK = "•••"
# Shorter strings are no secrets worth the name, and replacing them would garble ordinary words.
_SHORTEST = 6

_lock = threading.Lock()
_known: frozenset[str] = frozenset()


def remember(*secrets: str) -> None:
    """Let these strings never appear again in what :func:`scrub` lets through."""
    global _known  # noqa: PLW0603 -- one process-wide list is the point: any log line may carry any secret
    forms = {form for secret in secrets for form in _forms(secret) if len(form) >= _SHORTEST}
    if not forms <= _known:
        with _lock:
            _known |= forms


def forget(*secrets: str) -> None:
    """Stop looking for these: tokens that are long over and would only make every look longer."""
    global _known  # noqa: PLW0603 -- see above
    with _lock:
        _known -= {form for secret in secrets for form in _forms(secret)}


def _forms(secret: str) -> set[str]:
    bare = secret.replace(" ", "")
    return {secret, bare, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1]}


def scrub(text: str) -> str:
    """``text`` with every known secret replaced by a mask."""
    found = [secret for secret in _known if secret in text]
    for secret in sorted(found, key=len, reverse=True):  # the longest first, or a part would give the rest away
        text = text.replace(secret, MASK)
    return text


class RedactingFilter(logging.Filter):
    """Put it on a logger or, better, on a handler: the record's finished message is scrubbed."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.msg, Mapping):
            return True  # structured; a formatter takes it apart and must scrub what it makes of it (plugin.logs)
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            return True  # a broken record is the logging module's to report
        clean = scrub(message)
        if clean != message:
            record.msg, record.args = clean, None
        if record.exc_info and not record.exc_text:
            record.exc_text = scrub(logging.Formatter().formatException(record.exc_info))
        return True


def redact_logger(name: str) -> logging.Logger:
    """The logger of that name, with exactly one redacting filter on it."""
    logger = logging.getLogger(name)
    if not any(isinstance(known, RedactingFilter) for known in logger.filters):
        logger.addFilter(RedactingFilter())
    return logger
