"""Where a name stands in a text: by its letters alone, whatever signs it holds."""

from __future__ import annotations

import re

import pytest

from plugin.guidelines.draft import places_of, stands_in

TEXT = "Jan, dag Jan-Willem! _Jan Jansen, J.(an) en aJan; groet van Jan"


@pytest.mark.parametrize("word", ["Jan", "Jansen", "J.(an)", "en", "an", "J.", "Willem", "Piet", "Jan, dag", TEXT])
def test_a_word_stands_where_an_expression_for_it_finds_it(word: str) -> None:
    apart = re.compile(rf"(?<!\w){re.escape(word)}")
    assert list(places_of(word, TEXT)) == [match.start() for match in apart.finditer(TEXT)]
    assert stands_in(word, TEXT) == bool(re.search(rf"{apart.pattern}(?!\w)", TEXT))
