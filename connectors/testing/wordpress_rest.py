"""The REST API of the fake shop: routes, sign-in and shapes as in the contract's §1 to §3."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from connectors.testing.faulty_server import FakeAnswer, FakeRequest
from connectors.testing.wordpress_state import Comment, Refused, User, WordPress, rendered

Query = Mapping[str, str]
_STATUSES = {
    "approve": {"approved"},
    "approved": {"approved"},
    "hold": {"hold"},
    "spam": {"spam"},
    "trash": {"trash"},
    "all": {"approved", "hold"},
    "any": {"approved", "hold", "trash"},
}


@dataclass(frozen=True)
class Call:
    request: FakeRequest
    query: Query
    user: User | None


class WordPressRest:
    """Answers REST requests from ``site``. ``folder`` is the sub-folder ("/winkel"), ``plain`` plain permalinks."""

    def __init__(self, site: WordPress, *, folder: str = "", plain: bool = False) -> None:
        self.site = site
        self.folder = folder
        self.plain = plain
        self.address = ""  # filled in by the server
        self._routes: list[tuple[str, re.Pattern[str], Callable[..., FakeAnswer]]] = [
            ("GET", re.compile(r"/"), self._root),
            ("GET", re.compile(r"/wp/v2/users/me"), self._me),
            ("GET", re.compile(r"/wp/v2/users/me/application-passwords"), self._passwords),
            ("GET", re.compile(r"/wp/v2/users/me/application-passwords/introspect"), self._own_password),
            ("DELETE", re.compile(r"/wp/v2/users/me/application-passwords/([0-9a-f-]{36})"), self._revoke),
            ("GET", re.compile(r"/wp/v2/users/(\d+)"), self._user),
            ("GET", re.compile(r"/wc/v3/products/reviews"), self._reviews),
            ("GET", re.compile(r"/wc/v3/products/reviews/(\d+)"), self._review),
            ("GET", re.compile(r"/wc/v3/orders"), self._orders),
            ("GET", re.compile(r"/wp/v2/comments"), self._comments),
            ("GET", re.compile(r"/wp/v2/comments/(\d+)"), self._comment),
            ("POST", re.compile(r"/wp/v2/comments"), self._create),
            ("PUT", re.compile(r"/wp/v2/comments/(\d+)"), self._change),
            ("DELETE", re.compile(r"/wp/v2/comments/(\d+)"), self._trash),
        ]

    def __call__(self, request: FakeRequest) -> FakeAnswer:
        parts = urlsplit(request.target)
        query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        path = self._route_of(parts.path, query)
        if path is None:
            return FakeAnswer(404, None, html="<!doctype html><title>Pagina niet gevonden</title>")
        try:
            user = self._signed_in(request, path)
            for method, pattern, handle in self._routes:
                found = pattern.fullmatch(path)
                if found and method == request.method:
                    return handle(Call(request, query, user), *found.groups())
            raise Refused(404, "rest_no_route")  # noqa: TRY301 -- the one place that turns refusals into answers is below
        except Refused as refusal:
            return FakeAnswer(refusal.status, error_body(refusal.status, refusal.code))

    def _route_of(self, path: str, query: Query) -> str | None:
        if not path.startswith(self.folder):
            return None
        inside = path.removeprefix(self.folder)
        if inside in {"/", "/index.php"} and "rest_route" in query:
            return query["rest_route"]
        if self.plain or not inside.startswith("/wp-json"):
            return None
        return inside.removeprefix("/wp-json") or "/"

    def _signed_in(self, request: FakeRequest, path: str) -> User | None:
        login, password = _credential(request)
        if not login:
            return None
        user = next((user for user in self.site.users.values() if user.login == login), None)
        if user is not None and self.site.opens(user, password):
            return user
        if path.startswith("/wc/"):
            raise Refused(401, "woocommerce_rest_cannot_view")
        if path.startswith("/wp/"):
            raise Refused(401, "incorrect_password" if user else "invalid_username")
        return None

    def _root(self, call: Call) -> FakeAnswer:
        here = f"{self.address}{self.folder}"
        authorize = {"endpoints": {"authorization": f"{self.site.admin or here}/wp-admin/authorize-application.php"}}
        data = {
            "name": "Fietsenhuis",
            "url": here,
            "home": here,
            "namespaces": ["oembed/1.0", "wc/v3", "wp/v2"],
            "timezone_string": "Europe/Amsterdam",
            "authentication": {"application-passwords": authorize} if self.site.app_passwords else [],
        }
        return FakeAnswer(200, _chosen(data, call.query))

    def _me(self, call: Call) -> FakeAnswer:
        if call.user is None:
            raise Refused(401, "rest_not_logged_in")
        return FakeAnswer(200, _chosen(_user_data(call.user), call.query))

    def _passwords(self, call: Call) -> FakeAnswer:
        if call.user is None:
            raise Refused(401, "rest_not_logged_in")
        made = [{"uuid": uuid, "app_id": one.app_id} for uuid, one in self.site.passwords_of(call.user).items()]
        return FakeAnswer(200, made)

    def _own_password(self, call: Call) -> FakeAnswer:
        if call.user is None:
            raise Refused(401, "rest_not_logged_in")
        return FakeAnswer(200, {"uuid": self.site.password_in(call.user, _credential(call.request)[1])})

    def _revoke(self, call: Call, uuid: str) -> FakeAnswer:
        if call.user is None:
            raise Refused(401, "rest_not_logged_in")
        if uuid not in self.site.passwords_of(call.user):
            raise Refused(404, "rest_application_password_not_found")
        del self.site.passwords[uuid]
        return FakeAnswer(200, {"deleted": True})

    def _user(self, call: Call, number: str) -> FakeAnswer:
        if call.user is None or not call.user.moderates:
            raise Refused(403, "rest_user_cannot_view")
        if int(number) not in self.site.users:
            raise Refused(404, "rest_user_invalid_id")
        return FakeAnswer(200, _chosen(_user_data(self.site.users[int(number)]), call.query))

    def _reviews(self, call: Call) -> FakeAnswer:
        _require_moderator(call.user)
        wanted = _STATUSES[call.query.get("status", "approved")]
        found = [c for c in self.site.comments.values() if c.type == "review" and c.status in wanted]
        if chosen := _ids(call.query.get("include", "")):
            found = [c for c in found if c.id in chosen]
        found.sort(key=lambda c: (c.id,) if call.query.get("orderby") == "id" else (c.date.timestamp(), c.id))
        if call.query.get("order", "desc") == "desc":
            found.reverse()
        found = self._misbehaving(found)
        query = {**call.query, "offset": "0"} if self.site.stuck else call.query
        return _page_of([_chosen(self._review_data(c), call.query) for c in found], query, default=10)

    def _misbehaving(self, found: list[Comment]) -> list[Comment]:
        if self.site.shuffled:
            random.Random(7).shuffle(found)  # noqa: S311 -- the same disorder at every run is the point
        return [c for comment in found for c in (comment, comment)] if self.site.doubling else found

    def _review(self, call: Call, number: str) -> FakeAnswer:
        _require_moderator(call.user)
        comment = self.site.comments.get(int(number))
        if comment is None or comment.type != "review":
            raise Refused(404, "woocommerce_rest_review_invalid_id")
        return FakeAnswer(200, _chosen(self._review_data(comment), call.query))

    def _orders(self, call: Call) -> FakeAnswer:
        _require_moderator(call.user)
        after = dt.datetime.fromisoformat(call.query["modified_after"]).replace(tzinfo=dt.UTC)
        found = [o for o in self.site.orders if o["status"] == call.query["status"] and o["modified"] > after]
        found.sort(key=lambda order: order["id"])
        return _page_of([_order_data(one, call.query) for one in found], call.query, default=10)

    def _comments(self, call: Call) -> FakeAnswer:
        if call.user is None and {"context", "status", "type", "author"} & set(call.query):
            raise Refused(401, "rest_forbidden_param")
        parents = _ids(call.query.get("parent", ""))
        wanted, kind = _STATUSES[call.query.get("status", "approve")], call.query.get("type", "comment")
        found = [
            c
            for c in self.site.comments.values()
            if c.type == kind and c.status in wanted and (not parents or c.parent in parents)
        ]
        return _page_of([_chosen(self._comment_data(c, call.query), call.query) for c in found], call.query, default=10)

    def _comment(self, call: Call, number: str) -> FakeAnswer:
        return FakeAnswer(200, _chosen(self._comment_data(self._existing(number), call.query), call.query))

    def _create(self, call: Call) -> FakeAnswer:
        comment = self.site.create(call.user, call.request.json(), now=dt.datetime.now(dt.UTC).replace(microsecond=0))
        return FakeAnswer(201, self._comment_data(comment, {"context": "edit"}))

    def _change(self, call: Call, number: str) -> FakeAnswer:
        comment = self._existing(number)
        if call.user is None or not call.user.moderates:
            raise Refused(403, "rest_cannot_edit")
        self.site.change(comment, call.request.json(), call.user)
        return FakeAnswer(200, self._comment_data(comment, {"context": "edit"}))

    def _trash(self, call: Call, number: str) -> FakeAnswer:
        comment = self._existing(number)
        if call.user is None or not call.user.moderates:
            raise Refused(403, "rest_cannot_delete")
        self.site.trash(comment)
        return FakeAnswer(200, self._comment_data(comment, {"context": "edit"}))

    def _existing(self, number: str) -> Comment:
        if int(number) not in self.site.comments:
            raise Refused(404, "rest_comment_invalid_id")
        return self.site.comments[int(number)]

    def _review_data(self, c: Comment) -> dict[str, Any]:
        product = self.site.products[c.post]
        return {
            "id": c.id,
            "date_created": _zoneless(c.date + self.site.utc_offset),
            "date_created_gmt": _zoneless(c.date),
            "product_id": c.post,
            "product_name": product.name,
            "product_permalink": f"{self.address}{self.folder}/product/{c.post}/",
            "status": c.status,
            "reviewer": c.author_name,
            "reviewer_email": "klant@example.test",
            "review": rendered(c.content),
            "rating": c.rating,
            "verified": c.verified,
        }

    def _comment_data(self, c: Comment, query: Query) -> dict[str, Any]:
        content = {"rendered": rendered(c.content)}
        data: dict[str, Any] = {
            "id": c.id,
            "post": c.post,
            "parent": c.parent,
            "author": c.author,
            "author_name": c.author_name,
            "date": _zoneless(c.date + self.site.utc_offset),
            "date_gmt": _zoneless(c.date),
            "content": content,
            "link": f"{self.address}{self.folder}/product/{c.post}/#comment-{c.id}",
            "status": c.status,
            "type": c.type,
        }
        if query.get("context") == "edit":
            content["raw"] = c.content
            data |= {"author_user_agent": c.agent, "author_email": "klant@example.test"}
        return data


def _order_data(order: dict[str, Any], query: Query) -> dict[str, Any]:
    """Fields of maps can be named one by one, those of lists cannot: as WordPress does it."""
    names = query["_fields"].split(",")
    data = {name: order[name] for name in names if "." not in name}
    for name in names:
        outer, dot, inner = name.partition(".")
        if dot:
            data.setdefault(outer, {})[inner] = order[outer][inner]
    return data


def error_body(status: int, code: str = "internal_server_error") -> dict[str, Any]:
    """WordPress' error shape; the message is in the site's language and may hold HTML."""
    return {"code": code, "message": "<strong>Fout</strong>: dit ging niet.", "data": {"status": status}}


def _credential(request: FakeRequest) -> tuple[str, str]:
    """Login and password of a request; both empty where it brings none."""
    header = request.headers.get("authorization", "")
    try:
        login, _, password = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return (login, password) if header.startswith("Basic ") else ("", "")


def _require_moderator(user: User | None) -> None:
    if user is None or not user.moderates:
        raise Refused(403 if user else 401, "woocommerce_rest_cannot_view")


def _user_data(user: User) -> dict[str, Any]:
    capabilities: Any = {"read": True, "moderate_comments": True} if user.moderates else {"read": True}
    return {"id": user.id, "name": user.name, "roles": [user.role], "capabilities": capabilities}


def _zoneless(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _ids(listed: str) -> set[int]:
    return {int(part) for part in listed.split(",") if part}


def _chosen(data: dict[str, Any], query: Query) -> dict[str, Any]:
    names = query.get("_fields")
    return {name: data[name] for name in names.split(",") if name in data} if names else data


def _page_of(items: list[dict[str, Any]], query: Query, *, default: int) -> FakeAnswer:
    per_page = int(query.get("per_page", default))
    if not 1 <= per_page <= 100:  # noqa: PLR2004 -- WordPress' own limit
        raise Refused(400, "rest_invalid_param")
    start = int(query.get("offset", (int(query.get("page", 1)) - 1) * per_page))
    pages = -(-len(items) // per_page)
    headers = {"X-WP-Total": str(len(items)), "X-WP-TotalPages": str(pages)}
    return FakeAnswer(200, items[start : start + per_page], headers)
