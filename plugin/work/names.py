"""The names by which workflows and queues are known in the database: change one, and work under way is lost."""

from __future__ import annotations

APPLICATION = "wederwoord"
# Work begun under one version is only taken up by workers of the same one. Raise it when a workflow's steps change
# order or meaning, never otherwise.
WORKFLOWS_VERSION = "1"

PUBLISH = "publish"  # queues and their workflows share a name where there is one of each
DRAFT = "draft"
DRAFT_ALL = "draft-all"
SYNC = "sync"
SYNC_SOME = "sync-some"  # in the queue of SYNC
NIGHT = "night"
SYNC_ALL = "sync-all"
TRIAL = "trial"
HOST = "host"
ERRAND = "errand"
PURGE = "purge"
INVITE = "invite"
INVITE_ALL = "invite-all"

NIGHT_SCHEDULE = "night-of-shop-"  # + shop id
SYNC_SCHEDULE = "sync-all"
PURGE_SCHEDULE = "purge"
INVITE_SCHEDULE = "invite-all"


def channel_partition(channel_id: int) -> str:
    """One publication at a time on a channel: its rate limit is one, and so is its order."""
    return f"channel-{channel_id}"
