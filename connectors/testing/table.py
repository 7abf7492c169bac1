"""What each built-in connector can do and what that rests on, as a table; with ``--kit`` also what it survives.

    python -m connectors.testing.table
    python -m connectors.testing.table --kit tests/contract/test_connectors.py

The first is the table of docs/connectors.md, which a test holds to this.
"""

from __future__ import annotations

from collections.abc import Mapping

import click

from connectors import registry
from connectors.contract import Connector, Evidence, Webhooks
from connectors.testing.survival import Survived, run

_LETTERS = {
    Evidence.SPECIFICATION: "S",
    Evidence.DOCUMENTATION: "D",
    Evidence.SOURCE: "P",
    Evidence.CODE: "C",
    Evidence.OURS: "O",
    Evidence.UNSAID: "?",
}
LEGEND = (
    "What it rests on: **S** a machine-readable document of the vendor's, **D** the vendor's pages, **P** the platform's own source code, "
    "**C** programs of others that agree, **O** a format of ours. **\\*** only with *Experimental*. *site*: in the platform's own pages. *looks*: asks for each review that a whole reading lacks."
)
_COLUMNS: Mapping[str, str] = {
    "reply": "can_reply",
    "read back": "can_read_replies",
    "change": "can_replace_reply",
    "take back": "can_delete_reply",
    "moderation": "moderated",
    "private": "can_reply_privately",
    "report": "can_report",
    "invite": "can_invite",
    "orders": "can_read_orders",
    "since": "incremental",
    "edits": "sees_edits",
    "removals": "sees_removals",
}


def table(survived: Mapping[str, Survived] | None = None) -> str:
    """In Markdown; with ``survived`` two columns more."""
    heads = ["connector", "read", *_COLUMNS, "webhook", "clocks"]
    if survived is not None:
        heads += ["faults survived", "tests passed / failed / not its kind"]
    lines = [heads, ["---"] * len(heads)]
    for name, kind in sorted(registry.built_in().items()):
        row = [f"`{name}`", _letter(kind, ""), *(_cell(kind, field) for field in _COLUMNS.values())]
        row += [_webhook(kind), str(len(kind.capabilities.clocks) or "–")]
        if survived is not None:
            row += _counted(survived.get(name))
        lines.append(row)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(kind: type[Connector], field: str) -> str:
    if field == "sees_removals" and kind.capabilities.finds_removals:
        return f"looks {_letter(kind, field)}"
    if getattr(kind.capabilities, field):
        return _letter(kind, field)
    return "site" if field == "can_report" and kind.capabilities.reports_on_platform else "–"


def _letter(kind: type[Connector], field: str) -> str:
    able = kind.capabilities
    off = able.experimental or field in able.unverified
    return f"{_LETTERS[kind.evidence_of.get(field, kind.evidence)]}{'*' if off else ''}"


def _webhook(kind: type[Connector]) -> str:
    told = kind.capabilities.webhooks
    return "–" if told is Webhooks.NONE else f"{told.value} {_letter(kind, 'webhooks')}"


def _counted(count: Survived | None) -> list[str]:
    if count is None:
        return ["–", "–"]
    return [str(count.faults), f"{count.passed} / {count.failed} / {count.skipped}"]


@click.command()
@click.option("--kit", default="", help="The tests that run the kit against the built-in connectors.")
def main(kit: str) -> None:
    """Print the table."""
    survived = run(kit) if kit else None
    click.echo(f"{table(survived)}\n\n{LEGEND}")


if __name__ == "__main__":
    main()
