import os

import pytest

from connectors.contract import AskPerson
from connectors.file import FileConnector, preview, restrict_to


def test_the_same_file_again_brings_nothing(export):
    connector = export.write("id,text\n1,goed\n").connector()
    (page,) = connector.fetch({})
    assert list(connector.fetch(page.cursor)) == []


def test_lines_that_could_not_be_read_are_told_again_as_long_as_the_file_is_the_same(export):
    connector = export.write("id,text,rating\n1,goed,5\n2\n3,top,mooi\n").connector()
    (page,) = connector.fetch({})
    (again,) = export.connector().fetch(page.cursor)
    assert (again.reviews, again.problems) == ((), page.problems)
    assert len(page.problems) == 2
    (mended,) = export.write("id,text,rating\n1,goed,5\n2,mooi,4\n3,top,5\n").connector().fetch(again.cursor)
    assert mended.problems == ()
    assert list(export.connector().fetch(mended.cursor)) == []


def test_of_very_many_bad_lines_the_first_are_told_again_and_the_others_counted(export):
    connector = export.write("id,text,rating\n" + "".join(f"{n}\n" for n in range(2_120))).connector()
    cursor = list(connector.fetch({}))[-1].cursor
    (again,) = export.connector().fetch(cursor)
    assert len(again.problems) == 51
    assert again.problems[-1] == "And 2070 lines more."


def test_a_changed_text_under_the_same_id_is_an_edit(export):
    (page,) = export.write("id,text\n1,goed\n2,top\n").connector().fetch({})
    (again,) = export.write("id,text\n1,toch slecht\n2,top\n").connector().fetch(page.cursor)
    assert {r.external_id: r.text for r in again.reviews} == {"1": "toch slecht", "2": "top"}


def test_other_settings_read_the_same_file_anew(export):
    (page,) = export.write("id,text,score\n1,goed,4\n").connector().fetch({})
    (again,) = export.connector(rating_scale="1-10").fetch(page.cursor)
    assert again.reviews[0].rating == 2


def test_a_review_without_an_id_keeps_the_one_it_was_given(export):
    first, _ = export.write("tekst;naam\ngoed;Jan\nslecht;Piet\n").read()
    again, _ = export.write("naam;tekst\nKim;nieuw\nPiet;slecht\nJan;goed\n").read()
    assert {r.text: r.external_id for r in first}.items() <= {r.text: r.external_id for r in again}.items()


def test_a_second_row_with_the_same_id_is_left_out_and_named_also_across_pages(export):
    rows = "".join(f"{n},tekst {n}\n" for n in range(1_500))
    reviews, problems = export.write(f"id,text\n{rows}3,anders\n").read()
    assert len(reviews) == 1_500
    assert problems == ["Line 1502 was left out: the id 3 stands on line 5 already."]


def test_ids_taken_before_an_interruption_are_still_taken_after_it(export):
    rows = "".join(f"{n},tekst {n}\n" for n in range(1_500))
    connector = export.write(f"id,text\n{rows}3,anders\n").connector()
    first = next(connector.fetch({}))
    rest = list(export.connector().fetch(first.cursor))
    ids = [r.external_id for page in [first, *rest] for r in page.reviews]
    assert len(first.reviews) == 1_000
    assert len(ids) == len(set(ids)) == 1_500


def test_a_reply_in_the_file_comes_with_its_review(export):
    assert export.write("id,text,antwoord\n1,goed,Dank u\n").one().reply.text == "Dank u"


def test_a_file_that_is_not_there_is_for_a_person(export):
    connector = export.connector()
    with pytest.raises(AskPerson, match="no such file"):
        list(connector.fetch({}))
    assert not connector.check().ok


def test_a_folder_or_an_impossible_path_is_for_a_person(tmp_path):
    for path in (str(tmp_path), "a\0b", "x" * 4_000):
        with pytest.raises(AskPerson):
            preview(path)


def test_an_operator_can_keep_shops_out_of_the_servers_other_files(export, tmp_path):
    export.write("id,text\n1,goed\n")
    outside = FileConnector(FileConnector.Settings().load({"path": str(tmp_path / ".." / "secret.csv")}))
    link = tmp_path / "link.csv"
    link.symlink_to(os.devnull)
    restrict_to(tmp_path)
    try:
        assert export.one().text == "goed"
        with pytest.raises(AskPerson, match="folder for imports"):
            list(outside.fetch({}))
        with pytest.raises(AskPerson, match="folder for imports"):
            preview(link)
    finally:
        restrict_to(None)
