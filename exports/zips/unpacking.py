"""Verb: make the folder of a ready version from the store."""

import errno
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from contract import archive, labeler_contract, v1, withdrawn
from core.exceptions import Refused
from core.storage.base import blobs
from exports.models import DatasetVersion
from exports.versions import frozen_rows
from exports.versions.withdrawn import gone_from
from exports.zips import jobs as zips

TEXTS = ("manifest.json", "checksums.sha256", "annotations.json", "metadata.jsonl")
READABLE = 0o444
# What a file system says when it cannot make this link: another disk, none at all, or too many of one file.
CANNOT_LINK = (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP)


@dataclass(frozen=True)
class Unpacked:
    """How the images came into the folder, and what the verifier says of it."""

    linked: int
    copied: int
    verified: str


def unpack(version: DatasetVersion, folder: Path, *, links: bool = True) -> Unpacked:
    """Make `folder`: the four texts and `images/`, as dataset contract 1.0.0 lays them out, and verify every byte. What
    was withdrawn since is not there, and a fifth text names it.

    Images are hard links to the store's own files where these are read-only and on the same disk, else copies; with
    `links` false always copies. The folder appears when it is whole and verified, or not at all. Refused: a version
    that is not ready, a folder that holds something, an image that is not what came in.
    """
    if version.state != DatasetVersion.State.READY:
        raise Refused(f"v{version.number} is {version.state}: only a ready one can be unpacked.", code="not_ready")
    _refuse_unless_free(folder)
    with _aside(folder) as aside:
        _texts(version, aside)
        linked, copied = _images(version, aside / "images", links)
        verified = _verified(aside)
        # The file system itself refuses when somebody put something there meanwhile.
        try:
            os.rename(aside, folder)
        except OSError as problem:
            if problem.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
                raise
            raise _holds_something(folder) from None
    return Unpacked(linked, copied, verified)


def _refuse_unless_free(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Refused(f"{folder} is no folder.", code="not_a_folder")
    if folder.is_dir() and any(folder.iterdir()):
        raise _holds_something(folder)
    if not folder.parent.is_dir():
        raise Refused(f"There is no folder {folder.parent}.", code="no_folder")


def _holds_something(folder: Path) -> Refused:
    return Refused(f"{folder} is not empty. Name a folder that is, or one that is not there yet.", code="not_empty")


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """A folder beside the one that is asked for, so that it can be renamed; gone unless it was."""
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.part-"))
    try:
        made.chmod(0o777 & ~_umask())  # mkdtemp makes it for its owner alone
        (made / "images").mkdir()
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _texts(version: DatasetVersion, folder: Path) -> None:
    try:
        with zips.opened(zips.served(version)) as file, zipfile.ZipFile(file) as packed:
            for name in (*TEXTS, *({withdrawn.PATH} & set(packed.namelist()))):
                with packed.open(name) as source, (folder / name).open("wb") as target:
                    shutil.copyfileobj(source, target, archive.CHUNK)
        intact = (folder / "manifest.json").read_bytes() == version.manifest.encode()
    except zipfile.BadZipFile:
        intact = False
    if not intact:
        raise Refused("The stored zip is damaged: it was altered since it was sealed.", code="damaged")


def _images(version: DatasetVersion, folder: Path, links: bool) -> tuple[int, int]:
    """How many were linked, and how many copied."""
    linked = copied = 0
    readable = READABLE & ~_umask()
    gone = gone_from(version)
    for image in frozen_rows.images(version):
        if image.sha256 in gone:
            continue
        target = folder / image.file_name
        source = blobs.linkable(frozen_rows.stored_name(version, image)) if links else None
        if source and _link(source, target, readable):
            linked += 1
        else:
            _copy(version, image, target)
            target.chmod(readable)
            copied += 1
    return linked, copied


def _link(source: Path, target: Path, readable: int) -> bool:
    try:
        os.link(source, target)
    except OSError as problem:
        if problem.errno not in CANNOT_LINK:
            raise
        return False
    # In the store it may be its owner's alone, whose folder keeps others out there. A link has the mode of the file.
    mode = stat.S_IMODE(target.stat().st_mode)
    if readable & ~mode:
        target.chmod(mode | readable)
    return True


def _copy(version: DatasetVersion, image: v1.Picture, target: Path) -> None:
    with target.open("wb") as file:
        file.writelines(archive.verified(image, frozen_rows.opener(version)))


def _verified(folder: Path) -> str:
    """By the same program that people verify with. It reads every link, so it also finds a store that was damaged."""
    try:
        return labeler_contract.verify(str(folder))
    except labeler_contract.Refusal as problem:
        raise Refused(f"The folder was not made: {problem}", code="damaged") from None
