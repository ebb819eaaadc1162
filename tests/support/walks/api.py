"""What the API answers to one call of each kind, in a small world with one of each thing: for the document of the API,
whose examples are such answers, and for what was answered long ago and still has to fit."""

import json
import re
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.checks import sample_checks, second
from annotations.imports import jobs as imports
from annotations.second import gold
from exports.models import SplitReport
from exports.splits import reports
from exports.versions import builder
from exports.wanted import Wanted
from exports.zips import jobs as zips
from labeler.deletion import deleting
from labeler.document.completed import OF_LINES
from labeler.withdrawal import withdrawing
from projects import lifecycle, members
from projects.models import Project
from tests.support.cast import give_answer, make_photo, pattern
from tests.support.every_call import FILES, Call, World, address, calls, multipart
from tests.support.files.videos import make

WHO = ("superuser", "staff", "labeler", "stranger")
# What differs from one walk to the next, each by a value of its kind.
VARYING = [
    (re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)"), "2026-11-30T08:00:00Z"),
    (re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b"), "7a0f6c1e-5d3b-4c55-9b0e-2f6f1d3c8a11"),
    (re.compile(r"\bmsg_[0-9a-f]{32}\b"), "msg_5b0c6f0e8a4f4a7c9a3f0f7d6d2f4e11"),
    (re.compile(r"\bwhsec_[\w+/=-]+"), "whsec_shown-once"),
    (re.compile(r"(?<=/join/)[\w-]+"), "shown-once"),
    (re.compile(r"(?<=20)\d\d-W\d\d"), "26-W48"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    (re.compile(r"http://testserver"), "https://labeler.example.org"),
]
TABLE = b"file,label\nphoto-205.png,Hat of the wardrobe\nnowhere.png,Hat of the wardrobe\n"


def walk(world: World) -> list[dict[str, Any]]:
    """All calls with their answers. {method, path, route, who, status, type, sent?, body?}: `sent` and `body` where
    they are JSON; of lines `body` is the first."""
    furnish(world)
    return [heard(world, call, who) for call in api_calls(world) for who in WHO]


def api_calls(world: World) -> list[Call]:
    """Of the open project, in the order of their addresses."""
    there = world.projects["wardrobe"]
    found = [call for call in calls(world) if call.route.startswith("api/v1/projects/") or call.route in OF_NO_PROJECT]
    return [replace(call, where=address(call.route, there | there["for"].get(_key(call), {}))) for call in found]


OF_NO_PROJECT = ("api/v1/labeler_contract.py", "api/v1/deleted-projects/<uuid:dataset_id>/")


def _key(call: Call) -> str:
    return f"{call.method} {call.route.removeprefix('api/v1/projects/<slug:slug>/')}"


def heard(world: World, call: Call, who: str) -> dict[str, Any]:
    """One call with its answer."""
    if _key(call) in SENT_ALONE:
        world.sent = SENT_ALONE[_key(call)]  # type: ignore[method-assign]
    answer = world.answer(call, who, "session" if who == "stranger" else "token")
    sent = world.sent(call)
    vars(world).pop("sent", None)
    kind = answer.headers.get("Content-Type", "")
    told = {
        "method": call.method,
        "path": steady(call.where),
        "route": call.route,
        "who": who,
        "status": answer.status_code,
        "type": kind,
    }
    if sent.get("content_type") == "application/json":
        told["sent"] = json.loads(sent["data"])
    if kind.partition(";")[0] == "application/json":
        content = b"".join(answer) if answer.streaming else answer.content
        told["body"] = json.loads(steady(content.decode()))
    elif kind.partition(";")[0] in OF_LINES:
        first = steady(answer.getvalue().decode()).splitlines(keepends=True)[0]
        told["body"] = json.loads(first) if "ndjson" in kind else first
    return told


def steady(text: str) -> str:
    for varying, value in VARYING:
        text = varying.sub(value, text)
    return text


def furnish(world: World) -> None:
    """What the tables of who is let in have no need of: a check with two verdicts, a known image, an import that was
    run, jobs in each state in which something can be done with them."""
    there = world.projects["wardrobe"]
    there["check"] = _checked_twice(world, there["project"])
    gold.mark(there["project"], [there["project"].assets.earliest("pk").pk], by=world.admin)
    members.put(there["project"], world.people["reviewer"], "reviewer")
    run, looked, waiting = (_imported(world, there["project"], **wanted) for wanted in IMPORTS)
    there["import"] = run.pk
    there["for"] = {
        "POST imports/<int:number>/again/": {"import": looked.pk},
        "GET imports/<int:number>/places/": {"import": looked.pk},
        "POST imports/<int:number>/cancel/": {"import": waiting.pk},
        "DELETE members/<str:username>/": {"username": "reviewer"},
        **_versions(world, there["project"]),
        **_videos(there["project"]),
        **_deletions(world),
    }


def _checked_twice(world: World, project: Any) -> int:
    check = sample_checks.start(project, by=world.admin, size=3, seed=7)
    drawn = [item["asset"] for item in check.items]
    sample_checks.judge(check, dict(zip(drawn, (True, False, True), strict=True)), by=world.admin)
    judgement = second.begin(check, by=world.people["staff"])
    second.judge(judgement, dict(zip(drawn, (True, False, False), strict=True)), by=world.people["staff"])
    return check.pk


IMPORTS = ({"skip_unknown": True}, {"dry_run": True}, {"dry_run": True, "run": False})


def _imported(world: World, project: Any, *, run: bool = True, **wanted: bool) -> Any:
    table = SimpleUploadedFile("labels.csv", TABLE, "text/csv")
    job = imports.request_import(
        project, file=table, name="labels.csv", kind="csv", by=world.admin, enqueue=False, **wanted
    )
    if run:
        imports.run(job.pk)
    return job


def _versions(world: World, project: Any) -> dict[str, dict[str, int]]:
    dealt = _dealt(world, project)
    waiting, failed = (builder.request_version(project, Wanted(), by=world.admin) for _ in range(2))
    type(failed).objects.filter(pk=failed.pk).update(state="failed", error="The disk is full.")
    overlooked = _built(world, project)
    SplitReport.objects.filter(version=overlooked).update(state="failed", error="The disk is full.")
    return {
        "GET versions/<int:number>/": {"number": dealt.number},
        "GET versions/<int:number>/lookalikes/": {"number": dealt.number},
        "POST versions/<int:number>/zip/free/": {"number": overlooked.number},  # nobody reads it
        "GET versions/<int:number>/withdrawn.json": {"number": _bereft(world, project).number},
        "POST versions/<int:number>/lookalikes/retry/": {"number": overlooked.number},
        "POST versions/<int:number>/cancel/": {"number": waiting.number},
        "POST versions/<int:number>/retry/": {"number": failed.number},
    }


def _dealt(world: World, project: Any) -> Any:
    """A version in splits, between which pictures look alike."""
    copies = [
        make_photo(project, by=world.admin, name=f"scarf-{seed}.{ending}", content=pattern(seed, quality))
        for seed in range(3)
        for ending, quality in (("png", None), ("jpg", 80))
    ]
    give_answer(copies, "approved", project.categories.earliest("pk"), by=world.admin)
    version = _built(world, project)
    reports.build(SplitReport.objects.get(version=version).pk)
    return version


def _bereft(world: World, project: Any) -> Any:
    """A version of which a picture was withdrawn."""
    photo = make_photo(project, by=world.admin, name="neighbour.png", content=pattern(9))
    give_answer(photo, "approved", project.categories.earliest("pk"), by=world.admin)
    version = _built(world, project)
    withdrawing.withdraw(photo, reason="Its owner asks.", confirm=str(photo.pk), by=world.admin)
    zips.build(zips.served(version).pk)
    return version


def _built(world: World, project: Any) -> Any:
    """A version in splits that nobody has looked at yet."""
    splits = {"ratios": {"train": 4000, "val": 3000, "test": 3000}, "seed": "wardrobe"}
    version = builder.request_version(project, Wanted(splits=splits), by=world.admin)
    builder.build(version.pk)
    reports.request(version.pk)
    return version


def _videos(project: Any) -> dict[str, dict[str, int]]:
    base = project.videos.get()
    made = {}
    for place, state in enumerate(("queued", "failed")):
        facts = {name: getattr(base, name) for name in ("mime_type", "size_bytes", "file", "uploaded_by", "facts")}
        video = project.videos.create(
            original_name=f"{state}.mp4",
            sha256=f"{place + 1:064}",
            state=state,
            sampling="fps",
            value=1,
            queued_at=base.created_at,
            **facts,
        )
        made[state] = {"video_id": video.pk}
    return {
        "POST videos/<int:video_id>/cancel/": made["queued"],
        "POST videos/<int:video_id>/retry/": made["failed"],
    }


def _deletions(world: World) -> dict[str, dict[str, Any]]:
    """A project in the archive, and one that was deleted."""
    for name in ("Loft", "Shed"):
        lifecycle.archive(lifecycle.create(name, by=world.admin), by=world.admin)
    deleted = deleting.request(Project.objects.get(slug="shed"), confirm="shed", by=world.admin)
    deleting.run(deleted.pk)
    return {
        "POST delete/": {"slug": "loft"},
        "GET api/v1/deleted-projects/<uuid:dataset_id>/": {"dataset_id": deleted.dataset_id},
    }


@cache
def _video() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return make(Path(folder) / "kiln.mp4").read_bytes()


def _sends_video(call: Call) -> dict[str, Any]:
    return multipart(FILES["videos/"] | {"file": SimpleUploadedFile("kiln.mp4", _video(), "video/mp4")})


def _types_the_slug(call: Call) -> dict[str, Any]:
    return {"content_type": "application/json", "data": json.dumps({"confirm": "loft"})}


SENT_ALONE = {"POST videos/": _sends_video, "POST delete/": _types_the_slug}
