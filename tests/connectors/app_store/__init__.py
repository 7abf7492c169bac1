"""App Store: what only this platform has."""
