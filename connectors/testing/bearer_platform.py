"""A fake platform that gives out access tokens, and lets in only who brings the last one."""

from __future__ import annotations

from typing import ClassVar

from connectors.testing.fake_platform import Call, FakePlatform, Refused


class BearerPlatform(FakePlatform):
    """Declare the route of the token endpoint and answer there with ``new_token()``."""

    in_each: ClassVar[str] = "token-geheim"

    def __init__(self) -> None:
        super().__init__()
        self.tokens = 0  # how many it gave out

    @property
    def last_token(self) -> str:
        return f"{self.in_each}-{self.tokens}"

    def new_token(self) -> str:
        self.tokens += 1
        return self.last_token

    def allowed(self, call: Call) -> None:
        if call.headers.get("authorization") != f"Bearer {self.last_token}":
            raise Refused(401)
