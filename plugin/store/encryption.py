"""Credentials at rest: MultiFernet, each ciphertext bound to the shop, the channel and the field names it is for.

Fernet has no associated data, so the owner stands inside the plaintext and is compared on every read: a
ciphertext that someone copies to another tenant's row is refused instead of working there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy.orm import Session

from plugin.store.errors import KeyMissing, SecretUnreadable

VAULT = "vault"  # the key in Session.info


class Vault:
    """Encrypts and reads credentials. ``keys`` are Fernet keys, the newest first; all can read, the first writes."""

    def __init__(self, keys: Sequence[str]) -> None:
        usable = [key.strip() for key in keys if key.strip()]
        if not usable:
            raise KeyMissing("There is no encryption key. Set WEDERWOORD_ENCRYPTION_KEYS, newest key first.")
        try:
            fernets = [Fernet(key) for key in usable]
        except ValueError as error:
            # The key itself stays out of the message.
            raise KeyMissing(
                "An encryption key is not usable: a key is 32 random bytes in URL-safe base64, 44 characters."
            ) from error
        self._newest = fernets[0]
        self._all = MultiFernet(fernets)

    def seal(self, shop_id: int, channel_id: int | str, secrets: Mapping[str, str]) -> str:
        """The ciphertext of these fields, readable only as this shop's and this channel's.

        What is no channel names itself by text (``install-3``), which no channel's number can be taken for.
        """
        plain = {"shop": shop_id, "channel": channel_id, "fields": dict(secrets)}
        return self._newest.encrypt(json.dumps(plain).encode()).decode("ascii")

    def open(self, shop_id: int, channel_id: int | str, sealed: str) -> dict[str, str]:
        """The fields. Raises SecretUnreadable when no key fits, or when it was sealed for another owner."""
        try:
            plain = json.loads(self._all.decrypt(sealed.encode("ascii")))
        except (InvalidToken, UnicodeEncodeError, ValueError) as error:
            raise SecretUnreadable(
                f"The credential of channel {channel_id} cannot be read with the encryption keys given. "
                "Put the key back that it was made with, or connect the channel again."
            ) from error
        if plain.get("shop") != shop_id or plain.get("channel") != channel_id:
            raise SecretUnreadable(
                f"The credential of channel {channel_id} was made for another shop or channel and is not used."
            )
        fields: dict[str, str] = plain["fields"]
        return fields

    def is_newest(self, sealed: str) -> bool:
        """Whether the newest key made it, so that a rotation may pass it by."""
        try:
            self._newest.decrypt(sealed.encode("ascii"))
        except (InvalidToken, UnicodeEncodeError):
            return False
        return True


def vault_of(session: Session) -> Vault:
    """The vault that the session's database was opened with."""
    vault: Vault = session.info[VAULT]
    return vault
