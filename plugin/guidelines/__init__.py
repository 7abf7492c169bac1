"""The checker: pure functions from a text and its facts to a report. Imports neither Flask nor the store."""

from plugin.guidelines import packs
from plugin.guidelines.checker import check
from plugin.guidelines.context import ChannelLimits, CheckContext, RefusedText

__all__ = ["ChannelLimits", "CheckContext", "RefusedText", "check", "packs"]
