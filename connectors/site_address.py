"""The address of a shop's own site, as people type or copy it."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from marshmallow import ValidationError


def parts_of(typed: str) -> SplitResult:
    """The parts of an address; without a scheme it is https. Raises ValidationError for the settings field ``url``, also
    where a credential stands in it: addresses are shown and logged.
    """
    address = typed.strip()
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        _ = parts.port  # reading it is what validates it
    except ValueError as error:
        raise ValidationError("This is no address of a web site.", "url") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValidationError("This is no address of a web site.", "url")
    if parts.username or parts.password:
        raise ValidationError("Leave user name and password out of the address.", "url")
    return parts


def address_of(parts: SplitResult, path: str) -> str:
    """The site at ``path``, without a slash at its end; query and fragment are no part of it."""
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}"
