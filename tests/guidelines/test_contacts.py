import json
from itertools import pairwise
from pathlib import Path

import pytest

from plugin.guidelines import contacts

SET = Path(__file__).parent.parent / "sets" / "check_build.jsonl"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("email", "hulp@fiets.example"),
        ("url", "www.Fiets.example"),
        ("url", "https://fiets.example/retour"),
        ("url", "fiets.nl"),
        ("iban", "NL91 ABNA 0417 1643 00"),
        ("address", "Kerkstraat 12a"),
        ("address", "Bahnhofstr. 5"),
        ("address", "12 King Street"),
        ("order", "#1234"),
        ("order", "3SABCDEFGH12"),
        ("order", "JVGL123456789"),
        ("phone", "+31 6 12345678"),
        ("phone", "0049 30 1234567"),
        ("phone", "(030) 555 01 11"),
        ("postcode", "1234 AB"),
        ("postcode", "SW1A 1AA"),
    ],
)
def test_a_way_to_reach_somebody_is_found_alone_and_beside_others(kind, said):
    for text in (said, f"Dat is {said}.", f"Mail a@b.nl, bel 030 555 01 11 of schrijf 12345 Berlin over {said}"):
        assert (kind, said) in {(contact.kind, contact.text) for contact in contacts.find(text)}, text


@pytest.mark.parametrize("label", ["order nr.", "Bestelnummer", "INVOICE", "Kundennummer:"])
def test_the_code_behind_a_label_is_an_order(label):
    assert [(c.kind, c.text) for c in contacts.find(f"Zie {label} AB123")] == [("order", "AB123")]


def test_a_kind_left_out_of_the_search_is_one_that_does_not_stand_there():
    """The same as a search for all kinds, in the replies and reviews of the set, each beside the next."""
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    texts = [row[name] for row in rows for name in ("reply", "text")]
    everything = contacts._expression(tuple(contacts._KINDS))
    found = 0
    for text in (*texts, *map(" ".join, pairwise(texts))):
        few = contacts._possible(text)
        known = [(m.lastgroup, m.span()) for m in everything.finditer(text)]
        assert known == ([(m.lastgroup, m.span()) for m in contacts._expression(few).finditer(text)] if few else [])
        found += len(known)
    assert found > 300
