"""The small network of both readers: how it is fitted, what it scores, how its weights are written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn

BATCH = 128
RATE, DECAY = 2e-3, 0.05


def fit(rows: np.ndarray, wanted: np.ndarray, weights: np.ndarray, *, hidden: int, epochs: int) -> nn.Sequential:
    """A network that gives the labels of the rows; ``weights`` says how much each example tells of each label."""
    net = nn.Sequential(
        nn.Dropout(0.2),
        nn.Linear(rows.shape[1], hidden),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(hidden, wanted.shape[1]),
    )
    net[1].weight.data *= 0.3
    steps = -(-len(rows) // BATCH) * epochs
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    x, y, w = torch.tensor(rows), torch.tensor(wanted), torch.tensor(weights)
    for _ in range(epochs):
        for part in torch.randperm(len(rows)).split(BATCH):
            each = nn.functional.binary_cross_entropy_with_logits(net(x[part]), y[part], reduction="none")
            loss = (each * w[part]).sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def merged(nets: list[nn.Sequential]) -> nn.Sequential:
    """Several networks as one whose sums are the mean of theirs: what one of them is wrong about, the others often are not."""
    firsts, seconds = [net[1] for net in nets], [net[4] for net in nets]
    first = nn.Linear(firsts[0].in_features, sum(one.out_features for one in firsts))
    second = nn.Linear(first.out_features, seconds[0].out_features)
    first.weight.data = torch.cat([one.weight.data for one in firsts])
    first.bias.data = torch.cat([one.bias.data for one in firsts])
    second.weight.data = torch.cat([one.weight.data for one in seconds], dim=1) / len(nets)
    second.bias.data = torch.stack([one.bias.data for one in seconds]).mean(dim=0)
    return nn.Sequential(nn.Identity(), first, nn.ReLU(), nn.Identity(), second).eval()


def scores(net: nn.Sequential, rows: np.ndarray) -> np.ndarray:
    """Of each row the score under every label, 0 to 1."""
    with torch.no_grad():
        return np.asarray(net(torch.tensor(rows)).sigmoid())


def save(net: nn.Sequential, middle: np.ndarray, spread: np.ndarray, path: Path) -> None:
    """The scaling is folded into the first layer, so that the program feeds it the encoder's own numbers."""
    first, first_bias = net[1].weight.detach().numpy() / spread, net[1].bias.detach().numpy()
    np.savez_compressed(
        path,
        first=first.T.astype(np.float16),
        first_bias=(first_bias - first @ middle).astype(np.float32),
        second=net[4].weight.detach().numpy().T.astype(np.float16),
        second_bias=net[4].bias.detach().numpy().astype(np.float32),
    )
