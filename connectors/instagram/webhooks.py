"""Meta's calls to us: HMAC-SHA256 of the raw body with the app's secret, in hex, after "sha256=".

Reference: https://developers.facebook.com/docs/graph-api/webhooks/getting-started and
https://developers.facebook.com/documentation/instagram-platform/webhooks/examples
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.contract import Changed, Forged, Nudge
from connectors.instagram.payloads import ID
from connectors.signed_calls import event_id, said_in

_HEADER, _PREFIX = "x-hub-signature-256", "sha256="
_CHALLENGE = re.compile(r"[0-9A-Za-z_-]{1,100}\Z")


def answer_to(query: Mapping[str, str], verify_token: str) -> str:
    """What Meta wants to hear before it calls an address. Raises Forged where the question is not Meta's."""
    given, said = query.get("hub.verify_token", ""), query.get("hub.challenge", "")
    same = bool(verify_token) and hmac.compare_digest(given.encode(), verify_token.encode())
    if query.get("hub.mode") != "subscribe" or not same or not _CHALLENGE.match(said):
        raise Forged("The question is not Meta's.")
    return said


def changed_by(headers: Mapping[str, str], body: bytes, secret: str) -> Changed | Nudge:
    """Raises Forged for a call that was not signed with the app's secret."""
    given = headers.get(_HEADER, "").strip()
    wanted = f"{_PREFIX}{hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
    if not secret or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Forged("The signature on Meta's call is missing or wrong.")
    data = said_in(body, who="Meta")
    ids = tuple(dict.fromkeys(_comments_in(data)))
    return Changed(ids, event_id=event_id(body)) if ids else Nudge()


def _comments_in(data: Any) -> Iterator[str]:
    """The top-level comments that it is about: a reply is told by the comment that it is under."""
    entries = data.get("entry") if isinstance(data, dict) and data.get("object") == "instagram" else None
    for entry in entries if isinstance(entries, list) else ():
        changes = entry.get("changes", [entry]) if isinstance(entry, dict) else ()
        for change in changes if isinstance(changes, list) else ():
            value = change.get("value") if isinstance(change, dict) and change.get("field") == "comments" else None
            found = (value.get("parent_id") or value.get("id")) if isinstance(value, dict) else None
            if isinstance(found, str) and re.match(ID, found):
                yield found
