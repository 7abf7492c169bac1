from importlib.metadata import EntryPoint

import pytest

from connectors import registry
from connectors.contract import Capabilities, Connector
from connectors.file import FileConnector, FileSettings
from connectors.woocommerce import WooCommerceConnector


class Good(Connector):
    name = "good"
    title = "Good"
    capabilities = Capabilities()
    Settings = FileSettings

    def check(self):
        raise NotImplementedError

    def fetch(self, cursor):
        raise NotImplementedError


class NoTitle(Good):
    name = "untitled"
    title = None


class WrongSecret(Good):
    name = "wrong-secret"
    secret_fields = frozenset({"nothing"})


class Unfinished(Connector):
    name = "unfinished"
    title = "Unfinished"
    capabilities = Capabilities()
    Settings = FileSettings


@pytest.fixture
def installed(monkeypatch):
    """Pretend that these entry points are installed: name → object reference."""

    def install(**entries):
        points = [EntryPoint(name.replace("_", "-"), value, registry.GROUP) for name, value in entries.items()]
        monkeypatch.setattr(registry, "entry_points", lambda group: points)
        registry.use_third_party(True)

    yield install
    monkeypatch.undo()
    registry.use_third_party(True)


def test_the_built_in_connectors_are_there():
    assert registry.get("file") is FileConnector
    assert registry.get("woocommerce") is WooCommerceConnector


def test_a_name_that_nobody_has_is_answered_with_the_names_that_there_are():
    with pytest.raises(registry.UnknownConnector, match=r"'etsy'.*file, .*woocommerce"):
        registry.get("etsy")


def test_a_connector_of_another_package_is_found(installed):
    installed(good=f"{__name__}:Good")
    assert registry.get("good") is Good
    assert registry.broken() == {}


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("gone", "no_such_module_anywhere:Thing", "ModuleNotFoundError"),
        ("odd", f"{__name__}:installed", "no subclass"),
        ("other", f"{__name__}:Good", "calls itself 'good'"),
        ("untitled", f"{__name__}:NoTitle", "no title"),
        ("wrong_secret", f"{__name__}:WrongSecret", "secret fields"),
        ("unfinished", f"{__name__}:Unfinished", "check, fetch"),
    ],
)
def test_a_broken_one_is_named_with_its_reason_and_the_others_go_on(installed, name, value, why):
    installed(**{name: value, "good": f"{__name__}:Good"})
    assert set(registry.all_connectors()) == {*registry._BUILT_IN, "good"}
    with pytest.raises(registry.UnknownConnector, match=why):
        registry.get(name.replace("_", "-"))


def test_nobody_can_take_a_built_in_name(installed):
    installed(file=f"{__name__}:Good")
    assert registry.get("file") is FileConnector
    assert "built-in" in str(registry.broken())


def test_connectors_of_other_packages_can_be_switched_off(installed):
    installed(good=f"{__name__}:Good")
    registry.use_third_party(False)
    assert set(registry.all_connectors()) == set(registry._BUILT_IN)
