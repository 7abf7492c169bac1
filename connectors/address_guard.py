"""Which network addresses a connector may reach.

A channel's address is typed in by a person, so without a guard it is a way to make our server call its own
network (metadata services, databases, routers). The check is made on the very address that a connection goes
to, after the name was looked up (see guarded_transport), so a name that changes its answer gains nothing.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# RFC 6052: an IPv4 address inside an IPv6 one, for networks that have no IPv4 of their own.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(Exception):
    """The name leads to an address that this program must not reach. Not an OSError: nothing may swallow it."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} leads to an address inside a private network")
        self.host = host


def is_public(address: str) -> bool:
    """Whether ``address`` (textual, an IPv6 zone is allowed) belongs to the public internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(part.is_global and not part.is_multicast for part in _parts(found))


def _parts(address: Address) -> Iterable[Address]:
    """The address that counts: what an IPv6 address wraps is what is reached in the end."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address in _NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    if address.sixtofour:
        return (address, address.sixtofour)
    if address.teredo:
        return (address, *address.teredo)
    return (address,)


def require_public(host: str, addresses: Iterable[str]) -> None:
    """Raise AddressRefused unless every one of ``addresses``, to which ``host`` leads, is public.

    One private address among public ones is refused too: an honest shop has none, a rebinding attack does.
    """
    if not all(is_public(address) for address in addresses):
        raise AddressRefused(host)
