"""What a connector costs in calls: the first reading of a large channel, and a quiet hour after it.

    python -m connectors.testing.costs                                       (every built-in connector)
    python -m connectors.testing.costs my_tests.harness:MySiteHarness --reviews 10000

Counted at the fake platform, so that retries, tokens and looks for replies count as they would at the real one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib import import_module

import click

from connectors.http import use_policy
from connectors.rate_limit import forget_buckets
from connectors.testing.built_in import harnesses
from connectors.testing.harness import Harness, NotPlayed
from connectors.tokens import forget_tokens

_HOUR = 3_600
YEARS = dt.timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Cost:
    """Calls of the first reading of ``reviews``, of one reading where nothing is new, and of an hour at the quiet pace."""

    reviews: int
    first: int
    again: int
    quiet_hour: float


def cost_of(harness_class: type[Harness], reviews: int) -> Cost:
    """Raises NotPlayed for a harness that does not count requests."""
    forget_buckets()
    forget_tokens()
    # As patient as with a real platform: a fake of ten thousand reviews takes its time.
    with use_policy(allow_private=True, sleep=lambda _seconds: None):
        platform = harness_class()
        try:
            _fill(platform, reviews)
            first, cursor = _reading(platform, {})
            again, _ = _reading(platform, cursor)
            pace = platform.connector().abilities.pace
            return Cost(reviews, first, again, again * _HOUR / pace.quiet)
        finally:
            platform.close()


def _fill(platform: Harness, reviews: int) -> None:
    """As a shop of three years would have them, the oldest first."""
    now = dt.datetime.now(dt.UTC)
    for number in range(reviews):
        platform.add_dated_review(f"Bericht {number}", now - YEARS * (1 - number / reviews))


def _reading(platform: Harness, cursor: object) -> tuple[int, object]:
    before = len(platform.requests())
    given = cursor if isinstance(cursor, dict) else {}
    forget_buckets()  # the time between calls is not what is measured here
    for page in platform.connector().fetch(given):
        given = dict(page.cursor)
        forget_buckets()
    return len(platform.requests()) - before, given


@click.command()
@click.argument("places", nargs=-1)
@click.option("--reviews", default=10_000, help="How many there are.")
def main(places: tuple[str, ...], reviews: int) -> None:
    """Print the cost of each harness's connector (MODULE:CLASS), of every built-in one where none is named."""
    click.echo(f"| connector | first reading of {reviews:,} | again, nothing new | per quiet hour |\n|---|--:|--:|--:|")
    for harness in tuple(map(_named, places)) or harnesses().values():
        try:
            cost = cost_of(harness, reviews)
        except NotPlayed:
            continue  # it makes no calls
        name = harness.connector_class.name
        click.echo(f"| `{name}` | {cost.first:,} | {cost.again:,} | {cost.quiet_hour:.1f} |")


def _named(place: str) -> type[Harness]:
    module, _, name = place.partition(":")
    found: type[Harness] = getattr(import_module(module), name)
    return found


if __name__ == "__main__":
    main()
