"""Trusted Shops: what only this platform has."""
