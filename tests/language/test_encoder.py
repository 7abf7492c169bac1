"""The encoder: a sentence's numbers depend on the sentence alone, and sentences that say the same lie close."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from plugin.language.encoder import FOLDER, WIDTH, Encoder, encode_each, encoder, read_encoder
from plugin.language.kept_rows import NOTHING, Floats, KeptRows
from plugin.language.vectors import Vectors

SENTENCES = (
    "Uw pakket is morgen bij u.",
    "Het spijt ons dat de lamp stuk aankwam, dat had niet mogen gebeuren!",
    "Ihr Paket kommt morgen an.",
    "x",
    "",
)


def test_a_sentence_has_the_same_numbers_whatever_it_is_read_beside() -> None:
    together = encoder().encode(SENTENCES)
    alone = np.concatenate([encoder().encode([sentence]) for sentence in SENTENCES])
    assert together.shape == (len(SENTENCES), WIDTH)
    assert np.abs(together - alone).max() < 1e-5


def test_the_same_in_two_languages_lies_closer_than_something_else_in_one() -> None:
    dutch, other, german = encoder().encode(SENTENCES[:3])[:, :512]
    assert dutch @ german > 0.6 > dutch @ other


WHOLE = (
    "Het spijt ons dat de lamp stuk aankwam. Dat had niet mogen gebeuren! Uw pakket is morgen bij u, dat beloven we."
)
ITS = (
    "Het spijt ons dat de lamp stuk aankwam.",
    "Dat had niet mogen gebeuren!",
    "Uw pakket is morgen bij u, dat beloven we.",
)


def test_a_text_read_beside_its_own_sentences_has_the_same_numbers() -> None:
    beside = encoder().encode((WHOLE, *ITS))
    alone = np.concatenate([encoder().encode([sentence]) for sentence in (WHOLE, *ITS)])
    assert np.abs(beside - alone).max() < 1e-5


@pytest.fixture(scope="module")
def taught() -> Encoder:
    """An encoder whose upper half is another than the plain one's."""
    with np.load(FOLDER / "network.npz") as network:
        upper = {name: network[name].astype(np.float32) for name in network.files}
    upper["window_5_2"] = -upper["window_5_2"]
    return encoder().tuned(upper, parts=2)


def test_two_encoders_asked_at_once_give_what_each_gives_by_itself(taught: Encoder) -> None:
    both, plain_alone, taught_alone = (encoder(), taught), (encoder(),), (taught,)
    rows = encode_each([(WHOLE, both), (ITS[0], plain_alone), (ITS[1], taught_alone), (ITS[2], both)])
    assert np.abs(rows[encoder()] - encoder().encode([WHOLE, ITS[0], ITS[2]])).max() < 1e-5
    assert np.abs(rows[taught] - taught.encode([WHOLE, ITS[1], ITS[2]])).max() < 1e-5
    assert np.abs(rows[taught][0, :WIDTH] - rows[encoder()][0]).max() > 1e-2


def test_what_one_reader_asks_for_the_plain_one_knows_from_then_on(
    taught: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Vectors()
    first = kept.of([ITS[0]])
    assert np.abs(kept.beside((taught,), ITS)[0] - taught.encode(ITS)).max() < 1e-5
    expected = encoder().encode(ITS)
    monkeypatch.setattr("plugin.language.vectors.encoder", lambda: pytest.fail("it is known already"))
    assert np.abs(kept.of(ITS) - expected).max() < 1e-5
    assert np.array_equal(kept.of([ITS[0]]), first)


def test_no_sentences_are_no_rows() -> None:
    assert encoder().encode([]).shape == (0, WIDTH)


def test_numbers_stay_the_same_when_the_pieces_kept_have_made_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugin.language.encoder_halves.KEPT", 30)
    small = read_encoder()
    first = small.encode(SENTENCES[:1])
    for sentence in SENTENCES[1:] + SENTENCES[:3]:
        small.encode([sentence])
    assert np.abs(small.encode(SENTENCES[:1]) - first).max() < 1e-5


def rows_of(most: int) -> tuple[KeptRows, list[int]]:
    """So many rows kept; every number's row is the number, and what was computed is written down."""
    computed: list[int] = []

    def compute(numbers: np.ndarray, rows: Floats) -> None:
        computed.extend(numbers.tolist())
        rows[:] = numbers[:, None]

    return KeptRows(most, 2, compute), computed


def room() -> Floats:
    return np.full((8, 2), np.nan, np.float32)


def test_a_row_that_is_kept_is_not_computed_again() -> None:
    kept, computed = rows_of(3)
    assert kept.of([5, NOTHING, 7, 5], room())[:, 0].tolist() == [5, 0, 7, 5]
    kept.of([7, 5], room())
    assert computed == [5, 7]


def test_the_rows_longest_unused_make_room() -> None:
    kept, computed = rows_of(3)
    for number in (1, 2, 3, 1):
        kept.of([number], room())
    assert kept.of([4, 1], room())[:, 1].tolist() == [4, 1]
    kept.of([1], room())
    assert computed == [1, 2, 3, 4], "1 was asked for lately and stayed"
    assert kept.of([2, 3, 4], room())[:, 0].tolist() == [2, 3, 4]


def test_what_makes_room_is_a_small_part_of_all() -> None:
    kept, computed = rows_of(20)
    for number in range(21):
        kept.of([number], room())
    computed.clear()
    for number in range(2, 21):
        kept.of([number], room())
    assert not computed, "two of the twenty made room for one more"


def test_threads_that_read_at_once_get_their_own_rows() -> None:
    expected = {sentence: encoder().encode([sentence]) for sentence in SENTENCES}
    wrong: list[str] = []

    def look(sentence: str) -> None:
        read = [encoder().encode([sentence]) for _ in range(5)]
        wrong.extend(sentence for rows in read if np.abs(rows - expected[sentence]).max() > 1e-5)

    threads = [threading.Thread(target=look, args=(sentence,)) for sentence in SENTENCES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
