"""What the plugin shows in WordPress' admin where we do not accept a shop."""

from __future__ import annotations

from collections.abc import Mapping

_PROBLEMS: Mapping[str, Mapping[str, str]] = {
    "key": {
        "en": "This plugin was built by another desk. Build it again with: wederwoord host woocommerce build",
        "nl": "Deze plugin is door een andere balie gebouwd. Bouw hem opnieuw met: wederwoord host woocommerce build",
        "de": "Dieses Plugin stammt von einem anderen Schreibtisch. Bauen Sie es neu mit: wederwoord host woocommerce build",
    },
    "unreadable": {
        "en": "The desk could not read what this shop sent. Update the plugin and try again.",
        "nl": "De balie kon niet lezen wat deze winkel stuurde. Werk de plugin bij en probeer het opnieuw.",
        "de": "Der Schreibtisch konnte nicht lesen, was dieser Shop gesendet hat. Aktualisieren Sie das Plugin und versuchen Sie es noch einmal.",
    },
    "unreachable": {
        "en": "The desk could not call this shop back. Is it reachable from outside, and does no security plugin block /wp-json/?",
        "nl": "De balie kon deze winkel niet terugbellen. Is hij van buiten bereikbaar, en houdt geen beveiligingsplugin /wp-json/ tegen?",
        "de": "Der Schreibtisch konnte diesen Shop nicht zurückrufen. Ist er von außen erreichbar, und sperrt kein Sicherheits-Plugin /wp-json/?",
    },
    "proof": {
        "en": "The site at the shop's address is not the one that asked. Check the site address under Settings, General.",
        "nl": "De site op het adres van de winkel is niet de site die vroeg. Kijk het siteadres na onder Instellingen, Algemeen.",
        "de": "Die Website unter der Adresse des Shops ist nicht die, die gefragt hat. Prüfen Sie die Website-Adresse unter Einstellungen, Allgemein.",
    },
}


def problem(which: str, locale: str) -> str:
    """One of the problems in the language of WordPress' ``locale``; English where we have no other."""
    words = _PROBLEMS[which]
    return words.get(locale.partition("_")[0], words["en"])
