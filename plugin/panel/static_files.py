"""Static files: kept by browsers for as long as their address stays the same, and sent compressed.

Pages themselves are not compressed: they hold a secret (the CSRF token) beside words from the address (the search),
and the length of a compressed answer would tell about the one through the other.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

from plugin.panel.rendering import STATIC

A_YEAR = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
COMPRESSIBLE = frozenset({"text/css", "text/javascript", "application/javascript", "image/svg+xml"})


def init_static_files(app: Flask) -> None:
    app.after_request(serve_well)


def serve_well(response: Response) -> Response:
    """Set how long a static file may be kept; compress it where the browser can read that."""
    if request.endpoint != "panel.static" or response.status_code != 200:  # noqa: PLR2004 -- OK
        return response
    response.headers["Cache-Control"] = A_YEAR if request.args.get("v") else A_DAY
    response.headers.add("Vary", "Accept-Encoding")
    name = str((request.view_args or {}).get("filename", ""))
    if response.mimetype in COMPRESSIBLE and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.direct_passthrough = False
        close = getattr(response.response, "close", None)
        if close is not None:
            close()  # the file that would have been sent as it is
        path = STATIC / name
        response.set_data(_compressed(path, path.stat().st_mtime_ns))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.pop("ETag", None)
    return response


@lru_cache(maxsize=64)
def _compressed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), 9, mtime=0)
