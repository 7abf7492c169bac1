"""Who acts, as every host vouches for them (hosts.principal.Principal is one)."""

from __future__ import annotations

from typing import Protocol

from plugin.publishing.refusals import NotAllowed
from plugin.words import Role


class Actor(Protocol):
    @property
    def person_id(self) -> int: ...
    @property
    def role(self) -> Role: ...


def require(actor: Actor, role: Role) -> None:
    """Raises NotAllowed where the person's role does not reach."""
    if not actor.role.may_act_as(role):
        raise NotAllowed(f"This needs the role {role}; yours is {actor.role}.", hint="Ask the shop's owner.")
