"""Trustpilot: service reviews in, replies out. See README.md for how to connect a business unit."""

from connectors.trustpilot.connector import TrustpilotConnector
from connectors.trustpilot.settings import TrustpilotSettings

__all__ = ["TrustpilotConnector", "TrustpilotSettings"]
