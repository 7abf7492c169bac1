"""The calls that this connector makes to a shop, each with its place in the documentation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from connectors.contract import BadAnswer, GiveUp
from connectors.http import Answer, BasicAuth, HttpPolicy, Session, read_json
from connectors.payloads import Payload, once_accepted, read_many, read_one
from connectors.rate_limit import shared_bucket
from connectors.woocommerce.errors import code_of, meaning_of
from connectors.woocommerce.payloads import (
    AppPassword,
    AppPasswordSchema,
    ParentSchema,
    Root,
    RootSchema,
    User,
    UserSchema,
    WireComment,
    WireCommentSchema,
    WireReview,
    WireReviewSchema,
)

T = TypeVar("T")

WHO = "The shop"
PER_PAGE = 100  # WordPress' own limit
_OURS = "wc-wederwoord/v1"
_REVIEW_FIELDS = "id,date_created_gmt,product_id,product_name,product_permalink,status,reviewer,review,rating,verified"
_COMMENT_FIELDS = "id,post,parent,author,author_name,author_user_agent,status,date_gmt,content,link,type"


# Site address → whether it has plain permalinks, as far as asked in this process.
_plain_permalinks: dict[str, bool] = {}
# Site address → whether our own plugin is there, as far as asked in this process.
_our_plugin: dict[str, bool] = {}


@dataclass(frozen=True)
class Listed:
    """A page of a list: what could be read, what could not, how many there are in all (None: not said)."""

    reviews: tuple[WireReview, ...]
    problems: tuple[str, ...]
    total: int | None
    count: int  # items that the page held, readable or not


class WooCommerceClient:
    """One shop's REST API, with pretty or plain permalinks, in a sub-folder or not."""

    def __init__(
        self,
        url: str,
        user: str = "",
        app_password: str = "",
        *,
        calls_per_second: int = 10,
        policy: HttpPolicy | None = None,
    ) -> None:
        """Without ``user`` it asks as anybody may."""
        self._url = url
        host = urlsplit(url).netloc
        bucket = shared_bucket(f"woocommerce:{host}", per_second=calls_per_second, burst=2 * calls_per_second)
        self._session = Session(WHO, auth=BasicAuth(user, app_password) if user else None, bucket=bucket, policy=policy)

    def close(self) -> None:
        self._session.close()

    # Reference: contract woocommerce §1; developer.wordpress.org/rest-api/reference (discovery)
    def root(self) -> Root:
        """What this WordPress offers. Raises AskPerson where there is no WordPress at the address."""
        return read_one(RootSchema(), self._data("GET", "/"), who=WHO)

    # Reference: contract woocommerce §1, health check; developer.wordpress.org/rest-api/reference/users/#retrieve-a-user-2
    def me(self) -> User:
        query = {"context": "edit", "_fields": "id,name,roles,capabilities"}
        return read_one(UserSchema(), self._data("GET", "/wp/v2/users/me", query), who=WHO)

    # Reference: contract woocommerce §1a; developer.wordpress.org/rest-api/reference/application-passwords
    def own_password(self) -> str:
        """The id of the application password that these calls are made with."""
        path = "/wp/v2/users/me/application-passwords/introspect"
        return read_one(AppPasswordSchema(), self._data("GET", path), who=WHO).uuid

    # Reference: developer.wordpress.org/rest-api/reference/application-passwords/#list-application-passwords
    def passwords(self) -> tuple[AppPassword, ...]:
        """The account's application passwords, by id and by the program that they were made for; never their text."""
        data = self._data("GET", "/wp/v2/users/me/application-passwords", {"_fields": "uuid,app_id"})
        found, _ = read_many(AppPasswordSchema(), data, who=WHO, what="Application password")
        return found

    # Reference: contract woocommerce §1a, revoke; developer.wordpress.org/rest-api/reference/application-passwords
    def revoke_password(self, uuid: str) -> None:
        answer = self._call("DELETE", f"/wp/v2/users/me/application-passwords/{uuid}", body={})
        if not answer.ok:
            raise meaning_of(answer, who=WHO, write=True)

    # Reference: developer.wordpress.org/rest-api/reference/users/#retrieve-a-user
    def user(self, user_id: int) -> User:
        query = {"context": "edit", "_fields": "id,name,roles"}
        return read_one(UserSchema(), self._data("GET", f"/wp/v2/users/{user_id}", query), who=WHO)

    # Reference: contract woocommerce §2; woocommerce.github.io/woocommerce-rest-api-docs/#list-all-product-reviews
    def reviews(
        self,
        *,
        offset: int = 0,
        per_page: int = PER_PAGE,
        status: str = "all",
        include: Iterable[int] = (),
    ) -> Listed:
        """Reviews by ascending id. Status "all" is approved and held, without spam and trash."""
        query = {
            "offset": str(offset),
            "per_page": str(per_page),
            "orderby": "id",
            "order": "asc",
            "status": status,
            "_fields": _REVIEW_FIELDS,
        }
        if chosen := ",".join(map(str, include)):
            query["include"] = chosen
        answer = self._call("GET", "/wc/v3/products/reviews", query)
        data = self._read(answer, write=False)
        good, problems = read_many(WireReviewSchema(), data, who=WHO, what="Review")
        total = answer.headers.get("X-WP-Total", "")
        return Listed(good, problems, int(total) if total.isdecimal() else None, len(data))

    # Reference: contract woocommerce §2; woocommerce.github.io/woocommerce-rest-api-docs/#retrieve-a-product-review
    def review(self, review_id: int) -> WireReview | None:
        """One review, also in trash or spam; None where it is gone."""
        answer = self._call("GET", f"/wc/v3/products/reviews/{review_id}", {"_fields": _REVIEW_FIELDS})
        if code_of(answer) == "woocommerce_rest_review_invalid_id":
            return None
        return read_one(WireReviewSchema(), self._read(answer, write=False), who=WHO)

    # Reference: woocommerce.github.io/woocommerce-rest-api-docs/#list-all-orders
    def orders(
        self, schema: Payload[T], modified_after: dt.datetime, *, page: int, wanted: str
    ) -> tuple[tuple[T, ...], tuple[str, ...], int | None, int]:
        """A page of completed orders by ascending id: what could be read, what not, how many in all and on this page."""
        query = {
            "status": "completed",
            "modified_after": modified_after.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "dates_are_gmt": "true",
            "orderby": "id",
            "order": "asc",
            "per_page": str(PER_PAGE),
            "page": str(page),
            "_fields": wanted,
        }
        answer = self._call("GET", "/wc/v3/orders", query)
        data = self._read(answer, write=False)
        good, problems = read_many(schema, data, who=WHO, what="Order")
        total = answer.headers.get("X-WP-Total", "")
        return good, problems, int(total) if total.isdecimal() else None, len(data)

    # Reference: contract woocommerce §0.6; developer.wordpress.org/rest-api/reference/comments/#retrieve-a-comment
    def parent_of(self, comment_id: int) -> int | None:
        """What a comment answers: 0 for a review, None where the comment is gone."""
        query = {"context": "edit", "_fields": "id,parent"}
        answer = self._call("GET", f"/wp/v2/comments/{comment_id}", query)
        if code_of(answer) == "rest_comment_invalid_id":
            return None
        return read_one(ParentSchema(), self._read(answer, write=False), who=WHO).parent

    # Reference: contract woocommerce §3, existing replies; developer.wordpress.org/rest-api/reference/comments/#list-comments
    def replies(self, parents: Iterable[int], *, status: str = "all") -> Iterator[WireComment]:
        """Everything that answers these reviews, of both types. Status "any" has the trash too."""
        chosen = ",".join(map(str, parents))
        for kind in ("comment", "review"):  # one typed in the storefront's form is a "review"
            for page in range(1, 1_000):
                query = {
                    "parent": chosen,
                    "type": kind,
                    "status": status,
                    "context": "edit",
                    "per_page": str(PER_PAGE),
                    "page": str(page),
                    "orderby": "id",
                    "order": "asc",
                    "_fields": _COMMENT_FIELDS,
                }
                data = self._data("GET", "/wp/v2/comments", query)
                found, _ = read_many(WireCommentSchema(), data, who=WHO, what="Reply")
                yield from found
                if len(data) < PER_PAGE:
                    break

    # Reference: contract woocommerce §3; developer.wordpress.org/rest-api/reference/comments/#create-a-comment
    def create_comment(self, body: Mapping[str, Any]) -> Answer:
        """One attempt; the answer as it came, since some refusals have an answer of their own."""
        return self._call("POST", "/wp/v2/comments", body=body)

    # Reference: contract woocommerce §5; plugin/hosts/woocommerce/wordpress/wederwoord (our own plugin)
    def place_once(self, review_id: int, *, text: str, key: str) -> Answer | None:
        """One attempt by the route of our plugin, which makes a reply once by its key; None where the plugin is not there."""
        if not self._has_our_plugin():
            return None
        answer = self._call("PUT", f"/{_OURS}/reviews/{review_id}/reply", body={"text": text, "key": key})
        if code_of(answer) != "rest_no_route":
            return answer
        _our_plugin.pop(self._url, None)  # taken out since
        return None

    def _has_our_plugin(self) -> bool:
        if self._url not in _our_plugin:
            _our_plugin[self._url] = _OURS in self.root().namespaces
        return _our_plugin[self._url]

    # Reference: contract woocommerce §3, edit; developer.wordpress.org/rest-api/reference/comments/#update-a-comment
    def update_comment(self, comment_id: int, body: Mapping[str, Any]) -> WireComment:
        answer = self._call("PUT", f"/wp/v2/comments/{comment_id}", body=body)
        return self.comment_in(answer)

    # Reference: contract woocommerce §3, take back; developer.wordpress.org/rest-api/reference/comments/#delete-a-comment
    def trash_comment(self, comment_id: int) -> None:
        answer = self._call("DELETE", f"/wp/v2/comments/{comment_id}", body={})
        if code_of(answer) not in {"rest_already_trashed", "rest_comment_invalid_id"} and not answer.ok:
            raise meaning_of(answer, who=WHO, write=True)

    def comment_in(self, answer: Answer) -> WireComment:
        """The comment in the answer to a write; raises what a refusal means."""
        data = self._read(answer, write=True)
        return once_accepted(lambda: read_one(WireCommentSchema(), data, who=WHO), who=WHO)

    def _data(self, method: str, path: str, query: Mapping[str, str] | None = None) -> Any:
        return self._read(self._call(method, path, query), write=False)

    def _read(self, answer: Answer, *, write: bool) -> Any:
        if not answer.ok:
            raise meaning_of(answer, who=WHO, write=write)
        return read_json(answer, who=WHO, write=write)

    def _call(
        self, method: str, path: str, query: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
    ) -> Answer:
        if self._url not in _plain_permalinks:
            _plain_permalinks[self._url] = self._has_plain_permalinks()
        answer = self._send(method, path, query, body, plain=_plain_permalinks[self._url])
        if answer.looks_like_html:
            _plain_permalinks.pop(self._url, None)  # the shop may have changed them: ask anew next time
        return answer

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        *,
        plain: bool,
    ) -> Answer:
        params = dict(query or {})
        if plain:
            return self._session.call(method, f"{self._url}/", params={"rest_route": path, **params}, json=body)
        return self._session.call(method, f"{self._url}/wp-json{path}", params=params, json=body)

    def _has_plain_permalinks(self) -> bool:
        """Whether the API is at /?rest_route=/ because /wp-json/ is only a page (asked once a process)."""
        query = {"_fields": "namespaces"}
        pretty = self._send("GET", "/", query, plain=False)
        if not (pretty.looks_like_html and (pretty.ok or pretty.status in {404, 410})):
            return False  # the API itself, or trouble that the real call will name
        if not self._send("GET", "/", query, plain=True).looks_like_html:
            return True
        raise BadAnswer(
            "There is no WordPress at this address that programs can talk to.",
            hint="Check the address, with its sub-folder if it has one. A maintenance page or a security plugin may "
            "also stand before it.",
        )


def numeric_id(external_id: str) -> int:
    """A WordPress id from our string. Raises GiveUp for one that never came from WordPress."""
    if not (external_id.isascii() and external_id.isdecimal()):
        raise GiveUp("This is no review of a WooCommerce shop.")
    return int(external_id)
