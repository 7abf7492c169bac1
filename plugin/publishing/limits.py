"""What a channel takes: its connector's capabilities, tightened by the shop's own settings for this channel."""

from __future__ import annotations

from typing import Any

from connectors import registry
from connectors.contract import Markup
from plugin.guidelines.context import ChannelLimits
from plugin.store import tables

# Until a platform tells its own, ours: long enough for every reply in R-LENGTH, short enough for every platform.
OWN_CAP = 4000  # characters


def limits_of(channel: tables.Channel) -> ChannelLimits:
    able = registry.capabilities_of(channel.connector, channel.settings)
    own: dict[str, Any] = channel.limits
    return ChannelLimits(
        max_chars=_least(able.max_reply_chars, own.get("max_chars"), OWN_CAP),
        max_bytes=_least(able.max_reply_bytes, own.get("max_bytes")),
        markup=able.markup is Markup.HTML and bool(own.get("markup", False)),
        name=str(own.get("platform") or channel.connector),
    )


def _least(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit), default=None)
