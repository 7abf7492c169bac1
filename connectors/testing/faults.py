"""The ways in which a platform goes wrong, as data that a fake server can be told over HTTP too."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    STATUS = "status"  # refuses with ``status``, as the platform's own error
    HTML = "html"  # a web page with ``status`` (200 if none): maintenance, firewall
    SILENT_BEFORE = "silent-before"  # takes the request and never answers; nothing was done
    SILENT_AFTER = "silent-after"  # does what was asked and never answers
    DROP_BEFORE = "drop-before"  # closes the connection; nothing was done
    DROP_AFTER = "drop-after"  # does what was asked and closes the connection
    CUT_JSON = "cut-json"  # half of the answer, sent as if it were whole
    CUT_BODY = "cut-body"  # announces the whole answer and closes after half
    WRONG_TYPES = "wrong-types"  # JSON of another shape
    NULL = "null"  # nothing but ``null``
    NULLS = "nulls"  # the right shape with every value missing
    WRONG_VALUES = "wrong-values"  # the right shape with every value of another type
    HUGE = "huge"  # an answer without end
    GZIP_BOMB = "gzip-bomb"  # a small answer that unpacks to gigabytes
    DRIP = "drip"  # a byte now and then, for ever
    DRIP_HEADERS = "drip-headers"  # the same before the answer has begun
    REDIRECT = "redirect"  # sends the caller to ``location``


# What happened on the platform although the caller never learnt it.
TOOK_EFFECT = frozenset(
    {
        Kind.SILENT_AFTER,
        Kind.DROP_AFTER,
        Kind.CUT_JSON,
        Kind.CUT_BODY,
        Kind.WRONG_TYPES,
        Kind.NULL,
        Kind.NULLS,
        Kind.WRONG_VALUES,
    }
)


@dataclass(frozen=True)
class Fault:
    """One way to fail, for the next ``times`` requests with ``method`` (empty: any) and ``path`` in their address."""

    kind: Kind
    status: int = 0
    retry_after: str = ""
    location: str = ""
    method: str = ""
    path: str = ""
    times: int = 1

    def matches(self, method: str, target: str) -> bool:
        return self.method in {"", method} and self.path in target
