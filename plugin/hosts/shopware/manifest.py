"""The app's manifest.xml: what a shop reads when the app is installed (contract shopify-shopware §2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from plugin.hosts.shopware import places

SCHEMA = (
    "https://raw.githubusercontent.com/shopware/shopware/trunk/src/Core/Framework/App/Manifest/Schema/manifest-3.0.xsd"
)
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
MODULE = "replies"

# What nobody needs is not asked for: each right stands for one call (connectors/shopware/README.md).
PERMISSIONS: tuple[tuple[str, str], ...] = (
    ("read", "product_review"),
    ("update", "product_review"),
    ("read", "product"),  # its name; review_form.send wants it too
    ("read", "customer"),  # the name to greet
    ("read", "language"),
    ("read", "locale"),
    ("create", "notification"),
)
# The events that apps may hear of reviews and of themselves (§2.5). product_review.written is none of them.
WEBHOOKS: tuple[tuple[str, str], ...] = (
    ("appInstalled", "app.installed"),
    ("appUpdated", "app.updated"),
    ("appActivated", "app.activated"),
    ("appDeactivated", "app.deactivated"),
    ("appDeleted", "app.deleted"),
    ("reviewWritten", "review_form.send"),
)
_LABEL: Mapping[str, str] = {"": "Wederwoord", "nl-NL": "Wederwoord", "de-DE": "Wederwoord"}
_MODULE_LABEL: Mapping[str, str] = {
    "": "Replies to reviews",
    "nl-NL": "Reacties op beoordelingen",
    "de-DE": "Antworten auf Bewertungen",
}
_DESCRIPTION: Mapping[str, str] = {
    "": "Every review in one inbox, a checked draft of a reply beside it, published when you approve.",
    "nl-NL": "Elke beoordeling in één inbox, met een gecontroleerd concept van een reactie; geplaatst als u akkoord geeft.",
    "de-DE": "Jede Bewertung in einem Posteingang, daneben ein geprüfter Entwurf der Antwort; veröffentlicht, wenn Sie zustimmen.",
}


@dataclass(frozen=True, slots=True)
class App:
    """What differs from one installation of Wederwoord to another. ``address`` is where its desk answers.

    ``secret`` goes into the manifest of a private app only: a store's app gets its secret from the Shopware Account and
    may not ship one.
    """

    name: str
    address: str
    version: str
    secret: str = ""


def manifest(app: App) -> Element:
    """The manifest as a tree. Its addresses have no query: the admin strips one before it signs (§2.1)."""
    root = Element("manifest", {f"{{{_INSTANCE}}}noNamespaceSchemaLocation": SCHEMA})
    meta = SubElement(root, "meta")
    SubElement(meta, "name").text = app.name
    _in_languages(meta, "label", _LABEL)
    _in_languages(meta, "description", _DESCRIPTION)
    for tag, text in (
        ("author", "Wederwoord"),
        ("copyright", "(c) Wederwoord"),
        ("version", app.version),
        ("icon", "Resources/config/plugin.png"),
        ("license", "MIT"),
    ):
        SubElement(meta, tag).text = text
    setup = SubElement(root, "setup")
    SubElement(setup, "registrationUrl").text = f"{app.address}{places.REGISTER}"
    if app.secret:
        SubElement(setup, "secret").text = app.secret
    _admin(root, app.address)
    rights = SubElement(root, "permissions")
    for kind, entity in PERMISSIONS:
        SubElement(rights, kind).text = entity
    hooks = SubElement(root, "webhooks")
    for name, event in WEBHOOKS:
        SubElement(hooks, "webhook", {"name": name, "url": f"{app.address}{places.HOOK}", "event": event})
    return root


def written(root: Element) -> bytes:
    """The manifest as a file."""
    indent(root, space="    ")
    text: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def _admin(root: Element, address: str) -> None:
    admin = SubElement(root, "admin")
    module = SubElement(
        admin,
        "module",
        {"name": MODULE, "source": f"{address}{places.PANEL}", "parent": "sw-catalogue", "position": "50"},
    )
    _in_languages(module, "label", _MODULE_LABEL)
    SubElement(admin, "main-module", {"source": f"{address}{places.PANEL}"})
    SubElement(admin, "base-app-url").text = f"{address}{places.SDK}"


def _in_languages(parent: Element, tag: str, texts: Mapping[str, str]) -> None:
    for language, text in texts.items():
        SubElement(parent, tag, {"lang": language} if language else {}).text = text
