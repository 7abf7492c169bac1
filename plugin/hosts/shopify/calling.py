"""HTTP to Shopify for its package: bounded in time, no redirects, no proxy, to shops' own addresses alone."""

from __future__ import annotations

import httpx

from connectors.http_policy import current_policy
from plugin.hosts.shopify.domains import shop_domain

_TIMEOUT = httpx.Timeout(10.0, connect=5.0)  # seconds; a person may be waiting
_LARGEST = 5_000_000  # bytes of an answer


class AddressRefused(httpx.RequestError):
    """Not an address of a shop at Shopify: nothing was sent."""


class _ToShopsOnly(httpx.BaseTransport):
    """Refuses every other address before a connection is made; tests lead a shop's address to a fake one."""

    def __init__(self) -> None:
        self._inner = httpx.HTTPTransport(trust_env=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if (
            request.url.scheme != "https"
            or shop_domain(request.url.host) is None
            or request.url.port not in {None, 443}
        ):
            raise AddressRefused("not an address of a shop at Shopify", request=request)
        url = str(request.url)
        stands_in = current_policy().stand_in(url)
        if stands_in != url:
            request.url = httpx.URL(stands_in)
        response = self._inner.handle_request(request)
        if int(response.headers.get("content-length") or 0) > _LARGEST:
            response.close()
            raise httpx.ReadError("the answer is too large", request=request)
        return response

    def close(self) -> None:
        self._inner.close()


def client() -> httpx.Client:
    """A client to hand to Shopify's package; close it."""
    return httpx.Client(transport=_ToShopsOnly(), timeout=_TIMEOUT, follow_redirects=False, trust_env=False)
