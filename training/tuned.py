"""The encoder's upper half taught together with the labels of the replies.

What depends on one piece alone and the first windows stay as they are, so that the program computes them once for every
reader. The second windows, what gathers a sentence and the layers behind it are taught with the head: over the frozen
encoder that cost as much recall as half of the examples.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from plugin.language.encoder import CHANNELS, PART, VECTOR, WINDOWS, encoder

BATCH, EPOCHS, HIDDEN = 64, 8, 384
RATE, HEAD_RATE, DECAY = 3e-4, 2e-3, 0.05
_LEAST = 1e-12
LOST = 0.1  # of a sentence's pieces, other ones each time: no single word is to decide
_SHORT = 6  # pieces: a sentence of so few loses none
_AT_ONCE = 20  # batches that are sorted by length together


class Tuned(nn.Module):
    """The upper half of the encoder and the head over it; begins as the encoder that was given."""

    def __init__(self, labels: int, weights: dict[str, np.ndarray]) -> None:
        super().__init__()
        self.upper = nn.ParameterDict({n: nn.Parameter(torch.tensor(v)) for n, v in weights.items() if _is_upper(n)})
        self.head = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(1024, HIDDEN), nn.ReLU(), nn.Dropout(0.5), nn.Linear(HIDDEN, labels)
        )
        self.head[1].weight.data *= 0.3
        self.register_buffer("middle", torch.zeros(1024))
        self.register_buffer("spread", torch.ones(1024))

    def rows(self, parts: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """The encoder's numbers of each sentence, of its pieces' parts (sentence, piece, number) and which are there."""
        there = there[..., None]
        features, at = [parts[..., :VECTOR]], VECTOR + len(WINDOWS) * CHANNELS
        for number, (width, before) in enumerate(WINDOWS):
            own = parts[..., VECTOR + number * CHANNELS : VECTOR + (number + 1) * CHANNELS]
            steps = parts[..., at : at + width * CHANNELS].split(CHANNELS, -1)
            first = sum(_shifted(step, place - before) for place, step in enumerate(steps))
            layer = (functional.relu(first) + own) * there
            seen = torch.cat([_shifted(layer, place - before) for place in range(width)], -1)
            second = seen @ self.upper[f"window_{width}_2"] + self.upper[f"window_{width}_2_bias"]
            features.append(functional.relu(second) + layer)
            at += width * CHANNELS
        joined = functional.layer_norm(torch.cat(features, -1), (VECTOR + len(WINDOWS) * CHANNELS,), eps=_LEAST)
        return self._pooled((joined * there).sum(1), there.sum(1))

    def _pooled(self, sums: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        net = self.upper
        normal = sums * net["last_norm"] + lengths * net["last_norm_bias"]
        mean = (normal @ net["gather"] + lengths * net["gather_bias"]) / lengths.sqrt()
        first = functional.relu(mean @ net["skip_1"] + functional.relu(mean @ net["dense_0"]) @ net["dense_1"])
        last = torch.tanh(first @ net["skip_3"] + functional.relu(first @ net["dense_2"]) @ net["dense_3"])
        return torch.cat([functional.normalize(last, dim=1), functional.normalize(mean, dim=1)], 1)

    def forward(self, parts: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        return self.head((self.rows(parts, there) - self.middle) / self.spread)


def _is_upper(name: str) -> bool:
    return name.startswith(("gather", "dense", "skip", "last_norm")) or name.removesuffix("_bias").endswith("_2")


def _shifted(rows: torch.Tensor, by: int) -> torch.Tensor:
    """What stands ``by`` places later, nothing beyond the ends."""
    if by < 0:
        return functional.pad(rows, (0, 0, -by, 0))[:, : rows.shape[1]]
    return functional.pad(rows, (0, 0, 0, by))[:, by:] if by else rows


class Texts:
    """Sentences as the parts of their pieces, each piece worked out once."""

    def __init__(self, texts: list[str]) -> None:
        numbers = [encoder().pieces(text) for text in texts]
        used = sorted({piece for row in numbers for piece in row})
        place = {piece: at for at, piece in enumerate(used)}
        self.rows = [np.array([place[piece] for piece in row]) for row in numbers]
        self.parts = torch.zeros(len(used) + 1, PART)  # the last: no piece
        for at in range(0, len(used), 500):
            some = np.array(used[at : at + 500])
            rows = np.empty((len(some), PART), np.float32)
            encoder().compute_parts(some, rows)
            self.parts[at : at + len(some)] = torch.tensor(rows)

    def batch(
        self, which: np.ndarray, losing: np.random.RandomState | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        rows = [self.rows[at] if losing is None else _thinned(self.rows[at], losing) for at in which]
        pieces = torch.full((len(rows), max(map(len, rows))), len(self.parts) - 1)
        there = torch.zeros(pieces.shape)
        for number, row in enumerate(rows):
            pieces[number, : len(row)] = torch.tensor(row)
            there[number, : len(row)] = 1
        return self.parts[pieces], there

    def by_length(self, which: np.ndarray, size: int) -> list[np.ndarray]:
        order = which[np.argsort([len(self.rows[at]) for at in which], kind="stable")]
        return [order[at : at + size] for at in range(0, len(order), size)]


def _thinned(row: np.ndarray, random: np.random.RandomState) -> np.ndarray:
    if len(row) <= _SHORT:
        return row
    keeps = random.rand(len(row)) >= LOST
    keeps[[0, -1]] = True  # what marks the ends
    return row[keeps]


def fit(
    texts: Texts, which: np.ndarray, wanted: np.ndarray, weights: np.ndarray, seed: int = 1, epochs: int = EPOCHS
) -> Tuned:
    """Teach the sentences ``which`` of the texts; ``wanted`` and ``weights`` have a row for each of them."""
    torch.manual_seed(seed)
    random = np.random.RandomState(seed)
    model = Tuned(wanted.shape[1], encoder_weights())
    row_of = {at: row for row, at in enumerate(which)}
    with torch.no_grad():
        sample = random.permutation(which)[:4000]
        before = torch.cat([model.rows(*texts.batch(some)) for some in texts.by_length(sample, 256)])
        model.middle, model.spread = before.mean(0), before.std(0) + 1e-6
    groups = [
        {"params": model.head.parameters(), "lr": HEAD_RATE, "weight_decay": DECAY},
        {"params": model.upper.parameters(), "lr": RATE, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups)
    steps = sum(-(-len(which) // BATCH) + 1 for _ in range(epochs)) + len(which) // (BATCH * _AT_ONCE) * epochs + epochs
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, [HEAD_RATE, RATE], total_steps=steps, pct_start=0.15)
    y, w = torch.tensor(wanted), torch.tensor(weights)
    for _ in range(epochs):
        shuffled = random.permutation(which)
        chunk = BATCH * _AT_ONCE
        parts = [b for at in range(0, len(shuffled), chunk) for b in texts.by_length(shuffled[at : at + chunk], BATCH)]
        for number in random.permutation(len(parts)):
            rows = [row_of[at] for at in parts[number]]
            scored = model(*texts.batch(parts[number], random))
            each = functional.binary_cross_entropy_with_logits(scored, y[rows], reduction="none")
            loss = (each * w[rows]).sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return model.eval()


def encoder_weights() -> dict[str, np.ndarray]:
    from plugin.language.encoder import FOLDER

    with np.load(FOLDER / "network.npz") as network:
        return {name: network[name].astype(np.float32) for name in network.files}


def save(model: Tuned, path: Path) -> None:
    """The head with the scaling folded into its first layer, and the upper half under ``encoder.``, in half precision."""
    first, bias = model.head[1].weight.detach().numpy(), model.head[1].bias.detach().numpy()
    first = first / model.spread.numpy()
    upper = {f"encoder.{name}": value.detach().numpy().astype(np.float16) for name, value in model.upper.items()}
    np.savez_compressed(
        path,
        first=first.T.astype(np.float16),
        first_bias=(bias - first @ model.middle.numpy()).astype(np.float32),
        second=model.head[4].weight.detach().numpy().T.astype(np.float16),
        second_bias=model.head[4].bias.detach().numpy().astype(np.float32),
        **upper,
    )
