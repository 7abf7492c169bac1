"""A place in the inbox's order as one number: rank above, id below. Larger numbers come first in the inbox."""

from __future__ import annotations

ID_BITS = 31  # ids stay below 2 thousand million; a rank of 32 bits reaches the year 2106


def place(rank: int, review_id: int) -> int:
    return (rank << ID_BITS) + review_id


def rank_of(place_number: int) -> int:
    return place_number >> ID_BITS


def id_of(place_number: int) -> int:
    return place_number & ((1 << ID_BITS) - 1)
