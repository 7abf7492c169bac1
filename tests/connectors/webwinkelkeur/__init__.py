"""WebwinkelKeur: what only this platform has."""
