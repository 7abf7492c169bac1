"""The invented shop that `make run` starts with."""

from plugin.sample.loading import Seeded, sample_profile, sample_reviews, seed

__all__ = ["Seeded", "sample_profile", "sample_reviews", "seed"]
