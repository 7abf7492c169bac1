"""A real OpenAI-compatible server on loopback, whose behaviour a test chooses. It imports nothing of the program."""

from tests.model_server.behaviours import Behaviour
from tests.model_server.server import ModelServer

__all__ = ["Behaviour", "ModelServer"]
