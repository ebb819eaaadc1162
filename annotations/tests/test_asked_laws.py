"""Whatever happened to classes and images: what an image was not asked about is told as somebody would who noted, at
each answer, the classes that were on the page."""

import uuid
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations import asked
from annotations.labeling import bulk
from annotations.labeling.answers import APPLIED, set_answers
from annotations.models import Absence
from projects import categories, lifecycle
from projects.models import Project
from tests.support.cast import make_photo

pytestmark = pytest.mark.django_db

IMAGES = 3
SMALL = st.integers(0, 7)
STEP = st.one_of(
    st.tuples(st.just("add")),
    st.tuples(st.sampled_from(["retire", "restore"]), SMALL),
    # Which image, which of the classes, and how old the page is.
    st.tuples(st.just("answer"), st.integers(0, IMAGES - 1), SMALL, st.integers(0, 3)),
    st.tuples(st.sampled_from(["approve", "skip"]), st.integers(0, IMAGES - 1)),
    st.tuples(st.just("look"), st.integers(0, IMAGES - 1), SMALL),
    st.tuples(st.sampled_from(["bulk", "undo"]), SMALL),
)


@dataclass
class Image:
    """As somebody would note it: its classes, and those that were on the page or looked for; None: no answer."""

    present: set = field(default_factory=set)
    shown: set | None = None
    looked: set = field(default_factory=set)

    def not_asked(self, classes):
        return set() if self.shown is None else classes - self.shown - self.present - self.looked


class Naive:
    def __init__(self, active):
        self.classes, self.active, self.closed = set(active), set(active), {}
        self.images = [Image() for _ in range(IMAGES)]
        self.pages = []

    def note(self, revision):
        self.pages.append((revision, frozenset(self.active)))


@pytest.fixture
def outfits(bob):
    project = lifecycle.create("Outfits", by=bob, task_type="classification_multi")
    for name in ("one", "two"):
        categories.add(project, name, by=bob)
    for number in range(IMAGES):
        make_photo(project, seed=number, by=bob)
    return project


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=14))
def test_an_image_tells_what_nobody_asked_as_somebody_would_who_wrote_it_down(outfits, bob, steps):
    with transaction.atomic():
        model = Naive({1, 2})
        last = []  # the bulk action that can be taken back, and what the images were before
        for step in [("note",), *steps]:
            _do(outfits, model, step, bob, last)
            model.note(Project.objects.get(pk=outfits.pk).labels_revision)
            images = list(outfits.assets.order_by("pk"))
            asked.tell(images)
            told = [set(image.asked.not_asked) for image in images]
            assert told == [image.not_asked(model.classes) for image in model.images], step
            assert [image.asked.answered for image in images] == [image.shown is not None for image in model.images]
        transaction.set_rollback(True)


def _do(project, model, step, by, last):
    kind, *told = step
    if kind not in ("bulk", "undo"):
        last.clear()
    if kind == "add":
        category = categories.add(project, f"class {len(model.classes)}", by=by)
        model.classes.add(category.public_id)
        model.active.add(category.public_id)
    elif kind in ("retire", "restore"):
        _open_or_close(project, model, kind, told[0], by)
    elif kind == "answer":
        _answer(project, model, *told, by)
    elif kind in ("approve", "skip"):
        _keep_or_skip(project, model, kind, told[0], by)
    elif kind == "look":
        _look(project, model, *told, by)
    elif kind in ("bulk", "undo"):
        _in_bulk(project, model, kind, told[0], by, last)


def _open_or_close(project, model, kind, place, by):
    """Each class once: of several closures the union counts, which asks again what may have been asked."""
    id = sorted(model.classes)[place % len(model.classes)]
    category = project.categories.get(public_id=id)
    if kind == "retire" and id in model.active and id not in model.closed:
        categories.retire(category, by=by)
        model.active.discard(id)
        model.closed[id] = True
    elif kind == "restore" and id not in model.active:
        categories.restore(category, by=by)
        model.active.add(id)


def _give(project, place, status, by, **more):
    asset = project.assets.order_by("pk")[place]
    one = {"op_id": str(uuid.uuid4()), "asset": asset.pk, "base_revision": asset.revision, "status": status, **more}
    (result,) = set_answers(project, [one], by=by)
    return result.result == APPLIED


def _answer(project, model, place, chosen, age, by):
    revision, shown = model.pages[max(0, len(model.pages) - 1 - age)]
    there = sorted(shown & model.active)
    ids = [id for bit, id in enumerate(there) if chosen >> (bit % 3) & 1]
    assert _give(project, place, "labeled", by, category_ids=ids, asked=revision)
    model.images[place] = Image(set(ids), set(shown))


def _keep_or_skip(project, model, kind, place, by):
    if kind == "skip":
        assert _give(project, place, "skipped", by)
        model.images[place] = Image()
    else:
        assert _give(project, place, "approved", by) == (model.images[place].shown is not None)


def _look(project, model, place, which, by):
    """Somebody looked for one class, and it is not there."""
    image, id = model.images[place], sorted(model.classes)[which % len(model.classes)]
    if image.shown is None or id in image.present:
        return
    asset, category = project.assets.order_by("pk")[place], project.categories.get(public_id=id)
    Absence.objects.get_or_create(asset=asset, category=category, defaults={"by": by, "at": timezone.now()})
    image.looked.add(id)


def _in_bulk(project, model, kind, which, by, last):
    """One answer for all images, about what it names alone."""
    if kind == "undo" and last:
        action, before = last.pop()
        bulk.undo(project, action, by=by)
        model.images = before
    elif kind == "bulk" and not any(image.looked for image in model.images):
        ids = [id for bit, id in enumerate(sorted(model.active)) if which >> (bit % 3) & 1]
        selected = [(pk, None) for pk in project.assets.values_list("pk", flat=True)]
        done = bulk.set_selected(project, selected, status="labeled", category_ids=ids, by=by)
        changed = set(project.assets.filter(events__bulk=done.id).order_by("pk").values_list("pk", flat=True))
        before = list(model.images)
        model.images = [
            Image(set(ids), set()) if asset.pk in changed else image
            for asset, image in zip(project.assets.order_by("pk"), before, strict=True)
        ]
        last[:] = [(done.id, before)] if changed == {asset.pk for asset in project.assets.all()} else []
