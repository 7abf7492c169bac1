"""The room's door: what the desk, the API and the command line ask of the durable engine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from plugin.settings import Settings
from plugin.shop import ShopProfile
from plugin.store import Database, Session, batches, events, host_events, tables
from plugin.store import workers as signs
from plugin.work import asking, changes, engine, house, leaving, pack_watch, schedules
from plugin.work import workflows as _workflows  # noqa: F401 -- importing it is what makes the engine know them
from plugin.work.host_wishes import Wish
from plugin.work.life_sign import Pulse, dead_before
from plugin.work.lock import WorkerName
from plugin.work.queueing import Queueing


class Work:
    """Asking works in every process; ``start`` makes this one a worker as well.

    Everything that takes a ``session`` is part of the caller's transaction: a rollback leaves no work behind.
    """

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._queueing = Queueing(database)
        self._pulse: Pulse | None = None
        self._name: WorkerName | None = None

    # --- the worker ---------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the engine's own tables, or bring them up to date. Safe to run at every start."""
        self._queueing.prepare()

    def start(self) -> str:
        """Become a worker. Gives its stable name. What this name left running when it died begins again."""
        self._name = WorkerName(self._settings.data_dir, self._settings.worker_id)
        pack_watch.look(self._database, self._queueing)
        here = house.move_in(self._settings, self._database, self._queueing)
        changes.look_at_hands(self._database, self._queueing, here.hands)
        engine.start(self._database, engine.EngineSettings(self._name.name, self._settings.poll_every))
        self._pulse = Pulse(
            self._database,
            self._queueing,
            self._name.name,
            every=self._settings.life_sign_every,
            sync_every=self._settings.sync_every,
        )
        self._pulse.start()
        return self._name.name

    def stop(self) -> None:
        """End the worker (what runs begins again at the next start) and let go of the engine."""
        if self._name is not None:
            house.move_out()
            if self._pulse is not None:
                self._pulse.stop()
            engine.stop()
            self._name.release()
            self._name = self._pulse = None
        self._queueing.close()

    def workers(self, session: Session, now: dt.datetime | None = None) -> list[tables.WorkerSign]:
        """Workers that live. None = what is asked for waits in the queue, and the desk must say so."""
        since = dead_before(now or dt.datetime.now(dt.UTC), self._settings.life_sign_every)
        return list(signs.alive(session, since))

    def worker_is_alive(self, session: Session) -> bool:
        return signs.any_alive(session, dead_before(dt.datetime.now(dt.UTC), self._settings.life_sign_every))

    def last_seen(self, session: Session) -> dt.datetime | None:
        """When any worker was seen last."""
        return next((worker.seen_at for worker in signs.every(session)), None)

    # --- publishing ---------------------------------------------------------------------------------------------

    def enqueue_publish(self, session: Session, publication: tables.Publication) -> None:
        """Place an approved reply, or one that a person settled once more; hand this to ``approving.approve`` and to
        ``unknowns.settle`` as ``enqueue``.
        """
        asking.publish(self._queueing, session, publication)

    def channel_is_back(self, session: Session, shop_id: int, channel_id: int) -> int:
        """A channel was connected again: the replies that waited for it go on. Gives their number."""
        return asking.channel_is_back(self._queueing, session, shop_id, channel_id)

    def enqueue_errand(self, session: Session, errand: tables.Errand) -> None:
        """Send a private message or a report; hand this to ``publishing.errands`` as ``enqueue``."""
        asking.errand(self._queueing, session, errand)

    def invite_now(self, session: Session, shop_id: int, channel_id: int) -> bool:
        """Look at once which orders a channel asks about; it sends only where a person has released that."""
        return asking.invite(self._queueing, session, shop_id, channel_id)

    # --- drafting -----------------------------------------------------------------------------------------------

    def request_draft(self, session: Session, shop_id: int, review_id: int, person_id: int | None = None) -> str:
        """A new draft under the decision that stands. Gives the id of the work."""
        return asking.draft(self._queueing, session, shop_id, review_id, person_id)

    def draft_all(
        self, session: Session, shop_id: int, person_id: int | None = None, *, kind: str = "desk"
    ) -> tables.Batch:
        """Draft all open reviews; where a run is under way, that one."""
        return asking.draft_all(self._queueing, session, shop_id, kind=kind, person_id=person_id)

    def cancel(self, session: Session, shop_id: int, batch_id: int, person_id: int | None = None) -> bool:
        """Stop a run within about a second; what is drafted stays. False where it had ended. Raises NotThere."""
        batches.get(session, shop_id, batch_id)
        if not batches.finish(session, shop_id, batch_id, "cancelled"):
            return False
        events.add(session, shop_id, "batch.cancelled", person_id=person_id, details={"batch": batch_id})
        return True

    def set_schedule(
        self, session: Session, shop_id: int, *, at: str, timezone: str, on: bool, person_id: int | None = None
    ) -> tables.Schedule:
        """Set the shop's nightly run; a worker takes it over within its next sign of life. Raises ScheduleWrong."""
        return schedules.set_schedule(session, shop_id, at=at, timezone=timezone, on=on, person_id=person_id)

    # --- changes that are tried first ----------------------------------------------------------------------------

    def propose_profile(
        self, session: Session, shop_id: int, profile: ShopProfile, *, seen_version: int, person_id: int | None = None
    ) -> tables.Trial | None:
        """Try a new profile and hold it until the owner's yes; None: nothing to try it on, it is in effect.

        Raises Conflict, NotThere.
        """
        return changes.propose_profile(
            self._queueing, session, shop_id, profile, seen_version=seen_version, person_id=person_id
        )

    def try_again(self, session: Session, shop_id: int, trial_id: int, person_id: int | None = None) -> tables.Trial:
        """Try a change anew whose trial failed. Raises Conflict, NotThere."""
        return changes.try_again(self._queueing, session, shop_id, trial_id, person_id)

    def put_in_force(
        self, session: Session, shop_id: int, profile: ShopProfile, *, seen_version: int, person_id: int | None = None
    ) -> int:
        """The profile of a shop that is being set up, at once; drafts that no person touched are made anew under it.

        Gives their number. Raises Conflict, NotThere.
        """
        return changes.put_in_force(
            self._queueing, session, shop_id, profile, seen_version=seen_version, person_id=person_id
        )

    def make_rule(self, session: Session, shop_id: int, key: str, person_id: int | None = None) -> tables.Trial | None:
        """Make a rule that edits propose one of the shop's; as ``propose_profile``."""
        return changes.make_rule(self._queueing, session, shop_id, key, person_id)

    # --- hosts ---------------------------------------------------------------------------------------------------

    def receive(
        self,
        session: Session,
        host: str,
        external_shop: str,
        topic: str,
        event_id: str,
        *,
        wish: Wish,
        body: bytes,
        details: Mapping[str, Any] | None = None,
        now: dt.datetime | None = None,
    ) -> tables.HostEvent | None:
        """Note what a host told us and queue what it asks for, in one commit; None where the same event came before.

        ``details`` is plain data that the work needs of the body; it is kept sealed, and only until the work is done.
        """
        event = host_events.receive(
            session, host, external_shop, topic, event_id, wish=str(wish), body=body, details=details, now=now
        )
        if event is not None:
            asking.host_event(self._queueing, session, event)
        return event

    def uninstall(
        self, session: Session, install: tables.Install, *, now: dt.datetime, grace: dt.timedelta = leaving.GRACE
    ) -> None:
        """The install ends and its credentials are gone when the caller commits: plugin.work.leaving."""
        leaving.uninstall(session, install, now=now, grace=grace)

    def remove_shop(self, session: Session, shop_id: int, *, person_id: int | None, now: dt.datetime) -> dt.datetime:
        """A shop's own owner removes it, after a grace: plugin.work.leaving."""
        return leaving.remove(session, shop_id, person_id=person_id, now=now)

    def keep_shop(self, session: Session, shop_id: int, *, person_id: int | None, now: dt.datetime) -> None:
        """Its owner keeps it after all."""
        leaving.keep(session, shop_id, person_id=person_id, now=now)

    # --- fetching -----------------------------------------------------------------------------------------------

    def sync_now(self, session: Session, shop_id: int, channel_id: int) -> str:
        """Fetch from one channel. Gives the id of the work. Raises NotThere."""
        return asking.sync(self._queueing, session, shop_id, channel_id)

    def sync_for_call(
        self, session: Session, shop_id: int, channel_id: int, slot: str, external_ids: Sequence[str] = ()
    ) -> str:
        """Fetch because the platform called: the reviews that it named, or what is new; of the same call once.

        Raises NotThere.
        """
        if external_ids:
            return asking.sync_some(self._queueing, session, shop_id, channel_id, external_ids, slot=slot)
        return asking.sync(self._queueing, session, shop_id, channel_id, slot=slot)
