"""The drafting room loads lexicons, patterns and language models at its first draft. Fifty threads that come first all
at once would each load them; so one draft a language goes ahead, once in a process.
"""

from __future__ import annotations

import gc
import threading
from functools import cache
from typing import TYPE_CHECKING

from plugin.shop import ShopProfile
from plugin.words import ReviewText

if TYPE_CHECKING:
    from plugin.drafting.model import ReplyModel

_FIRST_WORDS = {
    "nl": "De tas kwam te laat en is stuk, maar de service was goed. Krijg ik mijn geld terug?",
    "de": "Die Tasche kam zu spät und ist kaputt, aber der Service war gut. Bekomme ich mein Geld zurück?",
    "en": "The bag came too late and is broken, but the service was good. Do I get my money back?",
}
_GARBAGE = (20_000, 20, 20)  # objects made before a search among the young, the older, all
_lock = threading.Lock()


def warm_up(writer: ReplyModel | None = None) -> None:
    """Load what drafting needs, with the connection of the model that writes. Returns at once where it is loaded."""
    with _lock:
        _load()
        if writer is not None:
            _make_ready(writer)


def _make_ready(writer: ReplyModel) -> None:
    from plugin.drafting.model import ModelWriter

    if isinstance(writer, ModelWriter):
        writer.make_ready()


@cache
def _load() -> None:
    from plugin.drafting import pipeline  # a web process drafts nothing and stays small without it
    from plugin.language import order_guard

    shop = ShopProfile(name="Warm", agent="Up")
    for language, words in _FIRST_WORDS.items():
        review = ReviewText(id=f"warm-{language}", text=words, rating=2, author="Kim")
        pipeline.draft(review, shop)
        order_guard.keeps_from_models(review)  # asked only where a model is to write
    # What is loaded stays. It need not be searched for garbage again and again with all threads waiting; and fifty drafts
    # under way are so many objects that a search after every 700 of them finds next to nothing.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
