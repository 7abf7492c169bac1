"""A file of reviews, CSV or JSON Lines. See README.md."""

from connectors.file.connector import FileConnector
from connectors.file.place import restrict_to
from connectors.file.preview import Preview, preview
from connectors.file.settings import FileSettings

__all__ = ["FileConnector", "FileSettings", "Preview", "preview", "restrict_to"]
