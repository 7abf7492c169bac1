"""What a sentence means, as numbers: a small multilingual encoder, on the processor, without a network.

The network is Google's universal-sentence-encoder-multilingual 3 (Apache-2.0; Yang et al. 2019, arXiv:1907.04307), cut
to the word pieces of Dutch, German and English by ``training/encoder.py``: piece vectors, windows of two, three and
five pieces, a deep average. Sentences that say the same in other words, or in another of the three languages, lie close
together; that is why a few dozen examples teach a check more than a thousand patterns.

What depends on one piece alone is computed once a piece and kept; the table of pieces stays on disk and is mapped. Tasks
that taught the upper half anew share the lower one: who asks for several of them at once has it worked out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import sentencepiece
import threadpoolctl  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray

from plugin.data import PROMPTS
from plugin.language.encoder_halves import (
    AT_ONCE,
    CHANNELS,
    GAP,
    PART,
    VECTOR,
    WINDOWS,
    Floats,
    LowerHalf,
    Seen,
    UpperHalf,
    standard_sums,
)
from plugin.language.together import Together
from plugin.once import loaded_once

FOLDER = PROMPTS / "encoder"
WIDTH = 1024  # numbers a sentence: the encoder's own 512, and the 512 of the layer before its last squeeze
_LONGEST = 120  # pieces of one sentence: what comes after says no more
_BEGIN, _END = 1, 2  # the pieces that mark a sentence's ends
_POOLED_AT_ONCE = 12  # groups of so many rows
_SPACE = "\u2581"  # begins the pieces that begin a word
_OPENS = f"{_SPACE}–—-"
_LEAST_PART = 5  # pieces of a part that says something by itself

Pieces = Sequence[int]


class _Added(NamedTuple):
    """Of every sentence, and then of every part of one, the sum of its pieces' features, with how many there are."""

    sums: tuple[Floats, Floats]
    owners: list[int]  # of each part: its sentence
    slots: list[int]  # and the how manieth of its parts it is


class _Asked(NamedTuple):
    """A sentence, and the encoders that are to give their row of it."""

    pieces: Pieces
    encoders: tuple[Encoder, ...]


class Encoder:
    """Turns sentences into rows of ``WIDTH`` numbers; safe to use from several threads."""

    def __init__(self, shared: _Shared, upper: Mapping[str, Floats], parts: int = 0) -> None:
        self._shared, self._upper, self._most_parts = shared, UpperHalf(upper), parts

    @property
    def width(self) -> int:
        """Numbers a sentence: ``WIDTH`` for the whole of it, and as many for each of its parts."""
        return WIDTH * (1 + self._most_parts)

    def tuned(self, upper: Mapping[str, Floats], parts: int) -> Encoder:
        """The same pieces and first windows under an upper half taught for one task (``training/tuned.py``).

        It gives ``1 + parts`` rows a sentence, side by side: the whole, and what stands between commas, colons and
        dashes; zeros where a sentence has fewer parts. A fault hidden in one clause drowns in the whole.
        """
        return Encoder(self._shared, upper, parts)

    def pieces(self, text: str) -> list[int]:
        """The numbers of a sentence's pieces, between those of its beginning and its end."""
        return self._shared.pieces(text)

    def compute_parts(self, pieces: NDArray[np.int64], rows: Floats) -> None:
        """Of every piece, in one row of ``PART`` numbers: its vector, its projection, what it adds to the first windows."""
        self._shared.lower.compute_parts(pieces, rows)

    def encode(self, sentences: Sequence[str]) -> Floats:
        """One row a sentence; an empty text gives the row of nothing."""
        return encode_each([(sentence, (self,)) for sentence in sentences])[self] if sentences else self._no_rows()

    def _no_rows(self) -> Floats:
        return np.zeros((0, self.width), np.float32)

    def added_up(self, seen: Seen, numbers: Sequence[Pieces]) -> _Added:
        """The sums of these sentences and of their parts; ``seen`` is what the lower half makes of them."""
        features = self._upper.features(seen, self._shared.lower.room)
        shares = np.zeros((len(numbers), len(features)), np.float32)
        for number, (begin, length) in enumerate(seen.runs):
            shares[number, begin : begin + length] = 1
        owners, slots, cut = self._parts_of(numbers, [begin for begin, _ in seen.runs])
        inner = np.zeros((len(cut), len(features)), np.float32)
        for number, its in enumerate(cut):
            inner[number, its] = 1
        return _Added(standard_sums(features, np.concatenate([shares, inner])), owners, slots)

    def rows_of(self, added: Sequence[_Added]) -> Floats:
        """The sentences' rows. The upper half is passed once for all: its weights outweigh the rows."""
        if len(added) == 1:  # as for any one reply
            rows = self._upper.pooled(*added[0].sums)
            return _side_by_side(rows, added[0].owners, added[0].slots, 1 + self._most_parts)
        rows = self._upper.pooled(*(np.concatenate(both) for both in zip(*(one.sums for one in added), strict=True)))
        ends = np.cumsum([len(one.sums[0]) for one in added])[:-1]
        return np.concatenate(
            [
                _side_by_side(its, one.owners, one.slots, 1 + self._most_parts)
                for one, its in zip(added, np.split(rows, ends), strict=True)
            ]
        )

    def _parts_of(
        self, numbers: Sequence[Pieces], starts: Sequence[int]
    ) -> tuple[list[int], list[int], list[list[int]]]:
        """Of every part: whose it is, the how manieth, its pieces' places with those of the sentence's ends."""
        owners: list[int] = []
        slots: list[int] = []
        cut: list[list[int]] = []
        if not self._most_parts:
            return owners, slots, cut
        for number, (row, start) in enumerate(zip(numbers, starts, strict=True)):
            for slot, (begin, end) in enumerate(self._shared.cut(row, self._most_parts), 1):
                owners.append(number)
                slots.append(slot)
                cut.append([start, *range(start + begin, start + end), start + len(row) - 1])
        return owners, slots, cut


class _Shared:
    """What all encoders of one network share: the pieces, the lower half, and the queue of who asks."""

    def __init__(self, folder: Path, net: Mapping[str, Floats]) -> None:
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))
        table = np.asarray(np.load(folder / "table.npy", mmap_mode="r"))
        with np.load(folder / "rows.npz") as rows:
            self.lower = LowerHalf(net, table, rows["scale"], rows["lowest"])
        self._ends_part = np.array([_ends_part(self._pieces.id_to_piece(n)) for n in range(len(self._pieces))])
        self._begins_word = np.array([self._pieces.id_to_piece(n)[0] in _OPENS for n in range(len(self._pieces))])
        self.together: Together[_Asked, list[tuple[Floats, ...]]] = Together(self._encode_all)

    def pieces(self, text: str) -> list[int]:
        return [_BEGIN, *self._pieces.encode(text)[:_LONGEST], _END]

    def _encode_all(self, asked: Sequence[_Asked]) -> list[tuple[Floats, ...]]:
        """Of each sentence its row by each encoder that it was asked of."""
        found: list[tuple[Floats, ...]] = [()] * len(asked)
        for encoders in dict.fromkeys(one.encoders for one in asked):
            whose = [number for number, one in enumerate(asked) if one.encoders == encoders]
            rows = self._encoded([asked[number].pieces for number in whose], encoders)
            for number, its in zip(whose, zip(*rows, strict=True), strict=True):
                found[number] = its
        return found

    def _encoded(self, numbers: Sequence[Pieces], encoders: Sequence[Encoder]) -> list[list[Floats]]:
        """By each encoder the rows of all these sentences."""
        found: list[list[Floats]] = [[] for _ in encoders]
        groups = _groups(numbers)
        while some := list(islice(groups, _POOLED_AT_ONCE)):
            added: list[list[_Added]] = [[] for _ in encoders]
            for group in some:
                seen = self.lower.see(group)
                for its, encoder_ in zip(added, encoders, strict=True):
                    its.append(encoder_.added_up(seen, group))
            for rows, its, encoder_ in zip(found, added, encoders, strict=True):
                rows += list(encoder_.rows_of(its))
        return found

    def cut(self, row: Pieces, most: int) -> list[tuple[int, int]]:
        """Where the parts of a sentence begin and end; none where it is all one part."""
        last = len(row) - 1
        cuts = [1]
        for at in range(1, last - 1):
            apart = self._ends_part[row[at]] and self._begins_word[row[at + 1]]
            if apart and at + 1 - cuts[-1] >= _LEAST_PART and last - at - 1 >= _LEAST_PART and len(cuts) < most:
                cuts.append(at + 1)
        return list(pairwise([*cuts, last])) if len(cuts) > 1 else []


def encode_each(asked: Sequence[tuple[str, tuple[Encoder, ...]]]) -> dict[Encoder, Floats]:
    """Each sentence by each of the encoders named beside it, which share their lower half. By encoder the rows of the
    sentences that it was asked of, in order.
    """
    shared = asked[0][1][0]._shared  # noqa: SLF001 -- of this module's own class
    answers = shared.together.ask([_Asked(shared.pieces(text), encoders) for text, encoders in asked])
    found: dict[Encoder, list[Floats]] = {}
    for (_, encoders), rows in zip(asked, answers, strict=True):
        for encoder_, row in zip(encoders, rows, strict=True):
            found.setdefault(encoder_, []).append(row)
    return {encoder_: np.stack(rows) for encoder_, rows in found.items()}


def _groups(numbers: Sequence[Pieces]) -> Iterator[list[Pieces]]:
    """Sentences after one another, as many as are worked out at once."""
    group: list[Pieces] = []
    rows = GAP
    for row in numbers:
        if group and rows + len(row) + GAP > AT_ONCE:
            yield group
            group, rows = [], GAP
        group.append(row)
        rows += len(row) + GAP
    yield group


def _side_by_side(rows: Floats, owners: Sequence[int], slots: Sequence[int], most: int) -> Floats:
    """One row a sentence: the sentence's own, and behind it those of its parts; zeros where it has fewer."""
    count = len(rows) - len(owners)
    found = np.zeros((count, most, WIDTH), np.float32)
    found[:, 0] = rows[:count]
    found[owners, slots] = rows[count:]
    return found.reshape(count, -1)


def _ends_part(piece: str) -> bool:
    return piece[-1] in ",;:" or piece.strip(_SPACE) in {"-", "–", "—"}


def read_encoder(folder: Path = FOLDER) -> Encoder:
    """The encoder as it stands in a folder."""
    with np.load(folder / "network.npz") as network:
        net = {name: network[name].astype(np.float32) for name in network.files}
    threadpoolctl.threadpool_limits(limits=1)  # matrices this small lose more to waiting threads than they win
    return Encoder(_Shared(folder, net), net)


@loaded_once
def encoder() -> Encoder:
    """The encoder of this process, read when first asked for."""
    return read_encoder()


__all__ = [
    "CHANNELS", "FOLDER", "PART", "VECTOR", "WIDTH", "WINDOWS", "Encoder", "Floats", "encode_each", "encoder", "read_encoder",
]  # fmt: skip
