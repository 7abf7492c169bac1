"""Which encoding a file is in. First what the bytes prove (a byte order mark, valid UTF-8), then what they suggest."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
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
# What exports of the languages we serve are written in, where they are not Unicode: Windows, DOS, the old Macintosh.
_LEGACY = ("cp1252", "cp850", "mac_roman")
_PUNCTUATION = "€‘’“”„–—…•´«»\xa0"
_QUANTITIES = "°§©®™½¼¾²³£×·"
_OURS = frozenset("äöüßéèêëáàâãåæçíìîïñóòôõøœúùûÿÄÖÜÉÈÊËÁÀÂÅÆÇÍÎÏÑÓÔÖØŒÚÜ")
_SPECIAL = re.compile(r"[^\x00-\x7f]")
_ENOUGH = 2_000
_MAKES_SENSE = 0.7


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
    """One byte a character: the encoding under which the special characters are those that our languages use.

    Statistics alone confuse these encodings in short western texts, so charset-normalizer is asked only where none
    of the usual ones makes sense. latin-1 can read anything: it is the last resort.
    """
    fits = {name: _plausible(sample, name) for name in _LEGACY}
    best = max(fits, key=lambda name: fits[name])  # the first of equals, cp1252
    if fits[best] >= _MAKES_SENSE:
        return best
    other = from_bytes(sample).best()
    if other is not None:
        return other.encoding
    return "cp1252" if fits["cp1252"] >= 0 else "latin-1"


def _plausible(sample: bytes, encoding: str) -> float:
    """The share of the special characters that make sense where they stand; -1 where the bytes do not decode."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    places = [found.start() for found in islice(_SPECIAL.finditer(text), _ENOUGH)]
    likely = sum(_likely(text[max(0, place - 1) : place], text[place], text[place + 1 : place + 2]) for place in places)
    return likely / len(places) if places else 1.0


def _likely(before: str, char: str, after: str) -> float:
    """How well a character fits where it stands, from 0 to 1: a letter of ours beside another one best."""
    if char in _PUNCTUATION:
        return 1.0
    if char in _QUANTITIES:
        return 0.0 if before.isalpha() else 0.8
    if char not in _OURS or (char.isupper() and before.islower()):
        return 0.0
    return 1.0 if before.isalpha() or after.isalpha() else 0.8
