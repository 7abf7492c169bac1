"""What a small WordPress with WooCommerce remembers, and the rules by which it takes comments.

The rules are those of the contract's table "Publishing a reply", written down from a running shop: also the ones that
look like mistakes, since a connector has to live with them.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any

MODERATORS = frozenset({"administrator", "shop_manager"})
_MAX_CONTENT = 65_525
_KEPT_TAGS = "a|b|strong|em|i|blockquote|code|del|q|s"


class Refused(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


@dataclass
class Product:
    id: int
    name: str
    closed: bool = False
    draft: bool = False


@dataclass
class User:
    id: int
    login: str
    app_password: str
    name: str
    role: str

    @property
    def moderates(self) -> bool:
        return self.role in MODERATORS


@dataclass
class AppPassword:
    """One that a program was given on the page where a person approves of it."""

    user: int
    text: str
    app_id: str


@dataclass
class Comment:
    id: int
    post: int
    parent: int
    author: int
    author_name: str
    content: str
    date: dt.datetime
    type: str = "comment"
    status: str = "approved"
    rating: int = 0
    agent: str = ""
    verified: bool = False


@dataclass
class WordPress:
    """The shop's data. ``hold_replies`` puts even a moderator's reply into moderation, as some plugins do."""

    products: dict[int, Product] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    comments: dict[int, Comment] = field(default_factory=dict)
    hold_replies: bool = False
    stuck: bool = False  # lists of reviews give their first page whatever is asked
    doubling: bool = False  # … hold every review twice
    shuffled: bool = False  # … have no order
    app_passwords: bool = True  # whether it makes application passwords at all
    admin: str = ""  # where people sign in, if that is not the site's own address
    passwords: dict[str, AppPassword] = field(default_factory=dict)  # by uuid
    orders: list[dict[str, Any]] = field(default_factory=list)
    utc_offset: dt.timedelta = dt.timedelta(hours=1)
    _next_id: int = 11
    _last_by_author: dict[int, dt.datetime] = field(default_factory=dict)

    def add(self, **fields: Any) -> Comment:
        """A comment as it is, past all rules: one written in the storefront, or a state to test with."""
        moment = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC) + dt.timedelta(hours=self._next_id)
        given: dict[str, Any] = {"post": 11, "parent": 0, "author": 0, "author_name": "", "date": moment, **fields}
        comment = Comment(id=self._next_id, **given)
        self._next_id += 1
        self.comments[comment.id] = comment
        return comment

    def add_order(self, number: str, *, modified: dt.datetime, status: str = "completed", **billing: str) -> None:
        """An order with one product, completed when it was changed last."""
        moment = modified.strftime("%Y-%m-%dT%H:%M:%S")
        who = {"email": f"klant{number}@voorbeeld.example", "first_name": "Sabine", "last_name": "de Vries"}
        told = {**who, "phone": "0612345678", "address_1": "Geheimlaan 1", **billing}
        self.orders.append(
            {
                "id": len(self.orders) + 1, "number": number, "status": status, "modified": modified,
                "date_created_gmt": moment, "date_completed_gmt": moment if status == "completed" else None,
                "billing": told, "line_items": [{"id": 1, "product_id": 11, "name": "Fietstas Hafen 20L"}],
            }
        )  # fmt: skip

    def approve(self, user: User, app_id: str = "") -> str:
        """Somebody says yes on the authorize page; the password that is handed over."""
        made = AppPassword(user.id, secrets.token_hex(12), app_id)
        self.passwords[str(uuid.uuid4())] = made
        return made.text

    def passwords_of(self, user: User) -> dict[str, AppPassword]:
        return {number: made for number, made in self.passwords.items() if made.user == user.id}

    def password_in(self, user: User, text: str) -> str:
        """The uuid of the password that a call came with. Raises Refused."""
        for number, made in self.passwords_of(user).items():
            if made.text == text.replace(" ", ""):
                return number
        raise Refused(404, "rest_no_authenticated_app_password")

    def opens(self, user: User, text: str) -> bool:
        """Whether this is a password of the account."""
        typed = text.replace(" ", "")
        return typed in {user.app_password.replace(" ", ""), *(made.text for made in self.passwords_of(user).values())}

    def create(self, user: User | None, body: dict[str, Any], *, now: dt.datetime) -> Comment:
        """``POST wp/v2/comments``. Raises Refused."""
        if user is None:
            raise Refused(401, "rest_comment_login_required")
        if body.get("type", "comment") != "comment":
            raise Refused(400, "rest_invalid_comment_type")
        self._require_open(self.products.get(int(body.get("post") or 0)))
        text = str(body.get("content") or "")
        self._require_content(text)
        as_guest = "author_name" in body
        author, name = (0, str(body["author_name"])) if as_guest else (user.id, user.name)
        post, parent = int(body["post"]), int(body.get("parent") or 0)  # whether the parent exists is not asked
        self._require_new(post, parent, name, text)
        self._require_slow(user, now)
        stored = text if user.role == "administrator" else _filtered(text)
        approved = user.moderates and not as_guest and not self.hold_replies
        return self.add(
            post=post,
            parent=parent,
            author=author,
            author_name=name,
            content=stored,
            date=now,
            agent=str(body.get("author_user_agent", "")),
            status="approved" if approved else "hold",
        )

    @staticmethod
    def _require_open(product: Product | None) -> None:
        if product is None:
            raise Refused(403, "rest_comment_invalid_post_id")
        if product.draft:
            raise Refused(403, "rest_comment_draft_post")
        if product.closed:
            raise Refused(403, "rest_comment_closed")

    @staticmethod
    def _require_content(text: str) -> None:
        if not text.strip():
            raise Refused(400, "rest_comment_content_invalid")
        if len(text) > _MAX_CONTENT:
            raise Refused(400, "comment_content_column_length")

    def _require_new(self, post: int, parent: int, name: str, text: str) -> None:
        """Compares the text as sent with the text as stored: a raw ampersand is never found again."""
        for known in self.comments.values():
            same_place = (known.post, known.parent, known.author_name) == (post, parent, name)
            if same_place and known.status != "trash" and known.content == text.strip():
                raise Refused(409, "comment_duplicate")

    def _require_slow(self, user: User, now: dt.datetime) -> None:
        last = self._last_by_author.get(user.id)
        self._last_by_author[user.id] = now
        if not user.moderates and last is not None and now - last < dt.timedelta(seconds=15):
            raise Refused(400, "comment_flood")

    def change(self, comment: Comment, body: dict[str, Any], user: User) -> None:
        if "content" in body:
            self._require_content(str(body["content"]))
            text = str(body["content"])
            comment.content = text if user.role == "administrator" else _filtered(text)
        comment.agent = str(body.get("author_user_agent", comment.agent))

    def trash(self, comment: Comment) -> None:
        if comment.status == "trash":
            raise Refused(410, "rest_already_trashed")
        comment.status = "trash"


def _filtered(text: str) -> str:
    """WordPress' filter for those without ``unfiltered_html``: unknown tags go, stray ``& <`` become entities."""
    text = re.sub(rf"</?(?!(?:{_KEPT_TAGS})\b)[a-zA-Z][^<>]*>", "", text)
    text = re.sub(r"&(?!#?\w+;)", "&amp;", text)
    return re.sub(r"<(?![a-zA-Z/])", "&lt;", text).strip()


def rendered(content: str) -> str:
    """Roughly wpautop and wptexturize: paragraphs, line breaks, curly apostrophes."""
    text = content.replace("'", "&#8217;")
    paragraphs = [part.strip().replace("\n", "<br />\n") for part in re.split(r"\n{2,}", text) if part.strip()]
    return "".join(f"<p>{part}</p>\n" for part in paragraphs)


def shown_text(content: str) -> str:
    """What a visitor reads of a stored reply."""
    return html.unescape(re.sub(r"<[^>]+>", "", content))
