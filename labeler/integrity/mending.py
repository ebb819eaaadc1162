"""What needs no guess is mended: smaller pictures from whole originals, and zips and shapes that come out as they were
sealed. All else is told, and stays: nothing is ever removed here but bytes that were withdrawn, also no file that no
row names."""

from collections.abc import Callable, Mapping

from assets.formats import Unusable
from assets.images import renditions, withdrawn
from assets.models import Asset
from contract import archive
from core.exceptions import Refused
from exports.models import DatasetVersion, VersionFile, VersionShape
from exports.shapes import jobs as shapes
from exports.zips import jobs as zips
from labeler.integrity import look as looking
from labeler.integrity.findings import Finding
from projects.models import Project


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
    renditions.open_rendition(asset, kind).close()
    if not looking.is_whole_jpeg(finding.file):
        raise Not("it could not be stored.")
    return "Made anew from its original."


def _zip(finding: Finding) -> str:
    version = DatasetVersion.objects.select_related("project").get(
        project__slug=finding.project, number=finding.version
    )
    zips.restore(version, replace=True)
    _see_that_it_lies_there(zips.served(version))
    return "Built again from its frozen rows, with the sha256 that was sealed."


def _shape(finding: Finding) -> str:
    shape = VersionShape.objects.select_related("version__project").get(
        version__project__slug=finding.project, version__number=finding.version or 0, kind=finding.shape
    )
    shapes.restore(shape)
    _see_that_it_lies_there(shape)
    return "Made again, with the sha256 that its row has."


def _see_that_it_lies_there(row: VersionFile | VersionShape) -> None:
    """What was built is one thing, and what the store gives out another."""
    here = looking.stored(row.artifact)
    if here is None or here.size != row.artifact_size or looking.sha256_of(row.artifact) != row.artifact_sha256:
        raise Not("the store does not give out what was put there.")


def _withdrawn(finding: Finding) -> str:
    project = Project.objects.get(slug=finding.project)
    withdrawn.forget(project, [finding.file.rpartition("/")[2][:64]])
    if looking.stored(finding.file) is not None:
        raise Not("it could not be removed.")
    return "Removed."


ACTIONS: Mapping[str, Callable[[Finding], str]] = {
    "withdrawn_there": _withdrawn,
    "rendition_missing": _rendition,
    "rendition_cut": _rendition,
    "zip_missing": _zip,
    "zip_size": _zip,
    "zip_hash": _zip,
    "shape_missing": _shape,
    "shape_size": _shape,
    "shape_hash": _shape,
}
