"""What our knowledge of a platform rests on. None of it is as good as having tried it there."""

from __future__ import annotations

from enum import StrEnum


class Evidence(StrEnum):
    """The best that a call or a field was read in."""

    SPECIFICATION = "specification"  # a machine-readable document of the vendor's
    DOCUMENTATION = "documentation"  # the vendor's own pages
    SOURCE = "source"  # the source code of the platform itself
    CODE = "code"  # programs of others that use it, and agree
    OURS = "ours"  # a format of our own
    UNSAID = "unsaid"  # the connector's author says nothing
