"""``wederwoord``: everything that is done without a browser."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import click

from plugin import logs, text_commands
from plugin.commands.changes import change
from plugin.commands.channels import channel, sync
from plugin.commands.connectors import connector
from plugin.commands.desk import SentenceGroup
from plugin.commands.doctor import doctor
from plugin.commands.evaluating import evaluate
from plugin.commands.golden import golden
from plugin.commands.hosts import host
from plugin.commands.insights import insights
from plugin.commands.keys import keys
from plugin.commands.orders import orders
from plugin.commands.people import person
from plugin.commands.running import run, worker
from plugin.commands.sample import sample
from plugin.commands.shops import shop


def _version() -> str:
    try:
        return version("wederwoord")
    except PackageNotFoundError:
        return "from a checkout that is not installed"


@click.group(cls=SentenceGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(_version(), prog_name="wederwoord")
def main() -> None:
    """The reply desk of a web shop: every review in one inbox, a checked draft waiting, published when you approve.

    Settings come from the environment (docs/settings.md). Start with: wederwoord run --sample
    """
    logs.set_up("WARNING")


for command in (
    run,
    worker,
    sync,
    shop,
    channel,
    connector,
    orders,
    host,
    person,
    insights,
    keys,
    doctor,
    sample,
    golden,
    change,
):
    main.add_command(command)
for command in (text_commands.triage, text_commands.draft, text_commands.check, evaluate):
    main.add_command(command)
