"""Odd ones first: an image that looks unlike the others of its category, and like another one, leads the list."""

import io
import random
import threading

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from PIL import Image, ImageDraw

from annotations import tasks
from annotations.browse import measuring, oddness
from annotations.labeling import bulk
from annotations.models import NOT_MEASURED, Annotation, OddnessJob
from assets.images import renditions
from assets.images.pictures import read
from assets.models import Asset, AssetLook
from projects import categories
from tests.support.cast import at_once, give_answer, make_photo
from tests.support.files.photos import planted, real_photos

pytestmark = pytest.mark.django_db

ASSETS = "/api/v1/projects/wardrobe/assets/"
SCREEN = 28  # cells of medium size at 1440 × 900


def drawn(shape, ink, seed):
    """A shape somewhere in the middle of a pale ground, never twice the same."""
    pick = random.Random(f"{shape} {seed}")
    image = Image.new("RGB", (320, 240), tuple(pick.randrange(200, 230) for _ in range(3)))
    left, top = pick.randrange(80, 110), pick.randrange(40, 70)
    getattr(ImageDraw.Draw(image), shape)((left, top, left + 130, top + 130), fill=ink)
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def draw(project, bob, alice):
    """Pictures that Alice labeled: `draw(8, "rectangle", "blue", as_=dress)`."""
    seeds = iter(range(1000))

    def make(count, shape, ink, *, as_):
        numbers = [next(seeds) for _ in range(count)]
        made = [make_photo(project, by=bob, seed=seed, content=drawn(shape, ink, seed)) for seed in numbers]
        give_answer(made, "labeled", as_, by=alice)
        return made

    return make


def ranked(project, label):
    assert measuring.look(project, label.public_id, None) == 0
    found = project.assets.filter(annotations__category=label)
    found = oddness.ranked(found, "odd", project, label.public_id)
    return list(found.order_by(*oddness.ORDER.order_by(backwards=False)))


def number(asset):
    return Annotation.objects.get(asset=asset).oddness


def test_a_red_circle_among_blue_squares_stands_first(project, draw, dress):
    draw(7, "rectangle", "blue", as_=dress)
    (circle,) = draw(1, "ellipse", "red", as_=dress)
    draw(7, "rectangle", "blue", as_=dress)
    assert ranked(project, dress)[0] == circle


def test_what_looks_like_another_category_stands_before_what_looks_like_none(project, draw, dress, hat):
    draw(9, "rectangle", "blue", as_=dress)
    draw(9, "ellipse", "red", as_=hat)
    (line,) = draw(1, "line", "blue", as_=dress)
    (circle,) = draw(1, "ellipse", "red", as_=dress)
    assert ranked(project, dress)[:2] == [circle, line]


def test_a_category_of_one_image_has_nothing_odd(project, draw, dress, hat):
    draw(3, "ellipse", "red", as_=hat)
    (only,) = draw(1, "rectangle", "blue", as_=dress)
    assert ranked(project, dress) == [only]
    assert number(only) % oddness.SPAN == 0


def test_a_category_without_images_is_sorted(project, hat):
    assert measuring.look(project, hat.public_id, None) == 0
    assert measuring.look(project, 77, None) == 0
    assert measuring.look(project, None, None) == 0


def test_an_image_that_was_relabeled_has_no_number_until_its_new_category_is_asked_for(
    project, draw, dress, hat, alice, bob
):
    draw(5, "rectangle", "blue", as_=dress)
    (circle,) = draw(1, "ellipse", "red", as_=dress)
    draw(5, "ellipse", "red", as_=hat)
    assert ranked(project, dress)[0] == circle
    before = number(circle)
    give_answer(circle, "approved", dress, by=bob)
    assert number(circle) == before  # it is still what it was
    ranked(project, hat)
    give_answer(circle, "labeled", hat, by=bob)
    assert number(circle) == NOT_MEASURED
    found = oddness.ranked(project.assets.filter(annotations__category=hat), "odd", project, hat.public_id)
    assert found.order_by(*oddness.ORDER.order_by(backwards=False)).last() == circle
    ranked(project, hat)
    assert NOT_MEASURED < number(circle) < before


def test_an_undo_brings_no_number_back(project, draw, dress, hat, bob):
    made = draw(4, "rectangle", "blue", as_=dress)
    ranked(project, dress)
    done = bulk.set_selected(project, [(made[0].pk, None)], status="labeled", category_ids=[hat.public_id], by=bob)
    bulk.undo(project, done.id, by=bob)
    assert number(made[0]) == NOT_MEASURED
    assert number(made[1]) != NOT_MEASURED


def test_what_is_sorted_is_not_sorted_again(project, draw, dress, django_assert_num_queries):
    draw(4, "rectangle", "blue", as_=dress)
    ranked(project, dress)
    with django_assert_num_queries(2):  # the category with its highest and lowest number, and how large it is
        assert measuring.look(project, dress.public_id, None) == 0


# --- a number stays, and of those that do not none is compared with another


def told():
    return dict(Annotation.objects.values_list("pk", "oddness"))


def test_what_comes_gets_its_number_and_all_others_keep_theirs(project, draw, dress):
    draw(5, "rectangle", "blue", as_=dress)
    ranked(project, dress)
    kept = told()
    draw(2, "ellipse", "red", as_=dress)
    ranked(project, dress)
    assert len(told()) == 7
    assert kept.items() <= told().items()


def test_once_a_category_has_doubled_all_of_it_is_told_anew_above_what_was_told_before(project, draw, dress):
    draw(7, "rectangle", "blue", as_=dress)
    ranked(project, dress)
    before = told()
    draw(1, "rectangle", "blue", as_=dress)
    ranked(project, dress)
    assert {number // oddness.SPAN for number in before.values()} == {3}
    assert {number // oddness.SPAN for number in told().values()} == {4}
    # A category that shrinks keeps what it has.
    before = told()
    Annotation.objects.filter(pk__in=[*before][:6]).delete()
    assert measuring.look(project, dress.public_id, None) == 0
    assert told().items() <= before.items()


def test_every_number_leaves_room_for_the_generations_of_the_largest_category():
    assert oddness.MOST_ODD < oddness.SPAN
    assert oddness.SPAN * (oddness.REFERENCES.bit_length() + 1) < 2**31


def test_two_who_look_at_once_tell_each_label_one_number(project, draw, dress):
    """The second one has read, before the first one wrote."""
    draw(5, "rectangle", "blue", as_=dress)
    floor = oddness.Measured.of(project.categories.filter(pk=dress.pk)).floor
    (one, *rest) = Annotation.objects.order_by("pk").values_list("pk", flat=True)
    oddness._write({one: 7}, floor)
    oddness._write(dict.fromkeys([one, *rest], 9), floor)
    assert told() == {one: floor + 7} | dict.fromkeys(rest, floor + 9)


# --- by a job


@pytest.fixture
def jobs(monkeypatch):
    """What was given to the worker, and is not done by it yet."""
    waiting = []
    monkeypatch.setattr("core.jobs.job.async_task", lambda *given, **_: waiting.append(given))
    return waiting


@pytest.fixture
def ask(project, django_capture_on_commit_callbacks):
    """Ask for the beginning of a category's list: how many labels have no number."""

    def begin(category):
        with django_capture_on_commit_callbacks(execute=True):
            return measuring.look(project, category.public_id, None)

    return begin


def work(jobs):
    """Do all that the worker was given; how many jobs it was."""
    given = [*jobs]
    jobs.clear()
    for task, pk in given:
        assert task == "annotations.tasks.measure_odd_ones"
        tasks.measure_odd_ones(pk)
    return len(given)


@pytest.fixture
def large(monkeypatch):
    """Five labels are many."""
    monkeypatch.setattr(measuring, "AT_ONCE", 5)
    monkeypatch.setattr(oddness, "PART", 5)
    monkeypatch.setattr(oddness, "REFERENCES", 6)


def test_a_large_category_is_worked_through_by_a_job_in_parts(project, draw, dress, hat, jobs, ask, large):
    draw(6, "ellipse", "red", as_=hat)
    draw(11, "rectangle", "blue", as_=dress)
    (circle,) = draw(1, "ellipse", "red", as_=dress)
    assert ask(dress) == 12
    assert number(circle) == NOT_MEASURED
    assert work(jobs) == 1
    assert ranked(project, dress)[0] == circle
    kept = told()
    # Some more are told at once, and the others stay.
    draw(2, "rectangle", "blue", as_=dress)
    assert ask(dress) == 0
    assert jobs == []
    assert kept.items() <= told().items()


def test_a_job_is_made_once_however_often_it_is_asked_for_and_by_whomever(project, draw, dress, hat, jobs, ask, large):
    draw(6, "rectangle", "blue", as_=dress)
    draw(7, "ellipse", "red", as_=hat)
    assert [ask(dress) for _ in range(10)] == [6] * 10
    assert ask(hat) == 7
    assert len(jobs) == 1
    assert OddnessJob.objects.get().wanted == [dress.pk, hat.pk]
    assert work(jobs) == 1
    assert [ask(dress), ask(hat)] == [0, 0]
    assert jobs == []
    job = OddnessJob.objects.get()
    assert (job.state, job.wanted) == ("done", [])
    # Later it is the same row.
    draw(6, "rectangle", "blue", as_=dress)
    assert ask(dress) > 0
    assert work(jobs) == 1
    assert OddnessJob.objects.get().pk == job.pk


def test_what_is_asked_for_while_the_job_ends_is_not_overlooked(
    project, draw, dress, hat, jobs, ask, large, monkeypatch
):
    draw(6, "rectangle", "blue", as_=dress)
    draw(6, "ellipse", "red", as_=hat)
    ask(dress)
    leave_out = measuring._leave_out

    def leave_out_while_somebody_asks(job, category):
        leave_out(job, category)
        if category == dress.pk:
            ask(hat)

    monkeypatch.setattr(measuring, "_leave_out", leave_out_while_somebody_asks)
    assert work(jobs) == 1
    assert NOT_MEASURED not in told().values()
    assert jobs == []


def test_a_job_that_nobody_took_is_delivered_again(
    project, draw, dress, jobs, ask, large, django_capture_on_commit_callbacks
):
    draw(6, "rectangle", "blue", as_=dress)
    ask(dress)
    jobs.clear()
    OddnessJob.objects.update(queued_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert work(jobs) == 1
    assert ask(dress) == 0


def test_a_job_that_failed_is_asked_for_anew(project, draw, dress, jobs, ask, large):
    draw(6, "rectangle", "blue", as_=dress)
    ask(dress)
    jobs.clear()
    OddnessJob.objects.update(state="failed", attempts=3)
    ask(dress)
    assert work(jobs) == 1
    assert ask(dress) == 0


def test_a_job_that_is_delivered_twice_or_for_what_is_gone_does_no_harm(project, draw, dress, jobs, ask, large):
    draw(6, "rectangle", "blue", as_=dress)
    ask(dress)
    OddnessJob.objects.update(wanted=[-1, dress.pk])
    jobs += jobs
    assert work(jobs) == 2
    kept = told()
    assert NOT_MEASURED not in kept.values()
    tasks.measure_odd_ones(-1)
    assert told() == kept


def test_what_lay_in_a_queue_before_a_project_had_one_job_is_done_by_it(
    project, draw, dress, jobs, django_capture_on_commit_callbacks
):
    draw(4, "rectangle", "blue", as_=dress)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.measure_oddness(dress.pk)
        tasks.measure_oddness(-1)
    assert work(jobs) == 1
    assert NOT_MEASURED not in told().values()


def test_many_categories_are_looked_at_by_a_job(project, draw, dress, jobs, ask, monkeypatch):
    draw(4, "rectangle", "blue", as_=dress)
    monkeypatch.setattr(measuring, "CATEGORIES", 0)
    assert ask(dress) == 4
    assert work(jobs) == 1
    assert ask(dress) == 0


def test_images_of_earlier_days_get_their_numbers_by_the_job_and_one_without_its_file_is_not_odd(
    project, draw, dress, jobs, ask, monkeypatch
):
    monkeypatch.setattr(oddness, "FILLED", 2)
    made = draw(4, "rectangle", "blue", as_=dress)
    (circle,) = draw(1, "ellipse", "red", as_=dress)
    AssetLook.objects.all().delete()
    for name in (made[0].file, renditions.file_name(made[0], renditions.THUMB)):
        default_storage.delete(name)
    assert ask(dress) == 5
    work(jobs)
    assert AssetLook.objects.count() == 4
    assert [asset.pk for asset in ranked(project, dress)][::4] == [circle.pk, made[0].pk]
    assert number(made[0]) % oddness.SPAN == 0


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_who_tells_numbers_waits_for_nobody_who_answers(project, draw, dress):
    """They lock labels in an order of their own: had the one waited for the other, this could be for ever."""
    made = draw(6, "rectangle", "blue", as_=dress)
    held = threading.Event()

    def answer():
        """Hold the last label, and change all once the numbers are told."""
        with transaction.atomic():
            Annotation.objects.filter(asset=made[-1]).delete()
            held.set()
            assert over.wait(timeout=10)
            Annotation.objects.filter(asset__in=made).delete()

    over = threading.Event()

    def tell():
        assert held.wait(timeout=10)
        missing = measuring.look(project, dress.public_id, None)
        over.set()
        return missing

    assert at_once(answer, tell)[1] == 1  # the one that was being changed
    assert not Annotation.objects.exists()


# --- by API


def test_programs_get_odd_ones_first_page_by_page_both_ways(api, project, draw, dress, alice):
    draw(6, "rectangle", "blue", as_=dress)
    draw(1, "ellipse", "red", as_=dress)
    expected = [asset.pk for asset in ranked(project, dress)]
    pages, address = [], f"{ASSETS}?sort=odd&category=1&limit=3"
    while address:
        pages.append(api(alice).get(address).json())
        address = pages[-1]["next"]
    assert [asset["id"] for page in pages for asset in page["results"]] == expected
    assert [asset["id"] for asset in api(alice).get(pages[-1]["previous"]).json()["results"]] == expected[3:6]


def test_without_a_category_nothing_is_odd(api, project, alice):
    answer = api(alice).get(f"{ASSETS}?sort=odd")
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "code": "bad_sort",
        "message": "sort=odd is within a category: name one, as category=3.",
        "fields": {"sort": ["sort=odd is within a category: name one, as category=3."]},
    }


def test_programs_are_told_while_a_job_is_at_it_how_many_wait_and_when_to_ask_again(
    api, project, draw, dress, alice, jobs, large
):
    draw(6, "rectangle", "blue", as_=dress)
    answer = api(alice).get(f"{ASSETS}?sort=odd&category=1")
    assert answer.status_code == 409
    assert answer.json()["error"] == {
        "code": "not_ready",
        "message": "The odd ones of this category are being looked for: 6 images wait. Ask again soon.",
        "details": {"unmeasured": 6},
    }
    assert answer.headers["Retry-After"] == "5"
    assert api(alice).get(f"{ASSETS}?sort=name").headers.get("Retry-After") is None


def test_a_list_says_how_many_stand_last_because_nobody_has_measured_them(
    api, project, draw, dress, alice, jobs, monkeypatch
):
    draw(6, "rectangle", "blue", as_=dress)
    first = api(alice).get(f"{ASSETS}?sort=odd&category=1&limit=4").json()
    assert first["unmeasured"] == 0
    (late,) = draw(1, "ellipse", "red", as_=dress)
    following = api(alice).get(first["next"]).json()
    assert following["unmeasured"] == 1
    assert following["results"][-1]["id"] == late.pk
    # People go on labeling: that never keeps a program from what is known.
    monkeypatch.setattr(measuring, "CATEGORIES", 0)
    assert api(alice).get(f"{ASSETS}?sort=odd&category=1").json()["unmeasured"] == 1
    assert "unmeasured" not in api(alice).get(f"{ASSETS}?sort=name").json()


def test_on_the_second_page_nothing_comes_again_and_nothing_is_missing_though_somebody_began_the_list_anew(
    api, project, draw, dress, alice
):
    made = draw(5, "rectangle", "blue", as_=dress)
    first = api(alice).get(f"{ASSETS}?sort=odd&category=1&limit=2").json()
    late = draw(2, "ellipse", "red", as_=dress)
    ranked(project, dress)
    ids, address = [asset["id"] for asset in first["results"]], first["next"]
    while address:
        page = api(alice).get(address).json()
        ids, address = [*ids, *(asset["id"] for asset in page["results"])], page["next"]
    assert sorted({*ids} - {photo.pk for photo in late}) == [photo.pk for photo in made]
    assert len(ids) == len({*ids})


def test_a_cursor_of_before_the_category_was_told_anew_is_refused(api, project, draw, dress, alice):
    draw(7, "rectangle", "blue", as_=dress)
    first = api(alice).get(f"{ASSETS}?sort=odd&category=1&limit=2").json()
    draw(1, "rectangle", "blue", as_=dress)
    ranked(project, dress)
    answer = api(alice).get(first["next"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "changed_meanwhile")
    assert answer.json()["error"]["message"].endswith("Begin it again.")
    assert api(alice).get(f"{ASSETS}?sort=odd&category=1&limit=2").status_code == 200


def test_a_cursor_among_those_without_a_number_is_refused_once_they_have_one(api, project, draw, dress, alice):
    draw(4, "rectangle", "blue", as_=dress)
    first = api(alice).get(f"{ASSETS}?sort=odd&category=1&limit=3").json()
    draw(3, "ellipse", "red", as_=dress)
    second = api(alice).get(first["next"]).json()
    assert second["unmeasured"] == 3
    assert len(api(alice).get(second["next"]).json()["results"]) == 1
    ranked(project, dress)
    answer = api(alice).get(second["next"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "changed_meanwhile")


def test_so_is_one_while_the_job_gives_them_theirs(api, project, draw, dress, alice, jobs):
    draw(4, "rectangle", "blue", as_=dress)
    first = api(alice).get(f"{ASSETS}?sort=odd&category=1&limit=3").json()
    draw(3, "ellipse", "red", as_=dress)
    second = api(alice).get(first["next"]).json()
    measuring.ask(dress)
    assert api(alice).get(second["next"]).status_code == 409


@pytest.mark.parametrize("category", ["1.0", "1e0", "99999999999999999999", "x", "-1", "0"])
def test_a_category_that_is_spelled_otherwise_is_found_or_refused(api, project, draw, dress, alice, category):
    draw(2, "rectangle", "blue", as_=dress)
    assert api(alice).get(f"{ASSETS}?sort=odd&category={category}").status_code in (200, 400)


def test_a_cursor_of_another_sort_is_refused(api, project, draw, dress, alice):
    draw(2, "rectangle", "blue", as_=dress)
    cursor = api(alice).get(f"{ASSETS}?sort=name&limit=1").json()["next"].split("cursor=")[1].split("&")[0]
    assert api(alice).get(f"{ASSETS}?sort=odd&category=1&cursor={cursor}").status_code == 400


# --- on real photos


@pytest.fixture(scope="module")
def looks():
    """The 713 photos: by path, how each looks and what it shows."""
    truth = real_photos(713)
    return {path: (read(path.read_bytes(), max_pixels=10**8), name) for path, name in truth.items()}


@pytest.mark.shared
@pytest.mark.parametrize(("seed", "seen", "by_chance"), [(21, 50, 28), (22, 51, 27), (23, 54, 29)])
def test_most_of_57_wrong_labels_among_713_photos_stand_on_the_first_screen_of_their_category(
    project, alice, looks, seed, seen, by_chance
):
    labels = planted({path: name for path, (_, name) in looks.items()}, 57, seed)
    assets = dict(zip(looks, rows(project, alice, [picture for picture, _ in looks.values()]), strict=True))
    found, chance = 0, 0.0
    given = {name: [path for path in looks if labels[path] == name] for name in sorted(set(labels.values()))}
    made = {name: categories.add(project, name) for name in given}
    for name, paths in given.items():
        chosen = [(assets[path].pk, None) for path in paths]
        bulk.set_selected(project, chosen, status="labeled", category_ids=[made[name].public_id], by=alice)
    for name, paths in given.items():
        wrong = {assets[path] for path in paths if looks[path][1] != name}
        found += len(wrong & {*ranked(project, made[name])[:SCREEN]})
        chance += len(wrong) * min(1, SCREEN / len(paths))
    assert (found, round(chance)) == (seen, by_chance)


def rows(project, by, pictures):
    """Images that look like these, without files."""
    made = Asset.objects.bulk_create(
        Asset(
            project=project, sha256=f"{number:064x}", file="-", width=1, height=1, mime_type="image/jpeg",
            size_bytes=1, original_name=f"{number}", sort_name=f"{number}", uploaded_by=by,
        )
        for number, _ in enumerate(pictures)
    )  # fmt: skip
    looks = zip(made, pictures, strict=True)
    AssetLook.objects.bulk_create(AssetLook(asset=asset, numbers=picture.numbers) for asset, picture in looks)
    return made
