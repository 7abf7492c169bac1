"""What the desk's templates are given: values in the order in which a page shows them, nothing to look up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Folder:
    """One line of the left column: its count is the navigation."""

    id: str
    count: int
    asks: bool = False  # something here goes wrong if nobody looks


@dataclass(frozen=True, slots=True)
class Row:
    """One review in the list."""

    id: int
    author: str
    rating: int | None
    written: dt.datetime
    said: str
    language: str
    channel: str
    decision: str
    play: str
    state: str
    verdict: str
    urgency: int = 0
    outdated: bool = False
    left: dt.timedelta | None = None  # until the shop's own target; only where that is near


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A stretch of the review's text. ``closes`` are the numbers of the points that end here."""

    text: str
    points: tuple[int, ...] = ()
    sentiment: str = ""
    closes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PointShape:
    number: int
    label: str
    sentiment: str
    quote: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence of the reply; ``severity`` is the worst finding on it, or "promise"."""

    text: str
    severity: str = ""


@dataclass(frozen=True, slots=True)
class SentenceShape:
    pieces: tuple[Piece, ...]
    answers: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()  # keys of the margin notes: a, b, …
    after: str = ""  # the white space that follows


@dataclass(frozen=True, slots=True)
class Note:
    """A margin note: what backs a sentence. ``kind``: policy, measure, contact, product, review …"""

    key: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    sentences: tuple[SentenceShape, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingShape:
    guideline: str
    name: str
    severity: str
    wording: str
    source: str
    quote: str
    message: str
    mend: str
    by_law: bool = False


@dataclass(frozen=True, slots=True)
class PromiseShape:
    text: str
    due: dt.date | None


@dataclass(frozen=True, slots=True)
class ProofShape:
    """The checker's report as lines."""

    verdict: str
    findings: tuple[FindingShape, ...] = ()
    promises: tuple[PromiseShape, ...] = ()
    points: int = 0
    unanswered: tuple[int, ...] = ()  # numbers of the points that no sentence takes up

    @property
    def answered(self) -> int:
        return self.points - len(self.unanswered)

    @property
    def told_unanswered(self) -> bool:
        """A finding names the points that no sentence takes up: said once, it is said."""
        return any(finding.guideline == "R-EVERY-POINT" and finding.severity != "info" for finding in self.findings)

    @property
    def blocked(self) -> bool:
        return self.verdict == "block"

    @property
    def law_blocked(self) -> bool:
        """A rule of law or of the platform stands in the way: no reason a person writes can lift it."""
        return any(finding.by_law and finding.severity == "block" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class DraftShape:
    number: int
    text: str
    sha256: str
    language: str
    writer: str  # built-in | <model>@<prompt version> | person
    person: str
    writer_note: str
    outdated: bool
    written: dt.datetime
    paragraphs: tuple[Paragraph, ...] = ()
    proof: ProofShape | None = None
    max_chars: int | None = None


@dataclass(frozen=True, slots=True)
class AdviceShape:
    """What the shop's own people are told: the note, and words proposed for the shop's own side of a dispute."""

    note: str
    own_side: str = ""


@dataclass(frozen=True, slots=True)
class PublicationShape:
    id: int
    state: str
    text: str
    approved_by: str
    approved_at: dt.datetime
    seen_at: dt.datetime | None
    url: str
    message: str
    hint: str
    override_reason: str = ""
    kind: str = "post"  # post | replace | delete
    text_now: str = ""  # of a change that is not there yet: what still stands on the channel
    refused: tuple[tuple[str, bool], ...] = ()  # of a text that the platform refused: its pieces, and which it is about


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a review's history."""

    at: dt.datetime
    what: str
    who: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReviewShape:
    id: int
    author: str
    title: str
    parts: tuple[SaidPart, ...]
    rating: int | None
    language: str
    channel: str
    written: dt.datetime
    product: str
    verified: bool | None
    url: str
    state: str
    channel_status: str
    changed: bool
    decision: str
    play: str
    reason: str
    decided_by: str
    flags: tuple[str, ...] = ()
    points: tuple[PointShape, ...] = ()
    draft: DraftShape | None = None
    private_message: str = ""
    told: AdviceShape | None = None
    existing_reply: str = ""
    publication: PublicationShape | None = None
    history: tuple[Happened, ...] = ()
    drafting: bool = False
    can_reply: bool = True
    agent: str = ""
    can_change: bool = False  # a reply of ours stands there, and the channel lets a program put another in its place
    can_take_back: bool = False
    change_waits: bool = False  # another text was written, and nobody said yes or no to it
    order_named: bool = False  # its channel names the order, which the shop's host may know

    @property
    def advice(self) -> str:
        """The advice that stands in place of a public reply: silent, remove, dispute, or ""."""
        return {"T-SILENT": "silent", "T-REMOVE": "remove", "T-DISPUTE": "dispute"}.get(self.decision, "")

    @property
    def open(self) -> bool:
        return self.state in {"new", "waiting"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shows: the folder and the filters, as the address has them."""

    folder: str = "todo"
    state: str = ""
    channel: str = ""
    rating: str = ""
    decision: str = ""
    language: str = ""
    q: str = ""

    def query(self, **changes: str) -> dict[str, str]:
        """The address's query for these filters; empty ones are left out."""
        values = {
            "folder": self.folder,
            "state": self.state,
            "channel": self.channel,
            "rating": self.rating,
            "decision": self.decision,
            "language": self.language,
            "q": self.q,
            **changes,
        }
        return {name: value for name, value in values.items() if value and (name, value) != ("folder", "todo")}

    def unsearched(self) -> Wanted:
        """The same folder and filters without the search."""
        return replace(self, q="") if self.q else self

    @property
    def narrowed(self) -> int:
        """How many filters are set beside the folder and the search."""
        return sum(bool(value) for value in (self.state, self.channel, self.rating, self.decision, self.language))


@dataclass(frozen=True, slots=True)
class Progress:
    """A bulk run as the bar shows it."""

    id: int
    state: str
    total: int
    done: int
    failed: int
    message: str = ""

    @property
    def running(self) -> bool:
        return self.state in {"queued", "running"}


@dataclass(frozen=True, slots=True)
class Notice:
    """The one calm banner: what is wrong and where to mend it."""

    text: str
    link: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shows around its content."""

    shop: str
    folders: tuple[Folder, ...] = ()
    notice: Notice | None = None
    run: Progress | None = None
    here: str = ""  # the folder or page that is current
    open_count: int = 0
    setup_left: bool = False  # the owner has not finished setting the shop up
    asked_due: dt.datetime | None = None  # by when a customer's request for their data must be answered


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class SettingField:
    """One field of a channel's form, made from the connector's settings schema."""

    name: str
    label: str
    kind: str  # text | password | number | checkbox | select | textarea | mapping
    required: bool = False
    value: str = ""
    hint: str = ""
    choices: tuple[Choice, ...] = field(default_factory=tuple)
    wrong: str = ""
    filled: bool = False  # a secret is stored; it is never shown again
    typed: bool = False  # a secret was typed just now and is kept for some minutes; not shown either
    advanced: bool = False  # folded away: most people leave it as it is
    ending: str = ""  # of a textarea that takes a whole file: how the file's name ends
