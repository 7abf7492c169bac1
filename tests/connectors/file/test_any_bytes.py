"""Whatever is uploaded, the answer is rows, problems or a sentence for a person: never a crash, never a hang."""

from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import ConnectorError
from connectors.file import preview

CSV_LIKE = st.text(alphabet="ab1,;|\t\"'\n\r\0é=★/.-: {}[]\ufeff", max_size=300)
HEADERS = st.sampled_from(["", "id,text,rating,date\n", "tekst;sterren\r\n", '"review\n", x\n'])


@given(st.binary(max_size=400), st.sampled_from(["auto", "csv", "jsonl"]))
def test_any_bytes_can_be_looked_at(content, kind):
    try:
        seen = preview(content, {"format": kind})
    except ConnectorError:
        return
    assert len(seen.reviews) <= 10


@given(HEADERS, CSV_LIKE, st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-8-sig"]))
def test_no_row_of_anything_like_a_table_is_lost_without_a_word(header, body, encoding):
    seen = preview((header + body).encode(encoding), {"columns": {}})
    assert all(review.external_id for review in seen.reviews)
    assert all(review.created.tzinfo for review in seen.reviews)
    assert all(review.rating in {None, 1, 2, 3, 4, 5} for review in seen.reviews)


@given(CSV_LIKE)
def test_the_ids_of_the_same_bytes_are_the_same(body):
    content = f"text,naam\n{body}".encode()
    assert [r.external_id for r in preview(content).reviews] == [r.external_id for r in preview(content).reviews]
