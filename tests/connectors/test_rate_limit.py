import pytest

from connectors.contract import RetryLater
from connectors.rate_limit import Bucket, shared_bucket


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_burst_goes_at_once_and_the_rest_at_the_agreed_pace(clock):
    bucket = Bucket(per_second=2, burst=3, clock=clock)
    assert [bucket.reserve(60) for _ in range(5)] == [0, 0, 0, 0.5, 1.0]


def test_after_a_rest_the_burst_is_there_again(clock):
    bucket = Bucket(per_second=2, burst=3, clock=clock)
    for _ in range(4):
        bucket.reserve(60)
    clock.now += 10
    assert [bucket.reserve(60) for _ in range(4)] == [0, 0, 0, 0.5]


def test_a_pause_asked_for_by_the_channel_holds_for_all(clock):
    bucket = Bucket(per_second=10, burst=10, clock=clock)
    bucket.pause(4)
    assert bucket.reserve(longest_wait=5) == 4


def test_a_long_pause_is_handed_back_instead_of_waited_for(clock):
    bucket = Bucket(per_second=10, burst=10, clock=clock)
    bucket.pause(600)
    with pytest.raises(RetryLater) as caught:
        bucket.reserve(longest_wait=5)
    assert caught.value.retry_after == 600


def test_one_channel_has_one_bucket_in_the_whole_process():
    one = shared_bucket("tests:a", per_second=1, burst=1)
    assert shared_bucket("tests:a", per_second=9, burst=9) is one
    assert one.per_second == 9
    assert shared_bucket("tests:b", per_second=1, burst=1) is not one
