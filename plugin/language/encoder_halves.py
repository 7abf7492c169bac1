"""The encoder's two halves: what it sees of the pieces around each place, the same for every task; and what a task makes of it.

A window sees so few pieces that most places of a sentence are the same as in the text that it is a part of. Where both are read,
such a place is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from plugin.language.kept_rows import NOTHING, KeptRows
from plugin.language.products import Weights
from plugin.language.windows import TOGETHER, Places, Windows, mixed

Floats = NDArray[np.float32]
Runs = Sequence[tuple[int, int]]  # a place, and how many from there

WINDOWS = ((2, 0), (3, 1), (5, 2))  # pieces in a window, and how many of them stand before its own place
CHANNELS = 256  # numbers a window
VECTOR = 512  # numbers a piece
PART = VECTOR + CHANNELS * (len(WINDOWS) + sum(width for width, _ in WINDOWS))
GAP = 2  # empty places between two sentences, so that no window sees both
AT_ONCE = 320  # rows that are worked out at once, pieces and gaps: fewer than are kept, and some nine megabytes in all
KEPT = 4000  # pieces whose own part is kept: 61 MB once so many have been met, which takes shops of three languages
_LEAST = 1e-12  # of a spread squared, as the network was trained
_HARDLY_ALIKE = 0.9  # of all places differ
_A_WHOLE = 3  # its share of all pieces: the whole of a text beside its sentences has about half


class Room:
    """Where the numbers of one pass stand, the same for every pass: memory of this size costs time whenever it is had
    anew, and many threads each keep some of it. Only one thread at a time is in here (``Together``).
    """

    def __init__(self) -> None:
        self.parts = np.empty((AT_ONCE, PART), np.float32)
        self.layers = np.empty((len(WINDOWS), AT_ONCE, CHANNELS), np.float32)
        self.layer = np.empty((AT_ONCE, CHANNELS), np.float32)
        self.features = np.empty((AT_ONCE, VECTOR + len(WINDOWS) * CHANNELS), np.float32)


class Groups(NamedTuple):
    """Places next to each other that are worked out together: where each group begins, and for every place which of all
    groups' sums is its own (``Windows.sums``), or that of the place that it is like.
    """

    firsts: Places
    slots: Places


class Around(NamedTuple):
    """What stands around the places, for the second windows of one width."""

    own: Floats  # what the first window says of every place
    mixed: Floats  # what the windows of each group of places see (``windows.mixed``)
    slots: Places  # which of the windows' sums is that of each place


class Seen(NamedTuple):
    """What the lower half makes of sentences: of every place, gaps included, the vector and what stands around it."""

    vectors: Floats
    around: tuple[Around, ...]  # for each width of window
    runs: Runs  # where each sentence begins, and how many pieces it has


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
        around = []
        at = VECTOR + len(WINDOWS) * CHANNELS
        for number, ((width, before), groups) in enumerate(zip(WINDOWS, _groups(spread, runs), strict=True)):
            layer = _summed(parts[:, at : at + width * CHANNELS], width, before, self.room.layers[number, : len(parts)])
            at += width * CHANNELS
            np.maximum(layer, 0, out=layer)
            layer += parts[:, VECTOR + number * CHANNELS : VECTOR + (number + 1) * CHANNELS]
            layer[empty] = 0
            around.append(Around(layer, mixed(layer, groups.firsts - before, width), groups.slots))
        return Seen(parts[:, :VECTOR], tuple(around), runs)

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
        self._second = [Windows(net[f"window_{width}_2"], width) for width, _ in WINDOWS]
        self._second_bias = [net[f"window_{width}_2_bias"] for width, _ in WINDOWS]
        # The scale and the shift of the last normalisation are the same for every piece: part of what gathers them.
        self._gather = Weights(net["gather"] * net["last_norm"][:, None])
        self._gather_bias = net["gather_bias"] + net["last_norm_bias"] @ net["gather"]
        self._after_mean = Weights(np.hstack([net["dense_0"], net["skip_1"]]))
        self._after_first = Weights(np.hstack([net["dense_2"], net["skip_3"]]))
        self._dense_1, self._dense_3 = Weights(net["dense_1"]), Weights(net["dense_3"])

    def features(self, seen: Seen, room: Room) -> Floats:
        """Of every place its piece's vector and what the windows around it say; of a gap whatever. Stands in ``room``."""
        features = room.features[: len(seen.vectors)]
        features[:, :VECTOR] = seen.vectors
        for number, around in enumerate(seen.around):
            second = self._second[number].sums(around.mixed)
            second += self._second_bias[number]
            np.maximum(second, 0, out=second)
            columns = features[:, VECTOR + number * CHANNELS : VECTOR + (number + 1) * CHANNELS]
            its = second.take(around.slots, axis=0, out=room.layer[: len(features)], mode="clip")
            np.add(its, around.own, out=columns)
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
    mean = rows @ np.full(rows.shape[1], 1 / rows.shape[1], np.float32)  # a third of the time of ``rows.mean(axis=1)``
    spread = np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] - mean * mean + _LEAST)
    weighted = shares / spread
    sums = weighted @ rows - (weighted @ mean)[:, None]
    return np.asarray(sums, np.float32), shares.sum(axis=1, keepdims=True)


def _groups(spread: Sequence[int], runs: Runs) -> list[Groups]:
    """For each width of window. Places that are alike are sought only where one sentence is as long as some of the others
    together: a review, and behind it its sentences.
    """
    at = [place for begin, length in runs for place in range(begin, begin + length)]
    plain = _grouped(at, len(spread))
    if len(runs) == 1 or max(length for _, length in runs) * _A_WHOLE < len(at):
        return [plain] * len(WINDOWS)
    padded = [*[NOTHING] * GAP, *spread, *[NOTHING] * GAP]
    found: list[Groups] = []
    for width, before in WINDOWS:
        like = _alike(padded, at, width, before)
        different = [place for place in at if like[place] == place]
        if len(different) > len(at) * _HARDLY_ALIKE:  # and what the wider windows see is more different still
            return [*found, *[plain] * (len(WINDOWS) - len(found))]
        groups = _grouped(different, len(spread))
        found.append(Groups(groups.firsts, groups.slots[like]))
    return found


def _grouped(places: Iterable[int], room: int) -> Groups:
    """As few groups as hold these places."""
    firsts: list[int] = []
    held = 0  # up to here
    for place in places:
        if place >= held:
            firsts.append(place)
            held = place + TOGETHER
    found = np.array(firsts, np.intp)
    slots = np.zeros(room + TOGETHER, np.intp)
    for step in range(TOGETHER):
        slots[found + step] = np.arange(step * len(found), (step + 1) * len(found))
    return Groups(found, slots[:room])


def _alike(padded: Sequence[int], at: Sequence[int], width: int, before: int) -> list[int]:
    """Of every place the first around which the same pieces stand as far as a second window reaches: what is said there is said
    here. A window of two pieces reaches over three, one of three over five, one of five over nine.
    """
    reach = 2 * width - 1
    contexts = list(zip(*(padded[step:] for step in range(reach)), strict=False))
    like = list(range(len(padded) - 2 * GAP))
    first: dict[tuple[int, ...], int] = {}
    for place in at:
        like[place] = first.setdefault(contexts[place - 2 * before + GAP], place)
    return like


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
