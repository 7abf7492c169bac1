"""Words that elsewhere are a fault and here do a reply's work: a fault owned beside another's name, a reward refused."""

import pytest

from plugin.words import Severity
from tests.guidelines.conftest import run, with_sentence


def blocked(sentence, lang, play="P-OUR-FAULT"):
    return {
        f.guideline
        for f in run(with_sentence(lang, sentence), lang, play=play).findings
        if f.severity is Severity.BLOCK
    }


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Naar de fabrikant had je nooit gestuurd mogen worden; dat hebben wij verkeerd gedaan."),
        ("de", "Zum Hersteller hätten wir Sie nie schicken dürfen; das haben wir falsch gemacht."),
        ("en", "You should never have been sent to the manufacturer; we got that wrong."),
    ],
)
def test_a_fault_of_ours_is_not_laid_on_whoever_stands_beside_it(lang, sentence):
    assert "R-NO-BLAME" not in blocked(sentence, lang)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "De fabrikant heeft het verkeerd gedaan; wij balen daarvan."),
        ("de", "Der Hersteller hat das falsch gemacht; uns ärgert das."),
        ("en", "The manufacturer got that wrong; it annoys us too."),
    ],
)
def test_a_fault_laid_on_another_stays_one(lang, sentence):
    report = run(with_sentence(lang, sentence), lang)
    assert "R-NO-BLAME" in {f.guideline for f in report.findings}


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("nl", "Een tegoedbon voor meer sterren is er bij ons niet bij."),
        ("de", "Eine Gutschrift für mehr Sterne gibt es bei uns nicht."),
        ("en", "A voucher for more stars is not for sale here."),
    ],
)
def test_a_reward_that_is_refused_is_none(lang, sentence):
    assert "R-NO-REWARD" not in blocked(sentence, lang, "P-SAY-NO")
