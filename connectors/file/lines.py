"""The lines of a file as text, with what had to be repaired named by its line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from connectors.file.decoding import blocks_of

MAX_LINE = 5_000_000  # characters; more is no text but an accident, and would fill the memory


@dataclass
class Lines:
    """Physical lines with their ends (LF, CR LF or CR), numbered from 1.

    NUL characters are taken out and undecodable bytes become U+FFFD; ``damage`` tells which line that happened on.
    A line longer than ``MAX_LINE`` is cut there.
    """

    source: Path | bytes
    encoding: str
    damage: dict[int, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(self._split(), start=1):
            yield number, self._mended(number, line)

    def _split(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
        rest = ""
        for block in blocks_of(self.source):
            # "\r" at the end of a block may be half of "\r\n": keep it for the next round
            text = rest + decoder.decode(block)
            held_back = "\r" if text.endswith("\r") else ""
            *whole, rest = _at_line_ends(text.removesuffix("\r") if held_back else text)
            rest += held_back
            yield from whole
            while len(rest) > MAX_LINE:
                yield rest[:MAX_LINE]
                rest = rest[MAX_LINE:]
        *whole, rest = _at_line_ends(rest + decoder.decode(b"", final=True))
        yield from whole
        if rest:
            yield rest

    def _mended(self, number: int, line: str) -> str:
        if "\0" in line:
            self.damage[number] = "NUL characters were taken out"
            line = line.replace("\0", "")
        if "\ufffd" in line:
            self.damage[number] = f"some characters are no {self.encoding}; they became \ufffd"
        return line


def _at_line_ends(text: str) -> list[str]:
    """Split after line ends; the last piece has none (it may be empty). Unlike ``splitlines``, other separators such
    as U+2028 or a form feed are part of the text.
    """
    lines = []
    for piece in text.split("\n"):
        if "\r" in piece.removesuffix("\r"):  # an old Macintosh export
            lines += [f"{part}\r" for part in piece.removesuffix("\r").split("\r")]
            lines[-1] = lines[-1].removesuffix("\r") + ("\r" if piece.endswith("\r") else "")
        else:
            lines.append(piece)
        lines[-1] += "\n"
    lines[-1] = lines[-1].removesuffix("\n")
    return lines
