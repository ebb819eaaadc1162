"""The labeling and review pages as the server sends them. What their scripts do is tried in a browser."""

import re

import pytest
from django.urls import reverse

from annotations.labeling import views
from annotations.models import Claim
from assets.images import ingest
from projects import categories, lifecycle
from projects.models import Project
from tests.support.cast import picture

LABEL, REVIEW = "/projects/wardrobe/label/", "/projects/wardrobe/review/"


def texts(response, pattern):
    return [
        re.sub(r"<[^>]*>|\s+", " ", found).split() for found in re.findall(pattern, response.content.decode(), re.S)
    ]


def filters_of(response):
    """What each filter of the labeling page says: its words and its count."""
    return {" ".join(words): int(count) for *words, count in texts(response, r"<a href=\"[^>]*data-filter.*?</a>")}


# --- who may see them


@pytest.mark.parametrize("address", [LABEL, REVIEW])
def test_a_stranger_is_asked_to_log_in(client, project, address):
    assert client.get(address).headers["Location"] == f"/login/?next={address}"


@pytest.mark.parametrize("name", ["label", "review"])
def test_a_project_that_is_not_there_is_not_found(open_page, name):
    assert open_page(reverse(name, args=["nowhere"])).status_code == 404


@pytest.mark.parametrize("address", [LABEL, REVIEW])
def test_pages_are_read_only(client, alice, project, address):
    client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", [LABEL, REVIEW])
def test_nothing_in_the_page_needs_unsafe_inline(open_page, photo, dress, address):
    response = open_page(address)
    html = response.content.decode()
    assert not re.search(r"<[^>]+\s(style|on\w+)=", html)
    nonce = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"]).group(1)
    for attributes in re.findall(r"<script([^>]*)>", html):
        assert f'nonce="{nonce}"' in attributes or "src=" in attributes or 'type="application/json"' in attributes


@pytest.mark.parametrize("address", [LABEL, REVIEW])
def test_the_page_is_dark_and_sends_as_the_person_it_was_made_for(open_page, alice, photo, dress, address):
    response = open_page(address)
    assert f'<body data-surface="image" data-user="{alice.pk}"' in response.content.decode()
    assert response.data["csrf"]
    assert response.cookies["csrftoken"].value


# --- labeling


def test_opening_the_labeling_page_goes_to_what_is_unlabeled(open_page, alice, photos, answer, dress):
    first, second, *_ = photos(4)
    answer(first, "labeled", dress, by=alice)
    answer(second, "skipped", by=alice)
    response = open_page(LABEL)
    assert response.data["filter"] == "unlabeled"
    assert response.data["asset"] is None
    assert response.data["counts"] == {"unlabeled": 2, "labeled": 1, "needs_review": 0, "approved": 0, "skipped": 1}
    assert filters_of(response) == {"All": 4, "Unlabeled": 2, "In review": 1, "Done": 0, "Skipped": 1}


def test_looking_at_the_page_claims_nothing(open_page, photo, dress):
    open_page(LABEL)
    open_page(LABEL, asset=photo.pk)
    assert Claim.objects.count() == 0


def test_categories_have_keys_by_display_order_then_0_then_those_of_the_second_row(open_page, project, photo):
    made = [categories.add(project, f"Category {number}") for number in range(1, 13)]
    categories.reorder(project, [category.public_id for category in reversed(made)])
    categories.retire(made[5])
    told = open_page(LABEL).data["categories"]
    active = [category for category in told if category["active"]]
    assert [category["id"] for category in active] == [12, 11, 10, 9, 8, 7, 5, 4, 3, 2, 1]
    assert [category["key"] for category in active] == [*"1234567890", "Q1"]
    assert [category["key"] for category in told if category["id"] == 6] == [""]
    assert active[0] == {
        "id": 12, "name": "Category 12", "shape": made[11].shape, "active": True, "description": "", "key": "1",
    }  # fmt: skip


def test_the_second_row_ends_with_the_sixtieth_category(project):
    for number in range(1, 62):
        categories.add(project, f"Category {number}")
    keys = [category.key for category in project.categories.keyed()]
    assert (keys[10], keys[59], keys[60]) == ("Q1", "Y0", "")


def test_a_retired_category_is_told_but_not_offered(open_page, project, photo, dress, hat):
    categories.retire(hat)
    response = open_page(LABEL)
    assert [category["name"] for category in response.data["categories"]] == ["Dress", "Hat"]
    assert [choice[1] for choice in texts(response, r'<button [^>]*class="choice".*?</button>')] == ["Dress"]


def shown(data):
    """Numbers of the images that the page starts with, and of the one that is opened."""
    return [asset["id"] for asset in data["assets"]], data["asset"]


def test_an_address_of_an_image_opens_it_among_all_with_the_way_on_in_both_directions(
    open_page, photos, dress, api, alice, monkeypatch
):
    monkeypatch.setattr(views, "SHOWN_BEFORE", 1)
    made = photos(6)
    data = open_page(LABEL, asset=made[3].pk).data
    assert shown(data) == ([made[2].pk, made[3].pk], made[3].pk)
    assert (data["filter"], data["place"]) == ("all", 2)
    lists = api(alice)

    def ids(cursor):
        rows = lists.get(f"projects/wardrobe/assets/?sort=place&cursor={cursor}").json()["results"]
        return [row["id"] for row in rows]

    assert ids(data["after"]) == [made[4].pk, made[5].pk]
    assert ids(data["before"]) == [made[0].pk, made[1].pk]


def test_an_image_opens_in_a_filter_that_it_is_not_of(open_page, photos, dress, answer, alice, api):
    made = photos(4)
    answer([made[0], made[3]], "labeled", dress, by=alice)
    data = open_page(LABEL, asset=made[1].pk, filter="in_review").data
    assert shown(data) == ([made[0].pk, made[1].pk], made[1].pk)
    assert (data["place"], data["filter"]) == (0, "in_review")
    rows = api(alice).get(f"projects/wardrobe/assets/?status=in_review&sort=place&cursor={data['after']}").json()
    assert [row["id"] for row in rows["results"]] == [made[3].pk]


def test_an_unlabeled_image_opens_alone_as_those_before_it_may_be_somebody_elses(open_page, photos, dress):
    made = photos(3)
    assert shown(open_page(LABEL, asset=made[2].pk, filter="unlabeled").data) == ([made[2].pk], made[2].pk)


def test_at_the_ends_of_the_list_there_is_no_way_on(open_page, photo, dress):
    data = open_page(LABEL, asset=photo.pk).data
    assert (data["before"], data["after"]) == (None, None)


def test_an_address_can_name_the_first_and_the_last_image_of_a_filter(open_page, photos, dress, answer, alice):
    made = photos(5)
    answer(made[1:4], "labeled", dress, by=alice)
    assert shown(open_page(LABEL, filter="in_review", asset="first").data) == ([made[1].pk], made[1].pk)
    last = open_page(LABEL, filter="in_review", asset="last").data
    assert shown(last) == ([photo.pk for photo in made[1:4]], made[3].pk)
    assert shown(open_page(LABEL, filter="done", asset="last").data) == ([], None)


def test_an_address_can_name_the_next_unlabeled_image_after_one_else_the_first(open_page, photos, dress, answer, alice):
    made = photos(4)
    answer([made[0], made[2]], "labeled", dress, by=alice)

    def unlabeled(after):
        return open_page(LABEL, filter="all", asset="unlabeled", **{"from": after}).data["asset"]

    assert unlabeled(made[1].pk) == made[3].pk
    assert unlabeled(made[3].pk) == made[1].pk
    assert unlabeled("x") == made[1].pk
    answer([made[1], made[3]], "skipped", by=alice)
    assert unlabeled(made[1].pk) is None


@pytest.mark.parametrize("number", ["999999", "x", "-1", "9" * 30, "1.5"])
def test_an_image_that_is_not_there_is_not_found(open_page, photo, dress, number):
    assert open_page(LABEL, asset=number).status_code == 404


def test_an_image_of_another_project_is_not_found(open_page, photo, bob):
    lifecycle.create("Other", by=bob)
    assert open_page("/projects/other/label/", asset=photo.pk).status_code == 404


def test_a_selection_opens_in_its_order_and_goes_on_where_the_address_says(open_page, photos, dress):
    made = photos(4)
    chosen = [made[3].pk, made[0].pk, made[2].pk]
    response = open_page(LABEL, assets=",".join(map(str, chosen)), asset=made[0].pk)
    data = response.data
    assert (data["filter"], data["total"]) == ("chosen", 3)
    assert shown(data) == (chosen, made[0].pk)
    assert (data["before"], data["after"]) == (None, None)
    assert texts(response, r"<a [^>]*aria-current.*?</a>")[-1] == ["Selected", "3"]


@pytest.mark.parametrize("asked", ["first", "last", "unlabeled"])
def test_a_selection_has_no_first_or_last_of_a_filter_but_opens(open_page, photo, dress, asked):
    assert open_page(LABEL, assets=photo.pk, asset=asked).status_code == 200


def test_a_selection_names_only_images_of_the_project_and_each_once(open_page, photos, dress, bob):
    one, other = photos(2)
    other_project = lifecycle.create("Other", by=bob)
    foreign = ingest.add_image(other_project, content=picture(1), original_name="foreign.png", by=bob).asset
    asked = f"{other.pk},{foreign.pk},{one.pk},{other.pk},999999"
    assert shown(open_page(LABEL, assets=asked).data) == ([other.pk, one.pk], None)


@pytest.mark.parametrize("asked", ["x", "1,,2", "-1", "999999", "1" * 30, ",".join(["1"] * 501)])
def test_a_selection_without_images_is_not_found(open_page, photo, dress, asked):
    assert open_page(LABEL, assets=asked).status_code == 404


def test_a_filter_that_does_not_exist_is_the_usual_one(open_page, photo, dress):
    assert open_page(LABEL, filter="everything").data["filter"] == "unlabeled"


def test_without_categories_the_page_says_what_is_missing_and_leads_managers_to_it(open_page, client, photo, bob):
    settings = f"/projects/{photo.project.slug}/settings/categories/".encode()
    assert b"No categories yet" in open_page(LABEL).content
    assert settings not in open_page(LABEL).content
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert settings in open_page(LABEL).content


def test_without_images_the_page_says_where_to_add_them(open_page, dress):
    response = open_page(LABEL)
    assert b"No images yet" in response.content
    assert response.data is None


def test_names_cannot_break_out_of_the_page(open_page, project, photo):
    categories.add(project, "</script><b>")
    response = open_page(LABEL)
    assert response.data["categories"][0]["name"] == "</script><b>"
    assert b"</script><b>" not in response.content


@pytest.mark.parametrize("count", [3, 30])
def test_the_labeling_page_costs_the_same_for_few_images_and_many(
    open_page, photos, dress, answer, alice, count, django_assert_num_queries
):
    made = photos(count)
    answer(made[::2], "labeled", dress, by=alice)
    open_page(LABEL)
    with django_assert_num_queries(5):  # session, user, project, categories, counts
        open_page(LABEL)
    with django_assert_num_queries(11):  # and the image with its labels (3), its place, the way on both sides
        open_page(LABEL, asset=made[0].pk)


def test_a_list_that_claims_nothing_fetches_in_time_what_only_it_needs(open_page, photo, dress):
    link = b'<link rel="modulepreload" href="/static/labeler/label/queue/listed.js">'
    assert link in open_page(LABEL, filter="all").content
    assert link not in open_page(LABEL).content


@pytest.mark.parametrize(("editor", "most"), [("classification", 60), ("set", 70)])
def test_the_scripts_of_the_labeling_page_stay_under_60_kb_and_of_sets_under_70(settings, editor, most):
    folder = settings.BASE_DIR / "static" / "labeler"
    found, waiting = {}, ["base/css-variables", "label/page", f"label/editors/{editor}"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = (folder / f"{name}.js").read_text()
            waiting += re.findall(r'from "([\w/-]+)"', found[name])
    assert {"outbox/sender", "outbox/store", "base/keymap"} < set(found)
    assert sum(len(source.encode()) for source in found.values()) < most * 1024


def test_only_a_project_with_any_number_of_categories_gets_their_editor(open_page, photo, dress):
    one = open_page(LABEL)
    Project.objects.filter(pk=photo.project_id).update(task_type="classification_multi")
    several = open_page(LABEL)
    assert (one.data["editor"], several.data["editor"]) == ("classification", "set")
    assert 'modulepreload" href="/static/labeler/label/editors/classification.js' in one.content.decode()
    assert 'modulepreload" href="/static/labeler/label/editors/set.js' in several.content.decode()
    assert "also" not in one.data
    assert several.data["also"] == {"asked": 2}
