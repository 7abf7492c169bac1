"""``wederwoord triage``, ``draft`` and ``check``: JSON Lines in, JSON Lines out, no database needed."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import io
import os
import sys
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

import click

from plugin import formats, text_stream
from plugin.formats import Row
from plugin.shop import ShopProfile, ShopProfileError, read_profile
from plugin.words import Report, Triage

if TYPE_CHECKING:
    from plugin.drafting.judge import Judge, Judged
    from plugin.drafting.model import ModelWriter
    from plugin.guidelines import CheckContext

REMEMBERED_REPLIES = 50  # of a shop in one run: a draft repeats none of them

_IN = click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True)
_OUT = click.Path(dir_okay=False, writable=True, allow_dash=True)


def _text_command(command: Callable[..., int]) -> Callable[..., None]:
    """The arguments that all three share; the command returns its exit status."""

    @click.argument("source", type=_IN, default="-", metavar="[INPUT]")
    @click.argument("target", type=_OUT, default="-", metavar="[OUTPUT]")
    @click.option(
        "--shop",
        "shop_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The shop: a YAML file. A row's own `shop` wins.",
    )
    @wraps(command)
    def run(source: str, target: str, shop_file: Path | None, **options: Any) -> None:
        shop = _shop(shop_file)
        try:
            with _opened(source, target) as (rows_in, rows_out):
                status = command(rows_in, rows_out, shop, **options)
        except BrokenPipeError:
            # Whoever read our output has enough of it (`| head`); the rest of it goes nowhere without a complaint.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            status = text_stream.SOME_FAILED
        except OSError as error:
            raise click.UsageError(f"cannot read or write: {error.strerror or error}") from error
        raise SystemExit(status)

    return run


@click.command()
@_text_command
def triage(source: BinaryIO, sink: TextIO, shop: ShopProfile | None) -> int:
    """Decide what each review needs: reviews in, one decision each out."""
    # The language detector takes part of a second to load: not for `--help`.
    from plugin.drafting.intake import cleaned
    from plugin.drafting.triage import triage as decide

    def handle(row: Row) -> dict[str, Any]:
        return formats.triage_row(row, decide(cleaned(row.review), row.shop))

    return text_stream.run(source, sink, lambda line, number: formats.read_review_row(line, number, shop), handle)


@click.command()
@_text_command
@click.option("--no-llm", is_flag=True, help="Write with the built-in writer, whatever model is configured.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that promises count from; default: today.")
def draft(source: BinaryIO, sink: TextIO, shop: ShopProfile | None, no_llm: bool, today: dt.datetime | None) -> int:
    """Draft a reply to each review: reviews in, drafts with their reports out.

    A draft repeats none of the last 50 that this run wrote for the same shop.
    """
    from plugin.drafting import pipeline

    writer = None if no_llm else _writer()
    recent = _Recent()

    def handle(row: Row) -> dict[str, Any]:
        drafted = pipeline.draft(
            row.review, row.shop, recent.of(row.shop.name), writer=writer, today=today.date() if today else None
        )
        recent.add(row.shop.name, drafted.reply)
        return formats.draft_row(row, drafted)

    threads = writer.settings.concurrency if writer else 1
    return text_stream.run(
        source, sink, lambda line, number: formats.read_review_row(line, number, shop), handle, threads=threads
    )


@click.command()
@_text_command
@click.option(
    "--judge", is_flag=True, help="Add the second opinion of the model that OPENAI_* and WEDERWOORD_MODEL name."
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that promises count from; default: today.")
def check(source: BinaryIO, sink: TextIO, shop: ShopProfile | None, judge: bool, today: dt.datetime | None) -> int:
    """Check replies against the guidelines: replies in, reports out. Without --judge no network is touched."""
    report = checker(today.date() if today else dt.datetime.now(dt.UTC).date())
    second = second_reader() if judge else None

    def handle(row: Row) -> dict[str, Any]:
        _, context, told = report(row)
        if second is None:
            return formats.check_row(row, told)
        judged = second.judge(row.reply, context, told)
        return {**formats.check_row(row, judged.report), "judge": judge_row(judged)}

    threads = second.settings.concurrency if second else 1
    return text_stream.run(
        source, sink, lambda line, number: formats.read_check_row(line, number, shop), handle, threads=threads
    )


def judge_row(judged: Judged) -> dict[str, Any]:
    """What ``check --judge`` says of the judge itself, beside the report that holds its findings."""
    return {
        "model": judged.judge,
        "note": judged.note or None,
        "added": judged.added,
        "discarded": judged.discarded,
        "kept": list(judged.kept),
        "usage": dataclasses.asdict(judged.usage),
    }


def second_reader() -> Judge:
    """The judge that the environment names. Raises UsageError where it names none."""
    from plugin.drafting.judge import Judge
    from plugin.settings import SettingsError, load_model

    try:
        settings = load_model()
    except SettingsError as error:
        raise click.UsageError(f"--judge: {error}") from error
    if settings is None:
        raise click.UsageError("--judge: no model: set WEDERWOORD_MODEL with OPENAI_API_KEY or OPENAI_BASE_URL")
    return Judge(settings)


def checker(day: dt.date) -> Callable[[Row], tuple[Triage, CheckContext, Report]]:
    """What reads a check row: the review's triage, what the reply is held against, and the report as of ``day``."""
    from plugin.drafting.intake import cleaned
    from plugin.drafting.triage import triage as decide
    from plugin.guidelines import CheckContext
    from plugin.guidelines import check as check_text
    from plugin.language.detection import reply_language

    def report(row: Row) -> tuple[Triage, CheckContext, Report]:
        review = cleaned(row.review)
        found = decide(review, row.shop)
        context = CheckContext(
            review=review,
            shop=row.shop,
            decision=row.decision or found.decision,
            play=row.play,
            points=found.points,
            language=reply_language(found.language, row.shop.languages),
            recent_replies=row.recent_replies,
            today=day,
            wording=row.shop.languages[0],
        )
        return found, context, check_text(row.reply, context)

    return report


class _Recent:
    """The latest replies of each shop in this run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._replies: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=REMEMBERED_REPLIES))

    def of(self, shop: str) -> tuple[str, ...]:
        with self._lock:
            return tuple(self._replies[shop])

    def add(self, shop: str, reply: str | None) -> None:
        if reply:
            with self._lock:
                self._replies[shop].append(reply)


def _shop(path: Path | None) -> ShopProfile | None:
    if path is None:
        return None
    try:
        return read_profile(path)
    except ShopProfileError as error:
        raise click.UsageError(f"--shop: {error}") from error


def _writer() -> ModelWriter | None:
    """The model that the environment names, if it names one."""
    from plugin.settings import SettingsError, load_model

    try:
        settings = load_model()
    except SettingsError as error:
        raise click.UsageError(f"{error}; or use --no-llm") from error
    if settings is None:
        return None
    from plugin.drafting.model import ModelWriter

    return ModelWriter(settings)


@contextlib.contextmanager
def _opened(source: str, target: str) -> Iterator[tuple[BinaryIO, TextIO]]:
    if "-" not in {source, target} and Path(target).exists() and Path(source).samefile(target):
        raise click.UsageError("input and output are the same file")
    with contextlib.ExitStack() as stack:
        rows_in = sys.stdin.buffer if source == "-" else stack.enter_context(Path(source).open("rb"))
        if target == "-":
            rows_out: TextIO = sys.stdout
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # whatever the terminal's own is
        else:
            rows_out = stack.enter_context(Path(target).open("w", encoding="utf-8", newline="\n"))
        yield rows_in, rows_out
