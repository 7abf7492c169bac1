"""The encoder's two halves: what it sees of the pieces around each place, the same for every task; and what a task makes of it.

A window sees so few pieces that most places of a sentence are the same as in the text that it is a part of. Where both are read,
such a place is worked out once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from plugin.language.kept_rows import NOTHING, KeptRows
from plugin.language.products import Weights

Floats = NDArray[np.float32]
Places = NDArray[np.intp]
Runs = Sequence[tuple[int, int]]  # a place, and how many from there

WINDOWS = ((2, 0), (3, 1), (5, 2))  # pieces in a window, and how many of them stand before its own place
CHANNELS = 256  # numbers a window
VECTOR = 512  # numbers a piece
PART = VECTOR + CHANNELS * (len(WINDOWS) + sum(width for width, _ in WINDOWS))
GAP = 2  # empty places between two sentences, so that no window sees both
AT_ONCE = 320  # rows that are worked out at once, pieces and gaps: fewer than are kept, and some nine megabytes in all
KEPT = 1500  # pieces whose own part is kept: 23 MB, and more than a day's replies of a shop use
_LEAST = 1e-12  # of a spread squared, as the network was trained
_A_WHOLE = 3  # its share of all pieces: the whole of a text beside its sentences has about half


class Room:
    """Where the numbers of one pass stand, the same for every pass: memory of this size costs time whenever it is had
    anew, and many threads each keep some of it. Only one thread at a time is in here (``Together``).
    """

    def __init__(self) -> None:
        self.parts = np.empty((AT_ONCE, PART), np.float32)
        self.layers = np.empty((len(WINDOWS), AT_ONCE, CHANNELS), np.float32)
        self.features = np.empty((AT_ONCE, VECTOR + len(WINDOWS) * CHANNELS), np.float32)
        self._windows = np.empty(AT_ONCE * max(width for width, _ in WINDOWS) * CHANNELS, np.float32)

    def windows(self, rows: int, width: int) -> Floats:
        """So many rows, each as wide as a window, without gaps between them."""
        return self._windows[: rows * width * CHANNELS].reshape(rows, width * CHANNELS)


class Alike(NamedTuple):
    """Places around which the same pieces stand as far as a second window reaches: they are worked out once.

    ``runs``: those that differ, ``places`` in all. ``slots``: of every place the one that it is like.
    """

    runs: Runs
    places: int
    slots: Places | None  # None: all of them differ


class Seen(NamedTuple):
    """What the lower half makes of sentences: of every place the vector, and what the first windows say around it."""

    vectors: Floats
    layers: tuple[Floats, ...]
    runs: Runs  # where each sentence begins, and how many pieces it has
    alike: tuple[Alike, ...]  # for each width of window


class LowerHalf:
    """Of every piece its vector, and what the windows of two, three and five pieces around it say at first.

    Not for several threads at once, but for ``compute_parts``.
    """

    def __init__(self, net: Mapping[str, Floats], table: NDArray[np.uint8], scale: Floats, lowest: Floats) -> None:
        self._table, self._scale, self._lowest = table, scale, lowest
        self._net = {name: net[name] for name in ("project_bias", "norm", "norm_bias")}
        self._net |= {f"window_{width}_1_bias": net[f"window_{width}_1_bias"] for width, _ in WINDOWS}
        self._project = Weights(net["project"])
        # What is multiplied with the same rows stands side by side.
        self._first = [Weights(np.hstack(np.split(net[f"window_{width}_1"], width))) for width, _ in WINDOWS]
        self._kept = KeptRows(KEPT, PART, self.compute_parts)
        self.room = Room()

    def compute_parts(self, pieces: NDArray[np.int64], rows: Floats) -> None:
        """Of every piece, in one row: its vector, its projection, what it adds to each place of the first windows."""
        vectors = rows[:, :VECTOR]
        vectors[:] = self._table[pieces] * self._scale[pieces, None] + self._lowest[pieces, None]
        projected = self._normal(self._project.times(vectors) + self._net["project_bias"])
        at = VECTOR + len(WINDOWS) * CHANNELS
        rows[:, VECTOR:at] = projected
        for number, (width, before) in enumerate(WINDOWS):
            own = projected[:, number * CHANNELS : (number + 1) * CHANNELS]
            self._first[number].times(own, out=rows[:, at : at + width * CHANNELS])
            rows[:, at + before * CHANNELS : at + (before + 1) * CHANNELS] += self._net[f"window_{width}_1_bias"]
            at += width * CHANNELS

    def see(self, sentences: Sequence[Sequence[int]]) -> Seen:
        """``sentences``: their pieces. With the gaps around them at most ``AT_ONCE`` places."""
        spread: list[int] = [NOTHING] * GAP
        runs = []
        for pieces in sentences:
            runs.append((len(spread), len(pieces)))
            spread += pieces
            spread += [NOTHING] * GAP
        parts = self._kept.of(spread, self.room.parts)
        empty = np.array([place for place, piece in enumerate(spread) if piece == NOTHING])
        layers = []
        at = VECTOR + len(WINDOWS) * CHANNELS
        for number, (width, before) in enumerate(WINDOWS):
            layer = _summed(parts[:, at : at + width * CHANNELS], width, before, self.room.layers[number, : len(parts)])
            at += width * CHANNELS
            np.maximum(layer, 0, out=layer)
            layer += parts[:, VECTOR + number * CHANNELS : VECTOR + (number + 1) * CHANNELS]
            layer[empty] = 0
            layers.append(layer)
        return Seen(parts[:, :VECTOR], tuple(layers), runs, _alike(spread, runs))

    def _normal(self, rows: Floats) -> Floats:
        """In place."""
        rows -= rows.mean(axis=1, keepdims=True)
        rows /= np.sqrt((rows * rows).mean(axis=1, keepdims=True) + _LEAST)
        rows *= self._net["norm"]
        rows += self._net["norm_bias"]
        return rows


class UpperHalf:
    """The layers that one task may have taught anew: the second windows, and what makes of a sentence's sum its row.

    What is multiplied with the same rows stands side by side.
    """

    def __init__(self, net: Mapping[str, Floats]) -> None:
        self._second = [Weights(net[f"window_{width}_2"]) for width, _ in WINDOWS]
        self._second_bias = [net[f"window_{width}_2_bias"] for width, _ in WINDOWS]
        # The scale and the shift of the last normalisation are the same for every piece: part of what gathers them.
        self._gather = Weights(net["gather"] * net["last_norm"][:, None])
        self._gather_bias = net["gather_bias"] + net["last_norm_bias"] @ net["gather"]
        self._after_mean = Weights(np.hstack([net["dense_0"], net["skip_1"]]))
        self._after_first = Weights(np.hstack([net["dense_2"], net["skip_3"]]))
        self._dense_1, self._dense_3 = Weights(net["dense_1"]), Weights(net["dense_3"])

    def features(self, seen: Seen, room: Room) -> Floats:
        """Of every piece in its sentence: its own vector and what the windows around it say. Stands in ``room``."""
        features = room.features[: sum(length for _, length in seen.runs)]
        _put_together(features[:, :VECTOR], seen.vectors, seen.runs, 0)
        for number, ((width, before), alike) in enumerate(zip(WINDOWS, seen.alike, strict=True)):
            columns = features[:, VECTOR + number * CHANNELS : VECTOR + (number + 1) * CHANNELS]
            around = room.windows(alike.places, width)
            _put_together(around, _windows(seen.layers[number], width), alike.runs, -before)
            second = self._second[number].times(around, out=columns if alike.slots is None else None)
            second += self._second_bias[number]
            np.maximum(second, 0, out=second)
            second += around[:, before * CHANNELS : (before + 1) * CHANNELS]
            if alike.slots is not None:
                columns[:] = second[alike.slots]
        return features

    def pooled(self, sums: Floats, lengths: Floats) -> Floats:
        """The row of each sum of ``lengths`` pieces."""
        mean = self._gather.times(sums)
        mean += lengths * self._gather_bias
        mean /= np.sqrt(lengths)
        deep, skipped = _halves(self._after_mean.times(mean))
        first = np.maximum(skipped + self._dense_1.times(np.maximum(deep, 0)), 0)
        deeper, passed = _halves(self._after_first.times(first))
        last = np.tanh(passed + self._dense_3.times(np.maximum(deeper, 0)))
        return np.concatenate([_unit(last), _unit(mean)], axis=1)


def standard_sums(rows: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """For each line of shares the sum of its rows, every row brought to mean 0 and spread 1; and how many there are."""
    mean = rows.mean(axis=1)
    spread = np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] - mean * mean + _LEAST)
    weighted = shares / spread
    sums = weighted @ rows - (weighted @ mean)[:, None]
    return np.asarray(sums, np.float32), shares.sum(axis=1, keepdims=True)


def _alike(spread: Sequence[int], runs: Runs) -> tuple[Alike, ...]:
    """The places that are alike, by the width of the windows. Sought only where one sentence is as long as some of the others
    together: a review, and behind it its sentences.
    """
    count = sum(length for _, length in runs)
    if len(runs) == 1 or max(length for _, length in runs) * _A_WHOLE < count:
        return (Alike(runs, count, None),) * len(WINDOWS)
    at = [place for begin, length in runs for place in range(begin, begin + length)]
    padded = [*[NOTHING] * GAP, *spread, *[NOTHING] * GAP]
    return tuple(_of_width(padded, at, width, before) for width, before in WINDOWS)


def _of_width(padded: Sequence[int], at: Sequence[int], width: int, before: int) -> Alike:
    """A second window of two pieces reaches over three, one of three over five, one of five over nine."""
    reach = 2 * width - 1
    contexts = list(zip(*(padded[step:] for step in range(reach)), strict=False))
    numbers: dict[tuple[int, ...], int] = {}
    slots = [numbers.setdefault(contexts[place - 2 * before + GAP], len(numbers)) for place in at]
    runs: list[tuple[int, int]] = []
    known = -1
    for place, slot in zip(at, slots, strict=True):
        if slot > known:
            known = slot
            if runs and place == sum(runs[-1]):
                runs[-1] = (runs[-1][0], runs[-1][1] + 1)
            else:
                runs.append((place, 1))
    return Alike(runs, len(numbers), np.array(slots))


def _put_together(rows: Floats, spread: Floats, runs: Runs, shift: int) -> None:
    """Into ``rows`` what stands at these places in ``spread``, so many rows further on, without the gaps."""
    at = 0
    for begin, length in runs:
        rows[at : at + length] = spread[begin + shift : begin + shift + length]
        at += length


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
