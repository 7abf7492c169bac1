"""Stamped: what only this platform has."""
