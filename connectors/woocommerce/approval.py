"""A credential by one click: the owner says yes on WordPress' own page, which hands an application password back.

WordPress sends the browser to ``success_url`` with ``site_url``, ``user_login`` and ``password`` in the query; on "no" it
sends it to ``reject_url`` (source: contract woocommerce §1a; make.wordpress.org/core/2020/11/05/application-passwords-integration-guide).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from marshmallow import ValidationError

from connectors.approvals import Asked, NotTheSiteAsked
from connectors.contract import AskPerson, ConnectorError, GiveUp, Reconnect
from connectors.http import current_policy
from connectors.woocommerce.client import WooCommerceClient
from connectors.woocommerce.payloads import AppPassword
from connectors.woocommerce.settings import site_address

PAGE = "/wp-admin/authorize-application.php"
_PLAIN = re.compile(
    r"[!#-&(-+\--:=?-~]+"
)  # what may stand in a header and in a page as it is: no blank, quote or separator
_DEFAULT_PORTS = {"http": 80, "https": 443}
_PATIENCE = 5.0  # seconds
_LONGEST_ANSWER = 300  # characters of what WordPress sends back; its passwords have 24


def ask(typed: str) -> Asked:
    """Look at the shop whose address was typed. Raises ValidationError, and ConnectorError where it cannot be connected.

    ``url`` and ``site`` of the answer differ where WordPress lives in a folder of its own.
    """
    url = site_address(typed)
    if not url.startswith("https://") and not current_policy().may_be_private(url):
        raise ValidationError("The address must begin with https://.", "url")
    client = WooCommerceClient(url)
    try:
        root = client.root()
    finally:
        client.close()
    if "wc/v3" not in root.namespaces:
        raise AskPerson("WordPress answers, but WooCommerce does not.", hint="Switch WooCommerce on in the shop.")
    page = root.authorize_page
    if not page:
        raise AskPerson(
            "This WordPress takes no application passwords.",
            hint="It does so only over https; security plugins such as Wordfence can switch them off too.",
        )
    site, home = page.partition(PAGE)[0], (root.home or url).rstrip("/")
    if (
        not _PLAIN.fullmatch(page)
        or not page.endswith(PAGE)
        or not _neighbours(url, site)
        or _origin(site) != _origin(home)
    ):
        raise AskPerson(
            "This shop signs people in at another address than its own.",
            hint="Connect it with an application password.",
        )
    return Asked(home, site)


def page_to_visit(asked: Asked, *, app_id: str, success_url: str, reject_url: str, now: dt.datetime) -> str:
    """Where the owner says yes or no. WordPress wants a name that no password of the account has yet."""
    query = {
        "app_name": f"Wederwoord {now.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}",
        "app_id": app_id,
        "success_url": success_url,
        "reject_url": reject_url,
    }
    return f"{asked.site}{PAGE}?{urlencode(query)}"


def settings_in(asked: Asked, answer: Mapping[str, str]) -> dict[str, Any]:
    """A channel's settings from what WordPress sent back. Raises NotTheSiteAsked; ValidationError where a part is missing."""
    given = {name: answer.get(name, "") for name in ("site_url", "user_login", "password")}
    if not _same(given["site_url"], asked.site):
        raise NotTheSiteAsked
    if not all(0 < len(value) <= _LONGEST_ANSWER for value in given.values()):
        raise ValidationError("WordPress sent no password back.", "app_password")
    return {"url": asked.url, "user": given["user_login"], "app_password": given["password"]}


def works(settings: Mapping[str, Any]) -> bool:
    """Whether the account may read reviews and answer them. Raises ConnectorError where the shop could not say."""
    client = WooCommerceClient(settings["url"], settings["user"], settings["app_password"])
    try:
        rights = client.me().capabilities
        client.reviews(per_page=1)
    except (Reconnect, AskPerson, GiveUp):
        return False
    finally:
        client.close()
    return isinstance(rights, dict) and bool(rights.get("moderate_comments"))


def keep_only_this(settings: Mapping[str, Any], app_id: str) -> None:
    """Take our older passwords of this account away, as far as the shop lets us."""
    _revoke(settings, lambda own, one: one.app_id == app_id and one.uuid != own)


def take_back(settings: Mapping[str, Any], app_id: str) -> None:
    """Take this very password away where it is one of ours: one that was typed in may serve others too."""
    _revoke(settings, lambda own, one: one.app_id == app_id and one.uuid == own)


def _revoke(settings: Mapping[str, Any], which: Callable[[str, AppPassword], bool]) -> None:
    # A person waits behind this, and what is left stands in the shop by name and day.
    quick = replace(
        current_policy(), connect_timeout=_PATIENCE, read_timeout=_PATIENCE, deadline=2 * _PATIENCE, attempts=1
    )
    client = WooCommerceClient(settings["url"], settings["user"], settings["app_password"], policy=quick)
    try:
        own = client.own_password()
        # ours comes last: it is what the others are taken away with
        for one in sorted(client.passwords(), key=lambda password: password.uuid == own):
            if which(own, one):
                client.revoke_password(one.uuid)
    except ConnectorError:
        pass  # the owner can do it in their profile
    finally:
        client.close()


def _neighbours(one: str, other: str) -> bool:
    """Whether both are of one site: the same scheme, host and port, with or without www."""
    first, second = (_origin(address.replace("://www.", "://", 1)) for address in (one, other))
    return first is not None and first == second


def _same(one: str, other: str) -> bool:
    if _origin(one) is None or _origin(one) != _origin(other):
        return False
    first, second = urlsplit(one), urlsplit(other)
    return first.path.rstrip("/") == second.path.rstrip("/") and not (first.query or first.fragment)


def _origin(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what is no plain address of a web site."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.username or parts.password:
        return None
    return parts.scheme, parts.hostname, port or _DEFAULT_PORTS[parts.scheme]
