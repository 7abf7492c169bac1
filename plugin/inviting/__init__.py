"""Asking for reviews (guideline F-INVITE): every customer of a delivered order, once a channel, whatever they may think."""
