import errno
import json
import stat
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import AskPerson, RetryLater
from connectors.file import atomic
from connectors.file.formulas import neutralise, restore
from connectors.file.replies import ReplyFile

KEY, OTHER = "approval-0001", "approval-0002"


@pytest.fixture
def reviews(export):
    return export.write("id;tekst\n1;goed\n2;slecht\n=3;raar\n")


def by_id(export):
    return {r.external_id: r for r in export.read()[0]}


def test_replies_go_into_a_file_beside_it_that_a_spreadsheet_opens(reviews):
    reviews.connector().publish(by_id(reviews)["1"], text='Dank, "Zoë"!\nTot ziens; hoor', key=KEY)
    content = (reviews.folder / "export.csv.replies.csv").read_bytes()
    assert content.startswith("\ufeffreview_id;reply;key;placed_at\r\n".encode())
    assert reviews.path.read_text() == "id;tekst\n1;goed\n2;slecht\n=3;raar\n"


def test_replies_to_json_lines_are_json_lines(export):
    export.write('{"id": "1", "text": "goed"}\n', name="export.jsonl")
    export.connector().publish(by_id(export)["1"], text="=Dank\nu", key=KEY)
    row = json.loads((export.folder / "export.jsonl.replies.jsonl").read_text())
    assert (row["review_id"], row["reply"], row["key"]) == ("1", "=Dank\nu", KEY)


def test_a_placed_reply_comes_with_its_review_and_is_no_new_review(reviews):
    (page,) = reviews.connector().fetch({})
    reviews.connector().publish(page.reviews[0], text="Dank u", key=KEY)
    assert list(reviews.connector().fetch(page.cursor)) == []
    assert by_id(reviews)["1"].reply.text == "Dank u"


def test_a_second_reply_to_the_same_review_is_for_a_person(reviews):
    review = by_id(reviews)["1"]
    reviews.connector().publish(review, text="Dank u", key=KEY)
    with pytest.raises(AskPerson, match="reply in the file already"):
        reviews.connector().publish(review, text="Nog eens", key=OTHER)


def test_taking_back_another_approval_leaves_the_reply(reviews):
    review = by_id(reviews)["1"]
    first = reviews.connector().publish(review, text="Dank u", key=KEY)
    reviews.connector().replace_reply(review, first, text="Beter", key=OTHER)
    reviews.connector().delete_reply(review, first)
    assert reviews.connector().find_reply(review, key=OTHER, text="").text == "Beter"


@pytest.mark.parametrize(
    "text", ["=1+1", "+31 24", "-beste", "@jan", "\tx", "'s Avonds", "'=x", "''-y", "＝1", "gewoon"]
)
def test_no_cell_runs_as_a_formula_and_every_text_comes_back_exactly(reviews, text):
    review = by_id(reviews)["=3"]
    reviews.connector().publish(review, text=text, key=KEY)
    content = (reviews.folder / "export.csv.replies.csv").read_text(encoding="utf-8-sig")
    for cell in ReplyFileCells(content):
        assert cell[:1] not in set("=+-@\t＝")
    assert reviews.connector().find_reply(review, key=KEY, text="").text == text


def ReplyFileCells(content):  # noqa: N802 -- reads like a type in the test above
    import csv
    import io

    return [cell for row in csv.reader(io.StringIO(content, newline=""), delimiter=";") for cell in row]


@given(st.text(alphabet="'=+-@\t\r\nab＝ "))
def test_neutralising_a_cell_can_always_be_undone(cell):
    assert restore(neutralise(cell)) == cell
    assert neutralise(cell)[:1] not in tuple("=+-@\t\r\n")


def test_a_file_of_replies_saved_again_by_a_spreadsheet_is_still_read(reviews):
    review = by_id(reviews)["1"]
    reviews.connector().publish(review, text="Dank ü", key=KEY)
    path = reviews.folder / "export.csv.replies.csv"
    path.write_bytes(path.read_text(encoding="utf-8-sig").replace(";", ",").encode("cp1252"))
    assert reviews.connector().find_reply(review, key=KEY, text="").text == "Dank ü"


def test_a_spoilt_file_of_replies_is_not_overwritten_and_reviews_still_come(reviews):
    path = reviews.folder / "export.csv.replies.csv"
    path.write_text("dit;is\niets;anders\n")
    review = by_id(reviews)["1"]
    with pytest.raises(AskPerson, match="changed into something"):
        reviews.connector().publish(review, text="Dank u", key=KEY)
    assert path.read_text() == "dit;is\niets;anders\n"
    assert "changed into something" in reviews.read()[1][0]


def test_a_full_disk_loses_nothing_and_says_so(reviews, monkeypatch):
    review = by_id(reviews)["1"]
    reviews.connector().publish(review, text="Dank u", key=KEY)
    before = sorted(p.name for p in reviews.folder.iterdir())

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", full)
    with pytest.raises(RetryLater, match="disk is full"):
        reviews.connector().publish(by_id(reviews)["2"], text="Nog een", key=OTHER)
    assert sorted(p.name for p in reviews.folder.iterdir()) == before
    assert reviews.connector().find_reply(review, key=KEY, text="").text == "Dank u"


def test_a_folder_that_may_not_be_written_to_is_for_a_person(reviews, monkeypatch):
    def forbidden(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    review = by_id(reviews)["1"]
    monkeypatch.setattr(atomic.tempfile, "mkstemp", forbidden)
    with pytest.raises(AskPerson, match="may not be written"):
        reviews.connector().publish(review, text="Dank u", key=KEY)


def test_the_file_of_replies_is_as_private_as_the_reviews(reviews):
    reviews.path.chmod(0o640)
    reviews.connector().publish(by_id(reviews)["1"], text="Dank u", key=KEY)
    assert stat.S_IMODE((reviews.folder / "export.csv.replies.csv").stat().st_mode) == 0o640


def test_two_who_write_at_once_both_find_their_reply(reviews):
    threads = [
        threading.Thread(
            target=ReplyFile(reviews.path, jsonl=False).place, args=(f"r{n}", f"tekst {n}", f"approval-{n:04}")
        )
        for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ReplyFile(reviews.path, jsonl=False).all()) == 20


def test_one_who_never_lets_go_of_the_lock_is_not_waited_for_for_ever(reviews, monkeypatch):
    monkeypatch.setattr(atomic, "_PATIENCE", 0.05)
    replies = ReplyFile(reviews.path, jsonl=False)
    with atomic.locked(replies.path), pytest.raises(RetryLater, match="Another process"):
        replies.place("1", "Dank u", KEY)
