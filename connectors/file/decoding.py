"""Which encoding a file is in. First what the bytes prove (a byte order mark, valid UTF-8), then what they suggest."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

BLOCK = 1 << 20
_SAMPLE = 256 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What exports of the languages we serve are written in, where they are not Unicode. Others are mostly misreadings.
_LEGACY = ["cp1252", "cp1250", "iso8859_15", "mac_roman", "cp850"]


@dataclass(frozen=True)
class Encoded:
    """What one pass over the bytes found out: ``digest`` tells two versions of a file apart."""

    encoding: str
    digest: str
    size: int


def blocks_of(source: Path | bytes) -> Iterator[bytes]:
    """The bytes in pieces, so that a file larger than memory can be read."""
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def examine(blocks: Iterable[bytes], *, encoding: str = "auto") -> Encoded:
    """Read everything once. ``encoding`` other than "auto" is believed."""
    digest, size, sample = hashlib.sha256(), 0, bytearray()
    utf8 = codecs.getincrementaldecoder("utf-8")()
    valid = True
    for block in blocks:
        digest.update(block)
        size += len(block)
        sample += block[: max(0, _SAMPLE - len(sample))]
        valid = valid and _feeds(utf8, block)
    valid = valid and _feeds(utf8, b"", final=True)
    chosen = encoding if encoding != "auto" else _guess(bytes(sample), utf8=valid)
    return Encoded(chosen, digest.hexdigest(), size)


def _feeds(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _guess(sample: bytes, *, utf8: bool) -> str:
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if zeros := _utf16_by_zeros(sample):
        return zeros
    if utf8:
        return "utf-8"
    return _legacy(sample)


def _utf16_by_zeros(sample: bytes) -> str:
    """UTF-16 without a mark: in western text every other byte is zero."""
    half = len(sample) // 2
    if not half:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _legacy(sample: bytes) -> str:
    best = from_bytes(sample, cp_isolation=_LEGACY, threshold=0.4).best()
    # cp1252 leaves five bytes undefined; latin-1 can read anything, so it is the last resort.
    for name in ([best.encoding] if best else []) + ["cp1252"]:
        try:
            sample.decode(name)
        except UnicodeDecodeError:
            continue
        return "cp1252" if name == "iso8859_15" and b"\xa4" not in sample else name
    return "latin-1"
