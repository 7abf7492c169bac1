"""The host of a shop that runs Wederwoord by itself: people sign in by one-time links."""
