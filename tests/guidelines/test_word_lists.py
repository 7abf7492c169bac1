"""The word lists of the checks on terms and costs: whole in every language, and each asked for by a check."""

import re
from pathlib import Path

import pytest

from plugin.data import read_yaml
from plugin.guidelines import CheckContext
from plugin.guidelines.draft import Draft
from plugin.guidelines.patterns import fold
from plugin.guidelines.word_lists import FILES, Wording, WordingError, lists, words_of
from plugin.words import Decision, ReviewText
from tests.guidelines.conftest import make_shop

GUIDELINES = Path(__file__).parents[2] / "plugin" / "guidelines"
# Said in one language only, or said in another way there.
EMPTY_BY_LANGUAGE = {
    ("nl", "handed"),
    ("de", "handed"),
    ("nl", "send"),
    ("de", "send"),
    ("en", "plainly"),
    ("en", "may_you"),
    ("en", "keep"),
}


def draft(language):
    return Draft("", CheckContext(ReviewText("1", ""), make_shop(), Decision("T-REPLY"), None, (), language))


@pytest.mark.parametrize("file", FILES)
def test_the_lists_have_a_version(file):
    assert read_yaml("lexicons", file)["version"] >= 1


def test_no_id_stands_in_two_files():
    assert len(lists()) == sum(len(read_yaml("lexicons", file)["words"]) for file in FILES)


@pytest.mark.parametrize("name", sorted(lists()))
def test_each_list_says_what_it_is_for_and_has_words_of_every_language(name, language):
    row = lists()[name]
    assert set(row) - {"why"} == {"about", "nl", "de", "en"}
    assert row["about"]
    words = row[language]
    assert words or row.get("why") or (language, name) in EMPTY_BY_LANGUAGE
    assert len(set(words)) == len(words)
    for word in words:
        assert isinstance(word, str), word  # an unquoted 'no' is a false to YAML
        assert fold(word) == word  # as texts are folded before they are read


@pytest.mark.parametrize("name", sorted(lists()))
def test_no_word_of_a_list_is_held_by_another_of_it(name, language):
    words = lists()[name][language]
    stems = [word[:-1] for word in words if re.fullmatch(r"[^\W_]+\*", word)]
    held = [word for word in words for stem in stems if word != f"{stem}*" and re.fullmatch(rf"{stem}\w*\*?", word)]
    assert held == []


def test_each_list_is_asked_for_by_a_check():
    asked = {
        name
        for path in GUIDELINES.rglob("*.py")
        for found in re.findall(r"\{([a-z_]+)\}|words_of\(\"([a-z_]+)\"", path.read_text("utf-8"))
        for name in found
    }
    assert set(lists()) <= asked


def test_an_expression_holds_the_words_of_the_drafts_language():
    pays = Wording(r"(?<!\w){we} (?:\w+ ){0,2}{bear}")
    said = {"nl": "dat betalen wij, wij betalen het", "de": "wir zahlen es", "en": "we will gladly pay it"}
    for language, text in said.items():
        assert pays.of(draft(language)).search(text)
        assert not any(pays.of(draft(language)).search(other) for name, other in said.items() if name != language)


def test_a_language_without_words_is_read_in_those_of_all():
    pays = Wording(r"(?<!\w){we} {bear}")
    assert all(pays.of(draft("fr")).search(text) for text in ("wij betalen", "wir zahlen", "we pay"))


def test_a_star_is_any_ending_and_an_empty_list_matches_nothing():
    assert Wording(r"^{repair}$").of(draft("nl")).match("reparatie")
    assert not Wording(r"{plainly}").of(draft("en")).search("zonder meer")


def test_a_list_that_does_not_exist_is_named():
    with pytest.raises(WordingError, match="no_such_list"):
        Wording("{no_such_list}").of(draft("nl"))


def test_one_word_is_looked_up_in_a_language_or_in_all():
    assert "there" in words_of("no_last_name")
    assert "there" in words_of("no_last_name", "en") - words_of("no_last_name", "de")
    with pytest.raises(WordingError, match="no_such_list"):
        words_of("no_such_list")


def test_a_text_of_an_unknown_language_is_read_in_the_words_of_all():
    refuses = Wording(r"(?<!\w){no_right}(?!\w)").in_any()
    assert all(
        refuses.search(clause) for clause in ("niet retour", "vom umtausch ausgeschlossen", "cannot be returned")
    )
