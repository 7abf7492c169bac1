"""Headers of every answer: what a page may load, who may frame it, what it tells other sites.

The framing origins come from the shop's stored record, never from the request; a page without a known shop (sign-in,
errors) may not be framed at all.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import Flask, Response, g

from plugin.hosts import framing

UNAUTHORIZED = 401


def init_security(app: Flask) -> None:
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = LazyNonce()


class LazyNonce:
    """The nonce of this answer; made when the page first asks for it."""

    def __str__(self) -> str:
        return nonce()

    def __html__(self) -> str:
        return nonce()


def nonce() -> str:
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    value: str = g.csp_nonce
    return value


def content_security_policy(
    script_nonce: str,
    frame_ancestors: Sequence[str],
    script_sources: Sequence[str] = (),
    connect_sources: Sequence[str] = (),
) -> str:
    """Own files only; scripts and styles from our own origin or with this answer's nonce; no eval, no plug-ins.

    ``script_sources`` and ``connect_sources``: origins that the host around the page needs besides.
    """
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", f"'nonce-{script_nonce}'", *script_sources)),
            f"style-src 'self' 'nonce-{script_nonce}'",
            "img-src 'self' data:",
            "font-src 'self'",
            " ".join(("connect-src 'self'", *connect_sources)),
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            f"frame-ancestors {' '.join(frame_ancestors or framing.NOBODY)}",
        )
    )


def add_headers(response: Response) -> Response:
    """Set what is not set yet, so that a view with a stricter need keeps it."""
    headers = response.headers
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
    around = framing.embedding()
    headers.setdefault(
        "Content-Security-Policy",
        content_security_policy(
            nonce(),
            framing.frame_ancestors(),
            around.script_sources if around is not None else (),
            around.connect_sources if around is not None else (),
        ),
    )
    if response.status_code == UNAUTHORIZED:
        headers.update(framing.refusal_headers())
    if response.mimetype == "text/html":
        headers.setdefault("Cache-Control", "no-store")
        headers.add("Vary", "Authorization, Cookie, HX-Request, HX-Boosted")
    return response
