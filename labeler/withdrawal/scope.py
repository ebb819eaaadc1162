"""What goes when a picture is withdrawn: all that has its bytes in the project. Nothing is changed by looking."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotations.models import Import
from assets.images import withdrawn
from assets.models import Asset, Video, Withdrawal
from exports.models import DatasetVersion
from exports.versions import withdrawn as versions
from projects import access
from projects.models import Project

Kind = Withdrawal.Kind


@dataclass(frozen=True)
class Taken:
    """`assets`: numbers of the images, ascending, and `frames` how many of them are of `video`, where that goes, too.
    `hashes`: of all bytes, with what they are."""

    assets: list[int]
    frames: int
    video: Video | None
    hashes: Mapping[str, Kind]


@dataclass(frozen=True)
class Scope:
    """What is `taken`. `versions`: those that hold some of it; `shapes`: how many files of other shapes go.
    `elsewhere`: projects that hold the same bytes and that whoever asks may see; `hidden`: how many more. `imports`:
    files of imports that wait in this project, in which nobody looks."""

    taken: Taken
    versions: list[DatasetVersion]
    shapes: int
    elsewhere: list[Project]
    hidden: int
    imports: int


def taken(asset: Asset, *, with_video: bool) -> Taken:
    """`with_video`: of a frame, its video goes, too, with all its frames."""
    video = asset.video if with_video else None
    hashes = _hashes(asset)
    if video is not None:
        frames = video.frames.present().values_list("sha256", flat=True)
        hashes = dict.fromkeys(frames, Kind.IMAGE) | hashes | {video.sha256: Kind.VIDEO}
    found = _with_bytes(asset.project, [*hashes])
    frames_of = 0 if video is None else sum(each == video.pk for each in found.values())
    return Taken(sorted(found), frames_of, video, hashes)


def of(asset: Asset, *, with_video: bool, by: Any) -> Scope:
    """The same, and what else there is to know before."""
    going = taken(asset, with_video=with_video)
    held = versions.holding(asset.project, going.assets)
    # In other projects the bytes of one picture and one video are looked for, not those of all frames.
    wanted = {*_hashes(asset), *([going.video.sha256] if going.video else [])}
    others = _projects_with(wanted, but=asset.project)
    seen = list(access.visible_to(by).filter(pk__in=others).order_by("name"))
    waiting = Import.objects.filter(project=asset.project, kind=Import.Kind.ZIP).exclude(file="")
    return Scope(
        taken=going,
        versions=list(held.defer("manifest", "frozen")),
        shapes=versions.shapes_of_files(held.filter(state=DatasetVersion.State.READY)).count(),
        elsewhere=seen,
        hidden=len(others) - len(seen),
        imports=waiting.count(),
    )


def _hashes(asset: Asset) -> dict[str, Kind]:
    of_upload = {asset.upload_sha256: Kind.UPLOAD} if asset.upload_sha256 else {}
    return {asset.sha256: Kind.IMAGE} | of_upload


def _with_bytes(project: Project, hashes: list[str]) -> dict[int, int | None]:
    """Images of the project, with the video that each is of. Two questions and no OR, for which SQLite would go through
    the whole project; some hashes at a time, as a video may have more frames than a statement has parameters."""
    here = project.assets.present()
    found: dict[int, int | None] = {}
    for some in withdrawn.in_parts(hashes):
        found |= here.filter(sha256__in=some).values_list("pk", "video")
        found |= here.filter(upload_sha256__in=some).values_list("pk", "video")
    return found


def _projects_with(hashes: set[str], *, but: Project) -> set[int]:
    """By key. Of each project its index of hashes is asked: there is none over all of them."""
    projects = list(Project.objects.exclude(pk=but.pk).values_list("pk", flat=True))
    images = Asset.objects.present().filter(project__in=projects)
    found = set(images.filter(sha256__in=hashes).values_list("project", flat=True))
    found |= set(images.filter(upload_sha256__in=hashes).values_list("project", flat=True))
    videos = Video.objects.present().filter(project__in=projects, sha256__in=hashes)
    return found | set(videos.values_list("project", flat=True))
