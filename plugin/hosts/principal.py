"""Who is asking, on behalf of which shop: one value for every host, and every view reads its shop from it."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.words import Role


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

    def may(self, role: Role) -> bool:
        """Whether this person may do what ``role`` may do."""
        return self.role.may_act_as(role)
