"""Instagram: what only this platform has."""
