"""An invented shop with a few reviews and drafts, put straight into the store: no writer, no worker."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from connectors.contract import Review
from plugin.settings import Settings
from plugin.shop import ShopProfile, load_profile
from plugin.store import Database, Session, channels, drafts, people, reviews, shops
from plugin.words import (
    BUILT_IN,
    Decision,
    Drafted,
    Finding,
    Play,
    Point,
    Promise,
    PublicationState,
    Report,
    ReviewState,
    Role,
    Sentence,
    Sentiment,
    Severity,
    Triage,
    Verdict,
)

NOW = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
SAID = "De lamp kwam stuk aan. Niemand neemt de telefoon op."
REPLY = (
    "Beste Joris,\n\nEen kapotte lamp uitpakken is vervelend, en het spijt me. "
    "Morgen gaat een nieuwe lamp naar je toe.\n\nGroet,\nMarit"
)


def settings_in(folder: Path) -> Settings:
    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'wederwoord.sqlite3'}",
        encryption_keys=(),
        secret_key="s" * 40,
    )


def profile(**more: Any) -> ShopProfile:
    return load_profile(
        {
            "name": "Lampenwinkel De Gloed",
            "agent": "Marit",
            "contact": {"email": "hallo@gloed.example"},
            "policy": {"clauses": [{"id": "gar-1", "text": "Een kapotte lamp vervangen we zonder kosten."}]},
            "measures": ["elke lamp wordt voor vertrek getest"],
            **more,
        }
    )


def triage(decision: Decision = Decision.REPLY, play: Play | None = Play.OUR_FAULT, **more: Any) -> Triage:
    points = (
        Point("broken", Sentiment.NEGATIVE, 0, SAID.index(".")),
        Point("unreachable", Sentiment.NEGATIVE, SAID.index("Niemand"), len(SAID) - 1),
    )
    given: dict[str, Any] = {"points": points, "reason": "Twee klachten over ons werk.", **more}
    return Triage("nl", 0.99, decision, play, **given)


def report(verdict: Verdict = Verdict.PASS, *findings: Finding) -> Report:
    def sentence(text: str, answers: tuple[int, ...] = (), sources: tuple[str, ...] = ()) -> Sentence:
        start = REPLY.index(text)
        return Sentence(text, start, start + len(text), (), answers, sources)

    return Report(
        verdict,
        findings,
        (
            sentence("Beste Joris,"),
            sentence("Een kapotte lamp uitpakken is vervelend, en het spijt me.", (0,), ("review",)),
            sentence("Morgen gaat een nieuwe lamp naar je toe.", (0,), ("policy:gar-1",)),
            sentence("Groet,\nMarit"),
        ),
        (Promise("Morgen gaat een nieuwe lamp naar je toe.", dt.date(2026, 11, 21)),),
    )


def finding(guideline: str = "R-FACTS", severity: Severity = Severity.WARN) -> Finding:
    start = REPLY.index("nieuwe lamp")
    return Finding(guideline, severity, "staat nergens.", "Laat het weg.", 2, start, start + 11, "nieuwe lamp")


def drafted(found: Triage | None = None, checked: Report | None = None, **more: Any) -> Drafted:
    given: dict[str, Any] = {
        "reply": REPLY,
        "private_message": None,
        "internal_note": None,
        "writer": BUILT_IN,
        "report": checked or report(),
        **more,
    }
    return Drafted(triage=found or triage(), **given)


def advice(decision: Decision, note: str = "Houd het in het oog.") -> Drafted:
    return drafted(triage(decision, None), reply=None, report=None, internal_note=note)


class Shop:
    """One invented shop: its people, one channel, its reviews by name."""

    def __init__(self, database: Database, slug: str, folder: Path, **more: Any) -> None:
        self.database = database
        self.file = folder / f"{slug}.csv"
        self.file.write_text("id,text,rating\n", encoding="utf-8")
        with database.session() as session:
            self.id = shops.add(session, slug, profile(**more), now=NOW).id
            self.people = {
                role: people.add(session, self.id, f"{role.value.capitalize()} van {slug}", role, now=NOW).id
                for role in Role
            }
            self.channel_id = channels.add(session, self.id, "file", "Keurmerk", {"path": str(self.file)}, now=NOW).id

    def session(self) -> Any:
        return self.database.session(shop_id=self.id)

    def add(self, external_id: str, draft: Drafted | None = None, *, hours_ago: int = 1, **more: Any) -> int:
        """A review, with its draft if one is given; its number."""
        given: dict[str, Any] = {"text": SAID, "rating": 1, "author": "Joris", **more}
        review = Review(external_id=external_id, created=NOW - dt.timedelta(hours=hours_ago), **given)
        with self.session() as session:
            review_id = reviews.upsert(session, self.id, self.channel_id, [review], NOW).new_ids[0]
            if draft is not None:
                drafts.save(session, self.id, review_id, draft, review_version=1, now=NOW)
        return review_id

    def state(self, review_id: int) -> str:
        with self.session() as session:
            return reviews.get(session, self.id, review_id).state


def count_drafts(session: Session, shop_id: int, review_id: int) -> int:
    return len(drafts.history(session, shop_id, review_id))


__all__ = ["PublicationState", "ReviewState", "drafts", "reviews"]
