"""The Python client as a wheel, written from the sources in client/: the same sources give the same bytes anywhere.

A wheel of pure Python is a zip of the package and of three texts that tell of it (PyPA's specification, "Binary
distribution format"), so nothing has to be built beforehand, and what is handed out is always of this very version.
"""

import base64
import hashlib
import io
import tomllib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

SOURCES = Path(settings.BASE_DIR) / "client"
# In the package it is a link, which not every checkout has as one.
CONTRACT = Path(settings.BASE_DIR) / "contract" / "labeler_contract.py"
UNCHANGING = (1980, 1, 1, 0, 0, 0)
SUFFIXES = (".py", ".typed")


class Wheel(NamedTuple):
    name: str  # of the file, by which pip knows what it is
    content: bytes
    version: str
    python: str  # the first one that it runs on


@cache
def wheel() -> Wheel:
    project = tomllib.loads((SOURCES / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = project["name"].replace("-", "_")
    told = f"{package}-{project['version']}.dist-info"
    files = [*_sources(package), *_texts(project, told)]
    record = "".join(f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files)
    files.append((f"{told}/RECORD", f"{record}{told}/RECORD,,\n".encode()))
    python = project["requires-python"].removeprefix(">=")
    return Wheel(f"{package}-{project['version']}-py3-none-any.whl", _zip(files), project["version"], python)


def _sources(package: str) -> Iterator[tuple[str, bytes]]:
    paths = [path for path in (SOURCES / package).rglob("*") if path.suffix in SUFFIXES]
    for path in sorted(paths, key=lambda path: path.relative_to(SOURCES).as_posix()):
        source = CONTRACT if path.name == CONTRACT.name else path
        yield path.relative_to(SOURCES).as_posix(), source.read_bytes()


def _texts(project: dict, told: str) -> Iterator[tuple[str, bytes]]:
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {project['name']}",
        f"Version: {project['version']}",
        f"Summary: {project['description']}",
        f"Requires-Python: {project['requires-python']}",
        *(f"Requires-Dist: {needed}" for needed in project["dependencies"]),
        "Description-Content-Type: text/markdown",
        "",
        (SOURCES / project["readme"]).read_text(encoding="utf-8"),
    ]
    yield f"{told}/METADATA", "\n".join(lines).encode()
    yield f"{told}/WHEEL", b"Wheel-Version: 1.0\nGenerator: labeler\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    scripts = "".join(f"{name} = {where}\n" for name, where in project["scripts"].items())
    yield f"{told}/entry_points.txt", f"[console_scripts]\n{scripts}".encode()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _zip(files: list[tuple[str, bytes]]) -> bytes:
    """Stored, as another zlib would pack it otherwise; with one date and one mode."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, content in files:
            entry = zipfile.ZipInfo(name, date_time=UNCHANGING)
            entry.create_system = 3  # Unix
            entry.external_attr = 0o100644 << 16
            packed.writestr(entry, content)
    return out.getvalue()
