"""Google Play: what only this platform has."""
