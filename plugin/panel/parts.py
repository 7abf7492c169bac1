"""Parts of a page that come back again and again: rendered once for the values they show, then kept.

A part is a template that is given all it shows by name. What differs with every answer (the CSRF token, the nonce) is
put in afterwards, so that no secret is ever kept.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from typing import Any

from flask import current_app, g
from markupsafe import Markup

from plugin.panel import security, speech

MOST = 512  # parts that are kept, the ones shown last; some kilobytes each
CSRF_HERE, NONCE_HERE = "\x00csrf\x00", "\x00nonce\x00"  # a NUL comes from no person (blueprint) and from no channel

_kept: OrderedDict[tuple[Any, ...], str] = OrderedDict()


def part(template: str, **values: Any) -> Markup:
    """The part as HTML. ``values`` can be hashed, and equal ones look equal."""
    key = (template, speech.spoken(), tuple(values.items()))
    made = _kept.get(key)
    if made is None:
        made = _kept[key] = _render(template, values)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    else:
        _touch(key)
    return Markup(_filled(made))  # noqa: S704 -- Jinja escaped what was put in


def _touch(key: tuple[Any, ...]) -> None:
    with suppress(KeyError):  # another thread let it go meanwhile
        _kept.move_to_end(key)


def _render(template: str, values: dict[str, Any]) -> str:
    language = str(speech.locale()).partition("_")[0]
    return current_app.jinja_env.get_template(template).render(
        values, locale=language, csrf_token=CSRF_HERE, csp_nonce=NONCE_HERE
    )


def _filled(made: str) -> str:
    if CSRF_HERE in made:
        who = g.get("principal")
        made = made.replace(CSRF_HERE, who.csrf_token if who is not None else "")
    return made.replace(NONCE_HERE, security.nonce()) if NONCE_HERE in made else made
