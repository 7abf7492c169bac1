"""From a person's yes to a reply that is seen on its channel."""
