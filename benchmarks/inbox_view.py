"""The inbox as a visitor gets it: the same combinations through the WSGI app, from the request to the last byte.

A signed-in owner of a standalone shop asks for whole pages: session look-up, list, counts, the first review with its
draft and report beside the list, template, headers. No server and no network stand in between.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from benchmarks.databases import KEY
from benchmarks.made_reviews import NOW
from plugin.app import create_app
from plugin.drafting import pipeline
from plugin.hosts.gate import SESSION_COOKIE
from plugin.hosts.standalone import signing_in
from plugin.settings import Settings
from plugin.store import Database, bulk, drafts, reviews, shops, workers
from plugin.store.reviews import Filters
from plugin.store.tables import DecisionMade, Draft
from plugin.words_data import promises_to_data, report_to_data
from plugin.work import Work

Seconds = float


class Visitor:
    """Someone who is signed in, and asks for pages."""

    def __init__(self, database: Database, shop_id: int, folder: Path) -> None:
        settings = Settings(
            data_dir=folder, database_url=str(database.url), encryption_keys=(KEY,), secret_key="k" * 40, log_level="ERROR"
        )  # fmt: skip
        now = dt.datetime.now(dt.UTC)
        with database.session() as session:
            link = signing_in.first_owner(session, shop_id, name="Marit", now=now)
            began = signing_in.sign_in(session, link, now=now)
            workers.sign(session, "bench", now + dt.timedelta(hours=6), starts=True)
        assert began is not None
        self._cookie = f"{SESSION_COOKIE}={began.token}"
        self._app: Flask = create_app(settings, database, Work(settings, database))

    def ask(self, filters: Filters, cursor: str | None) -> tuple[Seconds, Seconds, int]:
        """Wall and CPU time of one page, and its size in bytes."""
        environ = EnvironBuilder(
            path="/inbox", query_string=_query(filters, cursor), headers={"Cookie": self._cookie}
        ).get_environ()
        wall, cpu = time.perf_counter(), time.thread_time()
        body, status, _ = run_wsgi_app(self._app, environ, buffered=True)
        size = sum(map(len, body))
        took = time.perf_counter() - wall, time.thread_time() - cpu, size
        if not status.startswith("200"):
            raise RuntimeError(f"the desk answered {status}")
        return took


def _query(filters: Filters, cursor: str | None) -> dict[str, str]:
    asked = {
        "folder": str(filters.folder or "all"),
        "channel": str(filters.channel_id or ""),
        "rating": "" if filters.rating is None else str(filters.rating or "none"),
        "decision": str(filters.decision or ""),
        "language": filters.language or "",
        "q": filters.search,
        "after": cursor or "",
    }
    return {name: value for name, value in asked.items() if value}


def draft_first_ones(database: Database, shop_id: int, asked: Sequence[Filters], cursors: Sequence[str | None]) -> int:
    """Give every review that one of these pages opens with a draft with its report, as a worked desk has them."""
    with database.session(shop_id) as session:
        first = {
            row.id
            for filters in asked
            for cursor in cursors
            for row in reviews.page(session, shop_id, filters, cursor, 1).rows
        }
        profile = shops.profile(session, shop_id)
        bare = [found for found in sorted(first) if drafts.current(session, shop_id, found) is None]
        texts = {found: reviews.text_of(reviews.get(session, shop_id, found)) for found in bare}
    made = {found: pipeline.draft(text, profile, today=NOW.date()) for found, text in texts.items()}
    with database.session() as session:
        bulk.insert_new(session.connection(), DecisionMade, [_decision(shop_id, *each) for each in made.items()])
        bulk.insert_new(session.connection(), Draft, [_draft(shop_id, *each) for each in made.items()])
    return len(made)


def _decision(shop_id: int, review_id: int, drafted: Any) -> dict[str, Any]:
    triage = drafted.triage
    return {
        "shop_id": shop_id, "review_id": review_id, "review_version": 1, "decision": str(triage.decision),
        "play": str(triage.play or ""), "reason": triage.reason, "flags": list(triage.flags), "language": triage.language,
        "points": [{"label": p.label, "sentiment": str(p.sentiment), "start": p.start, "end": p.end} for p in triage.points],
        "language_confidence": triage.language_confidence, "person_id": None, "created_at": NOW,
    }  # fmt: skip


def _draft(shop_id: int, review_id: int, drafted: Any) -> dict[str, Any]:
    return {
        "shop_id": shop_id, "review_id": review_id, "review_version": 1, "number": 1, "reply": drafted.reply,
        "private_message": drafted.private_message, "internal_note": drafted.internal_note,
        "language": drafted.triage.language, "writer": drafted.writer, "report": report_to_data(drafted.report),
        "verdict": str(drafted.report.verdict), "promises": promises_to_data(drafted.report.promises), "usage": {},
        "created_at": NOW,
    }  # fmt: skip


def timed(visitor: Visitor) -> Callable[[Filters, str | None], tuple[Seconds, Seconds]]:
    """The way of asking that the benchmark times."""

    def ask(filters: Filters, cursor: str | None) -> tuple[Seconds, Seconds]:
        wall, cpu, _ = visitor.ask(filters, cursor)
        return wall, cpu

    return ask
