"""What lies in the store beside pictures and videos of projects: files of imports, of versions and their shapes, and
what has no business there."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Q

from annotations.models import Import
from core.storage.base import Stored, blobs
from exports.models import VersionFile, VersionShape
from labeler.integrity import look as looking
from labeler.integrity.files import stray
from labeler.integrity.findings import Finding, Unit, Units
from labeler.integrity.look import Look
from projects.models import Project

BATCH = 1000
OF_PROJECTS = ("originals", "renditions")
LOOSE = "!"  # what was looked at before all folders
NAMED = ("imports", "versions", "shapes")  # where rows name each file


def units(after: str, look: Look) -> Units:
    """`after`: the name of the last file that was looked at; LOOSE: of no folder yet."""
    if not after:
        yield Unit(LOOSE, [*_lost_imports(), *_loose(look)])
    elif after == LOOSE:
        after = ""
    for folder in _folders():
        if folder > after or after.startswith(f"{folder}/"):
            yield from _of_folder(folder, after if after.startswith(f"{folder}/") else "", look)


def _loose(look: Look) -> Iterator[Finding]:
    """Files beside folders, where the program puts none."""
    for folder in ("", *OF_PROJECTS):
        for end in _listed(folder)[1]:
            if (each := looking.stored(f"{folder}/{end}" if folder else end)) is not None:
                yield from stray(each, look)


def _folders() -> list[str]:
    """All that lie at the top, and of those of projects the folders that are no project's."""
    known = {str(dataset_id) for dataset_id in Project.objects.values_list("dataset_id", flat=True)}
    found = []
    for top in _listed("")[0]:
        if top in OF_PROJECTS:
            found += [f"{top}/{each}" for each in _listed(top)[0] if each not in known]
        else:
            found.append(top)
    return sorted(found)


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return blobs.listdir(folder)
    except FileNotFoundError:
        return [], []


def _of_folder(folder: str, after: str, look: Look) -> Units:
    names = blobs.walk(folder, after=after)
    while some := list(islice(names, BATCH)):
        unit = Unit(some[-1].name)
        named = told(folder, [each.name for each in some])
        for each in some:
            if each.name not in named:
                unit.findings += _nobodys(folder, each, look)
        unit.looked["files"] += len(some)
        yield unit


def _nobodys(folder: str, each: Stored, look: Look) -> Iterator[Finding]:
    if not told(folder, [each.name]):  # by now
        yield from stray(each, look)


def told(folder: str, names: list[str]) -> set[str]:
    """Those that rows name."""
    if folder == "imports":
        rows = Import.objects.filter(Q(file__in=names) | Q(places__in=names)).values_list("file", "places")
        return {name for row in rows for name in row}
    if folder in NAMED:
        model = VersionFile if folder == "versions" else VersionShape
        return set(model._default_manager.filter(artifact__in=names).values_list("artifact", flat=True))
    return set()


def _lost_imports() -> Iterator[Finding]:
    """A file of an import goes when its row says so; a row that names one that is not there promises too much."""
    rows = Import.objects.exclude(file="", places="").order_by("pk")
    for pk, slug, *names in rows.values_list("pk", "project__slug", "file", "places").iterator():
        for name in filter(None, names):
            # Asked once more behind the row: its file may have come between the two.
            if not looking.is_there(name) and _is_promised(pk, name) and not looking.is_there(name):
                yield Finding("import_missing", f"Import {pk}: its file is gone.", project=slug, file=name)


def _is_promised(pk: int, name: str) -> bool:
    """A run names its places first, and stores them then."""
    job = Import.objects.filter(pk=pk)
    return job.filter(file=name).exists() or job.idle().filter(places=name).exists()
