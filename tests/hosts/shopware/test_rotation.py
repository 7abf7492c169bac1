"""The shared secrets from the first registration to the third, with every order of events that must be refused."""

import datetime as dt

import pytest

from plugin.hosts.shopware import rotation
from plugin.hosts.shopware.rotation import Keys, Refused
from plugin.hosts.shopware.signatures import sign
from tests.hosts.shopware import vectors as v

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def register(keys, *, by=None, app_secret=v.APP_SECRET, query=v.REGISTER):
    return rotation.register(
        keys,
        query,
        v.SHOP_URL,
        app_secret=v.APP_SECRET,
        app_signature=sign(v.REGISTER, app_secret),
        shop_signature=sign(v.REGISTER, by) if by else None,
    )


def confirm(keys, *, by=None, previous=None, now=NOW, body=v.CONFIRM):
    return rotation.confirm(
        keys,
        body,
        signature=sign(v.CONFIRM, keys.pending if by is None else by),
        previous_signature=sign(v.CONFIRM, previous) if previous else None,
        now=now,
    )


@pytest.fixture
def confirmed():
    return confirm(register(Keys()))


def test_a_first_registration_is_pending_until_it_is_confirmed():
    keys = register(Keys())
    assert not keys.confirmed
    assert keys.usable(NOW) == ()
    done = confirm(keys)
    assert done.secret == keys.pending
    assert (done.pending, done.pending_url, done.previous) == ("", "", "")
    assert done.usable(NOW) == (keys.pending,)


def test_a_secret_is_long_random_and_of_plain_letters():
    made = {rotation.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert all(len(secret) == 120 and secret.isascii() and secret.isalnum() for secret in made)


def test_a_registration_that_was_tampered_with_is_refused():
    with pytest.raises(Refused):
        register(Keys(), query=v.REGISTER.replace(b"1763791200", b"1763791201"))
    with pytest.raises(Refused):
        register(Keys(), app_secret="another app's")


def test_a_registration_begun_twice_takes_the_later_secret():
    first, second = register(Keys()), register(register(Keys()))
    assert second.pending != first.pending
    with pytest.raises(Refused):
        confirm(second, by=first.pending)


def test_registering_again_needs_the_current_secret_always_where_the_sdks_are_lenient(confirmed):
    with pytest.raises(Refused, match="current secret"):
        register(confirmed)
    with pytest.raises(Refused):
        register(confirmed, by="wrong")
    with pytest.raises(Refused):
        register(confirmed, by=v.APP_SECRET)
    again = register(confirmed, by=confirmed.secret)
    assert again.pending
    assert again.pending != confirmed.secret


def test_the_old_secret_works_until_the_new_one_is_confirmed_with_both(confirmed):
    again = register(confirmed, by=confirmed.secret)
    assert again.usable(NOW) == (confirmed.secret,)
    with pytest.raises(Refused):
        confirm(again)
    with pytest.raises(Refused):
        confirm(again, previous="wrong")
    with pytest.raises(Refused):
        confirm(again, by=confirmed.secret, previous=confirmed.secret)
    done = confirm(again, previous=confirmed.secret)
    assert done.secret == again.pending


def test_the_old_secret_opens_what_is_under_way_for_a_minute_and_no_longer(confirmed):
    done = confirm(register(confirmed, by=confirmed.secret), previous=confirmed.secret)
    assert done.usable(NOW) == (done.secret, confirmed.secret)
    assert done.usable(NOW + dt.timedelta(seconds=59.9)) == (done.secret, confirmed.secret)
    assert done.usable(NOW + dt.timedelta(seconds=60)) == (done.secret,)


def test_the_old_secret_registers_nothing_any_more_even_in_that_minute(confirmed):
    done = confirm(register(confirmed, by=confirmed.secret), previous=confirmed.secret)
    with pytest.raises(Refused):
        register(done, by=confirmed.secret)


def test_a_confirmation_whose_answer_was_lost_is_good_again_and_changes_nothing(confirmed):
    assert confirm(confirmed, by=confirmed.secret) == confirmed
    again = register(confirmed, by=confirmed.secret)
    done = confirm(again, previous=confirmed.secret)
    later = NOW + dt.timedelta(minutes=10)
    assert confirm(done, by=done.secret, previous=confirmed.secret, now=later) == done
    with pytest.raises(Refused):
        confirm(done, by=done.secret, now=later)
    with pytest.raises(Refused):
        confirm(done, by=confirmed.secret, previous=confirmed.secret, now=later)


def test_nothing_can_be_confirmed_before_it_was_registered():
    with pytest.raises(Refused):
        confirm(Keys(), by="anything")
    with pytest.raises(Refused):
        confirm(Keys(), by="")


def test_a_confirmation_with_one_byte_changed_is_refused(confirmed):
    again = register(confirmed, by=confirmed.secret)
    with pytest.raises(Refused):
        confirm(again, previous=confirmed.secret, body=v.CONFIRM + b" ")


def test_a_third_secret_ends_the_grace_of_the_first(confirmed):
    second = confirm(register(confirmed, by=confirmed.secret), previous=confirmed.secret)
    third = confirm(register(second, by=second.secret), previous=second.secret, now=NOW + dt.timedelta(seconds=5))
    assert third.usable(NOW + dt.timedelta(seconds=10)) == (third.secret, second.secret)


def test_keys_show_no_secret(confirmed):
    assert confirmed.secret not in repr(confirmed)
