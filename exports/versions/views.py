"""The pages of dataset versions: the list, newest first, and one version."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.checks import sample_checks
from core.exceptions import Refused
from core.pagination import Sort, keyset_page
from exports import shape_kinds
from exports.models import DatasetVersion, VersionShape
from exports.versions import quality, withdrawn
from exports.versions.release import Release, ready_numbers, splits_of
from exports.wanted import Wanted
from projects.access import Right, project_for
from projects.models import Project
from projects.rules import palette, splits

PER_PAGE = 30
NEWEST_FIRST = Sort("number", descending=True, tie="number")


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    project = project_for(request.user, slug, Right.CURATE)
    listed = project.versions.defer("manifest")
    try:
        page = keyset_page(
            listed.select_related("created_by").prefetch_related("files"),
            NEWEST_FIRST,
            request.GET.get("cursor"),
            PER_PAGE,
        )
    except Refused:
        return redirect("versions", slug=slug)
    ready = ready_numbers(project)
    highest = project.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return render(
        request,
        "versions/versions.html",
        {
            "project": project,
            "section": "versions",
            "releases": [Release(version, project, ready) for version in page.items],
            "next": page.next,
            "previous": page.previous,
            "next_number": highest + 1,
            "check": sample_checks.latest(project),
            "gate": quality.gate(project, Wanted()),
            "categories": [
                {
                    "id": category.public_id,
                    "name": category.name,
                    "active": category.active,
                    "color": category.color or palette.color_for(category.class_index),
                    "shape": category.shape,
                }
                for category in project.categories.in_display_order()
            ],
            "percents": splits.percents(project.split_ratios),
        },
    )


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    project = project_for(request.user, slug, Right.CURATE)
    found = get_object_or_404(project.versions.select_related("created_by").prefetch_related("files"), number=number)
    release = Release(found, project, ready_numbers(project))
    since = _since(request, project, release)
    return render(
        request,
        "versions/version.html",
        {
            "project": project,
            "section": "versions",
            "release": release,
            "version": found,
            "zip": release.zip,
            "since": since,
            "check": sample_checks.latest(project, at=found.created_at),
            "shapes": shapes_of(found, release) if found.state == DatasetVersion.State.READY else [],
            "categories": release.categories_since(since),
            "splits": splits_of(found),
            "folder": withdrawn.given_out(found).file_name.removesuffix(".zip"),
            "download": request.build_absolute_uri(release.api("download/")),
            "contract_program": reverse("api-contract-program"),
        },
    )


def _since(request: HttpRequest, project: Project, release: "Release") -> DatasetVersion | None:
    """The version that the page compares with: the one that was asked for, else the one before."""
    asked = request.GET.get("since", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else release.before
    others = project.versions.exclude(state=DatasetVersion.State.CANCELLED).exclude(pk=release.version.pk)
    if number is None or release.version.state == DatasetVersion.State.CANCELLED:
        return None
    return others.defer("manifest").filter(number=number).first()


SHAPES = {
    VersionShape.Kind.IMAGEFOLDER: "A folder for each class, in class order, in a folder for each split.",
    VersionShape.Kind.HUGGING_FACE: "For load_dataset: train, validation and test with class names, and a card.",
    VersionShape.Kind.CSV: "One row an image, without the images.",
    VersionShape.Kind.CROISSANT: "Croissant 1.1 metadata, to lie beside the zip.",
}


def shapes_of(version: DatasetVersion, release: "Release") -> list[dict[str, Any]]:
    """Each shape in words, with what was made of it so far, and why one is not given. Where pictures were withdrawn,
    those that need none."""
    made = {shape.kind: shape for shape in version.shapes.all()}
    for shape in made.values():
        shape.version = version  # its names come from the version and its project
    offered = {kind: words for kind, words in SHAPES.items() if not (release.lost and kind in shape_kinds.OF_FILES)}
    not_given = shape_kinds.not_given(version.frozen)
    return [
        {
            "title": kind.label,
            "meaning": not_given.get(kind, meaning),
            "given": kind not in not_given,
            "address": release.api(f"shapes/{kind.value}/"),
            "shape": made.get(kind),
            "running": kind in made and made[kind].is_unfinished,
        }
        for kind, meaning in offered.items()
    ]
