"""Who is asking, on behalf of which shop: one value for every host, and every view reads its shop from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plugin.words import Role

STANDALONE = "standalone"


@dataclass(frozen=True, slots=True)
class Principal:
    """A person of one shop, as a host vouched for them.

    ``by_cookie`` tells that the browser sent the credential by itself, so that a state change also needs the
    CSRF token; a credential in a header can't be forged by another site.
    """

    shop_id: int
    host: str  # standalone | shopify | shopware | woocommerce
    person_id: int
    role: Role
    name: str
    by_cookie: bool = False
    session_id: int | None = None
    csrf_token: str = ""
    language: str = ""  # of the host's admin; the desk speaks it unless the person chose another
    launched_at: dt.datetime | None = None  # when the host vouched for the person of an embedded page

    @property
    def embedded(self) -> bool:
        """Whether the person looks at the desk inside a host's admin."""
        return self.host != STANDALONE

    def may(self, role: Role) -> bool:
        """Whether this person may do what ``role`` may do."""
        return self.role.may_act_as(role)
