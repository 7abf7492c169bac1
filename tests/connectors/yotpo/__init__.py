"""Yotpo: what only this platform has."""
