"""A word in the shop's own admin where somebody took the desk: everybody who sees reviews there sees it too.

The first one to open the app becomes its owner, and Shopware does not say who that is: the others must learn of it.
"""

from __future__ import annotations

from dataclasses import replace

import structlog

from connectors.contract import ConnectorError
from connectors.http import current_policy
from connectors.shopware.client import AdminApi
from plugin.hosts.shopware.kept import HOST, credential_of
from plugin.hosts.shopware.wording import words
from plugin.store import Database, tables

log = structlog.get_logger(__name__)

_PATIENCE = 3.0  # seconds: a person waits for their first page behind this


def owner_came(database: Database, install: tables.Install, name: str, language: str) -> bool:
    """Tell the shop's admin who owns the desk now. False where it could not be told; that keeps nobody out."""
    with database.session(shop_id=install.shop_id) as session:
        credential = credential_of(session, install)
    quick = replace(
        current_policy(),
        connect_timeout=_PATIENCE,
        read_timeout=_PATIENCE,
        deadline=_PATIENCE,
        attempts=1,
        longest_wait=0.0,
    )
    api = AdminApi(install.shop_url, credential.api_key, credential.secret_key, policy=quick)
    try:
        api.notify(words(language)["owner_came"].format(name=name), status="warning")
    except ConnectorError as error:
        log.warning("the shop's admin could not be told who owns the desk", host=HOST, why=error.message)
        return False
    finally:
        api.close()
    return True
