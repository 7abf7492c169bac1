"""The part of a harness that follows from a ``FaultyServer``: what was asked, what goes wrong, and the end of it all."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from connectors.contract import Connector
from connectors.testing.faults import Fault
from connectors.testing.faulty_server import FaultyServer
from connectors.testing.harness import Harness


class ServedHarness(Harness):
    """Say ``server`` and ``settings()``, and what customers and the platform do."""

    def __init__(self) -> None:
        self._made: list[Connector] = []

    @property
    @abstractmethod
    def server(self) -> FaultyServer:
        """Where the fake runs."""

    @abstractmethod
    def settings(self) -> Mapping[str, Any]:
        """What the owner would fill in at the form."""

    @property
    def address(self) -> str:
        return self.server.address

    def connector(self) -> Connector:
        made = self.connector_class(self.connector_class.Settings().load(dict(self.settings())))
        self._made.append(made)
        return made

    def meanwhile(self, act: Callable[[], object], *, after: int) -> None:
        self.server.meanwhile(act, after=after)

    def requests(self) -> list[tuple[str, str]]:
        return [(request.method, urlsplit(request.target).path) for request in self.server.requests]

    def flooded(self) -> int:
        return self.server.flooded

    def inject(self, fault: Fault) -> None:
        self.server.inject(fault)

    def heal(self) -> None:
        self.server.heal()

    def close(self) -> None:
        for connector in self._made:
            connector.close()
        self.server.stop()
