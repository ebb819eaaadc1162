"""What stands in for pictures that were withdrawn from a version (dataset contract, section 23): `withdrawn.json`, the
only text that joins a version after it was sealed. No Django, no clock, no files.
"""

from collections.abc import Iterable, Iterator

from contract import v1

PATH = "withdrawn.json"
ENDING = "-withdrawn.zip"


def record(image: v1.Bytes) -> dict[str, object]:
    """What is left of a picture; `file_name` as in annotations.json."""
    return {"file_name": image.file_name, "id": image.id, "sha256": image.sha256}


def pieces(records: Iterable[bytes]) -> Iterator[bytes]:
    """The text in pieces. `records`: each in record form, without a line end, by rising id."""
    yield b'{"withdrawn":['
    between = b""
    for each in records:
        yield between + each
        between = b","
    yield b"]}\n"


def zip_name(published: str) -> str:
    """What the zip is called, where the one that was published is called so."""
    return published.removesuffix(".zip") + ENDING
