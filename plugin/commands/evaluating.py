"""``wederwoord eval``: how good the checker and the triage are on a labelled set."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plugin import evaluation, labelled, text_commands, text_stream
from plugin.evaluation import Checked, Decided, GuidelineLine, ReplyLine, Share, TriageLine
from plugin.formats import RowError
from plugin.shop import ShopProfile, ShopProfileError, read_profile
from plugin.words import Report, Severity, Verdict

if TYPE_CHECKING:
    from plugin.drafting.judge import Judge, Judged

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SHARE = click.FloatRange(0, 1)


@dataclass(slots=True)
class Results:
    checked: list[Checked] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    alone: list[Checked] = field(default_factory=list)  # what the check reports without the judge
    judged: list[Judged] = field(default_factory=list)


@click.command(name="eval")
@click.option("--set", "source", type=_FILE, required=True, help="The labelled set, JSON Lines.")
@click.option("--shop", "shop_file", type=_FILE, help="The shop: a YAML file. A row's own `shop` wins.")
@click.option("--min-recall", type=_SHARE, help="Fail where recall, or the acceptable decisions, are below this.")
@click.option("--max-false-alarms", type=_SHARE, help="Fail where false alarms, or grave mistakes, are above this.")
@click.option("--misses", is_flag=True, help="Name the rows that went wrong.")
@click.option("--judge", is_flag=True, help="Let a model read the replies too, and say what that adds.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that promises count from; default: today.")
def evaluate(
    source: Path,
    shop_file: Path | None,
    min_recall: float | None,
    max_false_alarms: float | None,
    misses: bool,
    judge: bool,
    as_json: bool,
    today: dt.datetime | None,
) -> None:
    """Measure the checker and the triage on a labelled set.

    A row is one of `check` with "violations", or one of `triage` with lists of acceptable "decision" and "play", best first. Exit status 1 where a row failed or a limit is not met.
    """
    day = today.date() if today else dt.datetime.now(dt.UTC).date()
    results = _results(source, _shop(shop_file), day, text_commands.second_reader() if judge else None)
    if not (results.checked or results.decided or results.errors):
        raise click.UsageError("--set: the file holds no rows")
    guidelines = evaluation.guideline_lines(results.checked)
    replies = evaluation.reply_lines(results.checked)
    triage = evaluation.triage_lines(results.decided)
    unmet = _unmet(guidelines, triage, min_recall, max_false_alarms)
    if as_json:
        click.echo(json.dumps(_plain(guidelines, replies, triage, unmet, results.errors), ensure_ascii=False))
    else:
        _print(guidelines, replies, triage, unmet, results.errors, misses)
        _print_judged(results)
    raise SystemExit(1 if unmet or results.errors else 0)


def _shop(path: Path | None) -> ShopProfile | None:
    try:
        return read_profile(path) if path else None
    except ShopProfileError as error:
        raise click.UsageError(f"--shop: {error}") from error


def _results(path: Path, shop: ShopProfile | None, day: dt.date, second: Judge | None) -> Results:
    # The language detector takes part of a second to load: not for `--help`.
    from plugin.drafting.intake import cleaned
    from plugin.drafting.triage import triage as decide
    from plugin.guidelines import packs

    known = {guideline.id for guideline in packs.all_guidelines()}
    report, results = text_commands.checker(day), Results()
    replies: list[labelled.LabelledReply] = []
    with path.open("rb") as source:
        for number, line in text_stream.lines(source):
            try:
                read = labelled.read_row(line, number, shop, known)
            except RowError as error:
                results.errors.append(error.as_row())
                continue
            row = read.row
            if isinstance(read, labelled.LabelledReply):
                replies.append(read)
            else:
                found = decide(cleaned(row.review), row.shop)
                language = row.review.language or found.language
                results.decided.append(
                    Decided(
                        row.id,
                        language,
                        read.decisions,
                        read.plays,
                        found.decision,
                        found.play,
                        read.points,
                        found.points,
                    )
                )

    def checked(reply: labelled.LabelledReply) -> tuple[Checked, Checked, Judged | None]:
        found, context, told = report(reply.row)
        language = reply.row.review.language or found.language
        judged = second.judge(reply.row.reply, context, told) if second else None
        with_both = judged.report if judged else told
        return _counted(reply, language, with_both), _counted(reply, language, told), judged

    with ThreadPoolExecutor(second.settings.concurrency if second else 1) as pool:
        for both, alone, judged in pool.map(checked, replies) if second else map(checked, replies):
            results.checked.append(both)
            if judged is not None:
                results.alone.append(alone)
                results.judged.append(judged)
    return results


def _counted(reply: labelled.LabelledReply, language: str, told: Report) -> Checked:
    reported = frozenset(f.guideline for f in told.findings if f.severity is not Severity.INFO)
    return Checked(reply.row.id, language, reply.violations, reported, told.verdict is Verdict.BLOCK)


def _print_judged(results: Results) -> None:
    """What the judge adds to the check: breaches that only it named, and false alarms that only it gave."""
    if not results.judged:
        return
    gained = [(name, row) for row, alone in _beside(results) for name in (row.reported - alone.reported)]
    caught = sum(name in row.labelled for name, row in gained)
    absent = sum(bool(judged.note) for judged in results.judged)
    thrown = sum(judged.discarded for judged in results.judged)
    click.echo(
        f"judge {results.judged[0].judge}: read {len(results.judged) - absent} of {len(results.judged)}; "
        f"breaches that only it named {caught}, false alarms that only it gave {len(gained) - caught}, "
        f"ratings thrown away {thrown}"
    )


def _beside(results: Results) -> Iterator[tuple[Checked, Checked]]:
    return zip(results.checked, results.alone, strict=True)


def _unmet(
    guidelines: tuple[GuidelineLine, ...],
    triage: tuple[TriageLine, ...],
    min_recall: float | None,
    max_false_alarms: float | None,
) -> list[str]:
    told: list[str] = []
    if min_recall is not None:
        told += [
            f"{line.guideline} {line.language}: recall {_short(line.recall)}, asked {min_recall:g}"
            for line in evaluation.below(guidelines, min_recall)
        ]
        told += [
            f"decision {line.language}: acceptable {_short(line.acceptable)}, asked {min_recall:g}"
            for line in triage
            if (line.acceptable.value or 0) < min_recall
        ]
    if max_false_alarms is not None:
        told += [
            f"{line.guideline} {line.language}: false alarms {_short(line.false_alarms)}, at most {max_false_alarms:g}"
            for line in evaluation.above(guidelines, max_false_alarms)
        ]
        told += [
            f"decision {line.language}: grave mistakes {_short(line.grave)}, at most {max_false_alarms:g}"
            for line in triage
            if (line.grave.value or 0) > max_false_alarms
        ]
    return told


def _print(
    guidelines: tuple[GuidelineLine, ...],
    replies: tuple[ReplyLine, ...],
    triage: tuple[TriageLine, ...],
    unmet: list[str],
    errors: list[dict[str, Any]],
    misses: bool,
) -> None:
    for error in errors:
        click.echo(json.dumps(error, ensure_ascii=False))
    _table(
        ("guideline", "lang", "recall", "precision", "false alarms"),
        [_guideline_cells(line) for line in guidelines],
    )
    _table(
        ("replies", "lang", "clean but blocked", "breach and blocked"),
        [("", line.language, _long(line.clean_blocked), _long(line.breach_blocked)) for line in replies],
    )
    _table(
        ("triage", "lang", "acceptable", "best", "grave mistakes", "play", "points found", "points right"),
        [
            ("", t.language, *map(_long, (t.acceptable, t.best, t.grave, t.play, t.points_found, t.points_right)))
            for t in triage
        ],
    )
    if misses:
        _print_misses(guidelines, triage)
    for sentence in unmet:
        click.echo(f"not met: {sentence}")


def _print_misses(guidelines: tuple[GuidelineLine, ...], triage: tuple[TriageLine, ...]) -> None:
    for line in guidelines:
        if line.language != evaluation.ALL:
            _named(f"{line.guideline} {line.language} missed", line.missed)
            _named(f"{line.guideline} {line.language} false alarm", line.wrongly)
    for decided in triage:
        if decided.language != evaluation.ALL:
            _named(f"decision {decided.language} not acceptable", decided.wrong)
            _named(f"play {decided.language} not acceptable", decided.wrong_play)


def _guideline_cells(line: GuidelineLine) -> tuple[str, ...]:
    return line.guideline, line.language, _long(line.recall), _long(line.precision), _long(line.false_alarms)


def _named(what: str, ids: tuple[str | int, ...]) -> None:
    if ids:
        click.echo(f"{what}: {', '.join(str(row_id) for row_id in ids)}")


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    if not rows:
        return
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    click.echo()


def _short(share: Share) -> str:
    return f"{share.hits}/{share.of}"


def _long(share: Share) -> str:
    """Like ``0.92 (0.65-0.99) 11/12``; a dash where there was nothing to count."""
    if share.value is None or share.interval is None:
        return "-"
    low, high = share.interval
    return f"{share.value:.2f} ({low:.2f}-{high:.2f}) {_short(share)}"


def _plain(
    guidelines: tuple[GuidelineLine, ...],
    replies: tuple[ReplyLine, ...],
    triage: tuple[TriageLine, ...],
    unmet: list[str],
    errors: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "guidelines": [_plain_line(line, ("guideline", "language", "missed", "wrongly")) for line in guidelines],
        "replies": [_plain_line(line, ("language",)) for line in replies],
        "triage": [_plain_line(line, ("language", "wrong", "wrong_play")) for line in triage],
        "unmet": unmet,
        "errors": errors,
    }


def _plain_line(line: GuidelineLine | ReplyLine | TriageLine, names: tuple[str, ...]) -> dict[str, Any]:
    plain: dict[str, Any] = {name: getattr(line, name) for name in names}
    for name in line.__slots__:
        value = getattr(line, name)
        if isinstance(value, Share):
            plain[name] = {"hits": value.hits, "of": value.of, "value": value.value, "interval": value.interval}
    return plain
