"""``run`` and ``worker``: the desk and the work, until a signal ends them."""

from __future__ import annotations

import datetime as dt
import signal
import threading
import time
from types import FrameType
from typing import Any

import click

from plugin.commands.desk import Desk, Said, opened
from plugin.commands.sample import load_sample
from plugin.hosts.standalone import signing_in
from plugin.store import batches, people, reviews, shops

_PROGRESS_FOR = 120.0  # seconds; a slow model goes on drafting behind the desk
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
            desk.work.start()
        if sample_id is not None:
            _draft_sample(desk, sample_id)
        _welcome(desk, sample_id)
        _stop_on_signal()
        try:
            server.run()
        finally:
            server.close()
            click.echo("Stopped. What was under way goes on at the next start.", err=True)


@click.command()
def worker() -> None:
    """Do the work: publish, draft, fetch, nightly runs. Any number may run beside one desk."""
    with opened() as desk:
        name = desk.work.start()
        click.echo(f"Worker {name} works. Stop it with Ctrl-C.", err=True)
        wait_for_signal()


def wait_for_signal() -> None:
    """Return on SIGTERM or SIGINT."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ended.set())
    while not ended.wait(3600):
        pass


def _stop_on_signal() -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


def _server(app: Any, desk: Desk) -> Any:
    import waitress

    given = desk.settings
    try:
        return waitress.create_server(app, host=given.host, port=given.port, threads=given.web_threads, ident=None)
    except OSError as error:
        raise Said(
            f"The desk cannot listen on {given.host}:{given.port}: {error.strerror or error}. "
            "Stop what runs there, or set WEDERWOORD_PORT to another port."
        ) from error


def _draft_sample(desk: Desk, shop_id: int) -> None:
    with desk.session() as session:
        if not reviews.open_ids(session, shop_id, limit=1):
            return
        batch_id = desk.work.draft_all(session, shop_id, kind="sample").id
    show_progress(desk, shop_id, batch_id)


def show_progress(desk: Desk, shop_id: int, batch_id: int) -> None:
    """Follow a bulk run on the terminal until it ends, or for two minutes."""
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
            if state not in batches.OPEN:
                break
            time.sleep(_LOOK_EVERY)
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
