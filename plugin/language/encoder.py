"""What a sentence means, as numbers: a small multilingual encoder, on the processor, without a network.

The network is Google's universal-sentence-encoder-multilingual 3 (Apache-2.0; Yang et al. 2019, arXiv:1907.04307), cut
to the word pieces of Dutch, German and English by ``training/encoder.py``: piece vectors, windows of two, three and
five pieces, a deep average. Sentences that say the same in other words, or in another of the three languages, lie close
together; that is why a few dozen examples teach a check more than a thousand patterns.

What depends on one piece alone is computed once a piece and kept; the table of pieces stays on disk and is mapped.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import threadpoolctl  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray

from plugin.data import PROMPTS
from plugin.language.kept_rows import NOTHING, KeptRows
from plugin.language.together import Together

Floats = NDArray[np.float32]

FOLDER = PROMPTS / "encoder"
WIDTH = 1024  # numbers a sentence: the encoder's own 512, and the 512 of the layer before its last squeeze
WINDOWS = ((2, 0), (3, 1), (5, 2))  # pieces in a window, and how many of them stand before its own place
CHANNELS = 256  # numbers a window
VECTOR = 512  # numbers a piece
PART = VECTOR + CHANNELS * (len(WINDOWS) + sum(width for width, _ in WINDOWS))
_LEAST = 1e-12  # of a spread squared, as the network was trained
_GAP = 2  # empty places between two sentences, so that no window sees both
_LONGEST = 120  # pieces of one sentence: what comes after says no more
_BEGIN, _END = 1, 2  # the pieces that mark a sentence's ends
_AT_ONCE = 480  # pieces: fewer than are kept, and seven megabytes of their parts
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
        self._prepare()
        self._kept = KeptRows(_KEPT, PART, self.compute_parts)
        self._together: Together[Sequence[int], Floats] = Together(self._encode_all)
        threadpoolctl.threadpool_limits(limits=1)  # matrices this small lose more to waiting threads than they win

    def _prepare(self) -> None:
        """Weights as they are multiplied: what is multiplied with the same rows stands side by side."""
        net = self._net
        for width, _ in WINDOWS:
            net[f"window_{width}_1"] = np.hstack(np.split(net[f"window_{width}_1"], width))
        # The scale and the shift of the last normalisation are the same for every piece: part of what gathers them.
        net["gather_bias"] = net["gather_bias"] + net.pop("last_norm_bias") @ net["gather"]
        net["gather"] *= net.pop("last_norm")[:, None]
        net["after_mean"] = np.hstack([net.pop("dense_0"), net.pop("skip_1")])
        net["after_first"] = np.hstack([net.pop("dense_2"), net.pop("skip_3")])

    def pieces(self, text: str) -> list[int]:
        """The numbers of a sentence's pieces, between those of its beginning and its end."""
        return [_BEGIN, *self._pieces.encode(text)[:_LONGEST], _END]

    def encode(self, sentences: Sequence[str]) -> Floats:
        """One row a sentence; an empty text gives the row of nothing."""
        numbers = [self.pieces(text) for text in sentences]
        return self._together.ask(numbers) if numbers else np.zeros((0, WIDTH), np.float32)

    def _encode_all(self, numbers: Sequence[Sequence[int]]) -> Floats:
        parts = [self._encoded(group) for group in _groups(numbers)]
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _encoded(self, numbers: Sequence[Sequence[int]]) -> Floats:
        spread: list[int] = [NOTHING] * _GAP  # the pieces, with empty places between the sentences
        for row in numbers:
            spread += row
            spread += [NOTHING] * _GAP
        lengths = np.array([len(row) for row in numbers])
        features = self._features(spread)
        return self._pooled(_standard_sums(features, lengths), lengths.astype(np.float32)[:, None])

    def compute_parts(self, pieces: NDArray[np.int64], rows: Floats) -> None:
        """Of every piece, in one row: its vector, its projection, what it adds to each place of the first windows."""
        vectors = rows[:, :VECTOR]
        vectors[:] = self._table[pieces] * self._scale[pieces, None] + self._lowest[pieces, None]
        projected = self._normal(vectors @ self._net["project"] + self._net["project_bias"], "norm")
        at = VECTOR + len(WINDOWS) * CHANNELS
        rows[:, VECTOR:at] = projected
        for number, (width, before) in enumerate(WINDOWS):
            own = projected[:, number * CHANNELS : (number + 1) * CHANNELS]
            np.matmul(own, self._net[f"window_{width}_1"], out=rows[:, at : at + width * CHANNELS])
            rows[:, at + before * CHANNELS : at + (before + 1) * CHANNELS] += self._net[f"window_{width}_1_bias"]
            at += width * CHANNELS

    def _features(self, spread: Sequence[int]) -> Floats:
        """Of every piece in its sentence: its own vector and what the windows around it say."""
        parts = self._kept.of(spread)
        empty = np.array([piece == NOTHING for piece in spread])
        places = np.flatnonzero(~empty)
        features = np.empty((len(places), VECTOR + len(WINDOWS) * CHANNELS), np.float32)
        features[:, :VECTOR] = parts[places, :VECTOR]
        at = VECTOR + len(WINDOWS) * CHANNELS
        for number, (width, before) in enumerate(WINDOWS):
            columns = slice(VECTOR + number * CHANNELS, VECTOR + (number + 1) * CHANNELS)
            layer = _summed(parts[:, at : at + width * CHANNELS], width, before)
            at += width * CHANNELS
            np.maximum(layer, 0, out=layer)
            layer += parts[:, columns]
            layer[empty] = 0
            seen = _windows(layer, width)[places - before]
            second = np.matmul(seen, self._net[f"window_{width}_2"], out=features[:, columns])
            second += self._net[f"window_{width}_2_bias"]
            np.maximum(second, 0, out=second)
            second += seen[:, before * CHANNELS : (before + 1) * CHANNELS]
        return features

    def _normal(self, rows: Floats, name: str) -> Floats:
        """In place."""
        rows -= rows.mean(axis=1, keepdims=True)
        rows /= np.sqrt((rows * rows).mean(axis=1, keepdims=True) + _LEAST)
        rows *= self._net[name]
        rows += self._net[f"{name}_bias"]
        return rows

    def _pooled(self, sums: Floats, lengths: Floats) -> Floats:
        net = self._net
        mean = (sums @ net["gather"] + lengths * net["gather_bias"]) / np.sqrt(lengths)
        deep, skipped = np.hsplit(mean @ net["after_mean"], 2)
        first: Floats = np.maximum(skipped + np.maximum(deep, 0) @ net["dense_1"], 0)
        deeper, passed = np.hsplit(first @ net["after_first"], 2)
        last = np.tanh(passed + np.maximum(deeper, 0) @ net["dense_3"])
        return np.concatenate([_unit(last), _unit(mean)], axis=1).astype(np.float32)


def _groups(numbers: Sequence[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
    """Sentences after one another, as many as are worked out at once."""
    group: list[Sequence[int]] = []
    pieces = 0
    for row in numbers:
        if group and pieces + len(row) > _AT_ONCE:
            yield group
            group, pieces = [], 0
        group.append(row)
        pieces += len(row)
    yield group


def _standard_sums(rows: Floats, lengths: NDArray[np.int64]) -> Floats:
    """The sum of each sentence's rows, every row brought to mean 0 and spread 1."""
    mean = rows.mean(axis=1)
    spread = np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] - mean * mean + _LEAST)
    of = np.repeat(np.arange(len(lengths)), lengths)
    shares = np.zeros((len(lengths), len(rows)), np.float32)
    shares[of, np.arange(len(rows))] = 1 / spread
    return np.asarray(shares @ rows - (shares @ mean)[:, None], np.float32)


def _windows(layer: Floats, width: int) -> Floats:
    """Row ``i``: the rows ``i`` to ``i + width`` side by side. A view: every number stands there once."""
    count = len(layer) - width + 1
    shape = (count, width * layer.shape[1])
    return np.lib.stride_tricks.as_strided(layer, shape, layer.strides, writeable=False)


def _summed(steps: Floats, width: int, before: int) -> Floats:
    """The windows' sums: what the piece ``before`` places earlier adds as the first, and so on."""
    total = steps[:, before * CHANNELS : (before + 1) * CHANNELS].copy()
    for number in range(width):
        step, shift = steps[:, number * CHANNELS : (number + 1) * CHANNELS], number - before
        if shift < 0:
            total[-shift:] += step[:shift]
        elif shift:
            total[:-shift] += step[shift:]
    return total


def _unit(rows: NDArray[np.floating[Any]]) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), np.float32)


@functools.cache
def encoder() -> Encoder:
    """The encoder of this process, read when first asked for."""
    return Encoder()
