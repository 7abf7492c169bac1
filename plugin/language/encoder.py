"""What a sentence means, as numbers: a small multilingual encoder, on the processor, without a network.

The network is Google's universal-sentence-encoder-multilingual 3 (Apache-2.0; Yang et al. 2019, arXiv:1907.04307), cut
to the word pieces of Dutch, German and English by ``training/encoder.py``: piece vectors, windows of two, three and
five pieces, a deep average. Sentences that say the same in other words, or in another of the three languages, lie close
together; that is why a few dozen examples teach a check more than a thousand patterns.

What depends on one piece alone is computed once a piece and kept; the table of pieces stays on disk and is mapped.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import threadpoolctl  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray

from plugin.data import PROMPTS

Floats = NDArray[np.float32]

FOLDER = PROMPTS / "encoder"
WIDTH = 1024  # numbers a sentence: the encoder's own 512, and the 512 of the layer before its last squeeze
_WINDOWS = ((2, 0), (3, 1), (5, 2))  # pieces in a window, and how many of them stand before its own place
_CHANNELS = 256  # numbers a window
_VECTOR = 512  # numbers a piece
_PART = _VECTOR + _CHANNELS * (len(_WINDOWS) + sum(width for width, _ in _WINDOWS))
_GAP = 2  # empty places between two sentences, so that no window sees both
_LONGEST = 120  # pieces of one sentence: what comes after says no more
_BEGIN, _END = 1, 2  # the pieces that mark a sentence's ends
_AT_ONCE = 12  # sentences: their pieces must fit what is kept
_KEPT = 1500  # pieces whose own part is kept: 23 MB, and more than a day's replies of a shop use


class Encoder:
    """Turns sentences into rows of ``WIDTH`` numbers; safe to use from several threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))
        self._table = np.load(folder / "table.npy", mmap_mode="r")
        with np.load(folder / "rows.npz") as rows:
            self._scale, self._lowest = rows["scale"], rows["lowest"]
        with np.load(folder / "network.npz") as network:
            self._net: dict[str, Floats] = {name: network[name].astype(np.float32) for name in network.files}
        self._slots: dict[int, int] = {}
        self._kept = np.empty((_KEPT, _PART), np.float32)
        self._lock = threading.Lock()
        threadpoolctl.threadpool_limits(limits=1)  # matrices this small lose more to waiting threads than they win

    def encode(self, sentences: Sequence[str]) -> Floats:
        """One row a sentence; an empty text gives the row of nothing."""
        numbers = [[_BEGIN, *self._pieces.encode(text)[:_LONGEST], _END] for text in sentences]
        parts = [self._encoded(numbers[at : at + _AT_ONCE]) for at in range(0, len(numbers), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.zeros((0, WIDTH), np.float32)

    def _encoded(self, numbers: Sequence[Sequence[int]]) -> Floats:
        lengths = np.array([len(row) for row in numbers])
        starts = _GAP + np.concatenate(([0], np.cumsum(lengths[:-1] + _GAP)))
        places = np.concatenate([np.arange(at, at + count) for at, count in zip(starts, lengths, strict=True)])
        size = int(places[-1]) + 1 + _GAP
        features = self._features([piece for row in numbers for piece in row], places, size)
        sums = np.add.reduceat(features, np.concatenate(([0], np.cumsum(lengths[:-1]))), axis=0)
        return self._pooled(sums, lengths.astype(np.float32))

    def _parts(self, pieces: Sequence[int]) -> Floats:
        """Of every piece, in one row: its vector, its projection, what it adds to each place of the first windows."""
        with self._lock:
            missing = sorted(set(pieces) - self._slots.keys())
            if len(self._slots) + len(missing) > _KEPT:
                self._slots.clear()
                missing = sorted(set(pieces))
            if missing:
                at = len(self._slots)
                self._kept[at : at + len(missing)] = self._compute(np.array(missing))
                self._slots.update({piece: at + number for number, piece in enumerate(missing)})
            return self._kept[[self._slots[piece] for piece in pieces]]

    def _compute(self, pieces: NDArray[np.int64]) -> Floats:
        vectors = self._table[pieces] * self._scale[pieces, None] + self._lowest[pieces, None]
        projected = self._normal(vectors @ self._net["project"] + self._net["project_bias"], "norm")
        added = [
            projected[:, number * _CHANNELS : (number + 1) * _CHANNELS] @ weights
            for number, (size, _) in enumerate(_WINDOWS)
            for weights in np.split(self._net[f"window_{size}_1"], size)
        ]
        return np.concatenate([vectors, projected, *added], axis=1)

    def _features(self, pieces: Sequence[int], places: NDArray[np.int64], size: int) -> Floats:
        """Of every piece in its sentence: its own vector and what the windows around it say."""
        spread = np.zeros((size, _PART), np.float32)  # with empty rows between the sentences
        spread[places] = self._parts(pieces)
        gaps = np.ones(size, bool)
        gaps[places] = False
        columns = [spread[places, :_VECTOR]]
        at = _VECTOR + len(_WINDOWS) * _CHANNELS
        for number, (width, before) in enumerate(_WINDOWS):
            own = spread[:, _VECTOR + number * _CHANNELS : _VECTOR + (number + 1) * _CHANNELS]
            steps = [spread[:, at + step * _CHANNELS : at + (step + 1) * _CHANNELS] for step in range(width)]
            at += width * _CHANNELS
            layer = np.maximum(_summed(steps, before) + self._net[f"window_{width}_1_bias"], 0) + own
            layer[gaps] = 0
            steps = [layer @ weights for weights in np.split(self._net[f"window_{width}_2"], width)]
            layer += np.maximum(_summed(steps, before) + self._net[f"window_{width}_2_bias"], 0)
            columns.append(layer[places])
        return self._normal(np.concatenate(columns, axis=1), "last_norm")

    def _normal(self, rows: Floats, name: str) -> Floats:
        rows = rows - rows.mean(axis=1, keepdims=True)
        spread = np.sqrt((rows * rows).mean(axis=1, keepdims=True) + self._net["epsilon"])
        return np.asarray(rows / spread * self._net[name] + self._net[f"{name}_bias"], np.float32)

    def _pooled(self, sums: Floats, lengths: Floats) -> Floats:
        net = self._net
        mean = (sums @ net["gather"] + lengths[:, None] * net["gather_bias"]) / np.sqrt(lengths)[:, None]
        first = np.maximum(mean @ net["skip_1"] + np.maximum(mean @ net["dense_0"], 0) @ net["dense_1"], 0)
        second = np.maximum(first @ net["dense_2"], 0)
        last = np.tanh(first @ net["skip_3"] + second @ net["dense_3"])
        return np.concatenate([_unit(last), _unit(mean)], axis=1).astype(np.float32)


def _summed(steps: Sequence[Floats], before: int) -> Floats:
    """The windows' sums: what the piece ``before`` places earlier adds as the first, and so on."""
    total = np.zeros_like(steps[0])
    for number, step in enumerate(steps):
        shift = number - before
        if shift < 0:
            total[-shift:] += step[:shift]
        elif shift:
            total[:-shift] += step[shift:]
        else:
            total += step
    return total


def _unit(rows: NDArray[np.floating[Any]]) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), np.float32)


@functools.cache
def encoder() -> Encoder:
    """The encoder of this process, read when first asked for."""
    return Encoder()
