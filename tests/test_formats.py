from __future__ import annotations

import io
import json
import unicodedata

import pytest

from plugin import formats, text_stream
from plugin.formats import Row, RowError, read_check_row, read_review_row
from plugin.language.cleaning import clean
from plugin.shop import load_profile
from plugin.text_offsets import Offsets
from plugin.words import (
    BUILT_IN,
    Decision,
    Drafted,
    Finding,
    Play,
    Point,
    Report,
    ReviewText,
    Sentence,
    Sentiment,
    Severity,
    Triage,
    Verdict,
)

SHOP = load_profile({"name": "Fietsenhuis", "agent": "Sanne"})
REVIEW = {"id": "r1", "text": "De tas kwam kapot aan."}


def line(**keys: object) -> bytes:
    return json.dumps({**REVIEW, **keys}).encode()


def test_a_review_needs_only_an_id_and_a_text():
    row = read_review_row(line(), 1, SHOP)
    assert row.review == ReviewText(id="r1", text=REVIEW["text"])
    assert row.shop is SHOP


def test_every_key_of_a_review_is_read():
    row = read_review_row(
        line(lang="nl-NL", channel="google", rating=2, title="Jammer", author="Anna", created="2026-11-01T10:00:00Z"),
        1,
        SHOP,
    )
    review = row.review
    assert (review.language, review.channel, review.rating) == ("nl", "google", 2)
    assert (review.title, review.author) == ("Jammer", "Anna")
    assert review.created is not None
    assert review.created.isoformat() == "2026-11-01T10:00:00+00:00"


def test_the_shop_of_a_row_wins_over_the_shop_of_the_command():
    row = read_review_row(line(shop={"name": "Boekhuis", "agent": "Piet", "product": "Een boek"}), 1, SHOP)
    assert row.shop.name == "Boekhuis"
    assert row.review.product == "Een boek"


def test_a_number_as_id_comes_back_as_a_number():
    row = read_review_row(line(id=17), 1, SHOP)
    assert (row.id, row.review.id) == (17, "17")


def test_nulls_stand_for_what_is_not_known():
    row = read_review_row(line(lang=None, rating=None, title=None, author=None, channel=None, created=None), 1, SHOP)
    assert row.review.rating is None
    assert row.review.title == ""


@pytest.mark.parametrize(
    ("raw", "code", "told"),
    [
        (line(txet="x"), "unknown-key", "line 7: unknown key 'txet'"),
        (line(shop={"name": "X", "agent": "Y", "polcy": {}}), "unknown-key", "line 7: unknown key 'shop.polcy'"),
        (line(reply="a reply belongs to check"), "unknown-key", "line 7: unknown key 'reply'"),
        (b"{not json", "bad-json", "line 7: not JSON"),
        (b"[1]", "bad-json", "line 7: a row is a JSON object"),
        (b'{"id": "r1", "text": "\xff"}', "bad-encoding", "line 7: not UTF-8"),
        (b'{"id": "r1"}', "bad-value", "line 7: text: Missing data"),
        (b'{"text": "x"}', "bad-value", "line 7: id: Missing data"),
        (line(text=None), "bad-value", "line 7: text"),
        (line(id=""), "bad-value", "line 7: id"),
        (line(id=True), "bad-value", "line 7: id"),
        (line(rating=0), "bad-value", "line 7: rating"),
        (line(rating=6), "bad-value", "line 7: rating"),
        (line(rating=4.5), "bad-value", "line 7: rating"),
        (line(rating=True), "bad-value", "line 7: rating"),
        (line(rating="5"), "bad-value", "line 7: rating"),
        (line(created="gisteren"), "bad-value", "line 7: created"),
        (line(shop={"name": "X"}), "bad-value", "line 7: shop.agent"),
        (line(shop={"name": "X", "agent": "Y", "policy": {"withdrawal_days": 7}}), "bad-value", "shop.policy"),
        (line(text="x" * (formats.LONGEST_LINE + 1)), "line-too-long", "line 7"),
    ],
)
def test_a_row_that_cannot_be_handled_names_its_line_and_key(raw, code, told):
    with pytest.raises(RowError) as caught:
        read_review_row(raw, 7, SHOP)
    assert caught.value.code == code
    assert told in str(caught.value)


def test_without_any_shop_a_row_says_how_to_give_one():
    with pytest.raises(RowError, match="--shop") as caught:
        read_review_row(line(), 1, None)
    assert caught.value.as_row()["id"] == "r1"


def test_a_byte_order_mark_before_the_first_line_is_no_error():
    assert read_review_row(b"\xef\xbb\xbf" + line(), 1, SHOP).id == "r1"


def test_a_check_row_holds_the_reply_and_what_was_decided():
    row = read_check_row(
        line(decision="T-REPLY", play="P-OUR-FAULT", reply="Beste Anna", recent_replies=["Beste Jan"]), 1, SHOP
    )
    assert (row.decision, row.play) == (Decision.REPLY, Play.OUR_FAULT)
    assert (row.reply, row.recent_replies) == ("Beste Anna", ("Beste Jan",))


@pytest.mark.parametrize(
    "keys",
    [{"reply": "x"}, {"decision": "T-REPLY"}, {"decision": "T-MAYBE", "reply": "x"}, {"decision": 3, "reply": "x"}],
)
def test_a_check_row_without_reply_or_known_decision_is_refused(keys):
    with pytest.raises(RowError):
        read_check_row(line(**keys), 1, SHOP)


POINT = Point("broken", Sentiment.NEGATIVE, 12, 18)
TRIAGE = Triage("nl", 0.98765, Decision.REPLY, Play.OUR_FAULT, (POINT,), "kapot aangekomen", ("personal-data",))
ROW = Row("r1", ReviewText(id="r1", text=REVIEW["text"]), SHOP)


def test_a_decision_has_all_its_keys():
    assert formats.triage_row(ROW, TRIAGE) == {
        "id": "r1",
        "lang": "nl",
        "lang_confidence": 0.988,
        "decision": "T-REPLY",
        "play": "P-OUR-FAULT",
        "points": [{"label": "broken", "sentiment": "negative", "start": 12, "end": 18}],
        "reason": "kapot aangekomen",
        "flags": ["personal-data"],
    }


def test_a_draft_of_silence_still_has_all_its_keys():
    silent = Drafted(
        Triage("nl", 1.0, Decision.SILENT, None, (), "aas"), None, None, "Niet antwoorden.", BUILT_IN, None
    )
    assert set(formats.draft_row(ROW, silent)) == {
        *("id", "lang", "lang_confidence", "decision", "play", "points", "reason", "flags"),
        *("reply", "private_message", "internal_note", "writer", "report", "promises", "usage"),
    }
    assert formats.draft_row(ROW, silent)["usage"] == {
        "prompt_tokens": None,
        "cached_tokens": None,
        "completion_tokens": None,
        "cost_estimate": None,
    }


def test_why_the_built_in_writer_wrote_stands_in_the_internal_note():
    drafted = Drafted(
        TRIAGE, "Beste", None, "Kijk naar de foto.", BUILT_IN, None, note="Het model was niet bereikbaar."
    )
    assert formats.draft_row(ROW, drafted)["internal_note"] == "Kijk naar de foto.\nHet model was niet bereikbaar."


def test_a_report_quotes_its_findings():
    finding = Finding("R-EMPATHY", Severity.BLOCK, "Er staat geen begrip in.", "Zeg dat je het snapt.")
    sentence = Sentence("Sorry.", 0, 6, ("apology",), (0,), ("review",))
    row = formats.check_row(ROW, Report(Verdict.BLOCK, (finding,), (sentence,)))
    assert row["verdict"] == "block"
    assert row["findings"] == [
        {
            "guideline": "R-EMPATHY",
            "severity": "block",
            "sentence": None,
            "start": None,
            "end": None,
            "quote": "",
            "message": "Er staat geen begrip in.",
            "mend": "Zeg dat je het snapt.",
        }
    ]
    assert row["sentences"] == [
        {"text": "Sorry.", "start": 0, "end": 6, "kinds": ["apology"], "answers": [0], "sources": ["review"]}
    ]


@pytest.mark.parametrize(
    "text",
    [
        "De tas is kapot",
        "De\u200b tas\u202e is ka\u00adpot",
        "De tas\r\nis kapot",
        unicodedata.normalize("NFD", "Größe für Café"),
        "👨\u200d👩\u200d👧 tas \U000e0041\U000e0042 kapot",
        "\u200b\u200b",
        "",
    ],
)
def test_offsets_point_into_the_text_as_it_came_in(text):
    offsets, cleaned = Offsets(text), clean(text)
    for start, char in enumerate(cleaned):
        given = unicodedata.normalize("NFC", text[offsets.original(start) :])
        assert given[:1] in {char, "\r"} or unicodedata.normalize("NFD", char)[0] == text[offsets.original(start)]
    assert offsets.original_end(len(cleaned)) <= len(text)


def test_a_word_is_found_at_its_place_behind_hidden_characters():
    text = "De\u200b\u200b tas is ka\u00adpot"
    cleaned = clean(text)
    start = cleaned.index("tas")
    offsets = Offsets(text)
    assert text[offsets.original(start) : offsets.original_end(start + 3)] == "tas"


def run(raw: bytes, handler=lambda row: {"id": row.id}, threads: int = 1) -> tuple[int, list[dict[str, object]]]:
    sink = io.StringIO()
    status = text_stream.run(
        io.BytesIO(raw), sink, lambda given, number: read_review_row(given, number, SHOP), handler, threads=threads
    )
    return status, [json.loads(out) for out in sink.getvalue().splitlines()]


@pytest.mark.parametrize("threads", [1, 4])
def test_a_bad_line_costs_only_itself(threads):
    status, rows = run(line(id=1) + b"\n\n{bad\n" + line(id=3), threads=threads)
    assert status == 1
    assert [row["id"] for row in rows] == [1, None, 3]
    assert rows[1]["error"]["message"].startswith("line 3:")


@pytest.mark.parametrize("threads", [1, 4])
def test_rows_come_out_in_the_order_they_went_in(threads):
    status, rows = run(b"\n".join(line(id=n) for n in range(200)), threads=threads)
    assert status == 0
    assert [row["id"] for row in rows] == list(range(200))


def test_a_fault_of_ours_fails_its_row_and_quotes_no_review():
    def broken(row: Row) -> dict[str, object]:
        raise KeyError(row.review.text)

    status, rows = run(line(), broken)
    assert status == 1
    assert rows[0] == {"id": "r1", "error": {"code": "internal", "message": "line 1: internal error (KeyError)"}}


def test_a_line_that_is_too_long_is_skipped_and_the_next_is_read():
    status, rows = run(line(text="x" * (2 * formats.LONGEST_LINE + 5)) + b"\n" + line(id=2))
    assert status == 1
    assert rows[0]["error"]["code"] == "line-too-long"
    assert rows[1] == {"id": 2}


def test_half_a_surrogate_pair_does_not_stop_the_output():
    status, rows = run(b'{"id": "\\ud83d", "text": "x"}')
    assert status == 0
    assert rows[0]["id"] == "\ud83d"


def test_rows_are_written_as_they_are_ready_and_not_kept():
    written_before_the_end: list[int] = []
    sink = io.StringIO()

    class Source(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            written_before_the_end.append(sink.getvalue().count("\n"))
            return super().readline(size)

    source = Source(b"\n".join(line(id=n) for n in range(5)))
    text_stream.run(source, sink, lambda given, n: read_review_row(given, n, SHOP), lambda row: {"id": row.id})
    assert written_before_the_end == [0, 1, 2, 3, 4, 5]
