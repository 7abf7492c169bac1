"""What is advised about a reply, learned: praise of oneself and a promised improvement that nobody recorded, sentence by
sentence; and a complaint that stays unanswered.

The same small networks as those of ``suspicion``, over the same signs of a sentence and over ``answered.SIGNS`` of a point;
``training/advice.py`` writes ``prompts/classifiers/advice.*``.
"""

from __future__ import annotations

import numpy as np

from plugin.data import PROMPTS, read_yaml
from plugin.guidelines.suspicion import Networks
from plugin.once import loaded_once


@loaded_once
def networks() -> tuple[Networks, Networks]:
    """Those for a sentence of a reply and those for a point of a review."""
    document = read_yaml("classifiers", "advice.yaml")
    with np.load(PROMPTS / "classifiers" / "advice.npz") as learned:
        return Networks(document["sentence"], learned, "sentence"), Networks(document["point"], learned, "point")
