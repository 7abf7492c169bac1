"""A proved registration becomes an install, its owner and a connected channel, in one transaction."""

from __future__ import annotations

import dataclasses
import datetime as dt

from plugin.hosts import installing
from plugin.hosts.woocommerce.shop_site import Registration, site_of
from plugin.inbox import connecting
from plugin.store import Session, channels, installs, people, tables
from plugin.words import Role

HOST = "woocommerce"
CONNECTOR = "woocommerce"
_LONGEST_AGENT = 80  # characters


def language_of(locale: str) -> str:
    """WordPress' ``de_DE_formal`` is German."""
    return locale.partition("_")[0].lower()


def take_in(session: Session, registration: Registration, now: dt.datetime) -> tuple[tables.Install, tables.Channel]:
    """Make or renew the install of this shop. Raises connecting.SettingsWrong.

    Who connects runs the shop in WordPress, so they are its owner here. A shop that comes back within its grace finds
    its reviews and people as they were.
    """
    profile = installing.first_profile(
        registration.shop_name, country=registration.country or "NL", language=language_of(registration.locale)
    )
    if registration.name.casefold() != registration.user.casefold():  # a person's name, not WordPress' login
        profile = dataclasses.replace(
            profile, agent=" ".join(registration.name.split())[:_LONGEST_AGENT] or profile.agent
        )
    install = installing.shop_and_install(
        session, HOST, site_of(registration.shop_url), shop_url=registration.shop_url, profile=profile, now=now
    )
    installs.held(session, install.shop_id, install.id)
    installs.set_state(session, install, installs.InstallState.INSTALLED, now=now)
    installs.set_secrets(session, install, {"secret": registration.secret})
    installs.set_data(
        session, install, plugin=registration.install, rest_url=registration.rest_url,
        admin_origin=registration.admin_origin, version=registration.version,
    )  # fmt: skip
    owner = installing.person_for(session, install, registration.uid, name=registration.name, now=now)
    if owner is not None and owner.role != Role.OWNER:
        people.set_role(session, install.shop_id, owner.id, Role.OWNER)
    return install, _channel(session, install, registration)


def _channel(session: Session, install: tables.Install, registration: Registration) -> tables.Channel:
    """The shop's own reviews, read with the password that the plugin made."""
    given = {"url": registration.shop_url, "user": registration.user, "app_password": registration.app_password}
    shop_id = install.shop_id
    known = next((one for one in channels.every(session, shop_id) if one.connector == CONNECTOR), None)
    if known is not None:
        return connecting.change_channel(session, shop_id, known.id, given)
    return connecting.add_channel(session, shop_id, CONNECTOR, site_of(registration.shop_url)[:100], given)
