"""Where the plugin is installed, and who its people are there."""
