"""From a delivered order to an invitation: each once, seen by a person first, and never by what a customer thinks."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

import pytest

from connectors.call_ledger import is_sparing
from connectors.contract import (
    AskPerson,
    BadAnswer,
    Invitation,
    Invited,
    OrderPage,
    OutcomeUnknown,
    Reconnect,
    RetryLater,
    Review,
)
from plugin.inbox.connecting import connect
from plugin.inviting import opting_out, reading_orders, switching
from plugin.inviting.planning import Planned
from plugin.store import Database, channels, events, invitations, orders, reviews, unsubscribed
from plugin.words import InvitationState, Inviting
from plugin.work import leaving
from tests.inviting.conftest import DAY, NOW, Asking, Shop, make_shop


def test_every_customer_of_a_delivered_order_is_asked_once(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", "A-2", "A-3")
    ran = shop.going()
    assert asked == ["A-1", "A-2", "A-3"]
    assert ran.sent == 3
    for _ in range(2):
        shop.delivered("A-1", "A-2", "A-3")
        assert shop.plan() == Planned()
        shop.send()
    assert asked == ["A-1", "A-2", "A-3"]
    invitation = Asking.asked[0][1]
    assert (invitation.email, invitation.name, invitation.language) == (
        "klant-a-1@voorbeeld.example", "Sabine de Vries", "nl",
    )  # fmt: skip
    assert invitation.delivered == NOW - 10 * DAY


def test_an_order_waits_for_the_delay_of_the_channel(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-0")
    shop.going(delay_days=7)
    shop.delivered("A-1", days_ago=6)
    shop.plan()
    shop.send()
    assert asked == ["A-0"]
    shop.now += DAY
    shop.plan()
    shop.send()
    assert asked == ["A-0", "A-1"]


def test_a_bad_review_or_a_good_one_changes_nothing(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", "A-2", "A-3")
    said = [
        Review("1", "Nooit meer, alles kapot, ik wil mijn geld terug!", NOW, rating=1, order_ref="A-1"),
        Review("2", "Geweldig!", NOW, rating=5, order_ref="A-2"),
    ]
    with shop.session() as session:
        reviews.upsert(session, shop.shop_id, shop.channel_id, said, NOW)
    shop.going()
    assert asked == ["A-1", "A-2", "A-3"]


def test_nothing_goes_before_a_person_has_seen_the_first_ones(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", "A-2")
    shop.plan()
    shop.send()
    assert shop.counts() == {}  # off, as every channel is at first
    shop.switch_on()
    shop.plan()
    shop.send()
    assert asked == []
    assert shop.counts() == {"waiting": 2}
    shop.release()
    shop.send()
    assert asked == ["A-1", "A-2"]


def test_who_has_not_seen_the_newest_of_the_first_ones_does_not_release_them(shop: Shop, asked: list[str]) -> None:
    shop.switch_on()
    with shop.session() as session, pytest.raises(switching.NotSeen):  # there is nothing to see yet
        switching.release(session, shop.shop_id, shop.channel_id, seen_up_to=0, person_id=shop.person_id)
    shop.delivered("A-1")
    shop.plan()
    with shop.session() as session:
        seen = switching.first_ones(session, shop.shop_id, shop.channel_id)[0][0].id
    shop.delivered("A-2")
    shop.plan()
    with shop.session() as session, pytest.raises(switching.NotSeen):
        switching.release(session, shop.shop_id, shop.channel_id, seen_up_to=seen, person_id=shop.person_id)
    shop.send()
    assert asked == []


def test_a_channel_that_is_switched_off_asks_nobody_and_needs_to_be_seen_again(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1")
    shop.going()
    with shop.session() as session:
        switching.switch_off(session, shop.shop_id, shop.channel_id, person_id=shop.person_id)
    shop.delivered("A-2")
    shop.plan()
    shop.send()
    shop.switch_on()
    shop.plan()
    shop.send()
    assert asked == ["A-1"]
    assert shop.counts() == {"sent": 1, "waiting": 1}


def test_a_rule_that_is_changed_goes_on_as_it_was(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1")
    shop.going()
    shop.switch_on(delay_days=1)
    shop.delivered("A-2", days_ago=2)
    shop.plan()
    shop.send()
    assert asked == ["A-1", "A-2"]


def test_an_unsubscribed_customer_is_never_asked_until_the_last_moment(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", "A-2")
    with shop.session() as session:
        added = opting_out.add(
            session, shop.shop_id, [" Klant-A-1@Voorbeeld.example ", "klant-a-1@voorbeeld.example", "geen adres"],
            source="desk", person_id=shop.person_id,
        )  # fmt: skip
    assert added == opting_out.Added(new=1, known=1, wrong=1)
    shop.switch_on()
    shop.plan()
    shop.release()
    with shop.session() as session:  # planned already, and still in time
        opting_out.add(session, shop.shop_id, ["klant-a-2@voorbeeld.example"], source="api")
    shop.send()
    assert asked == []
    assert shop.counts() == {"unsubscribed": 2}


def test_the_list_shows_nobody_s_address_and_can_be_mended(shop: Shop, asked: list[str]) -> None:
    with shop.session() as session:
        opting_out.add(session, shop.shop_id, ["sanne.k@winkel.example"], source="desk")
        known = unsubscribed.newest(session, shop.shop_id)[0]
        assert known.masked == "s…@w….example"
        assert "sanne" not in f"{vars(known)} {events.page(session, shop.shop_id, limit=1)[0].details}"
        assert opting_out.take_off(session, shop.shop_id, known.id, person_id=shop.person_id)
        assert not opting_out.take_off(session, shop.shop_id, known.id, person_id=shop.person_id)
    shop.delivered("A-1", email="sanne.k@winkel.example")
    shop.going()
    assert asked == ["A-1"]


def test_a_platform_that_says_unsubscribed_is_heard_by_every_channel(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", "A-2", email="sanne@winkel.example")
    Asking.answers.append(Invited(status="unsubscribed"))
    shop.switch_on()
    shop.plan()
    shop.release()
    shop.send()
    shop.delivered("A-3", email="sanne@winkel.example")
    shop.plan()
    shop.send()
    assert asked == ["A-1"]
    assert shop.counts() == {"unsubscribed": 3}
    with shop.session() as session:
        assert unsubscribed.newest(session, shop.shop_id)[0].source == "platform"


def test_a_customer_who_said_no_at_ordering_is_not_asked_even_if_that_is_told_later(
    shop: Shop, asked: list[str]
) -> None:
    shop.delivered("A-1", consent=False)
    shop.delivered("A-2")
    shop.switch_on()
    shop.plan()
    shop.release()
    shop.delivered("A-2", consent=False)
    shop.send()
    assert asked == []
    assert shop.counts() == {"said-no": 2}


def test_consent_is_needed_where_the_platform_or_the_owner_wants_it(shop: Shop, asked: list[str]) -> None:
    agreed = shop.channel("Agreed", "asking-agreed")
    shop.delivered("A-1")
    shop.delivered("A-2", consent=True)
    shop.going(agreed)
    assert asked == ["A-2"]
    with shop.session() as session:
        switching.set_policy(session, shop.shop_id, divide=False, keep_days=7, person_id=shop.person_id)
    shop.going(consent_only=True)
    assert asked == ["A-2", "A-2"]
    assert shop.counts() == {"not-asked": 1, "sent": 1}


# --- more than one channel ------------------------------------------------------------------------------------------


def test_a_shop_that_divides_asks_about_each_order_once_on_one_channel(shop: Shop, asked: list[str]) -> None:
    other = shop.channel("Tweede")
    numbers = [f"A-{number}" for number in range(40)]
    shop.delivered(*numbers)
    for channel_id in (shop.channel_id, other):
        shop.switch_on(channel_id)
    for channel_id in (shop.channel_id, other):
        shop.plan(channel_id)
        shop.release(channel_id)
        shop.send(channel_id)
    assert sorted(asked) == sorted(numbers)
    assert {site for site, _ in Asking.asked} == {"Platform", "Tweede"}
    shop.switch_on(other, share=9)  # other shares later ask nobody a second time
    for channel_id in (shop.channel_id, other):
        shop.plan(channel_id)
        shop.send(channel_id)
    assert len(Asking.asked) == len(numbers)


def test_a_shop_that_does_not_divide_asks_on_every_channel(shop: Shop, asked: list[str]) -> None:
    other = shop.channel("Tweede")
    with shop.session() as session:
        switching.set_policy(session, shop.shop_id, divide=False, keep_days=7, person_id=shop.person_id)
    shop.delivered("A-1")
    shop.going()
    shop.going(other)
    assert asked == ["A-1", "A-1"]


def test_two_planners_at_once_note_each_order_once(shop: Shop) -> None:
    shop.delivered(*(f"A-{number}" for number in range(30)))
    shop.switch_on()
    threads = [threading.Thread(target=shop.plan) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shop.counts() == {"waiting": 30}


# --- trouble ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [OutcomeUnknown("Niets gehoord."), BadAnswer("Onleesbaar."), ValueError("kapot")])
def test_an_invitation_that_may_have_gone_is_never_sent_again(shop: Shop, asked: list[str], error: Exception) -> None:
    shop.delivered("A-1", "A-2")
    Asking.trouble.append(error)
    ran = shop.going()
    shop.now += 5 * DAY
    shop.plan()
    shop.send()
    assert asked == ["A-2"]
    assert ran.unknown == 1
    assert shop.counts() == {"unknown": 1, "sent": 1}


def test_a_platform_that_knows_its_orders_is_asked_again(shop: Shop, asked: list[str]) -> None:
    once = shop.channel("Once", "asking-once")
    shop.delivered("A-1")
    Asking.trouble.append(OutcomeUnknown("Niets gehoord."))
    shop.going(once)
    assert asked == []
    shop.now += dt.timedelta(hours=1)
    Asking.answers.append(Invited(status="already"))
    shop.send(once)
    assert asked == ["A-1"]
    assert shop.counts(once) == {"known": 1}


def test_passing_trouble_stops_the_run_and_the_rest_goes_later(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", "A-2", "A-3")
    Asking.trouble.append(RetryLater("Te druk.", retry_after=3_600))
    ran = shop.going()
    assert asked == []
    assert ran.stopped == "Te druk."
    assert shop.counts() == {"waiting": 3}
    shop.send()
    assert asked == ["A-2", "A-3"]
    shop.now += dt.timedelta(hours=1)
    shop.send()
    assert asked == ["A-2", "A-3", "A-1"]


def test_trouble_that_does_not_pass_ends(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1")
    shop.switch_on()
    shop.plan()
    shop.release()
    for _ in range(30):
        Asking.trouble.append(RetryLater("Te druk."))
        shop.send()
        Asking.trouble.clear()
        shop.now += dt.timedelta(hours=7)
        if shop.counts() == {"refused": 1}:
            break
    assert shop.counts() == {"refused": 1}
    assert asked == []


def test_what_the_platform_refuses_is_left_and_the_others_go(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", "A-2")
    Asking.trouble.append(AskPerson("Dat adres nemen wij niet."))
    ran = shop.going()
    assert asked == ["A-2"]
    assert (ran.refused, ran.sent) == (1, 1)
    with shop.session() as session:
        told = events.page(session, shop.shop_id, limit=10)
        assert not any("voorbeeld.example" in str(event.details) for event in told)


def test_a_refused_credential_waits_for_the_owner(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1")
    Asking.trouble.append(Reconnect("Het wachtwoord klopt niet."))
    shop.going()
    shop.send()
    with shop.session() as session:
        assert channels.get(session, shop.shop_id, shop.channel_id).state == "reconnect"
        channels.set_state(session, shop.shop_id, shop.channel_id, "ok")
    assert asked == []
    shop.send()
    assert asked == ["A-1"]


@pytest.mark.parametrize(("kind", "after"), [("asking", {"unknown": 1}), ("asking-once", {"sent": 1})])
def test_a_run_that_was_cut_off_while_sending_sends_again_only_where_the_platform_asks_once(
    shop: Shop, asked: list[str], kind: str, after: dict[str, int]
) -> None:
    channel_id = shop.channel("Cut", kind)
    shop.delivered("A-1")
    shop.switch_on(channel_id)
    shop.plan(channel_id)
    shop.release(channel_id)
    with shop.session() as session:  # as if the worker had died right after
        waiting = invitations.to_send(session, shop.shop_id, channel_id, shop.now, 1)[0][0]
        assert invitations.begin(session, shop.shop_id, waiting.id, after=0, now=shop.now)
    shop.send(channel_id)
    assert shop.counts(channel_id) == after
    assert len(list(asked)) == after.get("sent", 0)


def test_two_senders_at_once_ask_once(shop: Shop) -> None:
    shop.delivered("A-1")
    shop.switch_on()
    shop.plan()
    shop.release()
    with shop.session() as session:
        waiting = invitations.to_send(session, shop.shop_id, shop.channel_id, shop.now, 1)[0][0].id
    with shop.session() as session:
        assert invitations.begin(session, shop.shop_id, waiting, after=0, now=shop.now)
        assert not invitations.begin(session, shop.shop_id, waiting, after=0, now=shop.now)


def test_a_worker_that_is_told_to_stop_stops_between_two(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", "A-2")
    shop.switch_on()
    shop.plan()
    shop.release()
    stopping = threading.Event()
    stopping.set()
    shop.send(stopping=stopping)
    assert asked == []
    assert shop.counts() == {"waiting": 2}


# --- who may be switched on --------------------------------------------------------------------------------------------


def test_a_channel_that_takes_no_invitations_cannot_be_switched_on(shop: Shop) -> None:
    silent = shop.channel("Stil", "silent")
    with pytest.raises(switching.CannotInvite):
        shop.switch_on(silent)


@pytest.mark.parametrize("wrong", [{"delay_days": 61}, {"delay_days": -1}, {"share": 101}, {"look_back_days": 31}])
def test_numbers_stay_within_what_can_be(shop: Shop, wrong: dict[str, int]) -> None:
    with pytest.raises(switching.OutOfRange):
        shop.switch_on(**wrong)


def test_orders_from_before_it_was_switched_on_are_left_alone_unless_the_owner_looks_back(shop: Shop) -> None:
    shop.delivered("A-1")
    shop.switch_on(look_back_days=0)
    assert shop.plan() == Planned()
    shop.switch_on(look_back_days=30)  # it is on already: nothing of the past is added by a later change
    assert shop.plan() == Planned()


def test_a_shop_never_sees_another_shop_s_orders_rules_or_list(shop: Shop, database: Database) -> None:
    other = make_shop(database, "tassenhuis")
    shop.delivered("A-1", email="x@y.example")
    with shop.session() as session:
        opting_out.add(session, shop.shop_id, ["z@y.example"], source="desk")
        mine = unsubscribed.newest(session, shop.shop_id)[0].id
    other.delivered("A-1", email="z@y.example")  # the same number is another order, and the list is not theirs
    other.going()
    assert [invitation.email for _, invitation in Asking.asked] == ["z@y.example"]
    with other.session() as session:
        assert unsubscribed.newest(session, other.shop_id) == []
        assert not opting_out.take_off(session, other.shop_id, mine, person_id=other.person_id)
        assert invitations.rule(session, other.shop_id, shop.channel_id) is None
        theirs = orders.hashes(session, other.shop_id)
    with shop.session() as session:
        assert orders.hashes(session, shop.shop_id) != theirs
    assert shop.counts() == {}


def test_every_switch_is_kept_with_who_did_it(shop: Shop) -> None:
    shop.delivered("A-1")
    shop.going()
    with shop.session() as session:
        switching.switch_off(session, shop.shop_id, shop.channel_id, person_id=shop.person_id)
        done = [(event.action, event.person_id) for event in events.page(session, shop.shop_id, limit=3)]
        rule = invitations.rule(session, shop.shop_id, shop.channel_id)
        assert rule is not None
        assert (rule.state, rule.released_by) == (Inviting.OFF, shop.person_id)
    assert done[::-1] == [
        ("invitations.on", shop.person_id),
        ("invitations.released", shop.person_id),
        ("invitations.off", shop.person_id),
    ]
    assert InvitationState.SENT in shop.counts()


def test_an_order_without_a_usable_address_is_left_out_and_nobody_is_asked(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1", email="")
    shop.delivered("A-2", email="a@b.example, c@d.example")
    shop.switch_on()
    shop.plan()
    assert shop.counts() == {"no-address": 2}
    assert asked == []


def test_a_shop_that_leaves_asks_nobody_any_more(shop: Shop, asked: list[str]) -> None:
    shop.delivered("A-1")
    shop.switch_on()
    shop.plan()
    shop.release()
    with shop.session() as session:
        leaving.remove(session, shop.shop_id, person_id=shop.person_id, now=shop.now)
    shop.send()
    assert asked == []
    with shop.session() as session:
        rule = invitations.rule(session, shop.shop_id, shop.channel_id)
        assert rule is not None
        assert rule.state == Inviting.OFF


@pytest.mark.usefixtures("whole_log")
def test_no_log_names_a_customer_whatever_happens(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.delivered("A-1", "A-2", "A-3", "A-4")
    Asking.trouble += [OutcomeUnknown("Niets."), AskPerson("Nee."), ValueError("klant-a-3@voorbeeld.example")]
    shop.going()
    said = "".join(capsys.readouterr())
    assert "invitations" in said  # it does log
    with shop.session() as session:
        said += "".join(str(event.details) for event in events.page(session, shop.shop_id))
    for private in ("voorbeeld.example", "Sabine", "A-1", "A-3"):
        assert private not in said


def test_invitations_and_orders_leave_some_of_the_platform_s_calls_to_replies(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []

    def invite(_self: Asking, _invitation: Invitation) -> Invited:
        seen.append(is_sparing())
        return Invited()

    def fetch_orders(_self: Asking, _since: dt.datetime) -> Iterator[OrderPage]:
        seen.append(is_sparing())
        yield from ()

    monkeypatch.setattr(Asking, "invite", invite)
    monkeypatch.setattr(Asking, "fetch_orders", fetch_orders)
    shop.delivered("A-1")
    shop.going()
    with shop.session() as session:
        reading_orders.read_from(session, shop.shop_id, shop.channel_id, since=shop.now, person_id=shop.person_id)
    reading_orders.read_orders(shop.database, shop.shop_id, connect=connect, now=shop.now)
    assert seen == [True, True]
    assert not is_sparing()
