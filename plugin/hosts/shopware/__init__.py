"""Shopware 6 as a host: an app that its shops install, with a page in their admin and a card on their reviews."""
