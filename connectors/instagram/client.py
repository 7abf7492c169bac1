"""The calls to Meta's Graph API for comments, each with its place in the documentation (contract review-platforms §11)."""

from __future__ import annotations

from typing import Any

from connectors.contract import AskPerson, BadAnswer, GiveUp, Reconnect
from connectors.http import Answer, QueryAuth, Session, error_for, read_json
from connectors.instagram.payloads import WireComment, WireCommentSchema, WireReply, WireReplySchema
from connectors.instagram.settings import INSTAGRAM
from connectors.paging import Listed
from connectors.payloads import read_many, read_one
from connectors.rate_limit import per_minute

WHO = "Instagram"
FACEBOOK_BASE = "https://graph.facebook.com/v26.0"
INSTAGRAM_BASE = "https://graph.instagram.com/v26.0"
_REPLY_FIELDS = "id,text,timestamp,username"
_FIELDS = f"{_REPLY_FIELDS},hidden,replies{{{_REPLY_FIELDS}}}"
_REFUSED, _NOT_FOUND = 400, 404
# Reference: https://developers.facebook.com/docs/graph-api/guides/error-handling (both come with status 400)
_TOKEN_IS_OVER, _NO_SUCH_OBJECT = 190, 100


class InstagramClient:
    """The comments under one account's posts."""

    def __init__(self, login: str, token: str, *, account: str, calls: int) -> None:
        self._base = INSTAGRAM_BASE if login == INSTAGRAM else FACEBOOK_BASE
        bucket = per_minute(f"instagram:{account}", calls)
        self._session = Session(WHO, auth=QueryAuth(access_token=token), bucket=bucket)

    def close(self) -> None:
        self._session.close()

    # Reference: https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-media/comments
    def comments(self, media: str, after: str) -> Listed:
        """Top-level comments under one post, each with its replies."""
        query = {"fields": _FIELDS, **({"after": after} if after else {})}
        return _listed(self._read(self._session.call("GET", f"{self._base}/{media}/comments", params=query)))

    # Reference: https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-comment
    def comment(self, comment: str) -> WireComment | None:
        """One comment with its replies, or None where it is gone."""
        answer = self._session.call("GET", f"{self._base}/{comment}", params={"fields": _FIELDS})
        return None if _is_gone(answer) else read_one(WireCommentSchema(), self._read(answer), who=WHO)

    # Reference: https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-comment/replies
    def replies(self, comment: str) -> tuple[WireReply, ...] | None:
        """The replies to a comment, or None where the comment is gone."""
        address = f"{self._base}/{comment}/replies"
        answer = self._session.call("GET", address, params={"fields": _REPLY_FIELDS})
        if _is_gone(answer):
            return None
        listed = _listed(self._read(answer))
        return read_many(WireReplySchema(), list(listed.items), who=WHO, what="Reply")[0]

    # Reference: https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-comment/replies
    def reply(self, comment: str, text: str) -> Any:
        """Adds a reply. One attempt. The answer holds its id."""
        answer = self._session.call("POST", f"{self._base}/{comment}/replies", params={"message": text})
        if answer.status == _REFUSED:
            raise _refusal(answer)
        return read_json(answer, who=WHO, write=True)

    # Reference: https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-comment
    def delete(self, comment: str) -> None:
        """Takes a comment (a reply is one) away."""
        answer = self._session.call("DELETE", f"{self._base}/{comment}")
        if answer.ok or _is_gone(answer):  # gone already is what was asked for
            return
        raise _refusal(answer) if answer.status == _REFUSED else error_for(answer, who=WHO, write=True)

    @staticmethod
    def _read(answer: Answer) -> Any:
        if answer.status == _REFUSED:
            raise _refusal(answer)
        return read_json(answer, who=WHO, write=False)


def _listed(data: Any) -> Listed:
    if not (isinstance(data, dict) and isinstance(data.get("data"), list)):
        raise BadAnswer(f"{WHO} answered in a form that this connector does not know.", hint="Try again later.")
    paging = data.get("paging")
    told = paging if isinstance(paging, dict) else {}
    cursors = told.get("cursors")
    after = cursors.get("after") if isinstance(cursors, dict) and told.get("next") else None
    return Listed(data["data"], next=after if isinstance(after, str) else "")


def _code(answer: Answer) -> int:
    """The platform's own number for a refusal; 0 where there is none."""
    try:
        data = answer.json()
    except BadAnswer:
        return 0
    error = data.get("error") if isinstance(data, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) else 0


def _is_gone(answer: Answer) -> bool:
    return answer.status == _NOT_FOUND or (answer.status == _REFUSED and _code(answer) == _NO_SUCH_OBJECT)


def _refusal(answer: Answer) -> Reconnect | GiveUp | AskPerson:
    code = _code(answer)
    if code == _TOKEN_IS_OVER:
        return Reconnect(f"{WHO} says that the access token is over.", hint="Make a new one.")
    if code == _NO_SUCH_OBJECT:
        return GiveUp(f"{WHO} says that this is not there, or not for this token.")
    return AskPerson(f"{WHO} refused this.", hint="Look at the comment and the text, then decide.")
