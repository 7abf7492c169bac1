"""Reviews in: connected channels, syncing, listing, reading, deciding otherwise."""
