"""Lists that are read page by page while people write, change and remove reviews."""

from itertools import pairwise

import pytest

from connectors.contract import BadAnswer
from connectors.paging import Listed, by_number, by_offset, by_token, named_by, with_an_end

SIZE = 4


class Shelf:
    """A platform's list, newest first. ``between`` is done before the n-th reading (from 1), as others would do it."""

    def __init__(self, count, *, tells_total=False, capped=SIZE):
        self.ids = list(range(count, 0, -1))
        self.tells_total, self.size = tells_total, capped
        self.between = {}
        self.readings = 0

    def _now(self):
        self.readings += 1
        self.between.pop(self.readings, lambda: None)()

    def _listed(self, start):
        total = len(self.ids) if self.tells_total else None
        return Listed([{"id": i} for i in self.ids[start : start + self.size]], total)

    def at(self, offset):
        self._now()
        return self._listed(offset)

    def page(self, number):
        self._now()
        return self._listed((number - 1) * self.size)

    def after(self, token):
        self._now()
        start = self.ids.index(int(token)) + 1 if token else 0
        listed = self._listed(start)
        more = start + self.size < len(self.ids)
        return Listed(listed.items, listed.total, str(listed.items[-1]["id"]) if more else "")


def read_with(way, shelf, place=None):
    reader = {by_offset: shelf.at, by_number: shelf.page, by_token: shelf.after}[way]
    return way(reader, identity=lambda item: str(item["id"]), who="Het platform", place=place, most=200)


def ids(pages):
    return [item["id"] for page in pages for item in page.items]


WAYS = pytest.mark.parametrize("way", [by_offset, by_number, by_token])
TOTALS = pytest.mark.parametrize("tells_total", [True, False])


@WAYS
@TOTALS
@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 8, 9, 17])
def test_every_item_comes_once_whatever_the_length(way, tells_total, count):
    shelf = Shelf(count, tells_total=tells_total)
    assert ids(read_with(way, shelf)) == list(range(count, 0, -1))


@WAYS
@TOTALS
def test_reviews_written_meanwhile_make_no_item_come_twice_and_none_lost(way, tells_total):
    shelf = Shelf(14, tells_total=tells_total)
    for reading in (2, 3, 4):
        shelf.between[reading] = lambda: shelf.ids.insert(0, max(shelf.ids) + 1)
    read = ids(read_with(way, shelf))
    assert len(read) == len(set(read))
    assert set(range(1, 15)) <= set(read)


@pytest.mark.parametrize("way", [by_offset, by_number])
@TOTALS
@pytest.mark.parametrize("reading", [2, 3, 4])
@pytest.mark.parametrize("gone", [1, 3])
def test_reviews_removed_meanwhile_push_none_past_the_reader(way, tells_total, reading, gone):
    shelf = Shelf(14, tells_total=tells_total)

    def remove():
        del shelf.ids[:gone]

    shelf.between[reading] = remove
    read = ids(read_with(way, shelf))
    assert set(shelf.ids) <= set(read)
    assert len(read) == len(set(read))


@WAYS
def test_a_platform_that_gives_fewer_a_page_than_asked_is_read_to_the_end(way):
    assert len(ids(read_with(way, Shelf(14, capped=3)))) == 14


@WAYS
@TOTALS
def test_a_reader_that_stops_anywhere_goes_on_from_there_and_misses_nothing(way, tells_total):
    for stop in range(1, 5):
        shelf = Shelf(14, tells_total=tells_total)
        pages = read_with(way, shelf)
        first = [next(pages) for _ in range(stop)]
        if way is not by_token:
            del shelf.ids[0:2]
        shelf.ids.insert(0, 99)
        rest = list(read_with(way, shelf, place=first[-1].place)) if first[-1].place else []
        assert set(range(1, 13)) <= set(ids(first)) | set(ids(rest))
        if rest:
            assert len(ids(rest)) < 14 - 2 * (stop - 1), "it does not begin anew"


@pytest.mark.parametrize(
    "place", [{"at": "x"}, {"page": None, "known": 3}, {"token": 7}, {"known": "abc"}, "page 3", 3]
)
def test_a_place_of_another_kind_begins_at_the_start(place):
    for way in (by_offset, by_number, by_token):
        assert len(ids(read_with(way, Shelf(9), place=place))) == 9


@pytest.mark.parametrize("way", [by_offset, by_number])
@TOTALS
def test_a_platform_that_gives_the_first_page_for_ever_is_no_endless_list(way, tells_total):
    shelf = Shelf(4)
    total = 100 if tells_total else None
    same = Listed(shelf.at(0).items, total)
    with pytest.raises(BadAnswer, match="repeats"):
        list(way(lambda _: same, identity=lambda item: str(item["id"]), who="Het platform"))


def test_tokens_that_go_round_in_a_circle_end_in_an_error():
    chain = dict(pairwise(["", "a", "b", "c", "a"]))
    with pytest.raises(BadAnswer, match="repeats"):
        list(by_token(lambda t: Listed([{"id": t}], next=chain[t]), identity=lambda i: i["id"], who="Het platform"))


def test_a_list_that_always_has_one_more_page_is_given_up():
    def more(number):
        return Listed([{"id": number * 10 + n} for n in range(4)])

    with pytest.raises(BadAnswer, match="without an end"):
        list(by_number(more, identity=lambda i: str(i["id"]), who="Het platform", most=50))
    with pytest.raises(BadAnswer, match="without an end"):
        list(by_token(lambda t: Listed([], next=f"{t}x"), identity=str, who="Het platform"))


def test_a_list_that_tells_its_total_costs_no_call_more_than_it_has_pages():
    shelf = Shelf(12, tells_total=True)
    list(read_with(by_number, shelf))
    assert shelf.readings == 3


@pytest.mark.parametrize("item", ["no review", 7, None, ["a", "list"]])
def test_what_is_no_review_is_still_told_from_the_others(item):
    assert named_by("id")(item) not in {named_by("id")({"id": 1}), named_by("id")("another")}


def test_the_last_page_of_a_list_without_an_order_leads_back_to_the_start():
    pages = list(with_an_end(read_with(by_number, Shelf(9))))
    assert ids(pages) == ids(read_with(by_number, Shelf(9)))
    assert [bool(page.place) for page in pages] == [True] * (len(pages) - 1) + [False]
    assert list(with_an_end(iter(()))) == []
