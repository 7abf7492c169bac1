"""From a comment's HTML to the plain text that its writer meant, and back to what WordPress stores unchanged."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from connectors.storable import storable

_BLOCKS = frozenset(
    ["p", "div", "li", "ul", "ol", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table"]
)
_SILENT = frozenset(["script", "style"])
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "td",
        "th",
        "thead",
        "tbody",
        "tt",
        "u",
        "var",
    ]
)
_KNOWN = _BLOCKS | _SILENT | _INLINE
_HAS_LINES = re.compile(r"<(?:p|br|div|li)\b", re.IGNORECASE)


class _Text(HTMLParser):
    """Collects text; what only looks like a tag ("<adapter>") is text too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the parser's signature
        if tag not in _KNOWN:
            self.handle_data(self.get_starttag_text() or "")
        elif tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self.pieces.append("\n\n" if tag == "p" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n\n" if tag == "p" else "\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def to_text(markup: str) -> str:
    """``markup`` as plain text: entities resolved, paragraphs and line breaks kept as newlines.

    Takes both what WordPress renders (where newlines mean nothing beside <p> and <br>) and its raw form.
    """
    if _HAS_LINES.search(markup):
        markup = re.sub(r"\s*\n\s*", " ", markup)
    parser = _Text()
    parser.feed(markup)
    parser.close()
    text = re.sub(r"[ \t\xa0]*\n[ \t\xa0]*", "\n", "".join(parser.pieces))
    return storable(re.sub(r"\n{3,}", "\n\n", text).strip())


def escape(text: str) -> str:
    """Plain ``text`` as WordPress stores it without a change: ``& < >`` escaped.

    Unescaped, an administrator's reply could run scripts on the product page, and WordPress' own check against
    duplicates would miss a repeated reply with an ampersand (contract §0.3).
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
