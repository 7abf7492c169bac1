"""What a check needs to know besides the text: the review, the shop, the decision, the channel."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plugin.shop import ShopProfile
from plugin.words import Decision, Play, Point, ReviewText


@dataclass(frozen=True, slots=True)
class ChannelLimits:
    """What a channel takes. ``reward_rules`` are ids of ``prompts/rules`` that hold there (G-1, TP-1, …);
    ``name`` is the platform ("google", "trustpilot", …) and adds the rules of that platform by itself.
    """

    max_chars: int | None = None
    max_bytes: int | None = None
    markup: bool = False
    reward_rules: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class RefusedText:
    """A reply to the same review that its channel refused. ``said`` is the platform's reason in its words, ``kind`` what the
    reason is about (the ids of ``connectors.violations``), ``quote`` what it pointed at, ``by`` who said so.
    """

    text: str
    by: str
    said: str = ""
    kind: str = "other"
    quote: str = ""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """``language`` is the language the reply has to be in. ``points`` may be empty: the checker then reads the
    review itself. ``private`` checks a message that only the customer reads. ``today`` makes due dates; without
    it promises have no date. ``machine_written``: a model wrote the text, so that words without a source count as
    faults even where no order was seen in the review. ``wording`` is the language of the findings' messages (nl, de, en).
    ``refused`` is what the channel did not take, which a text must not say again.
    """

    review: ReviewText
    shop: ShopProfile
    decision: Decision
    play: Play | None
    points: tuple[Point, ...]
    language: str
    recent_replies: tuple[str, ...] = ()
    channel: ChannelLimits | None = None
    private: bool = False
    today: dt.date | None = None
    wording: str = "en"
    machine_written: bool = False
    refused: tuple[RefusedText, ...] = ()

    @property
    def platform(self) -> str:
        return ((self.channel.name if self.channel else "") or self.review.channel).lower()

    @property
    def buyers(self) -> tuple[str, ...]:
        """The countries that the buyer may live in."""
        return self.shop.buyers
