"""The app's zip: what a shop would accept, and that it says nothing it must not."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from plugin.cli import main
from plugin.hosts.shopware import places
from plugin.hosts.shopware.bundle import ManifestWrong, build
from plugin.hosts.shopware.manifest import App, manifest
from plugin.hosts.shopware.manifest_rules import problems

APP = App("Wederwoord", "https://desk.example", "1.0.0")


def unpacked(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_folder_is_named_as_the_manifest_names_the_app():
    files = unpacked(build(APP))
    assert set(files) == {"Wederwoord/manifest.xml", "Wederwoord/Resources/config/plugin.png"}
    assert files["Wederwoord/Resources/config/plugin.png"].startswith(b"\x89PNG")
    root = ET.fromstring(files["Wederwoord/manifest.xml"])
    assert root.findtext("meta/name") == "Wederwoord"
    assert root.findtext("meta/icon") == "Resources/config/plugin.png"


def test_the_same_app_gives_the_same_bytes():
    assert build(APP) == build(APP)


def test_a_stores_app_ships_no_secret_and_a_private_one_does():
    assert b"<secret>" not in unpacked(build(APP))["Wederwoord/manifest.xml"]
    private = App("Wederwoord", "https://desk.example", "1.0.0", secret="private-0123456789")
    assert b"<secret>private-0123456789</secret>" in unpacked(build(private))["Wederwoord/manifest.xml"]


def test_everything_that_the_shop_calls_is_served(hosted):
    root = manifest(App("Wederwoord", "", "1.0.0"))
    called = [root.findtext("setup/registrationUrl"), root.findtext("admin/base-app-url")]
    called += [one.get("source") for one in root.iter("module")] + [one.get("url") for one in root.iter("webhook")]
    served = {rule.rule for rule in hosted.url_map.iter_rules()}
    assert set(called) <= served
    assert places.CONFIRM in served


def test_only_what_is_used_is_asked_for():
    from connectors.shopware import criteria
    from connectors.testing.shopware_rest import _rights_for

    asked = {(right.text, right.tag) for right in manifest(APP).find("permissions")}
    assert ("product_review", "read") in asked
    assert ("product_review", "update") in asked
    for right in _rights_for(criteria.by_time("createdAt", None, page=1)["associations"]):
        entity, _, kind = right.partition(":")
        assert (entity, kind) in asked
    assert not any(kind in {"delete", "crud"} for _, kind in asked)


def test_labels_come_in_the_languages_of_the_desk():
    labels = manifest(APP).find("admin/module").findall("label")
    assert {label.get("lang", "en-GB") for label in labels} == {"en-GB", "nl-NL", "de-DE"}


def changed(change):
    root = manifest(APP)
    change(root)
    return problems(root)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r.remove(r.find("meta")), "holds meta 0 times"),
        (lambda r: r.find("meta").remove(r.find("meta/license")), "holds license 0 times"),
        (lambda r: r.find("meta/name").__setattr__("text", "Weder woord"), "name holds"),
        (lambda r: r.find("meta/version").__setattr__("text", "eins"), "version holds"),
        (lambda r: r.find("meta").append(ET.Element("colour")), "may not hold colour"),
        (lambda r: r.find("meta/label").set("lang", "deutsch"), "is in no language"),
        (lambda r: r.find("setup/registrationUrl").__setattr__("text", "desk"), "holds no address"),
        (lambda r: r.find("admin/module").attrib.pop("parent"), "module lacks parent"),
        (lambda r: r.find("admin/module").set("path", "x"), "may not have path"),
        (lambda r: r.find("admin/module").set("source", "https://desk.example/p?x=1"), "may have no query"),
        (lambda r: r.find("webhooks/webhook").set("event", "app deleted"), "names no event"),
        (lambda r: r.find("webhooks/webhook").attrib.pop("url"), "webhook lacks url"),
        (lambda r: [one.set("name", "same") for one in r.iter("webhook")], "two of webhook same"),
        (lambda r: r.find("permissions/read").__setattr__("text", "Product Review"), "read holds"),
        (lambda r: r.append(ET.Element("meta")), "holds meta 2 times"),
    ],
)
def test_a_manifest_that_a_shop_would_refuse_is_named_as_such(change, said):
    assert any(said in problem for problem in changed(change)), changed(change)


def test_a_good_manifest_has_no_problems():
    assert problems(manifest(APP)) == []


@pytest.mark.parametrize("app", [App("Weder woord", "https://desk.example", "1.0.0"), App("W", "desk", "1.0.0")])
def test_no_zip_is_made_of_a_bad_one(app):
    with pytest.raises(ManifestWrong):
        build(app)


def run(tmp_path, monkeypatch, *said, **environment):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WEDERWOORD_DATA_DIR", str(tmp_path / "data"))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(main, ["host", "shopware", *said])


def test_the_command_writes_the_zip_and_says_what_is_next(tmp_path, monkeypatch):
    surroundings = {
        "WEDERWOORD_SHOPWARE_SECRET": "app-secret-0123456789",
        "WEDERWOORD_PUBLIC_URL": "https://desk.example",
    }
    done = run(tmp_path, monkeypatch, "build", **surroundings)
    assert done.exit_code == 0, done.output
    assert "My extensions" in done.output
    assert "app-secret" not in done.output
    files = unpacked((tmp_path / "Wederwoord.zip").read_bytes())
    assert b"https://desk.example/shopware/register" in files["Wederwoord/manifest.xml"]
    assert b"app-secret" not in files["Wederwoord/manifest.xml"]
    done = run(tmp_path, monkeypatch, "build", "--private", "--into", "p.zip", **surroundings)
    assert b"app-secret" in unpacked((tmp_path / "p.zip").read_bytes())["Wederwoord/manifest.xml"]


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "WEDERWOORD_SHOPWARE_SECRET"),
        ({"WEDERWOORD_SHOPWARE_SECRET": "app-secret-0123456789"}, "WEDERWOORD_PUBLIC_URL"),
        ({"WEDERWOORD_SHOPWARE_SECRET": "short"}, "at least 16"),
        (
            {"WEDERWOORD_SHOPWARE_SECRET": "app-secret-0123456789", "WEDERWOORD_SHOPWARE_APP_NAME": "a b"},
            "letters and digits",
        ),
    ],
)
def test_what_is_missing_is_named(tmp_path, monkeypatch, environment, said):
    done = run(tmp_path, monkeypatch, "build", **environment)
    assert done.exit_code != 0
    assert said in done.output
    assert not list(tmp_path.glob("*.zip"))
