from pathlib import Path

import pytest
import yaml

from tests.guidelines.conftest import ids, run, with_sentence

SENTENCES = yaml.safe_load((Path(__file__).parent / "second_set.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("guideline", "lang", "sentence"),
    [
        (guideline, lang, text)
        for guideline, langs in SENTENCES.items()
        for lang, texts in langs.items()
        for text in texts
    ],
)
def test_a_fault_in_other_words_is_found_under_its_id(guideline, lang, sentence):
    assert guideline in ids(run(with_sentence(lang, sentence), lang))
