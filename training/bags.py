"""The encoder's upper half taught together with the reader of reviews (``plugin.drafting.review_network``).

A bag is a review with its sentences and clauses, or a line by itself. Each text learns its labels; what rings in any sentence
of a review, its whole and its stars together learn the decision and the play; each sentence and clause learns what it says
beside the whole and the stars.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from plugin.drafting.review_network import BESIDE, MOST_STARS, beside
from training import tuned
from training.review_examples import DECISIONS, LABELS, PLAYS, SENTIMENTS, Example

HIDDEN, LAST = 384, 128
BAGS, LINES, EPOCHS = 24, 48, 8  # reviews and single lines that are taught together
RATE, HEAD_RATE, DECAY = 3e-4, 2e-3, 0.05
DECISION_COUNTS, PLAY_COUNTS = 3.0, 2.0  # beside the labels
DOUBT = 0.05  # of every label another writer might have said otherwise
STARS_LOST = 0.15  # of the reviews: some channels have none
_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Bag:
    """``whole``: the review with what is known of it; ``clauses``: those of sentences that have several; ``stars`` as they are
    given, of a line None.
    """

    whole: Example
    sentences: tuple[Example, ...] = ()
    clauses: tuple[Example, ...] = ()
    stars: tuple[int | None] | None = None
    beside: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        told = np.zeros(BESIDE, np.float32) if self.stars is None else beside(self.stars[0], len(self.whole.text))
        object.__setattr__(self, "beside", told)


class Net(tuned.Tuned):
    """The upper half and four heads: the labels of a text, what it says where it stands, the decision and the play of a bag."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        super().__init__(1, weights)
        self.head = nn.Sequential(nn.Dropout(0.2), nn.Linear(1024, HIDDEN), nn.ReLU())
        self.head[1].weight.data *= 0.3
        self.hide = nn.Dropout(0.5)
        self.second = nn.Sequential(nn.Linear(2 * HIDDEN + BESIDE, LAST), nn.ReLU(), nn.Dropout(0.3))
        self.labels = nn.Linear(HIDDEN, len(LABELS))
        self.around = nn.Sequential(nn.Linear(2 * HIDDEN + BESIDE, LAST), nn.ReLU(), nn.Dropout(0.3))
        self.said = nn.Linear(LAST, len(SENTIMENTS))
        self.decisions, self.plays = nn.Linear(LAST, len(DECISIONS)), nn.Linear(LAST, len(PLAYS))

    def hidden(self, texts: tuned.Texts, which: list[int], losing: np.random.RandomState | None) -> torch.Tensor:
        """Of each of these texts its hidden layer."""
        by_length = sorted(range(len(which)), key=lambda n: len(texts.rows[which[n]]))
        rows = [
            self.rows(*texts.batch(np.array([which[n] for n in by_length[at : at + _AT_ONCE]]), losing))
            for at in range(0, len(by_length), _AT_ONCE)
        ]
        back = torch.empty(len(which), dtype=torch.long)
        back[torch.tensor(by_length)] = torch.arange(len(which))
        return self.head((torch.cat(rows)[back] - self.middle) / self.spread)

    def told(
        self, hidden: torch.Tensor, owners: torch.Tensor, told: torch.Tensor, rings: int
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Labels of every text and what it says, decisions and plays of every bag. The first texts are the bags' wholes, in their
        order; the first ``rings`` are wholes and sentences.
        """
        whole = hidden[: len(told)]
        wide = owners[:rings, None].expand(-1, HIDDEN)
        ringing = torch.zeros_like(whole).scatter_reduce(0, wide, hidden[:rings], "amax", include_self=True)
        last = self.second(torch.cat([self.hide(whole), self.hide(ringing), told], 1))
        around = self.around(torch.cat([self.hide(hidden), self.hide(whole)[owners], told[owners]], 1))
        return self.labels(self.hide(hidden)), self.said(around), self.decisions(last), self.plays(last)


def fit(bags: list[Bag], seed: int = 1) -> Net:
    """Teach a network these bags."""
    torch.manual_seed(seed)
    chance = np.random.RandomState(seed)
    taught = _Taught(bags)
    net = Net(tuned.encoder_weights())
    _scale(net, taught.texts, chance)
    reviews = [n for n, bag in enumerate(bags) if bag.stars is not None]
    lines = [n for n, bag in enumerate(bags) if bag.stars is None]
    upper = list(net.upper.parameters())
    heads = [value for name, value in net.named_parameters() if not name.startswith("upper")]
    groups = [{"params": heads, "weight_decay": DECAY}, {"params": upper, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups)
    steps = max(1, len(reviews) // BAGS)
    each = min(LINES, -(-len(lines) // steps))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [HEAD_RATE, RATE], total_steps=steps * EPOCHS, pct_start=0.15
    )
    for _ in range(EPOCHS):
        some, others = chance.permutation(reviews), chance.permutation(lines)
        for step in range(steps):
            which = [*some[step * BAGS : (step + 1) * BAGS], *others[step * each : (step + 1) * each]]
            loss = taught.loss(net, which, chance)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def _scale(net: Net, texts: tuned.Texts, chance: np.random.RandomState) -> None:
    """What the encoder gives before it is taught has mean 0 and spread 1 for the head."""
    with torch.no_grad():
        sample = chance.permutation(len(texts.rows))[:3000]
        rows = torch.cat([net.rows(*texts.batch(some)) for some in texts.by_length(sample, 128)])
        net.middle, net.spread = rows.mean(0), rows.std(0) + 1e-6


class _Taught:
    """The bags as numbers: of every text what is known, of every bag its decision and play."""

    def __init__(self, bags: list[Bag]) -> None:
        self._bags = bags
        examples: list[Example] = []
        self._places: list[list[int]] = []
        for bag in bags:
            its = [bag.whole, *bag.sentences, *bag.clauses]
            self._places.append(list(range(len(examples), len(examples) + len(its))))
            examples += its
        self.texts = tuned.Texts([one.text for one in examples])
        self._labels = _known(examples, LABELS)
        self._said = _known(examples, SENTIMENTS)
        wholes = [bag.whole for bag in bags]
        self._decisions, self._plays = _known(wholes, DECISIONS), _known(wholes, PLAYS)
        self._beside = np.stack([bag.beside for bag in bags])
        named = (self._decisions == 1).sum(0)
        self._rare = torch.tensor((1 / np.sqrt(named + 1)) / (1 / np.sqrt(named + 1)).mean(), dtype=torch.float32)

    def loss(self, net: Net, which: list[int], chance: np.random.RandomState) -> torch.Tensor:
        its = [self._places[bag] for bag in which]
        ends = [1 + len(self._bags[bag].sentences) for bag in which]
        groups = [[each[:1] for each in its]]
        groups.append([each[1:end] for each, end in zip(its, ends, strict=True)])
        groups.append([each[end:] for each, end in zip(its, ends, strict=True)])
        places = [place for group in groups for each in group for place in each]
        owners = torch.tensor([at for group in groups for at, each in enumerate(group) for _ in each])
        told = torch.tensor(self._told(which, chance))
        hidden = net.hidden(self.texts, places, chance)
        labels, said, decisions, plays = net.told(hidden, owners, told, sum(ends))
        inside = slice(len(which), None)
        loss = _of_labels(labels, torch.tensor(self._labels[places])) / len(which)
        loss = loss + _of_labels(said[inside], torch.tensor(self._said[places[inside]])) / len(which)
        loss = loss + DECISION_COUNTS * _of_one(decisions, torch.tensor(self._decisions[which]), self._rare)
        return loss + PLAY_COUNTS * _of_one(plays, torch.tensor(self._plays[which]), torch.ones(len(PLAYS)))

    def _told(self, which: list[int], chance: np.random.RandomState) -> np.ndarray:
        """What stands beside the words; here and there the stars are lost."""
        told = self._beside[which]
        lost = (chance.rand(len(which)) < STARS_LOST) & (told[:, : MOST_STARS + 1].sum(1) > 0)
        told[lost, : MOST_STARS + 1] = 0
        told[lost, 0] = 1
        return told


def _known(examples: list[Example], names: tuple[str, ...]) -> np.ndarray:
    """1 where it is known to be so, 0 where known not to be, -1 where nothing is known."""
    return np.array([[one.known.get(name, -1.0) for name in names] for one in examples], np.float32)


def _of_labels(sums: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    each = functional.binary_cross_entropy_with_logits(sums, known.clamp(min=0), reduction="none")
    return (each * (known >= 0) * (1 + 2 * known.clamp(min=0))).sum()


def _of_one(sums: torch.Tensor, known: torch.Tensor, rare: torch.Tensor) -> torch.Tensor:
    """Of one choice among several: what also is acceptable is left out; where only known is what it is not, that."""
    is_named, is_denied = (known == 1).any(1), (known == 0).any(1) & ~(known == 1).any(1)
    total = sums.new_zeros(())
    if is_named.any():
        aim = known[is_named].argmax(1)
        open_ = sums[is_named].masked_fill(known[is_named] < 0, -1e9)
        weights = rare[aim]
        each = functional.cross_entropy(open_, aim, reduction="none")
        spread = -(open_.log_softmax(1).masked_fill(known[is_named] < 0, 0)).mean(1)
        total = total + ((1 - DOUBT) * each + DOUBT * spread).mul(weights).sum() / weights.sum()
    if is_denied.any():
        wrong = (sums[is_denied].softmax(1) * (known[is_denied] == 0)).sum(1)
        # Plays that are not this one are no news: all plays of an unanswered review are denied at once
        total = total - (1 - wrong.clamp(max=0.999)).log().mul(known[is_denied].lt(0).any(1)).mean() / 2
    return total


def save(net: Net, path: Path) -> None:
    """With the scaling folded into the first layer, in half precision."""
    first, bias = net.head[1].weight.detach().numpy(), net.head[1].bias.detach().numpy()
    first = first / net.spread.numpy()
    upper = {f"encoder.{name}": value.detach().numpy().astype(np.float16) for name, value in net.upper.items()}
    layers = {
        "second": net.second[0],
        "labels": net.labels,
        "decisions": net.decisions,
        "plays": net.plays,
        "around": net.around[0],
        "said": net.said,
    }
    named = {name: layer.weight.detach().numpy().T.astype(np.float16) for name, layer in layers.items()}
    named |= {f"{name}_bias": layer.bias.detach().numpy().astype(np.float32) for name, layer in layers.items()}
    first_bias = (bias - first @ net.middle.numpy()).astype(np.float32)
    np.savez_compressed(path, first=first.T.astype(np.float16), first_bias=first_bias, **named, **upper)
