"""Who wrote an answer: the shop, or a customer who answered a customer."""

from __future__ import annotations

from connectors.contract import AskPerson, GiveUp, Reconnect
from connectors.woocommerce.client import WooCommerceClient

# WordPress' and WooCommerce's roles of people who only shop or read.
_OUTSIDERS = frozenset({"customer", "subscriber"})


class Authorship:
    """Asks the shop for a user's role, once a user."""

    def __init__(self, client: WooCommerceClient) -> None:
        self._client = client
        self._known: dict[int, bool] = {0: False}  # 0 is a guest

    def is_shop(self, user_id: int) -> bool:
        """Whether this user works at the shop. Someone whose role we may not see counts as a customer, except
        ourselves: better an answer shown as a customer's than a review taken for answered.
        """
        if user_id not in self._known:
            self._known[user_id] = self._ask(user_id)
        return self._known[user_id]

    def _ask(self, user_id: int) -> bool:
        try:
            return bool(set(self._client.user(user_id).roles) - _OUTSIDERS)
        except (AskPerson, GiveUp, Reconnect):  # no right to list users, or the user is gone
            return self._client.me().id == user_id
