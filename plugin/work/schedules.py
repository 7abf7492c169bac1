"""The shops' nightly runs and the regular fetching, as durable schedules of the engine.

The shop's own row is the truth: whoever changes it needs no worker at hand. Every worker's pulse brings the engine's
schedules into line with the rows; two that do so at once write the same.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo, available_timezones

from dbos import ClientScheduleInput

from plugin.store import Database, Session, events, tables
from plugin.store import schedules as stored
from plugin.work import names
from plugin.work.queueing import Queueing

LOOK_EVERY = 300  # seconds; at each look the channels whose reading is due are read (plugin.inbox.pace)
_MINUTE = 60
_HOUR = 3600
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


class ScheduleWrong(ValueError):
    """The time or the time zone is none; the message says which."""


def set_schedule(
    session: Session,
    shop_id: int,
    *,
    at: str,
    timezone: str,
    on: bool,
    person_id: int | None = None,
    now: dt.datetime | None = None,
) -> tables.Schedule:
    """Set the shop's nightly run: ``at`` HH:MM in ``timezone`` (IANA). Raises ScheduleWrong."""
    if not _TIME.fullmatch(at):
        raise ScheduleWrong(f"{at!r} is no time of day: write it like 03:00.")
    if timezone not in available_timezones():
        raise ScheduleWrong(f"{timezone!r} is no time zone: write it like Europe/Amsterdam.")
    schedule = stored.save(session, shop_id, at=at, timezone=timezone, on=on, person_id=person_id, now=now)
    events.add(
        session, shop_id, "schedule.changed", person_id=person_id,
        details={"at": at, "timezone": timezone, "on": on}, now=now,
    )  # fmt: skip
    return schedule


def next_run(schedule: tables.Schedule, now: dt.datetime) -> dt.datetime | None:
    """When the nightly run is due next, in its own time zone; None where it is off."""
    if not schedule.on:
        return None
    hour, minute = (int(part) for part in schedule.at.split(":"))
    here = now.astimezone(ZoneInfo(schedule.timezone))
    due = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return due if due > here else due + dt.timedelta(days=1)


def keep_up(database: Database, queueing: Queueing, *, sync_every: int) -> None:
    """Make the engine's schedules what the rows say."""
    with database.session() as session:
        wanted = {made["schedule_name"]: made for row in stored.switched_on(session) for made in [_night(row)]}
    wanted[names.SYNC_SCHEDULE] = _sync(min(sync_every, LOOK_EVERY))
    wanted[names.PURGE_SCHEDULE] = _purge()
    wanted[names.INVITE_SCHEDULE] = _invite()
    there = {known["schedule_name"]: known for known in queueing.client.list_schedules()}
    changed = [made for name, made in wanted.items() if name not in there or _differs(made, there[name])]
    if changed:
        queueing.client.apply_schedules(changed)
    for name in there.keys() - wanted.keys():
        if name.startswith(names.NIGHT_SCHEDULE):
            queueing.client.delete_schedule(name)


def _night(row: tables.Schedule) -> ClientScheduleInput:
    hour, minute = row.at.split(":")
    return ClientScheduleInput(
        schedule_name=f"{names.NIGHT_SCHEDULE}{row.shop_id}",
        workflow_name=names.NIGHT,
        schedule=f"{int(minute)} {int(hour)} * * *",
        context={"shop_id": row.shop_id},
        cron_timezone=row.timezone,
        automatic_backfill=True,  # a machine that was off at night drafts in the morning
        queue_name=names.NIGHT,
    )


def _sync(every: int) -> ClientScheduleInput:
    """``every`` seconds, as near as a cron line comes: minutes below the hour, hours above."""
    minutes, hours = max(1, every // _MINUTE), min(23, max(1, every // _HOUR))
    cron = f"*/{minutes} * * * *" if every < _HOUR else f"0 */{hours} * * *"
    return ClientScheduleInput(
        schedule_name=names.SYNC_SCHEDULE,
        workflow_name=names.SYNC_ALL,
        schedule=cron,
        context={},
        queue_name=names.NIGHT,
    )


def _purge() -> ClientScheduleInput:
    """Once a day: shops whose grace has ended are removed."""
    return ClientScheduleInput(
        schedule_name=names.PURGE_SCHEDULE,
        workflow_name=names.PURGE,
        schedule="17 4 * * *",
        context={},
        automatic_backfill=True,
        queue_name=names.NIGHT,
    )


def _invite() -> ClientScheduleInput:
    """Every quarter of an hour: nobody waits for it, and an opt-out counts until the last moment."""
    return ClientScheduleInput(
        schedule_name=names.INVITE_SCHEDULE,
        workflow_name=names.INVITE_ALL,
        schedule="7,22,37,52 * * * *",
        context={},
        queue_name=names.NIGHT,
    )


def _differs(wanted: ClientScheduleInput, there: object) -> bool:
    known = dict(there)  # type: ignore[call-overload]  # the engine's TypedDict, read as plain data
    return any(known.get(part) != wanted.get(part) for part in ("schedule", "cron_timezone", "workflow_name"))
