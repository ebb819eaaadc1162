"""All deep pictures of a project are shown the same by its window: at once, by new addresses, and ahead by a job."""

import pytest
from django.utils.module_loading import import_string

from assets.images import renditions, windows
from assets.models import Asset
from assets.tests.images.test_pictures import near, shown
from core.exceptions import Refused
from projects import lifecycle
from projects.models import Project
from tests.support.cast import make_photo, refused
from tests.support.files.tiffs import TWELVE_BITS

pytestmark = pytest.mark.django_db

ASSETS = "projects/wardrobe/assets/"


@pytest.fixture
def deep(project, bob):
    return make_photo(project, by=bob, content=TWELVE_BITS, name="deep.tif")


@pytest.fixture
def program(api, alice):
    return api(alice)


def set_window(project, start, end):
    return lifecycle.change(project, window={"from": start, "to": end})


def stored(files):
    return sorted(path.name.partition("-")[2] for path in (files / "renditions").rglob("*.jpg"))


def middle(content):
    image = shown(content)
    return image.getpixel((image.width // 2, image.height // 2))


def test_a_window_shows_deep_pictures_by_another_address_and_others_as_ever(program, project, deep, photo):
    set_window(project, 0, 8190)
    told = program.get(f"{ASSETS}{deep.pk}/").json()["shown"]
    assert told == {"from": 0.0, "to": 8190.0, "recipe": "0_8190"}
    assert near(middle(program.get(f"{ASSETS}{deep.pk}/display-0_8190").content), (64, 64, 64))
    assert program.get(f"{ASSETS}{deep.pk}/thumb")["ETag"] == f'"{deep.sha256}-thumb-0_8190"'
    assert program.get(f"{ASSETS}{photo.pk}/").json()["shown"] is None


def test_an_old_page_gets_the_picture_of_its_address_made_on_demand_and_not_kept(program, project, deep, files):
    set_window(project, 0, 8190)
    before = program.get(f"{ASSETS}{deep.pk}/display-0_8190").content
    set_window(project, 0, 1000)
    windows.make_renditions(project.pk)
    kept = ["display-0_1000.jpg", "display-auto.jpg", "thumb-0_1000.jpg", "thumb-auto.jpg"]
    assert stored(files) == kept
    answer = program.get(f"{ASSETS}{deep.pk}/display-0_8190")
    assert (answer.status_code, answer.content) == (200, before)
    assert stored(files) == kept


def test_without_a_window_each_is_shown_over_what_it_holds_again(program, project, deep, files):
    before = program.get(f"{ASSETS}{deep.pk}/display").content
    set_window(project, 0, 8190)
    windows.make_renditions(project.pk)
    lifecycle.change(project, window=None)
    windows.make_renditions(project.pk)
    assert program.get(f"{ASSETS}{deep.pk}/display").content == before
    assert stored(files) == ["display-auto.jpg", "thumb-auto.jpg"]


@pytest.fixture
def jobs(monkeypatch):
    """Runs what is handed to a worker at once, and tells how often."""
    done = []

    def at_once(name, *values):
        done.append(name)
        import_string(name)(*values)

    monkeypatch.setattr(lifecycle, "async_task", at_once)
    return done


def test_a_change_has_its_job_and_the_same_again_has_none(
    project, deep, files, jobs, django_capture_on_commit_callbacks
):
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            set_window(project, 200, 900)
        assert jobs == ["assets.tasks.make_renditions"]
        assert "thumb-200_900.jpg" in stored(files)


def test_the_job_ends_when_the_window_changes_and_may_run_twice(project, deep, files, monkeypatch):
    set_window(project, 200, 900)
    there = stored(files)
    recipes = iter(["200_900", "0_1"])
    with monkeypatch.context() as changed:
        changed.setattr(windows, "recipe", lambda window: next(recipes))
        windows.make_renditions(project.pk)
    assert stored(files) == there
    for _ in range(2):
        windows.make_renditions(project.pk)
        assert "display-200_900.jpg" in stored(files)


def test_a_missing_original_stops_no_other(project, deep, bob, files):
    (files / deep.file).unlink()
    other = make_photo(project, by=bob, content=TWELVE_BITS + b"another", name="other.tif")
    set_window(project, 200, 900)
    windows.make_renditions(project.pk)
    assert (files / renditions.file_name(Asset.objects.get(pk=other.pk), "display")).exists()


def test_a_project_that_is_gone_has_nothing_to_make(db):
    windows.make_renditions(10**9)


@pytest.mark.parametrize(
    "window", [{}, {"from": 1}, {"from": 5, "to": 5}, {"from": 5, "to": 4}, {"from": 0, "to": 1e15}]
)
def test_what_is_no_window_is_refused(project, window):
    with pytest.raises(Refused) as refusal:
        lifecycle.change(project, window=window)
    assert (refusal.value.code, refusal.value.field) == ("bad_window", "window")
    assert Project.objects.get().window is None


@pytest.mark.parametrize(
    "columns", ["window_from = 1", "window_from = 2, window_to = 2", "window_from = 2, window_to = 1"]
)
def test_raw_sql_brings_in_no_window_that_is_none(project, columns):
    assert refused(f"UPDATE projects_project SET {columns} WHERE id = %s", project.pk)


def test_the_dhash_stays_that_of_the_automatic_look(project, deep):
    set_window(project, 4000, 4095)
    with renditions.open_rendition(deep, "thumb") as file:
        assert file.read()
    assert Asset.objects.get(pk=deep.pk).dhash == deep.dhash
