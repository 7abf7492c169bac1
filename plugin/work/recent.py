"""What the shop said lately, shared by all drafts of a run, so that none of them repeats another."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence

from plugin.shop import ShopProfile
from plugin.store import Session, drafts, learning

KEPT = 200  # replies in all: what a reader of the shop's page could still remember


class Recent:
    """Safe to use from many threads. Replies are handed out oldest first.

    ``approved`` are the replies that people approved, newest first: examples of the shop's voice.
    """

    def __init__(self, replies: list[str] | None = None, approved: Sequence[learning.Approved] = ()) -> None:
        self.approved = tuple(approved)
        self._lock = threading.Lock()
        self._replies: deque[str] = deque(replies or (), maxlen=KEPT)

    @classmethod
    def read(cls, session: Session, shop_id: int, profile: ShopProfile) -> Recent:
        found = [
            reply
            for language in profile.languages
            for reply in reversed(
                drafts.recent_replies(session, shop_id, language, limit=KEPT // len(profile.languages))
            )
        ]
        return cls(found, learning.approved(session, shop_id))

    def add(self, reply: str | None) -> None:
        if reply:
            with self._lock:
                self._replies.append(reply)

    def replies(self) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._replies)
