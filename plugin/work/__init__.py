"""The durable engine: publishing, drafting, fetching, schedules, on the app's own database."""

from plugin.work.services import Services
from plugin.work.work import Work

__all__ = ["Services", "Work"]
