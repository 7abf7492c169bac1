import pytest

from connectors.file.decoding import examine

TEXTS = (
    "Zoë vond de tas één en al ellende, “heel” jammer – € 12,50…",
    "Größe fällt zu klein aus, schöne Tasche für Fußgänger",
    "Café très bien, façade, garçon, 5° en 5 * té láát",
    "DE LEVERING WAS TE LAAT, ÉÉN DAG. ÄRGER ÜBER GRÖSSE",
)
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1252",
    "latin-1",
    "iso8859_15",
    "cp850",
)


def can_hold(encoding, text):
    try:
        return bool(text.encode(encoding))
    except UnicodeEncodeError:
        return False


SAVED = [(encoding, text) for encoding in ENCODINGS for text in TEXTS if can_hold(encoding, text)]


@pytest.mark.parametrize(("encoding", "text"), SAVED)
def test_a_file_is_read_as_it_was_saved(export, encoding, text):
    content = f'id;tekst;sterren\r\n1;"{text}";5\r\n'.encode(encoding)
    review = export.write(content).one()
    assert review.text == text
    assert review.external_id == "1"


def test_what_is_said_about_the_encoding_is_believed(export):
    export.write("id,text\n1,Příliš žluťoučký kůň\n", encoding="cp1250")
    assert export.one(encoding="cp1250").text == "Příliš žluťoučký kůň"


def test_characters_that_are_not_in_the_encoding_are_reported_by_line(export):
    reviews, problems = export.write(b"id,text\n1,goed\n2,caf\xe9\n").read(encoding="utf-8")
    assert [r.text for r in reviews] == ["goed", "caf\ufffd"]
    assert len(problems) == 1
    assert "Line 3" in problems[0]


def test_a_late_special_character_is_not_missed(export):
    rows = "".join(f"{n},gewoon\n" for n in range(60_000))
    reviews, problems = export.write(f"id,text\n{rows}x,café\n", encoding="cp1252").read()
    assert len(reviews) == 60_001
    assert problems or reviews[-1].text == "café"


def test_a_character_cut_by_the_end_of_a_block_is_whole():
    blocks = [b"caf", "é".encode()[:1], "é".encode()[1:]]
    assert examine(blocks).encoding == "utf-8"


def test_nul_characters_are_taken_out_and_reported(export):
    reviews, problems = export.write(b"id,text\n1,go\0ed\n2,ook\n").read()
    assert [r.text for r in reviews] == ["goed", "ook"]
    assert problems == ["Line 2: NUL characters were taken out."]
