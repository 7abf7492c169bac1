"""Okendo: what only this platform has."""
