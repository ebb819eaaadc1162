"""The pages of a project's images: the grid and one image. Also the style sheet of the categories' colours."""

import re

import pytest

from annotations.browse.views import PER_PAGE
from assets.images import ingest
from assets.models import Asset
from projects import categories, lifecycle
from tests.support.cast import make_photo, picture
from tests.support.files.tiffs import TWELVE_BITS

GRID = "/projects/wardrobe/assets/"


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


def names(page):
    """File names of the tiles, in the order shown."""
    return [label.split(", ")[0] for label in re.findall(r'class="tile"[^>]* aria-label="([^"]+)"', page)]


def link(page, words):
    """Where a link with these words leads."""
    found = re.search(rf'<a[^>]* href="([^"]*)"[^>]*>(?:(?!</a>).)*{re.escape(words)}', page, re.DOTALL)
    return found[1].replace("&amp;", "&")


# --- the grid ---


def test_an_empty_project_asks_for_images_and_says_which_are_taken(as_alice, project):
    page = as_alice.get(GRID).content.decode()
    assert "Drop images here" in page
    assert "JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC and AVIF, up to 25 MB each." in page


def test_each_tab_shows_its_states_and_nothing_else(as_alice, alice, project, dress, photos, answer):
    unlabeled, labeled, back, approved, skipped = photos(5)
    answer(labeled, "labeled", dress, by=alice)
    answer(back, "needs_review", dress, by=alice)
    answer(approved, "approved", dress, by=alice)
    answer(skipped, "skipped", by=alice)
    shown = {tab: set(names(as_alice.get(f"{GRID}?status={tab}").content.decode())) for tab in TABS}
    assert shown == {
        "": {photo.original_name for photo in (unlabeled, labeled, back, approved, skipped)},
        "unlabeled": {unlabeled.original_name},
        "in_review": {labeled.original_name, back.original_name},
        "done": {approved.original_name},
        "skipped": {skipped.original_name},
    }


TABS = ["", "unlabeled", "in_review", "done", "skipped"]


def test_a_single_state_stands_under_its_tab_and_can_be_given_up(as_alice, alice, dress, photo, answer):
    answer(photo, "labeled", dress, by=alice)
    page = as_alice.get(f"{GRID}?status=labeled&size=l").content.decode()
    assert re.search(r'href="\?status=in_review&amp;size=l"[^>]* aria-current="true"', page)
    assert "Labeled only" in page
    assert link(page, "Labeled only") == "?size=l"


def test_a_tile_tells_name_state_and_label(as_alice, alice, project, dress, photo, answer):
    answer(photo, "approved", dress, by=alice)
    page = as_alice.get(GRID).content.decode()
    assert f'aria-label="{photo.original_name}, Approved, Dress"' in page


def test_tiles_have_the_shape_that_is_seen_not_the_one_that_is_stored(as_alice, photo):
    Asset.objects.bulk_create(
        [
            Asset(
                project=photo.project,
                sha256="f" * 64,
                file="x",
                width=400,
                height=300,
                exif_orientation=6,
                mime_type="image/jpeg",
                size_bytes=1,
                original_name="turned.jpg",
                sort_name="turned.jpg",
                uploaded_by=photo.uploaded_by,
            )
        ]
    )
    page = as_alice.get(f"{GRID}?search=turned").content.decode()
    assert 'data-ar="0.7500"' in page
    assert 'width="300" height="400" loading="lazy"' in page


def test_search_category_sort_and_size_live_in_the_address_and_keep_each_other(
    as_alice, alice, dress, hat, photos, answer
):
    first, second, third = photos(3)
    answer(first, "labeled", dress, by=alice)
    answer(second, "labeled", dress, by=alice)
    answer(third, "labeled", hat, by=alice)
    page = as_alice.get(f"{GRID}?category=1&sort=oldest&size=s&search=PHOTO").content.decode()
    assert names(page) == [first.original_name, second.original_name]
    assert 'data-size="s"' in page
    assert link(page, "Done") == "?category=1&search=PHOTO&sort=oldest&size=s&status=done"
    assert '<option value="1" selected>Dress</option>' in page
    assert '<option value="oldest" selected>Oldest first</option>' in page


def test_nothing_found_says_so_and_offers_the_way_back(as_alice, photo):
    page = as_alice.get(f"{GRID}?search=sneeker&sort=name").content.decode()
    assert "Nothing matches “sneeker”" in page
    assert link(page, "Clear search") == "?sort=name"
    page = as_alice.get(f"{GRID}?status=skipped").content.decode()
    assert "None is under Skipped." in page
    assert link(page, "Show all images") == "?"


def test_what_people_type_is_text_and_never_markup(as_alice, photo):
    page = as_alice.get(GRID, {"search": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("bad", ["status=nonsense", "category=x", "cursor=nonsense", "cursor=WyJuIiwgIngiXQ"])
def test_a_made_up_address_leads_to_the_whole_grid(as_alice, photo, bad):
    response = as_alice.get(f"{GRID}?{bad}")
    assert (response.status_code, response["Location"]) == (302, GRID)


@pytest.fixture
def many(project, bob):
    """Rows without files: the grid shows their addresses only."""
    Asset.objects.bulk_create(
        Asset(
            project=project,
            sha256=f"{n:064x}",
            file="x",
            width=4,
            height=3,
            mime_type="image/png",
            size_bytes=1,
            original_name=f"{n:04}.png",
            sort_name=f"{n:04}.png",
            uploaded_by=bob,
        )
        for n in range(2 * PER_PAGE + 10)
    )


@pytest.mark.parametrize("sort", ["newest", "oldest", "name"])
def test_every_image_is_on_exactly_one_page_and_back_leads_back(as_alice, many, sort):
    pages, where = [], f"{GRID}?sort={sort}"
    while where:
        pages.append(as_alice.get(where).content.decode())
        following = re.search(r'href="([^"]+)" rel="next"', pages[-1])
        where = following and GRID + following[1].replace("&amp;", "&")
    assert [len(names(page)) for page in pages] == [PER_PAGE, PER_PAGE, 10]
    shown = [name for page in pages for name in names(page)]
    assert shown == sorted(shown, reverse=sort == "newest")
    assert len(set(shown)) == 2 * PER_PAGE + 10
    back = re.search(r'href="([^"]+)" rel="prev"', pages[2])[1].replace("&amp;", "&")
    assert names(as_alice.get(GRID + back).content.decode()) == names(pages[1])


@pytest.mark.parametrize("count", [3, 30])
def test_the_grid_costs_the_same_for_3_images_as_for_30(
    as_alice, alice, dress, photos, answer, count, django_assert_num_queries
):
    answer(photos(count), "labeled", dress, by=alice)
    # session, user, project, images, their labels, their categories, all categories, videos, folders; switch (2) and
    # versions
    with django_assert_num_queries(12):
        as_alice.get(GRID)


# --- one image ---


def test_the_page_of_an_image_tells_its_answer_facts_and_origin(as_alice, alice, bob, dress, photo, answer):
    answer(photo, "labeled", dress, by=alice)
    page = as_alice.get(f"{GRID}{photo.pk}/").content.decode()
    for told in (photo.original_name, photo.sha256, "32 × 24", "image/png", "by bob", "Labeled by alice", "Upload"):
        assert told in page
    assert f'href="/projects/wardrobe/label/?asset={photo.pk}"' in page
    assert f'src="/api/v1/projects/wardrobe/assets/{photo.pk}/display"' in page
    assert f'data-history="/api/v1/projects/wardrobe/assets/{photo.pk}/history/"' in page


def test_the_page_of_a_deep_picture_tells_over_which_numbers_it_is_shown(as_alice, project, bob, photo):
    deep = make_photo(project, by=bob, content=TWELVE_BITS, name="deep.tif")
    page = as_alice.get(f"{GRID}{deep.pk}/").content.decode()
    assert "Shown from 0 to 4095" in page
    assert f'src="/api/v1/projects/wardrobe/assets/{deep.pk}/display-auto"' in page
    assert "Shown from" not in as_alice.get(f"{GRID}{photo.pk}/").content.decode()
    assert f"assets/{deep.pk}/thumb-auto" in as_alice.get(GRID).content.decode()


def test_the_page_of_an_image_leads_on_in_the_list_that_it_was_opened_from(as_alice, alice, dress, photos, answer):
    first, labeled, third, last = photos(4)
    answer(labeled, "labeled", dress, by=alice)
    address = link(as_alice.get(f"{GRID}?status=unlabeled&sort=oldest").content.decode(), "Unlabeled")
    assert "sort=oldest" in address

    def steps(photo, query):
        page = as_alice.get(f"{GRID}{photo.pk}/{query}").content.decode()
        return {way: int(number) for way, number in re.findall(r'rel="(prev|next)" href="[^"]*/assets/(\d+)/', page)}

    assert steps(third, "?status=unlabeled&sort=oldest") == {"prev": first.pk, "next": last.pk}
    assert steps(third, "") == {"prev": labeled.pk, "next": last.pk}  # in order
    assert steps(third, "?sort=newest") == {"prev": last.pk, "next": labeled.pk}
    assert steps(first, "?status=unlabeled&sort=oldest") == {"next": third.pk}
    assert steps(third, "?status=nonsense") == {}


def test_the_page_of_an_image_says_who_added_it(as_alice, project, bob):
    bob.first_name, bob.last_name = "Bob", "Builder"
    bob.save()
    made = make_photo(project, by=bob)
    page = as_alice.get(f"{GRID}{made.pk}/").content.decode()
    assert re.search(r"<dt>Added</dt><dd><time [^>]*>just now</time> by Bob Builder</dd>", page)


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_of_an_image_costs_the_same_among_3_as_among_30(as_alice, photos, count, django_assert_num_queries):
    made = photos(count)
    # session, user, project, the image, its labels and other names, the ways before and after, what others said of it,
    # categories; switch (2) and versions
    with django_assert_num_queries(13):
        as_alice.get(f"{GRID}{made[1].pk}/?sort=name")


def test_an_image_of_another_project_is_not_there(as_alice, bob, photo):
    other = lifecycle.create("Garage", by=bob)
    assert as_alice.get(f"/projects/{other.slug}/assets/{photo.pk}/").status_code == 404


# --- the colours of the categories ---

SHEET = "/projects/wardrobe/categories.css"


def test_the_style_sheet_has_every_category_retired_ones_too(as_alice, project, dress, hat):
    categories.change(hat, color="#010203")
    categories.retire(dress)
    response = as_alice.get(SHEET)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response.content.decode() == '[data-category="1"]{--c:#ECD438}\n[data-category="2"]{--c:#010203}\n'


def test_the_style_sheet_is_asked_for_again_but_sent_only_when_it_changed(as_alice, dress):
    first = as_alice.get(SHEET)
    assert first["Cache-Control"] == "private, max-age=10"
    assert as_alice.get(SHEET, headers={"If-None-Match": first["ETag"]}).status_code == 304
    categories.change(dress, color="#010203")
    assert as_alice.get(SHEET, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_fine_screen_gets_the_larger_rendition(as_alice, project, bob):
    wide = ingest.add_image(project, content=picture(1, size=(2000, 1000)), original_name="wide.png", by=bob).asset
    page = as_alice.get("/projects/wardrobe/assets/?size=l").content.decode()
    base = f"/api/v1/projects/wardrobe/assets/{wide.pk}"
    assert f'srcset="{base}/thumb 320w, {base}/display 1600w" sizes="512px"' in page


def test_a_small_picture_has_one_rendition(as_alice, photo):
    assert b"srcset" not in as_alice.get("/projects/wardrobe/assets/").content
