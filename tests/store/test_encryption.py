import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from plugin.store import Database, KeyMissing, SecretUnreadable, channels
from plugin.store.encryption import Vault
from tests.store.conftest import KEY, Desk

OTHER_KEY = Fernet.generate_key().decode()


def test_a_secret_comes_back_for_its_own_channel_only() -> None:
    vault = Vault([KEY])
    sealed = vault.seal(1, 2, {"token": "geheim"})
    assert "geheim" not in sealed
    assert vault.open(1, 2, sealed) == {"token": "geheim"}
    for shop, channel in ((3, 2), (1, 4)):
        with pytest.raises(SecretUnreadable, match="another shop or channel"):
            vault.open(shop, channel, sealed)


OF_NO_VAULT = {
    "empty": "",
    "cut-off": "gAAAAA",
    "plain": "niet-versleuteld",
    "not-ascii": "é",
    "other-content": Fernet(KEY).encrypt(b"plain").decode(),
}


@pytest.mark.parametrize("sealed", OF_NO_VAULT.values(), ids=OF_NO_VAULT.keys())
def test_what_was_not_sealed_by_a_vault_is_refused(sealed: str) -> None:
    with pytest.raises(SecretUnreadable):
        Vault([KEY]).open(1, 2, sealed)


@pytest.mark.parametrize("keys", [[], [""], ["  "]])
def test_without_a_key_nothing_starts(keys: list[str]) -> None:
    with pytest.raises(KeyMissing, match="WEDERWOORD_ENCRYPTION_KEYS"):
        Database("sqlite://", keys)


def test_a_bad_key_is_refused_without_being_shown() -> None:
    with pytest.raises(KeyMissing) as caught:
        Database("sqlite://", ["not-a-key-but-a-secret"])
    assert "not-a-key" not in str(caught.value)


def test_a_secret_copied_into_another_shops_row_is_refused(database: Database, desk: Desk, other: Desk) -> None:
    with database.session() as session:
        session.execute(
            text("UPDATE channels SET secrets = (SELECT secrets FROM channels WHERE id = :mine) WHERE id = :theirs"),
            {"mine": desk.channel, "theirs": other.channel},
        )
    with database.session(other.shop) as session, pytest.raises(SecretUnreadable):
        channels.secrets(session, other.shop, other.channel)


def test_rotation_reseals_by_batches_and_may_be_cut_off_anywhere(database: Database, desk: Desk) -> None:
    with database.session(desk.shop) as session:
        for number in range(5):
            channels.add(session, desk.shop, "file", f"c{number}", {}, {"token": f"t{number}"})
    rotating = Database(database.url.render_as_string(hide_password=False), [OTHER_KEY, KEY])
    with rotating.session() as session:
        first = channels.rotate_keys(session, batch=2)
    assert (first.resealed, first.after_id is None) == (2, False)
    resealed, after = 0, 0
    while True:  # starts over, as after a crash
        with rotating.session() as session:
            step = channels.rotate_keys(session, batch=2, after_id=after)
        resealed += step.resealed
        if step.after_id is None:
            break
        after = step.after_id
    assert resealed == 4
    rotating.dispose()
    only_new = Database(database.url.render_as_string(hide_password=False), [OTHER_KEY])
    with only_new.session(desk.shop) as session:
        channels.check_keys(session)
        assert channels.secrets(session, desk.shop, desk.channel) == {"token": "secret"}
    only_new.dispose()


def test_the_start_fails_clearly_when_a_stored_secret_cannot_be_read(database: Database, desk: Desk) -> None:
    wrong = Database(database.url.render_as_string(hide_password=False), [OTHER_KEY])
    with wrong.session() as session, pytest.raises(SecretUnreadable, match=f"channel {desk.channel}"):
        channels.check_keys(session)
    wrong.dispose()
