"""What texts mean, as numbers, each text encoded once: a sentence of a review is read by several readers.

Kept for the latest texts only, in order of use; a review's sentences are gone from it long before a day's work is done.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np

from plugin.language.encoder import WIDTH, Encoder, Floats, encode_each, encoder

_MOST = 600  # texts: 2.4 MB
_LONGEST = 4000  # characters of a text that is worth keeping


class Vectors:
    """The encoder's rows by text. Safe to use from several threads."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._rows: OrderedDict[str, Floats] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> Floats:
        """One row of ``WIDTH`` numbers a text."""
        if not texts:
            return np.zeros((0, WIDTH), np.float32)
        with self._lock:
            found = {text: self._rows[text] for text in texts if text in self._rows}
        new = list(dict.fromkeys(text for text in texts if text not in found))
        if new:
            found |= dict(zip(new, encoder().encode(new), strict=True))
        self._keep(found)
        return np.stack([found[text] for text in texts])

    def beside(self, others: tuple[Encoder, ...], texts: Sequence[str]) -> list[Floats]:
        """The rows of each of these other encoders, which are not kept. Those of the plain one are worked out with them and kept,
        where they are not known: what one reader of a review asks for, the others ask for next.
        """
        if not texts:
            return [other.encode(texts) for other in others]
        with self._lock:
            known = self._rows.keys() & set(texts)
        rows = encode_each([(text, others if text in known else (*others, encoder())) for text in texts])
        self._keep(dict(zip([text for text in texts if text not in known], rows.get(encoder(), ()), strict=True)))
        return [rows[other] for other in others]

    def _keep(self, rows: dict[str, Floats]) -> None:
        with self._lock:
            for text, row in rows.items():
                if len(text) <= _LONGEST:
                    self._rows[text] = row
                    self._rows.move_to_end(text)
            while len(self._rows) > self._most:
                self._rows.popitem(last=False)


_kept = Vectors()
vectors = _kept.of
rows_beside = _kept.beside
