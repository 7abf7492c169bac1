"""Where Shopware finds us: paths of our own, and names of places in its admin."""

from __future__ import annotations

from typing import Final

REGISTER: Final = "/shopware/register"
CONFIRM: Final = "/shopware/confirm"
HOOK: Final = "/shopware/hook"
PANEL: Final = "/shopware/panel"  # the module in the admin's menu
SDK: Final = "/shopware/sdk"  # the hidden frame that adds the card, and the card itself
SIGN_IN: Final = "/shopware/sign-in"
LEAVE: Final = "/shopware/leave"  # "that is not me": back to the sign-in
CARD: Final = "/shopware/card"

HIDDEN: Final = "sw-main-hidden"  # the location in which the admin loads base-app-url once, unseen
CARD_LOCATION: Final = "wederwoord-review"
CARD_POSITION: Final = "sw-review-detail-comment"  # right under the merchant's own comment box
REVIEW_DATA: Final = "sw-review-detail__review"  # what the review's page tells extensions
