"""R-OWN-UP: 'should a mistake have been made' owns up to nothing; beside a plain word it does no harm."""

import pytest

from tests.guidelines.conftest import CLEAN, ids, run

PLAIN = {
    "nl": "Dat had niet mogen gebeuren en dat is onze fout.",
    "de": "Das hätte nicht passieren dürfen, das war unser Fehler.",
    "en": "This should not have happened and it is our mistake.",
}


@pytest.mark.parametrize(
    ("lang", "foggy"),
    [
        ("nl", "Mocht er bij ons een fout zijn gemaakt, dan is dat niet de bedoeling."),
        ("nl", "Blijkbaar is er ergens iets niet goed gelopen."),
        ("nl", "Fouten worden nu eenmaal overal gemaakt."),
        ("de", "Sollte bei uns ein Fehler passiert sein, war das nicht beabsichtigt."),
        ("de", "Da ist wohl irgendwo etwas schiefgelaufen."),
        ("de", "Fehler passieren überall einmal."),
        ("en", "Should a mistake have been made on our side, that was never meant."),
        ("en", "Something seems to have gone wrong somewhere."),
        ("en", "Mistakes happen in every workshop."),
    ],
)
def test_a_foggy_admission_is_none(lang, foggy):
    assert PLAIN[lang] in CLEAN[lang]
    assert "R-OWN-UP" in ids(run(CLEAN[lang].replace(PLAIN[lang], foggy), lang))
    assert "R-OWN-UP" not in ids(run(CLEAN[lang].replace(PLAIN[lang], f"{PLAIN[lang]} {foggy}"), lang))
