import pytest

from connectors.contract import Quota, RetryLater
from connectors.rate_limit import Bucket, at_most, channel_bucket, shared_bucket


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


def test_a_quota_is_kept_to_in_every_window_and_says_how_long_it_is_used_up(clock):
    bucket = Bucket(per_second=1_000, burst=1_000, clock=clock, quotas=(Quota(3, 60), Quota(5, 300)))
    assert [bucket.reserve(longest_wait=5) for _ in range(3)] == [0, 0, 0]
    with pytest.raises(RetryLater) as refused:
        bucket.reserve(longest_wait=5)
    assert refused.value.retry_after == pytest.approx(60)
    clock.now += 58
    assert bucket.reserve(longest_wait=5) == pytest.approx(2), "short of the end it waits its turn"
    clock.now += 3
    assert bucket.reserve(longest_wait=5) == 0
    with pytest.raises(RetryLater) as refused:
        bucket.reserve(longest_wait=5)
    assert refused.value.retry_after == pytest.approx(300 - 61)


def test_the_shop_can_set_a_limit_of_its_own_for_a_channel():
    with at_most("channel:7", 2):
        tight = channel_bucket()
    assert channel_bucket() is None
    assert tight is not None
    assert tight.reserve(longest_wait=100) == 0
    tight.reserve(longest_wait=100)
    with pytest.raises(RetryLater):
        tight.reserve(longest_wait=1)
    with at_most("channel:8", None):
        assert channel_bucket() is None
