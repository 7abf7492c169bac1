"""The same app and shop as the desk's tests."""

from tests.panel.conftest import app, database, prepared, shop, sign_in, work

__all__ = ["app", "database", "prepared", "shop", "sign_in", "work"]
