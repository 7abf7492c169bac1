"""What a sentence means, as numbers: a small multilingual encoder, on the processor, without a network.

The network is Google's universal-sentence-encoder-multilingual 3 (Apache-2.0; Yang et al. 2019, arXiv:1907.04307), cut
to the word pieces of Dutch, German and English by ``training/encoder.py``: piece vectors, windows of two, three and
five pieces, a deep average. Sentences that say the same in other words, or in another of the three languages, lie close
together; that is why a few dozen examples teach a check more than a thousand patterns.

What depends on one piece alone is computed once a piece and kept; the table of pieces stays on disk and is mapped.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import sentencepiece
import threadpoolctl  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray

from plugin.data import PROMPTS
from plugin.language.kept_rows import NOTHING, KeptRows
from plugin.language.products import Weights
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
_AT_ONCE = (
    320  # rows that are worked out at once, pieces and gaps: fewer than are kept, and some eight megabytes in all
)
_POOLED_AT_ONCE = 12  # groups of so many rows
_SPACE = "\u2581"  # begins the pieces that begin a word
_OPENS = f"{_SPACE}–—-"
_LEAST_PART = 5  # pieces of a part that says something by itself
_KEPT = 1500  # pieces whose own part is kept: 23 MB, and more than a day's replies of a shop use


class _Room:
    """Where the numbers of one pass stand, the same for every pass: memory of this size costs time whenever it is had
    anew, and many threads each keep some of it. Only one thread at a time is in here (``Together``).
    """

    def __init__(self) -> None:
        self.parts = np.empty((_AT_ONCE, PART), np.float32)
        self.features = np.empty((_AT_ONCE, VECTOR + len(WINDOWS) * CHANNELS), np.float32)
        self.layer = np.empty((_AT_ONCE, CHANNELS), np.float32)
        self._windows = np.empty(_AT_ONCE * max(width for width, _ in WINDOWS) * CHANNELS, np.float32)

    def windows(self, rows: int, width: int) -> Floats:
        """So many rows, each as wide as a window, without gaps between them."""
        return self._windows[: rows * width * CHANNELS].reshape(rows, width * CHANNELS)


class _Upper:
    """The layers that one task may have taught anew: the second windows, and what makes of a sentence's sum its row.

    What is multiplied with the same rows stands side by side.
    """

    def __init__(self, net: Mapping[str, Floats]) -> None:
        self.second = [Weights(net[f"window_{width}_2"]) for width, _ in WINDOWS]
        self.second_bias = [net[f"window_{width}_2_bias"] for width, _ in WINDOWS]
        # The scale and the shift of the last normalisation are the same for every piece: part of what gathers them.
        self._gather = Weights(net["gather"] * net["last_norm"][:, None])
        self._gather_bias = net["gather_bias"] + net["last_norm_bias"] @ net["gather"]
        self._after_mean = Weights(np.hstack([net["dense_0"], net["skip_1"]]))
        self._after_first = Weights(np.hstack([net["dense_2"], net["skip_3"]]))
        self._dense_1, self._dense_3 = Weights(net["dense_1"]), Weights(net["dense_3"])

    def pooled(self, sums: Floats, lengths: Floats) -> Floats:
        """``WIDTH`` numbers for each sum of ``lengths`` pieces."""
        mean = self._gather.times(sums)
        mean += lengths * self._gather_bias
        mean /= np.sqrt(lengths)
        deep, skipped = _halves(self._after_mean.times(mean))
        first = np.maximum(skipped + self._dense_1.times(np.maximum(deep, 0)), 0)
        deeper, passed = _halves(self._after_first.times(first))
        last = np.tanh(passed + self._dense_3.times(np.maximum(deeper, 0)))
        return np.concatenate([_unit(last), _unit(mean)], axis=1)


class _Added(NamedTuple):
    """Of every sentence, and then of every part of one, the sum of its pieces' features, with how many there are."""

    sums: tuple[Floats, Floats]
    owners: list[int]  # of each part: its sentence
    slots: list[int]  # and the how manieth of its parts it is


class Encoder:
    """Turns sentences into rows of ``WIDTH`` numbers; safe to use from several threads."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))
        self._table = np.asarray(np.load(folder / "table.npy", mmap_mode="r"))
        with np.load(folder / "rows.npz") as rows:
            self._scale, self._lowest = rows["scale"], rows["lowest"]
        with np.load(folder / "network.npz") as network:
            net = {name: network[name].astype(np.float32) for name in network.files}
        self._lower: dict[str, Floats] = {name: net[name] for name in ("project_bias", "norm", "norm_bias")}
        self._lower |= {f"window_{width}_1_bias": net[f"window_{width}_1_bias"] for width, _ in WINDOWS}
        self._project = Weights(net["project"])
        # What is multiplied with the same rows stands side by side.
        self._first = [Weights(np.hstack(np.split(net[f"window_{width}_1"], width))) for width, _ in WINDOWS]
        self.use(net, parts=0)
        self._ends_part = np.array([_ends_part(self._pieces.id_to_piece(n)) for n in range(len(self._pieces))])
        self._begins_word = np.array([self._pieces.id_to_piece(n)[0] in _OPENS for n in range(len(self._pieces))])
        self._kept = KeptRows(_KEPT, PART, self.compute_parts)
        threadpoolctl.threadpool_limits(limits=1)  # matrices this small lose more to waiting threads than they win

    def tuned(self, upper: Mapping[str, Floats], parts: int) -> Encoder:
        """The same pieces and first windows under an upper half taught for one task (``training/tuned.py``).

        It gives ``1 + parts`` rows a sentence, side by side: the whole, and what stands between commas, colons and
        dashes; zeros where a sentence has fewer parts. A fault hidden in one clause drowns in the whole.
        """
        other = copy.copy(self)
        other.use(upper, parts)
        return other

    def use(self, upper: Mapping[str, Floats], parts: int) -> None:
        """From now on this upper half, with so many parts of a sentence beside the whole."""
        self._upper = _Upper(upper)
        self._most_parts = parts
        self._together: Together[Sequence[int], Floats] = Together(self._encode_all)
        self._room = _Room()

    def pieces(self, text: str) -> list[int]:
        """The numbers of a sentence's pieces, between those of its beginning and its end."""
        return [_BEGIN, *self._pieces.encode(text)[:_LONGEST], _END]

    def encode(self, sentences: Sequence[str]) -> Floats:
        """One row a sentence; an empty text gives the row of nothing."""
        numbers = [self.pieces(text) for text in sentences]
        width = WIDTH * (1 + self._most_parts)
        return self._together.ask(numbers) if numbers else np.zeros((0, width), np.float32)

    def _encode_all(self, numbers: Sequence[Sequence[int]]) -> Floats:
        groups = _groups(numbers)
        found = []
        while some := list(islice(groups, _POOLED_AT_ONCE)):
            found += self._encoded(some)
        return found[0] if len(found) == 1 else np.concatenate(found)

    def _encoded(self, groups: Sequence[Sequence[Sequence[int]]]) -> list[Floats]:
        """Of each group its sentences' rows. The upper half is passed once for all: its weights outweigh the rows."""
        added = [self._added_up(group) for group in groups]
        rows = self._upper.pooled(*(np.concatenate(both) for both in zip(*(one.sums for one in added), strict=True)))
        ends = np.cumsum([len(one.sums[0]) for one in added])[:-1]
        return [
            _side_by_side(its, one.owners, one.slots, 1 + self._most_parts)
            for one, its in zip(added, np.split(rows, ends), strict=True)
        ]

    def _added_up(self, numbers: Sequence[Sequence[int]]) -> _Added:
        spread: list[int] = [NOTHING] * _GAP  # the pieces, with empty places between the sentences
        places = []
        for row in numbers:
            places.append((len(spread), len(row)))
            spread += row
            spread += [NOTHING] * _GAP
        features = self._features(spread, places)
        ends = np.cumsum([len(row) for row in numbers])
        shares = np.zeros((len(numbers), len(features)), np.float32)
        for number, (row, end) in enumerate(zip(numbers, ends, strict=True)):
            shares[number, end - len(row) : end] = 1
        owners, slots, cut = self._parts_of(numbers, ends - [len(row) for row in numbers])
        inner = np.zeros((len(cut), len(features)), np.float32)
        for number, its in enumerate(cut):
            inner[number, its] = 1
        return _Added(_standard_sums(features, np.concatenate([shares, inner])), owners, slots)

    def _parts_of(
        self, numbers: Sequence[Sequence[int]], starts: NDArray[np.int64]
    ) -> tuple[list[int], list[int], list[list[int]]]:
        """Of every part: whose it is, the how manieth, its pieces' places with those of the sentence's ends."""
        owners: list[int] = []
        slots: list[int] = []
        cut: list[list[int]] = []
        if not self._most_parts:
            return owners, slots, cut
        for number, (row, start) in enumerate(zip(numbers, starts.tolist(), strict=True)):
            for slot, (begin, end) in enumerate(self._cut(row), 1):
                owners.append(number)
                slots.append(slot)
                cut.append([start, *range(start + begin, start + end), start + len(row) - 1])
        return owners, slots, cut

    def _cut(self, row: Sequence[int]) -> list[tuple[int, int]]:
        """Where the parts of a sentence begin and end; none where it is all one part."""
        last = len(row) - 1
        cuts = [1]
        for at in range(1, last - 1):
            apart = self._ends_part[row[at]] and self._begins_word[row[at + 1]]
            if (
                apart
                and at + 1 - cuts[-1] >= _LEAST_PART
                and last - at - 1 >= _LEAST_PART
                and len(cuts) < self._most_parts
            ):
                cuts.append(at + 1)
        return list(pairwise([*cuts, last])) if len(cuts) > 1 else []

    def compute_parts(self, pieces: NDArray[np.int64], rows: Floats) -> None:
        """Of every piece, in one row: its vector, its projection, what it adds to each place of the first windows."""
        vectors = rows[:, :VECTOR]
        vectors[:] = self._table[pieces] * self._scale[pieces, None] + self._lowest[pieces, None]
        projected = self._normal(self._project.times(vectors) + self._lower["project_bias"])
        at = VECTOR + len(WINDOWS) * CHANNELS
        rows[:, VECTOR:at] = projected
        for number, (width, before) in enumerate(WINDOWS):
            own = projected[:, number * CHANNELS : (number + 1) * CHANNELS]
            self._first[number].times(own, out=rows[:, at : at + width * CHANNELS])
            rows[:, at + before * CHANNELS : at + (before + 1) * CHANNELS] += self._lower[f"window_{width}_1_bias"]
            at += width * CHANNELS

    def _features(self, spread: Sequence[int], places: Sequence[tuple[int, int]]) -> Floats:
        """Of every piece in its sentence: its own vector and what the windows around it say.

        ``places``: where each sentence begins in ``spread``, and how many pieces it has.
        """
        parts = self._kept.of(spread, self._room.parts)
        empty = np.array([place for place, piece in enumerate(spread) if piece == NOTHING])
        features = self._room.features[: sum(length for _, length in places)]
        _put_together(features[:, :VECTOR], parts[:, :VECTOR], places, 0)
        at = VECTOR + len(WINDOWS) * CHANNELS
        for number, (width, before) in enumerate(WINDOWS):
            columns = slice(VECTOR + number * CHANNELS, VECTOR + (number + 1) * CHANNELS)
            layer = _summed(parts[:, at : at + width * CHANNELS], width, before, self._room.layer[: len(parts)])
            at += width * CHANNELS
            np.maximum(layer, 0, out=layer)
            layer += parts[:, columns]
            layer[empty] = 0
            seen = self._room.windows(len(features), width)
            _put_together(seen, _windows(layer, width), places, -before)
            second = self._upper.second[number].times(seen, out=features[:, columns])
            second += self._upper.second_bias[number]
            np.maximum(second, 0, out=second)
            second += seen[:, before * CHANNELS : (before + 1) * CHANNELS]
        return features

    def _normal(self, rows: Floats) -> Floats:
        """In place."""
        rows -= rows.mean(axis=1, keepdims=True)
        rows /= np.sqrt((rows * rows).mean(axis=1, keepdims=True) + _LEAST)
        rows *= self._lower["norm"]
        rows += self._lower["norm_bias"]
        return rows


def _groups(numbers: Sequence[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
    """Sentences after one another, as many as are worked out at once."""
    group: list[Sequence[int]] = []
    rows = _GAP
    for row in numbers:
        if group and rows + len(row) + _GAP > _AT_ONCE:
            yield group
            group, rows = [], _GAP
        group.append(row)
        rows += len(row) + _GAP
    yield group


def _side_by_side(rows: Floats, owners: Sequence[int], slots: Sequence[int], most: int) -> Floats:
    """One row a sentence: the sentence's own, and behind it those of its parts; zeros where it has fewer."""
    count = len(rows) - len(owners)
    found = np.zeros((count, most, WIDTH), np.float32)
    found[:, 0] = rows[:count]
    found[owners, slots] = rows[count:]
    return found.reshape(count, -1)


def _put_together(rows: Floats, spread: Floats, places: Sequence[tuple[int, int]], shift: int) -> None:
    """Into ``rows`` what stands at the sentences' places in ``spread``, so many rows further on, without the gaps."""
    at = 0
    for begin, length in places:
        rows[at : at + length] = spread[begin + shift : begin + shift + length]
        at += length


def _standard_sums(rows: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """For each line of shares the sum of its rows, every row brought to mean 0 and spread 1; and how many there are."""
    mean = rows.mean(axis=1)
    spread = np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] - mean * mean + _LEAST)
    weighted = shares / spread
    sums = weighted @ rows - (weighted @ mean)[:, None]
    return np.asarray(sums, np.float32), shares.sum(axis=1, keepdims=True)


def _ends_part(piece: str) -> bool:
    return piece[-1] in ",;:" or piece.strip(_SPACE) in {"-", "–", "—"}


def _windows(layer: Floats, width: int) -> Floats:
    """Row ``i``: the rows ``i`` to ``i + width`` side by side. A view: every number stands there once."""
    count = len(layer) - width + 1
    shape = (count, width * layer.shape[1])
    return np.lib.stride_tricks.as_strided(layer, shape, layer.strides, writeable=False)


def _summed(steps: Floats, width: int, before: int, total: Floats) -> Floats:
    """The windows' sums, in ``total``: what the piece ``before`` places earlier adds as the first, and so on."""
    total[:] = steps[:, before * CHANNELS : (before + 1) * CHANNELS]
    for number in range(width):
        step, shift = steps[:, number * CHANNELS : (number + 1) * CHANNELS], number - before
        if shift < 0:
            total[-shift:] += step[:shift]
        elif shift:
            total[:-shift] += step[shift:]
    return total


def _halves(rows: Floats) -> tuple[Floats, Floats]:
    middle = rows.shape[1] // 2
    return rows[:, :middle], rows[:, middle:]


def _unit(rows: NDArray[np.floating[Any]]) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), np.float32)


@functools.cache
def encoder() -> Encoder:
    """The encoder of this process, read when first asked for."""
    return Encoder()
