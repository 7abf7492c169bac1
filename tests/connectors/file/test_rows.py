import json

import pytest

from connectors.contract import AskPerson


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_though_the_texts_are_full_of_others(export, delimiter):
    rows = [["id", "tekst", "naam"], *([str(n), '"Goed, mooi; top | echt\twaar, ja"', "Jan"] for n in range(5))]
    reviews, problems = export.write("\n".join(delimiter.join(row) for row in rows)).read()
    assert problems == []
    assert {r.text for r in reviews} == {"Goed, mooi; top | echt\twaar, ja"}


def test_a_file_with_one_column_is_read(export):
    reviews, problems = export.write("review\nGoed\nSlecht\n").read()
    assert ([r.text for r in reviews], problems) == (["Goed", "Slecht"], [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read_and_quoted_ones_kept(export, end):
    content = end.join(["id,text", '1,"regel een' + end + 'regel ""twee"""', "2,kort", ""])
    reviews, problems = export.write(content).read()
    assert problems == []
    assert [" ".join(r.text.split()) for r in reviews] == ['regel een regel "twee"', "kort"]


def test_broken_lines_are_named_and_the_rest_is_imported(export):
    reviews, problems = export.write(
        "id,text,rating\n1,goed,5\n2,te,veel,cellen,hier\n3\n4,prima,4\n\n,,\n5,top,5\n"
    ).read()
    assert [r.external_id for r in reviews] == ["1", "4", "5"]
    assert [p.split(" was")[0] for p in problems] == ["Line 3", "Line 4"]


def test_a_quotation_mark_that_is_never_closed_costs_one_line_and_not_the_rest(export):
    rows = "".join(f'{n},"tekst {n}",4\n' for n in range(3, 40))
    reviews, problems = export.write(f'id,text,rating\n1,goed,5\n2,"nooit dicht,3\n{rows}').read()
    assert len(reviews) == 38
    assert problems == ["Line 3 was left out: a quotation mark is never closed."]


def test_two_unclosed_quotation_marks_do_not_swallow_what_is_between(export):
    middle = "".join(f"{n},tekst,4\n" for n in range(3, 8))
    reviews, problems = export.write(f'id,text,rating\n2,"open,3\n{middle}8,"weer open,3\n9,goed,5\n').read()
    assert [r.external_id for r in reviews] == ["3", "4", "5", "6", "7", "9"]
    assert len(problems) == 2


def test_an_inch_mark_inside_a_text_is_no_quotation(export):
    assert export.write('id,text\n1,Een 28" wiel past niet\n').one().text == 'Een 28" wiel past niet'


def test_a_row_that_only_lacks_its_last_optional_cells_is_whole(export):
    reviews, problems = export.write("id,text,url,reply\n1,goed\n2,slecht,https://x.example/,Sorry\n").read()
    assert ([r.external_id for r in reviews], problems) == (["1", "2"], [])


def test_a_review_of_20000_characters_and_an_empty_one_are_kept(export):
    long = "Wat een tas. " * 1_600
    reviews, problems = export.write(f'id,text,rating\n1,"{long}",1\n2,,5\n').read()
    assert problems == []
    assert [len(r.text) for r in reviews] == [len(long.strip()), 0]


def test_a_cell_of_millions_of_characters_does_not_stop_the_import(export):
    reviews, problems = export.write(f"id,text\n1,{'x' * 6_000_000}\n2,goed\n").read()
    assert reviews[-1].text == "goed"
    assert len(reviews) + len(problems) >= 2


def test_json_lines_are_read_with_nested_keys_and_bad_lines_named(export):
    lines = [
        json.dumps({"id": 7, "text": "Goed\nhoor", "rating": 4.5, "verified": True, "who": {"name": "Zoë"}}),
        "[1, 2]",
        '{"id": 8, "text": "half',
        "",
        json.dumps({"id": "9", "text": None, "rating": None}),
    ]
    export.write("\n".join(lines), name="export.jsonl")
    reviews, problems = export.read(columns={"author": "who.name"})
    assert [(r.external_id, r.text, r.rating, r.author, r.verified) for r in reviews] == [
        ("7", "Goed\nhoor", 5, "Zoë", True),
        ("9", "", None, "", None),
    ]
    assert [p.split(" was")[0] for p in problems] == ["Line 2", "Line 3"]


def test_one_json_list_is_refused_with_what_to_do(export):
    with pytest.raises(AskPerson, match="JSON Lines"):
        export.write('[{"id": 1}]', name="export.json").read()


def test_a_link_that_is_no_web_address_is_dropped(export):
    assert export.write("id,text,url\n1,goed,javascript:alert(1)\n").one().url == ""


def test_halves_of_characters_and_nul_in_json_cannot_spoil_a_database(export):
    export.write('{"id": "a\\u0000b", "text": "half \\ud83d heel \\ud83d\\ude00"}\n', name="export.jsonl")
    review = export.one()
    assert review.external_id == "ab"
    assert review.text == "half \ufffd heel 😀"
