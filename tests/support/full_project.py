"""A project that has a row in every table that can have one, and a file of every kind in the store."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.utils import timezone

from annotations.browse import measuring
from annotations.checks import sample_checks, second
from annotations.imports import jobs as imports
from annotations.labeling.claims import next_assets
from annotations.mending import reading
from annotations.models import Absence, SecondAnswer, UserPreset
from annotations.second import gold
from assets.images import ingest, places
from assets.uploads import resumable
from assets.videos import stills
from exports.models import LookalikePair, SplitReport, VersionLabel
from exports.shapes import jobs as shapes
from exports.versions import builder
from exports.wanted import Wanted
from labeler.withdrawal import removal, withdrawing
from projects import categories, lifecycle, members
from projects.joining import invitations
from tests.support.cast import give_answer, make_photos, picture
from tests.support.files.videos import FACTS
from webhooks import hooks

IMAGES = 8


def make(name, *, by, labeler, reviewer, guest, first=0):
    """`by` runs it, and `guest` comes in by an invitation. `first`: the seed of its first picture."""
    project = lifecycle.create(name, by=by, guidelines="Whole garments.")
    dress, hat = (categories.add(project, word) for word in ("Dress", "Hat"))
    members.put(project, labeler, "labeler")
    hook = hooks.make(project, "https://hooks.example.org/", ["version.ready"], by=by)
    photos = make_photos(project, range(first, first + IMAGES), by=by)
    ingest.add_image(project, content=picture(first), original_name="the-same-again.png", by=by)
    _video(project, by)
    _withdrawal(project, first, by)
    _answers(project, photos, dress, hat, labeler, reviewer)
    _versions(project, by)
    _invitation(project, guest, by)
    _uploads(project, by)
    _imports(project, by)
    _checks(project, by, reviewer)
    next_assets(project, user=labeler, tab="one")
    measuring.ask(dress)
    assert hook.deliveries.exists()
    return project


def _video(project, by):
    """With one frame and one still. Its bytes are no video: nobody looks into them here."""
    content = f"A video of {project.name}".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"originals/{project.dataset_id}/{sha256[:2]}/{sha256}.mp4"
    default_storage.save(name, ContentFile(content))
    default_storage.save(stills.name(project.dataset_id, sha256, 0), ContentFile(picture(kind="JPEG")))
    facts = {"mime_type": "video/mp4", "size_bytes": len(content), "file": name, "facts": FACTS}
    video = project.videos.create(original_name="walk.mp4", sha256=sha256, uploaded_by=by, state="ready", **facts)
    prepared = ingest.prepare(project.dataset_id, picture(900), "walk-0.png")
    ingest.add_frames(video, [ingest.PreparedFrame(prepared, 0, 0, picture(900))], by=by)


def _withdrawal(project, first, by):
    """Of a picture whose row stays; its bytes are gone, and the job has its last look before it."""
    (gone,) = make_photos(project, [first + 500], by=by)
    removal.run(withdrawing.withdraw(gone, reason="Its owner asks for it.", confirm=str(gone.pk), by=by).pk)


def _answers(project, photos, dress, hat, labeler, reviewer):
    """All of the photos but the last one, and what hangs on answers."""
    give_answer(photos[:-1], "labeled", dress, by=labeler)
    give_answer(photos[:2], "approved", by=reviewer)
    give_answer(photos[2], "labeled", hat, by=reviewer)
    gold.mark(project, [photos[0].pk], by=reviewer)
    assert reading.catch_up(project.pk)
    first = photos[3].events.get()
    facts = {"status": "labeled", "category_ids": [2], "at": timezone.now(), "op_id": f"second-{project.slug}"}
    UserPreset.objects.create(project=project, user=labeler, key="q", category_ids=[1])
    Absence.objects.create(asset=photos[3], category=project.categories.first(), by=labeler, at=timezone.now())
    SecondAnswer.objects.create(asset=photos[3], by=reviewer, first_event=first, first_by=labeler, **facts)


def _versions(project, by):
    """Two, the second of which points at the first, with another shape and a report on splits."""
    for _ in range(2):
        version = builder.request_version(project, Wanted(), by=by)
        # As if an image had several labels.
        VersionLabel.objects.create(version=version, asset=version.items.first().asset, class_index=0)
        builder.build(version.pk)
        version.refresh_from_db()
    shapes.build(shapes.request(version, "csv", by=by).pk)
    one, other = version.items.order_by("pk")[:2]
    report = SplitReport.objects.create(version=version, state="ready", by_split_and_category={}, pairs=1)
    LookalikePair.objects.create(report=report, place=0, one=one, other=other, bits=3)


def _invitation(project, guest, by):
    _, token = invitations.make(project, "labeler", by=by)
    invitations.join(token, guest, HttpRequest())


def _uploads(project, by):
    upload = resumable.create(project, name="half.png", size=10, kind="image", by=by)
    resumable.receive(upload, 0, [b"01234"])
    places.reserve(project, 3, by=by)


def _imports(project, by):
    """One with its file, and one that takes another back."""
    file = ContentFile(b"file,category\nphoto-1.png,Dress\n", name="labels.csv")
    job = imports.request_import(project, file=file, name="labels.csv", kind="labels", by=by, enqueue=False)
    job.undone_by.create(project=project, kind="undo", original_name="-", size_bytes=1, created_by=by, state="queued")


def _checks(project, by, reviewer):
    check = sample_checks.start(project, by=by, size=1, seed=7)
    sample_checks.judge(check, {item["asset"]: True for item in check.items}, by=by)
    check.refresh_from_db()
    second.begin(check, by=reviewer)
