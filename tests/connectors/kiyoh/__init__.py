"""Kiyoh: what only this platform has."""
