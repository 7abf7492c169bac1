"""Judge.me: product reviews in, public and private replies out. See README.md for how to connect a shop."""

from connectors.judgeme.connector import JudgeMeConnector
from connectors.judgeme.settings import JudgeMeSettings

__all__ = ["JudgeMeConnector", "JudgeMeSettings"]
