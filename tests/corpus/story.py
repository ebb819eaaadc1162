"""What the corpus holds: small projects with versions of every kind that single-label projects have, made by the
product's own verbs, at times of a clock that is set."""

import hashlib
import io
from datetime import UTC, datetime
from unittest import mock

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image

from annotations.checks import sample_checks, second
from annotations.labeling import answers, comparing
from annotations.second import gold
from assets.images import ingest
from exports.shapes import jobs as shapes
from exports.versions import builder
from exports.versions.selection import Wanted
from exports.zips import jobs as zips
from labeler.demo.clock import Clock, going_by
from labeler.withdrawal import removal, withdrawing
from projects import categories, lifecycle, members
from projects.models import Project
from tests.support.cast import picture
from tests.support.files.heif import avif, heic
from tests.support.files.videos import FACTS

BEGUN = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
EVERY_STATUS = ("unlabeled", "labeled", "needs_review", "approved", "skipped")
SPLITS = {"ratios": {"train": 5000, "val": 3000, "test": 2000}, "seed": "Kleiderschrank"}


def main() -> None:
    """All of it, into an empty database and store."""
    call_command("migrate", verbosity=0)
    clock = Clock(BEGUN)
    with going_by(clock), mock.patch("core.jobs.job.async_task"):
        teller = Teller(clock)
        for project in (wardrobe, walk, phone, checked, withdrawn, bare, rearranged, talk):
            project(teller)
    print("{}")


class Teller:
    """The cast, who do one thing after the other."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        people = get_user_model().objects
        self.bob = people.create_user("bob", date_joined=BEGUN, is_staff=True, is_superuser=True)
        self.alice, self.zoe, self.carol = (
            people.create_user(name, date_joined=BEGUN) for name in ("alice", "zoë", "carol")
        )
        self._operations = iter(range(1, 1_000_000))

    def photo(self, project, content, name, folder=""):
        self.clock.passes(7)
        return ingest.add_image(project, content=content, original_name=name, by=self.bob, folder=folder).asset

    def photos(self, project, seeds):
        return [self.photo(project, picture(seed), f"photo-{seed}.png") for seed in seeds]

    def answer(self, assets, status, *labels, by=None, only_own=False, **more):
        """Each of these images is answered by itself."""
        for asset in assets:
            asset.refresh_from_db()
            self.clock.passes(3)
            operation = {
                "op_id": f"corpus-{next(self._operations)}",
                "asset": asset.pk,
                "base_revision": asset.revision,
                "status": status,
                "shown_ms": 900 + asset.pk,
                **({"category_ids": [label.public_id for label in labels]} if labels else {}),
                **more,
            }
            (result,) = answers.set_answers(
                Project.objects.get(pk=asset.project_id), [operation], by=by or self.alice, only_own=only_own
            )
            assert result.result == "applied", result.detail

    def version(self, project, *, built=True, notes="", **wanted):
        self.clock.passes(3600)
        version = builder.request_version(project, Wanted(**wanted), by=self.bob, notes=notes)
        if built:
            self.clock.passes(2)
            builder.build(version.pk)
            version.refresh_from_db()
            assert version.state == "ready", version.error
        return version


def wardrobe(teller: Teller) -> None:
    """Names of all kinds, categories that come and go, every kind of file, every status, splits of every kind."""
    project = lifecycle.create(
        "Kleiderschrank – Größe Ü “42” 🧥",
        by=teller.bob,
        slug="wardrobe",
        guidelines="Whole garments.",
        license="CC-BY-4.0",
        citation="Bob: Clothes & shoes, 2026.",
    )
    dress = categories.add(project, "Kleid", color="#aa3355", supercategory="über der Taille", by=teller.bob)
    never = categories.add(project, "Never used", by=teller.bob)
    hat = categories.add(project, "帽子", by=teller.bob)
    scarf = categories.add(project, "Scarf ✂ e\u0301", description="Also shawls.", by=teller.bob)
    categories.retire(never, by=teller.bob)
    photos = [teller.photo(project, content, name, folder) for content, name, folder in files_of_every_kind()]
    photos += teller.photos(project, range(1000, 1022))
    # The same bytes again are the same image.
    again = ingest.add_image(project, content=picture(1000), original_name="the same – again.png", by=teller.bob)
    assert again.duplicate
    teller.answer(photos[:8], "labeled", dress)
    teller.answer(photos[8:16], "labeled", hat, by=teller.zoe)
    teller.answer(photos[16:20], "labeled", scarf)
    teller.answer(photos[:6] + photos[8:14] + photos[16:18], "approved", by=teller.bob)
    teller.answer(photos[20:22], "needs_review", hat)
    teller.answer(photos[22:25], "skipped", by=teller.zoe)
    teller.version(project, notes="The first one – with “quotes”.")
    # Of what was renamed, moved and retired the labels stay.
    categories.change(hat, name="Hüte", color="#0055aa", by=teller.bob)
    categories.reorder(project, [scarf.public_id, hat.public_id, dress.public_id], by=teller.bob)
    categories.retire(scarf, by=teller.bob)
    teller.version(project, splits=SPLITS)
    teller.version(project, splits=SPLITS, include_inactive_categories=True, statuses=("approved", "labeled"))
    everything = {"statuses": EVERY_STATUS, "include_unlabeled": True, "include_inactive_categories": True}
    teller.version(project, **everything, splits=SPLITS)
    teller.version(project, **everything, splits=SPLITS | {"seed": "another seed"})
    cancelled = teller.version(project, built=False, statuses=("labeled", "approved"))
    builder.cancel(cancelled, by=teller.bob)
    teller.version(project, category_ids=(dress.public_id, hat.public_id), statuses=("approved", "needs_review"))
    # Relabeled, sent back, taken back, and approved again.
    teller.answer(photos[:2], "approved", hat, by=teller.bob)
    teller.answer(photos[2:3], "needs_review", by=teller.bob, reason="Is it a dress?")
    teller.answer(photos[3:4], "unlabeled", by=teller.bob)
    teller.answer(photos[9:10], "skipped", by=teller.bob)
    teller.answer(photos[20:21], "approved", by=teller.bob)
    gloves = categories.add(project, "Gloves", by=teller.bob)
    teller.answer(photos[30:32], "approved", gloves, by=teller.bob)
    lifecycle.change(project, by=teller.bob, split_ratios={"train": 8000, "val": 2000, "test": 0})  # by its dataset id
    teller.version(project, **everything)
    categories.restore(scarf, by=teller.bob)
    teller.answer(photos[22:23], "labeled", scarf)
    whole = teller.version(project, statuses=("skipped", "approved", "labeled"), include_unlabeled=True)
    shapes.build(shapes.request(whole, "csv", by=teller.bob).pk)
    teller.version(project, without_splits=True)
    # One that waits is built by the release that comes after.
    teller.version(project, built=False, statuses=("approved", "labeled"), notes="Still to be built.")


def files_of_every_kind():
    """(bytes, name, folder) of small pictures."""
    turned = Image.Exif()
    turned[0x0112] = 6
    yield picture(1), "001 ü.png", ""
    yield picture(2, kind="JPEG"), "写真.jpg", "frühling"
    yield picture(3, kind="JPEG", exif=turned.tobytes()), "turned.JPG", "frühling/a"
    yield picture(4, kind="WEBP", lossless=True), "a & b.webp", ""
    yield picture(5, kind="GIF"), "'five'.gif", ""
    yield picture(6, size=(8, 6), kind="BMP"), "six.bmp", "x"
    yield picture(7, size=(8, 6), kind="TIFF"), "seven.tiff", "x"
    yield picture(8, size=(1, 1)), "one pixel.png", ""
    out = io.BytesIO()
    Image.new("LA", (9, 5), (70, 128)).save(out, "PNG")
    yield out.getvalue(), "grey with alpha.png", ""
    out = io.BytesIO()
    Image.new("I;16", (5, 4), 40_000).save(out, "PNG")
    yield out.getvalue(), "deep.png", ""


def walk(teller: Teller) -> None:
    """Frames of two videos, one of which is a picture that was uploaded, too; all frames of one lie in one split."""
    project = lifecycle.create("Walk", by=teller.bob, split_ratios=SPLITS["ratios"], split_seed="of frames")
    left, right = (categories.add(project, name, by=teller.bob) for name in ("left", "right"))
    photos = teller.photos(project, range(2000, 2006))
    frames = [frame for number in range(3) for frame in _frames(teller, project, number)]
    teller.answer(photos[:4], "approved", left)
    teller.answer(frames[:8], "approved", right)
    teller.version(project)
    teller.answer(frames[8:], "labeled", left)
    teller.answer(frames[:2], "approved", left, by=teller.zoe)
    teller.version(project, statuses=("approved", "labeled"))
    teller.version(project, category_ids=(left.public_id,), splits={"ratios": SPLITS["ratios"]})
    teller.version(project, statuses=EVERY_STATUS, include_unlabeled=True, without_splits=True)


def _frames(teller, project, number):
    """Of a video whose bytes are none: nobody looks into them here."""
    content = f"The video {number} of the corpus".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"originals/{project.dataset_id}/{sha256[:2]}/{sha256}.mp4"
    default_storage.save(name, ContentFile(content))
    facts = {"mime_type": "video/mp4", "size_bytes": len(content), "file": name, "facts": FACTS}
    video = project.videos.create(
        original_name=f"spaziergang-{number} ü.mp4", sha256=sha256, uploaded_by=teller.bob, state="ready",
        **facts,
    )  # fmt: skip
    made = []
    for index in range(4):
        still = picture(2000 if index == number == 0 else 2100 + 10 * number + index)
        prepared = ingest.prepare(project.dataset_id, still, f"walk-{number}-{index}.png")
        made.append(ingest.PreparedFrame(prepared, 15 * index, 500 * index, still))
    ingest.add_frames(video, made, by=teller.bob)
    return list(video.frames.order_by("frame_index"))


def phone(teller: Teller) -> None:
    """Pictures that were converted when they came in: the contract's 1.1.0, and 1.0.0 again without them."""
    project = lifecycle.create("Phone", by=teller.bob, license="Ask the owner of the phone.")
    day, night = (categories.add(project, name, by=teller.bob) for name in ("day", "night"))
    plain = teller.photos(project, range(3000, 3004))
    converted = [
        teller.photo(project, heic(Image.new("RGB", (16, 12), (200, 30, 30))), "IMG_0001.HEIC"),
        teller.photo(project, avif(Image.new("RGB", (10, 8), (30, 200, 30))), "写真.avif"),
    ]
    teller.answer(plain, "approved", day)
    teller.version(project)
    teller.answer(converted, "approved", night)
    teller.version(project, splits=SPLITS)
    teller.answer(converted[:1], "approved", day)
    teller.version(project, splits=SPLITS)
    teller.version(project, category_ids=(night.public_id,))
    teller.answer(converted, "labeled", by=teller.zoe)
    teller.version(project)


def checked(teller: Teller) -> None:
    """A project that tells its quality, the contract's 1.4, and lets nothing out that was not checked."""
    project = lifecycle.create("Checked", by=teller.bob)
    cat, dog = (categories.add(project, name, supercategory="animal", by=teller.bob) for name in ("cat", "dog"))
    photos = teller.photos(project, range(4000, 4016))
    teller.answer(photos[:8], "labeled", cat)
    teller.answer(photos[8:14], "labeled", dog, by=teller.zoe)
    teller.answer(photos[:12], "approved", by=teller.bob)
    lifecycle.change(project, by=teller.bob, quality_statement=True)
    teller.version(project)
    check = sample_checks.start(project, by=teller.bob, size=6, seed=7)
    teller.clock.passes(60)
    drawn = [item["asset"] for item in check.items]
    sample_checks.judge(check, {asset: place > 0 for place, asset in enumerate(drawn)}, by=teller.bob)
    teller.version(project, statuses=("approved", "labeled"))
    whole = sample_checks.start(project, by=teller.bob, size=14, seed=8)
    teller.clock.passes(60)
    sample_checks.judge(whole, {item["asset"]: True for item in whole.items}, by=teller.bob)
    judgement = second.begin(whole, by=teller.zoe)
    second.judge(judgement, {item["asset"]: place != 3 for place, item in enumerate(whole.items)}, by=teller.zoe)
    lifecycle.change(project, by=teller.bob, release_gate=1.0)
    teller.version(project, statuses=("approved", "labeled"), splits=SPLITS)
    teller.version(project, statuses=("approved", "labeled"), category_ids=(dog.public_id,))


def withdrawn(teller: Teller) -> None:
    """A picture that had to go, from two versions; a third never had it."""
    project = lifecycle.create("Withdrawn", by=teller.bob)
    here, there = (categories.add(project, name, by=teller.bob) for name in ("here", "there"))
    photos = teller.photos(project, range(5000, 5006))
    teller.answer(photos[:4], "approved", here)
    teller.version(project)
    teller.answer(photos[4:], "approved", there)
    teller.version(project, splits=SPLITS)
    gone = photos[1]
    gone.refresh_from_db()
    teller.clock.passes(60)
    removal.run(withdrawing.withdraw(gone, reason="Its owner asks.", confirm=str(gone.pk), by=teller.bob).pk)
    for version in project.versions.ready():
        zips.build(zips.served(version).pk)
    teller.version(project, splits=SPLITS)


def bare(teller: Teller) -> None:
    """One category that no image has: all that is held has no label."""
    project = lifecycle.create("Bare", by=teller.bob)
    categories.add(project, "nothing", by=teller.bob)
    photos = teller.photos(project, range(6000, 6003))
    teller.answer(photos[:1], "skipped")
    teller.version(project, statuses=EVERY_STATUS, include_unlabeled=True)
    categories.retire(project.categories.get(), by=teller.bob)
    teller.version(project, statuses=("skipped",), include_unlabeled=True)


def rearranged(teller: Teller) -> None:
    """Sixteen categories, so that class 10 and what comes after is told as a number, not as a word; half of them were
    retired before anything was labeled, some after, and the display order is another one."""
    project = lifecycle.create("Rearranged", by=teller.bob, split_ratios=SPLITS["ratios"])
    made = [categories.add(project, f"class {number:x}", by=teller.bob) for number in range(16)]
    for category in made[0:8:2]:
        categories.retire(category, by=teller.bob)
    active = [category.public_id for category in made if category.public_id not in {1, 3, 5, 7}]
    categories.reorder(project, active[::-1], by=teller.bob)
    photos = teller.photos(project, range(7000, 7024))
    for place, photo in enumerate(photos):
        teller.answer([photo], "approved", made[place % 12 + (4 if place % 12 < 4 and place % 2 == 0 else 0) | 1])
    teller.version(project)
    for category in made[9:14:2]:
        categories.retire(category, by=teller.bob)
    teller.version(project)
    teller.version(project, include_inactive_categories=True)
    teller.version(project, include_inactive_categories=True, category_ids=(10, 12, 16))


def talk(teller: Teller) -> None:
    """Images that are asked again, known ones, and answers that are not alike: for what the API tells."""
    project = lifecycle.create("Talk", by=teller.bob, slug="talk", guidelines="Say what it is.")
    yes, no = (categories.add(project, name, by=teller.bob) for name in ("yes", "no"))
    photos = teller.photos(project, range(8000, 8012))
    teller.answer(photos[:6], "labeled", yes)
    teller.answer(photos[6:9], "labeled", no, by=teller.zoe)
    teller.answer(photos[:2] + photos[6:7], "approved", by=teller.bob)
    for person, kind in ((teller.alice, "labeler"), (teller.zoe, "labeler"), (teller.carol, "reviewer")):
        members.put(project, person, kind, by=teller.bob)
    lifecycle.change(project, by=teller.bob, closed=True, second_share=100)
    teller.answer(photos[2:4], "labeled", yes, by=teller.zoe, only_own=True, base_revision=0)
    teller.answer(photos[4:5], "labeled", no, by=teller.zoe, only_own=True, base_revision=0)
    teller.answer(photos[7:8], "labeled", no, by=teller.alice, only_own=True, base_revision=0)
    teller.clock.passes(24 * 3600)
    comparing.sweep()
    gold.mark(project, [photos[0].pk], by=teller.bob)
    teller.version(project, statuses=("approved", "labeled"), splits=SPLITS)
    teller.answer(photos[5:6], "needs_review", by=teller.bob, reason="Blurred")
    teller.answer(photos[8:9], "approved", yes, by=teller.bob)
    teller.version(project, statuses=("approved", "labeled"), splits=SPLITS)
