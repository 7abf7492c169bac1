import pytest

from connectors.file import FileConnector


class Export:
    """A file of reviews to read; the settings are those of the form."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "export.csv"

    def write(self, content, *, name="export.csv", encoding="utf-8"):
        self.path = self.folder / name
        self.path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return self

    def connector(self, **settings):
        return FileConnector(FileConnector.Settings().load({"path": str(self.path), **settings}))

    def read(self, **settings):
        """All reviews and all problems of one reading."""
        pages = list(self.connector(**settings).fetch({}))
        return [r for page in pages for r in page.reviews], [p for page in pages for p in page.problems]

    def one(self, **settings):
        reviews, problems = self.read(**settings)
        assert problems == []
        assert len(reviews) == 1
        return reviews[0]


@pytest.fixture
def export(tmp_path):
    return Export(tmp_path)
