"""A connector to begin with: ``mysite`` is a whole one, small and tested; ``new_package`` copies it under another name."""
