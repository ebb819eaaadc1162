"""One style sheet of all that every page needs: a part has a file of its own, and a page asks for them once."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage

FOLDER = "css"
NAME = f"{FOLDER}/shared.css"


class SharedStyles(BaseFinder):
    """Finds `css/shared.css` beside the static files that lie in folders."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Storage]]:
        """For what collects the files."""
        storage = InMemoryStorage()
        storage.save(NAME, ContentFile(joined()))
        yield NAME, storage

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """For the servers of development and tests, which want a file."""
        if path != NAME:
            return []
        file = Path(settings.WORK_DIR) / Path(NAME).name
        _replace(file, joined())
        return [str(file)] if find_all else str(file)


def joined() -> bytes:
    """Tokens first, then base, which orders the layers, then the parts."""
    folder = settings.BASE_DIR / "static" / FOLDER
    files = [folder / "tokens.css", folder / "base.css", *sorted((folder / "parts").glob("*.css"))]
    return b"\n".join(file.read_bytes() for file in files)


def _replace(file: Path, content: bytes) -> None:
    """Whole for whoever reads it at the moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as fresh:
        fresh.write(content)
    Path(fresh.name).replace(file)
