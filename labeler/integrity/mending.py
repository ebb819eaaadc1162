"""What needs no guess is mended: smaller pictures from whole originals, zips and shapes that come out as they were
sealed, and files that nobody has named for as long as the program's own cleaning waits. All else is told, and stays."""

import uuid
from collections.abc import Callable, Mapping

from django.utils import timezone

from assets.formats import Unusable
from assets.images import renditions
from assets.models import Asset
from assets.uploads.resumable import KEPT
from contract import archive
from core.exceptions import Refused
from core.storage.base import blobs
from core.storage.scratch import work_dir
from exports.models import DatasetVersion, VersionShape
from exports.shapes import jobs as shapes
from exports.versions import builder
from labeler.integrity import files, others
from labeler.integrity import look as looking
from labeler.integrity.findings import Finding

CHUNK = 1 << 20
# In how many folders files lie that the program makes: originals/<dataset>/ab/<hash>.png, versions/<dataset>/v1-….zip.
OURS = {"originals": 3, "renditions": 3, "versions": 2, "shapes": 2, "imports": 2, "probe": 1}


class Not(Exception):
    """With the reason why it is not mended."""


def mend(finding: Finding) -> None:
    """Mend what can be mended, and say in the finding what came of it."""
    action = ACTIONS.get(finding.kind)
    if action is None:
        return
    try:
        finding.repair, finding.repaired = action(finding), True
    except ConnectionError:
        raise
    except (Not, Refused, Unusable, archive.DamagedImage, ValueError, OSError) as problem:
        finding.repair, finding.repaired = f"Not repaired: {problem}", False


def _rendition(finding: Finding) -> str:
    asset = Asset.objects.select_related("project").filter(pk=finding.assets[0]).first()
    if asset is None:
        raise Not("the image was deleted meanwhile.")
    if looking.sha256_of(asset.file) != asset.sha256:
        raise Not("the original is not whole.")
    kind = renditions.DISPLAY if finding.file.endswith(f"{renditions.DISPLAY}.jpg") else renditions.THUMB
    # An empty one would be taken for one that is there.
    blobs.delete(finding.file)
    renditions.open_rendition(asset, kind).close()
    if not looking.is_whole_jpeg(finding.file):
        raise Not("it could not be stored.")
    return "Made anew from its original."


def _zip(finding: Finding) -> str:
    version = DatasetVersion.objects.select_related("project").get(
        project__slug=finding.project, number=finding.version
    )
    builder.restore(version, replace=True)
    return "Built again from its frozen rows, with the sha256 that was sealed."


def _shape(finding: Finding) -> str:
    shape = VersionShape.objects.select_related("version__project").get(
        version__project__slug=finding.project, version__number=finding.version or 0, kind=finding.shape
    )
    shapes.restore(shape)
    return "Made again, with the sha256 that its row has."


def _stray(finding: Finding) -> str:
    """Whoever brings the same bytes in at this very moment looks for the file once the row is there, and we look for
    the row once the file is gone: one of the two sees it, and puts the bytes back (`assets/images/deletion.py`)."""
    name = finding.file
    here = looking.stored(name)
    if here is None:
        return "It is gone."
    if OURS.get(name.partition("/")[0]) != name.count("/"):
        raise Not("it lies where the program puts no files.")
    if here.at >= timezone.now() - KEPT:
        raise Not("it came within the last day.")
    aside = work_dir() / f"stray-{uuid.uuid4()}"
    try:
        with blobs.open_raw(name) as file, aside.open("wb") as copy:
            while chunk := file.read(CHUNK):
                copy.write(chunk)
        blobs.delete(name)
        if _is_named(name):
            blobs.adopt(aside, name, lambda: None)
            raise Not("somebody has just brought it in.")
    finally:
        aside.unlink(missing_ok=True)
    return "Removed."


def _is_named(name: str) -> bool:
    top = name.partition("/")[0]
    return files.is_named(name) if top in others.OF_PROJECTS else bool(others.told(top, [name]))


ACTIONS: Mapping[str, Callable[[Finding], str]] = {
    "rendition_missing": _rendition,
    "rendition_cut": _rendition,
    "zip_missing": _zip,
    "zip_size": _zip,
    "zip_hash": _zip,
    "shape_missing": _shape,
    "shape_size": _shape,
    "shape_hash": _shape,
    "stray": _stray,
}
