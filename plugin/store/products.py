"""What the shop's host says of its products: facts that a reply may state, looked up once and kept for some days."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugin.shop import Product, ShopProfile
from plugin.store.rows import utc_now
from plugin.store.tables import KnownProduct, Review

FRESH_FOR = dt.timedelta(days=7)
_LOOKED_AT = 400  # the newest reviews, for products that nobody asked about yet


def wanted(session: Session, shop_id: int, now: dt.datetime, limit: int = 50) -> list[str]:
    """Products of the newest reviews of which nothing is known, or nothing fresh."""
    of_reviews = session.scalars(
        select(Review.product_id).where(Review.shop_id == shop_id).order_by(Review.rank.desc()).limit(_LOOKED_AT)
    ).all()
    named = list(dict.fromkeys(product_id for product_id in of_reviews if product_id))
    fresh = set(
        session.scalars(
            select(KnownProduct.product_id).where(
                KnownProduct.shop_id == shop_id, KnownProduct.fetched_at > now - FRESH_FOR
            )
        )
    )
    return [product_id for product_id in named if product_id not in fresh][:limit]


def save(
    session: Session, shop_id: int, asked: Sequence[str], found: Mapping[str, Product], now: dt.datetime | None = None
) -> None:
    """Keep what was found; of what was asked and not found, that there is nothing."""
    known = {
        row.product_id: row
        for row in session.scalars(
            select(KnownProduct).where(KnownProduct.shop_id == shop_id, KnownProduct.product_id.in_(asked))
        )
    }
    for product_id in asked:
        product = found.get(product_id)
        row = known.get(product_id) or KnownProduct(shop_id=shop_id, product_id=product_id)
        row.name = product.name[:300] if product is not None else ""
        row.facts = list(product.facts) if product is not None else []
        row.fetched_at = now or utc_now()
        session.add(row)
    session.flush()


def profile_for(session: Session, shop_id: int, profile: ShopProfile, product_id: str) -> ShopProfile:
    """The shop's profile with the reviewed product's facts in it; a product that its owner wrote down stays."""
    return profiles_for(session, shop_id, profile, {product_id}).get(product_id, profile)


def profiles_for(
    session: Session, shop_id: int, profile: ShopProfile, product_ids: Collection[str]
) -> dict[str, ShopProfile]:
    """The same for many at once; a product of which nothing is known is not in it."""
    asked = [product_id for product_id in product_ids if product_id]
    if not asked or profile.product is not None:
        return {}
    known = session.scalars(
        select(KnownProduct).where(
            KnownProduct.shop_id == shop_id, KnownProduct.product_id.in_(asked), KnownProduct.name != ""
        )
    )
    return {row.product_id: dataclasses.replace(profile, product=Product(row.name, tuple(row.facts))) for row in known}
