"""The raw bytes of what a host sends, within bounds: signatures are over these very bytes."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge


def read_body(largest: int) -> bytes:
    """At most ``largest`` bytes, as they came. Raises RequestEntityTooLarge, before anything is read where the size is said.

    One that comes in pieces says no size: of that one byte too many is read, because Werkzeug cuts at its limit in silence.
    """
    request.max_content_length = largest + 1
    if (request.content_length or 0) > largest:
        raise RequestEntityTooLarge
    found = request.get_data(cache=False)
    if len(found) > largest:
        raise RequestEntityTooLarge
    return found
