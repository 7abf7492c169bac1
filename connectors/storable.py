"""Text from outside in a form that every database can hold and every page can show."""

from __future__ import annotations


def storable(text: str) -> str:
    """``text`` without NUL characters, and with halves of characters replaced by U+FFFD.

    JSON can say both; Postgres refuses the one and UTF-8 the other, and one such review would
    keep a whole page of others from being saved.
    """
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def web_address(text: str) -> str:
    """``text`` if a link may safely lead there, else nothing: where an address is expected, ``javascript:`` may stand."""
    return storable(text) if text.startswith(("https://", "http://")) else ""
