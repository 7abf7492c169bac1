"""The contract as tests. ``class TestMine(contract_tests(MyHarness)): ...`` gives a connector all of them."""

from __future__ import annotations

from connectors.testing.contract_declaration import DeclarationContract
from connectors.testing.contract_faults import FaultContract
from connectors.testing.contract_offers import InvitingContract, PrivateContract, ReportContract, WebhookContract
from connectors.testing.contract_reading import ListContract, ReadingContract
from connectors.testing.contract_replying import ReplyingContract
from connectors.testing.harness import Harness

__all__ = ["contract_tests"]


def contract_tests(harness: type[Harness]) -> type:
    """A base class for pytest with every standard test, run against ``harness``."""
    bases: tuple[type, ...] = (DeclarationContract, ReadingContract, ReplyingContract)
    if harness.speaks_http:
        offers = (PrivateContract, ReportContract, InvitingContract, WebhookContract)
        bases = (*bases, ListContract, FaultContract, *offers)
    return type(f"{harness.__name__}Contract", bases, {"harness_class": harness})
