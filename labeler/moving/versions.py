"""Every ready version is built once more from the rows and files in use, and compared with what was sealed."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from contract import archive
from core.storage.scratch import work_dir
from exports.models import DatasetVersion
from exports.versions import builder
from exports.zips import jobs as zips
from labeler.moving.refusal import CannotMove, Progress
from projects.models import Project


def compare(progress: Progress) -> tuple[int, list[str]]:
    """How many came out as they were sealed, but for pictures that were withdrawn since; and in words which could not
    be built because a picture is damaged in the store. Raises CannotMove where one comes out otherwise."""
    ready = DatasetVersion.objects.ready().filter(project__in=Project.objects.present()).order_by("pk")
    whole, same, damaged = ready.count(), 0, []
    for version in _each(list(ready.values_list("pk", flat=True))):
        said = f"{version.project.slug} v{version.number}"
        try:
            built = _built(version)
        except archive.DamagedImage as problem:
            damaged.append(f"{said} could not be compared: {problem}")
        except ValueError as problem:
            raise CannotMove(f"{said} cannot be built from the rows there: {problem}") from problem
        else:
            # One without withdrawn pictures that nobody has built yet is told by what it was published as.
            expected = zips.served(version).artifact_sha256 or built.zip_sha256
            if (built.zip_sha256, built.hash) != (expected, version.hash):
                raise CannotMove(f"{said} comes out as {built.zip_sha256} there, and {expected} was sealed.")
            same += 1
        progress("versions", same + len(damaged), whole)
    return same, damaged


def _each(numbers: list[int]) -> Iterator[DatasetVersion]:
    """One by one: a manifest may be large."""
    for number in numbers:
        yield DatasetVersion.objects.select_related("project").get(pk=number)


def _built(version: DatasetVersion) -> archive.Sealed:
    with tempfile.TemporaryDirectory(dir=work_dir(), prefix="compared-") as folder:
        return builder.rebuild(version, Path(folder) / version.file_name)
