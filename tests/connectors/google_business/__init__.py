"""Google: what only this platform has."""
