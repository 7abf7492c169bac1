"""``run`` and ``worker``: the desk and the work, until a signal ends them."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any

import click

from plugin.commands.desk import Desk, Said, opened
from plugin.commands.sample import load_sample
from plugin.hosts.lookups import teach
from plugin.hosts.standalone import signing_in
from plugin.store import StoreError, batches, people, reviews, shops

_PROGRESS_FOR = 120.0  # seconds; a slow model goes on drafting behind the desk
_STOPPED = "Stopped. What was under way goes on at the next start."
_STOPS_WITHIN = 15.0  # seconds from the signal to the end
_LOOK_EVERY = 0.2


@click.command()
@click.option(
    "--worker/--no-worker",
    default=True,
    help="Do the work in this process as well (default), or leave it to `wederwoord worker`.",
)
@click.option("--sample", "with_sample", is_flag=True, help="Load the sample shop first, and draft its reviews.")
def run(*, worker: bool, with_sample: bool) -> None:
    """Serve the desk, and do the work beside it."""
    from plugin.app import create_app  # the web framework is not needed by the other commands

    with opened(quiet=with_sample) as desk:
        sample_id = load_sample(desk) if with_sample else None
        app = create_app(desk.settings, desk.database, desk.work)
        server = _server(app, desk)
        if worker:
            teach(desk.settings)
            desk.work.start()
        _welcome(desk, sample_id)
        _stop_on_signal()
        ended = threading.Event()
        telling = threading.Thread(target=_draft_sample, args=(desk, sample_id, ended), name="progress", daemon=True)
        if sample_id is not None:
            telling.start()  # beside the desk, which answers while a slow model writes
        try:
            server.run()
        finally:
            ended.set()
            server.close()
            if telling.is_alive():
                telling.join(timeout=_LOOK_EVERY * 10)
            click.echo(_STOPPED, err=True)
    _leave()


@click.command()
def worker() -> None:
    """Do the work: publish, draft, fetch, nightly runs. Any number may run beside one desk."""
    with opened() as desk:
        teach(desk.settings)
        name = desk.work.start()
        click.echo(f"Worker {name} works. Stop it with Ctrl-C.", err=True)
        wait_for_signal()
    _leave()


def _leave() -> None:
    """End now where a thread still waits for a model's answer, which can take minutes and which nobody wants any more.

    All is closed and kept by then; the draft that the answer was for is asked for again at the next start.
    """
    if any(
        thread.is_alive() and not thread.daemon for thread in threading.enumerate() if thread != threading.main_thread()
    ):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def wait_for_signal() -> None:
    """Return on SIGTERM or SIGINT."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    while not ended.wait(3600):
        pass


def _stop_on_signal() -> None:
    """SIGTERM and SIGINT end the desk; where its parts do not come to an end by themselves, it ends all the same."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        sure = threading.Timer(_STOPS_WITHIN, _end_now)
        sure.daemon = True
        sure.start()
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _end_now() -> None:
    """All work is kept step by step, so a process may end at any moment; the next start goes on."""
    click.echo(_STOPPED, err=True)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _server(app: Any, desk: Desk) -> Any:
    import waitress

    given = desk.settings
    try:
        return waitress.create_server(
            app, host=given.host, port=given.port, threads=given.web_threads, ident=None,
            # Nothing larger is read by the app, and the server would put up to 1 GB on the disk before it asks.
            max_request_body_size=app.config["MAX_CONTENT_LENGTH"],
        )  # fmt: skip
    except OSError as error:
        raise Said(
            f"The desk cannot listen on {given.host}:{given.port}: {error.strerror or error}. "
            "Stop what runs there, or set WEDERWOORD_PORT to another port."
        ) from error


def _draft_sample(desk: Desk, shop_id: int, ended: threading.Event) -> None:
    try:
        with desk.session() as session:
            if not reviews.open_ids(session, shop_id, limit=1):
                return
            batch_id = desk.work.draft_all(session, shop_id, kind="sample").id
        show_progress(desk, shop_id, batch_id, ended)
    except StoreError as error:  # the desk runs on, and says the same where it is looked at
        click.echo(f"The sample's drafts cannot be followed: {error}", err=True)


def show_progress(desk: Desk, shop_id: int, batch_id: int, ended: threading.Event) -> None:
    """Follow a bulk run on the terminal until it ends, for two minutes, or until ``ended``."""
    until = time.monotonic() + _PROGRESS_FOR
    state, done, total = "queued", 0, 0
    with click.progressbar(length=1, label="Drafting the reviews", show_pos=True) as bar:
        while time.monotonic() < until:
            with desk.session() as session:
                batch = batches.get(session, shop_id, batch_id)
                state, done, total = batch.state, batch.done + batch.failed, batch.total
            if total:
                bar.length = total
                bar.update(done - bar.pos)
            if state not in batches.OPEN or ended.wait(_LOOK_EVERY):
                break
    if ended.is_set():
        return
    click.echo(f"{done} of {total} reviews have a draft or an advice.")
    if state in batches.OPEN:
        click.echo("The rest is drafted while the desk runs.")


def _welcome(desk: Desk, sample_id: int | None) -> None:
    """Print the address, and a one-time link where someone has to come in for the first time."""
    address = desk.settings.address
    now = dt.datetime.now(dt.UTC)
    click.echo(f"\nThe desk is at {address}")
    with desk.session() as session:
        found = shops.every(session)
        for shop in found:
            if shop.id == sample_id or not people.every(session, shop.id, active_only=True):
                token = signing_in.first_owner(session, shop.id, name=shop.profile["agent"], now=now)
                which = "" if len(found) == 1 else f" ({shop.slug})"
                click.echo(f"Sign in once with{which}: {signing_in.link_for(address, token)}")
    if not found:
        click.echo("There is no shop yet: wederwoord shop add FILE, or wederwoord sample to look around.")
    click.echo("Stop with Ctrl-C.\n")
