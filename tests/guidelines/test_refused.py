"""What a channel refused is not said again under the same review."""

from __future__ import annotations

import pytest

from plugin.guidelines import RefusedText, refused
from plugin.words import Severity

TEXT = "Dag Sabine,\n\nDat de rits haakt spijt ons. Bel ons op 06 555 00 111 00. We sturen je morgen een nieuwe tas.\n\nWim"


def found(text: str, one: RefusedText) -> list[str]:
    return [finding.quote for finding in refused.findings(text, [one], "nl")]


def test_a_quote_of_the_platform_names_the_sentence() -> None:
    one = RefusedText(TEXT, "Google", "reclame", "other", quote="een nieuwe tas")
    assert found(TEXT, one) == ["We sturen je morgen een nieuwe tas."]
    (finding,) = refused.findings(TEXT, [one], "nl")
    assert "Google" in finding.message
    assert "reclame" in finding.message
    assert finding.severity is Severity.BLOCK
    assert TEXT[finding.start : finding.end] == finding.quote


def test_a_reason_about_personal_data_points_at_the_telephone_number() -> None:
    one = RefusedText(TEXT, "Google", "personal info", "personal")
    assert found(TEXT, one) == ["Bel ons op 06 555 00 111 00."]
    assert found("Dag Sabine,\n\nJe bereikt ons op 0655500111 00!", one) == ["Je bereikt ons op 0655500111 00!"]
    assert refused.without(one) == TEXT.replace("Bel ons op 06 555 00 111 00. ", "")
    assert found(refused.without(one), one) == []


@pytest.mark.parametrize("language", ["nl", "de", "en", "da"])
def test_without_a_sentence_the_whole_text_is_refused_until_it_is_another(language: str) -> None:
    one = RefusedText(TEXT, "Google", "", "other")
    (finding,) = refused.findings(TEXT.replace("Sabine", "Sabine"), [one], language)
    assert finding.sentence is None
    assert refused.without(one) == ""
    assert (
        found("Dag Sabine,\n\nHet spijt ons van de rits. Morgen gaat er een nieuwe tas op de post.\n\nWim", one) == []
    )


def test_every_kind_of_refusal_says_what_would_mend_it() -> None:
    from connectors.violations import Violation

    for language in ("nl", "de", "en"):
        known = set(refused._wording(language)["mend"])
        assert known == {str(kind) for kind in Violation if kind is not Violation.ACCOUNT}
