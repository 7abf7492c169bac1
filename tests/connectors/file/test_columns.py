import pytest
from marshmallow import ValidationError

from connectors.contract import AskPerson
from connectors.file import FileSettings, preview
from connectors.file.columns import propose


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            ["Beoordeling ID", "Datum", "Naam", "Beoordeling", "Sterren", "Productnaam"],
            {"id": "Beoordeling ID", "text": "Beoordeling", "rating": "Sterren", "author": "Naam", "created": "Datum"},
        ),
        (
            ["Bewertungsdatum", "Gesamtnote", "Kommentar", "Verfasser", "Händlerantwort"],
            {"created": "Bewertungsdatum", "rating": "Gesamtnote", "text": "Kommentar", "reply": "Händlerantwort"},
        ),
        (
            [
                "Review Id",
                "Review Created (UTC)",
                "Review Stars",
                "Review Title",
                "Review Content",
                "Company Reply Text",
            ],
            {"id": "Review Id", "rating": "Review Stars", "title": "Review Title", "text": "Review Content"},
        ),
        (
            ["title", "body", "rating", "review_date", "reviewer_name", "product_id", "product_handle", "reply"],
            {"title": "title", "text": "body", "created": "review_date", "author": "reviewer_name"},
        ),
        (["Beoordeling", "Opmerking", "Naam"], {"rating": "Beoordeling", "text": "Opmerking", "author": "Naam"}),
        (["reviewText", "starRating"], {"text": "reviewText", "rating": "starRating"}),
        (
            ["Nr.", "Besteldatum", "Reviewdatum", "Uw cijfer (1-10)", "Naam van de klant", "Wat vond u van ons?"],
            {
                "created": "Reviewdatum",
                "rating": "Uw cijfer (1-10)",
                "author": "Naam van de klant",
                "text": "Wat vond u van ons?",
            },
        ),
        (
            ["Kundenrezension", "Sterne (1–5)", "Abgegeben am", "Name des Kunden", "Bestellnummer"],
            {
                "text": "Kundenrezension",
                "rating": "Sterne (1–5)",
                "created": "Abgegeben am",
                "author": "Name des Kunden",
            },
        ),
        (
            ["Beoordelingsnummer", "Datum en tijd", "Rapportcijfer", "Toelichting klant", "Reactie winkel"],
            {
                "id": "Beoordelingsnummer",
                "created": "Datum en tijd",
                "rating": "Rapportcijfer",
                "text": "Toelichting klant",
                "reply": "Reactie winkel",
            },
        ),
    ],
)
def test_columns_are_recognised_by_the_headers_of_real_exports(headers, expected):
    assert expected.items() <= propose(headers).items()


def test_a_chosen_column_wins_and_the_rest_is_still_proposed(export):
    export.write("id;tekst;notitie;sterren\n1;intern;echt;5\n")
    review = export.one(columns={"text": "notitie"})
    assert (review.text, review.rating) == ("echt", 5)


def test_a_file_without_a_recognisable_text_asks_for_it_by_naming_the_columns(export):
    export.write("kolom1;kolom2\na;b\n")
    with pytest.raises(AskPerson, match="kolom1, kolom2"):
        export.read()
    assert not export.connector().check().ok


def test_a_chosen_column_that_is_not_there_is_named(export):
    export.write("id;tekst\n1;a\n")
    with pytest.raises(AskPerson, match="'Review'"):
        export.read(columns={"text": "Review"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": {"tekst": "x"}},
        {"timezone": "Mars/Olympus"},
        {"timezone": "../../etc/passwd"},
        {"encoding": "klingon"},
        {"delimiter": "x"},
        {"rating_scale": "1-7"},
    ],
)
def test_settings_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValidationError):
        FileSettings().load({"path": "x.csv", **wrong})


def test_a_preview_shows_what_an_upload_would_become():
    upload = "Naam;Beoordeling;Cijfer\r\nZoë;Té laat;3,5\r\nBob;Prima;12\r\n;;\r\nte weinig\r\n".encode("cp1252")
    seen = preview(upload, {"rating_scale": "1-10"})
    assert seen.columns == ("Naam", "Beoordeling", "Cijfer")
    assert seen.mapping == {"author": "Naam", "text": "Beoordeling", "rating": "Cijfer"}
    assert (seen.encoding, seen.delimiter, seen.format) == ("cp1252", ";", "csv")
    assert [(r.author, r.text, r.rating) for r in seen.reviews] == [("Zoë", "Té laat", 2), ("Bob", "Prima", None)]
    assert len(seen.problems) == 3  # two lines, and that no column holds dates


def test_a_preview_without_a_text_column_says_so_and_shows_the_columns():
    seen = preview(b"a;b\n1;2\n")
    assert seen.columns == ("a", "b")
    assert seen.reviews == ()
    assert "text" in seen.problems[0]


def test_an_empty_file_has_no_columns():
    assert preview(b"").columns == ()


def test_a_column_of_somebody_elses_date_is_not_taken_for_the_reviews():
    assert "created" not in propose(["Tekst", "Besteldatum", "Reactiedatum winkel"])


def test_columns_without_telling_headers_are_known_by_what_stands_in_them():
    rows = "".join(
        f"A{n};{n % 5 + 1};1{n}-03-2026;De tas kwam {n} dagen te laat aan en de rits was stuk\n" for n in range(6)
    )
    assert preview(f"Kolom A;Kolom B;Kolom C;Kolom D\n{rows}".encode()).mapping == {
        "text": "Kolom D", "rating": "Kolom B", "created": "Kolom C",
    }  # fmt: skip


def test_of_two_columns_of_text_a_person_chooses():
    rows = "".join(f"de tas was mooi en snel {n};het wiel was krom en traag {n}\n" for n in range(6))
    assert "text" not in preview(f"Kolom A;Kolom B\n{rows}".encode()).mapping
