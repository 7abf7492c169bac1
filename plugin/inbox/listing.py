"""The inbox: which reviews, in which order, and how many of each. The queries are the store's."""

from __future__ import annotations

from plugin.store.listing import Filters, Folder, InboxPage, counts, page

PAGE = 30  # rows: more than a screen, and the next ones come as one scrolls

__all__ = ["PAGE", "Filters", "Folder", "InboxPage", "counts", "page"]
