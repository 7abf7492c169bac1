"""Trustpilot: what only this platform has."""
