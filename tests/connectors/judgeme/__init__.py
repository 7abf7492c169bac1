"""Judge.me: what only this platform has."""
