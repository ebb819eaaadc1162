"""Bob configures a project in the admin: every rule is the verbs' own, and class ids stay where they are."""

from decimal import Decimal

import pytest

from core.exceptions import Refused
from people.models import AuditEntry
from projects import categories, lifecycle
from projects.models import Category, Project

pytestmark = pytest.mark.django_db


@pytest.fixture
def bobs(client, bob):
    client.force_login(bob)
    return client


CHANGE = "/admin/projects/project/{}/change/"


def form(project, rows, members=()):
    """The change form as a browser sends it: rows of (category or None, values), and of (member or None, values)."""
    data = {
        "name": project.name if project else "Wardrobe",
        "task_type": "classification_single",
        "approve_mended": "on",
        "guidelines": "",
        "categories-TOTAL_FORMS": len(rows),
        "categories-INITIAL_FORMS": sum(1 for category, _ in rows if category),
        "categories-MIN_NUM_FORMS": 0,
        "categories-MAX_NUM_FORMS": 1000,
        **members_form(project, members),
    }
    for number, (category, values) in enumerate(rows):
        fields = {"name": "", "color": "", "supercategory": "", "description": "", "position": ""}
        if category:
            fields |= {
                "id": category.pk,
                "name": category.name,
                "color": category.color,
                "description": category.description,
                "position": category.position,
                "project": project.pk,
            }
            fields |= {} if category.active else {"retired": "on"}
        fields |= values
        data |= {f"categories-{number}-{name}": value for name, value in fields.items() if value is not None}
    return data


def members_form(project, rows):
    data = {
        "memberships-TOTAL_FORMS": len(rows),
        "memberships-INITIAL_FORMS": sum(1 for member, _ in rows if member),
        "memberships-MIN_NUM_FORMS": 0,
        "memberships-MAX_NUM_FORMS": 1000,
    }
    for number, (member, values) in enumerate(rows):
        fields = {"id": member.pk, "project": project.pk, "user": member.user.pk, "kind": member.kind} if member else {}
        data |= {f"memberships-{number}-{name}": value for name, value in (fields | values).items()}
    return data


def send(client, project, *rows):
    return client.post(f"/admin/projects/project/{project.pk}/change/", form(project, rows))


def state(project):
    return [(c.public_id, c.name, c.active) for c in Category.objects.filter(project=project).in_display_order()]


def errors(response):
    rows = response.context["inline_admin_formsets"][0].formset.errors
    return [error for row in rows for problems in row.values() for error in problems]


def test_a_project_is_made_with_its_categories(bobs, bob):
    response = bobs.post(
        "/admin/projects/project/add/", form(None, [(None, {"name": "Dress"}), (None, {"name": "Hat"})])
    )
    assert response.status_code == 302
    project = Project.objects.get()
    assert (project.name, project.slug, project.created_by) == ("Wardrobe", "wardrobe", bob)
    assert state(project) == [(1, "Dress", True), (2, "Hat", True)]


def test_adding_takes_the_next_index_and_comes_last(bobs, project, dress, hat):
    assert send(bobs, project, (dress, {}), (hat, {}), (None, {"name": "Scarf"})).status_code == 302
    assert state(project) == [(1, "Dress", True), (2, "Hat", True), (3, "Scarf", True)]


def test_a_new_category_takes_the_next_colour_when_none_is_named(bobs, project, dress):
    assert (
        send(
            bobs, project, (dress, {}), (None, {"name": "Scarf"}), (None, {"name": "Hat", "color": "#abcdef"})
        ).status_code
        == 302
    )
    assert list(project.categories.values_list("color", flat=True)) == ["#ECD438", "#898CFE", "#ABCDEF"]


def test_dragging_changes_the_order_and_no_id(bobs, project, dress, hat):
    assert send(bobs, project, (dress, {"position": 2}), (hat, {"position": 1})).status_code == 302
    assert state(project) == [(2, "Hat", True), (1, "Dress", True)]
    page = bobs.get(f"/admin/projects/project/{project.pk}/change/")
    rows = page.context["inline_admin_formsets"][0].formset.initial_forms
    assert [row.instance.name for row in rows] == ["Hat", "Dress"]


def test_renaming_recolouring_and_describing(bobs, project, dress, hat):
    change = {"name": "Gown", "color": "#00ff00", "description": "Long", "supercategory": "Clothes"}
    assert send(bobs, project, (dress, change), (hat, {})).status_code == 302
    dress.refresh_from_db()
    assert (dress.class_index, dress.name, dress.color, dress.description, dress.supercategory) == (
        0,
        "Gown",
        "#00FF00",
        "Long",
        "Clothes",
    )


def test_nearly_equal_names_are_taken_and_told_of(bobs, project, dress, hat):
    rows = (dress, {"name": "m2"}), (hat, {}), (None, {"name": "m²"})
    response = bobs.post(f"/admin/projects/project/{project.pk}/change/", form(project, rows), follow=True)
    assert state(project) == [(1, "m2", True), (2, "Hat", True), (3, "m²", True)]
    told = [str(message) for message in response.context["messages"]]
    assert "“m²” is like “m2”. If they are the same class, retire one." in told
    page = send(bobs, project, *((category, {}) for category in project.categories.all()))
    assert page.status_code == 302


def test_names_of_which_only_the_width_differs_are_refused(bobs, project, dress, hat):
    assert errors(send(bobs, project, (dress, {}), (hat, {"name": "Ｄｒｅｓｓ"}))) == [
        "“Ｄｒｅｓｓ” differs from “Dress” only in the width of its characters."
    ]
    assert errors(send(bobs, project, (dress, {}), (hat, {}), (None, {"name": "bag"}), (None, {"name": "ｂａｇ"}))) == [
        "“ｂａｇ” stands here twice."
    ]
    assert state(project) == [(1, "Dress", True), (2, "Hat", True)]


def test_retiring_says_how_many_images_carry_it_and_restoring_brings_it_back(
    bobs, project, dress, hat, photo, alice, answer
):
    answer(photo, "labeled", hat, by=alice)
    response = bobs.post(
        f"/admin/projects/project/{project.pk}/change/",
        form(project, [(dress, {}), (hat, {"retired": "on"})]),
        follow=True,
    )
    assert next(str(message) for message in response.context["messages"]) == (
        "“Hat” is retired. 1 image carries it and keeps it; id 2 stays in every export."
    )
    hat.refresh_from_db()
    assert not hat.active
    assert send(bobs, project, (dress, {}), (hat, {"retired": None})).status_code == 302
    assert state(project) == [(1, "Dress", True), (2, "Hat", True)]


@pytest.fixture
def line(bob):
    """Three categories, each below the next one."""
    project = lifecycle.create("Outfits", by=bob, task_type="classification_multi")
    first, second, third = (categories.add(project, name) for name in ("Sneaker", "Shoe", "Clothing"))
    return categories.change(first, parent_id=2), categories.change(second, parent_id=3), third


def test_a_line_is_retired_and_restored_in_one_save_whatever_the_order_of_its_rows(bobs, line):
    project = line[0].project
    assert send(bobs, project, *((each, {"retired": "on"}) for each in line)).status_code == 302
    assert [active for *_, active in state(project)] == [False] * 3
    assert send(bobs, project, *((each, {"retired": None}) for each in line)).status_code == 302
    assert [active for *_, active in state(project)] == [True] * 3


def test_none_is_retired_above_one_that_is_not(bobs, line):
    project = line[0].project
    sneaker, shoe, clothing = line
    response = send(bobs, project, (sneaker, {}), (shoe, {"retired": "on"}), (clothing, {"name": "Clothes"}))
    assert response.status_code == 200
    assert errors(response) == ["“Sneaker” lies below one that is retired."]
    assert [(name, active) for _, name, active in state(project)] == [("Sneaker", 1), ("Shoe", 1), ("Clothing", 1)]


def test_a_retired_name_cannot_be_added_again_but_its_restoring_is_offered(bobs, project, dress, hat):
    hat = categories.retire(hat)
    response = send(bobs, project, (dress, {}), (hat, {}), (None, {"name": "HAT"}))
    assert errors(response) == ["“Hat” was retired and keeps its name and id 2. Restore it instead of adding it again."]
    assert Category.objects.count() == 2


def test_two_new_rows_with_one_name_are_refused(bobs, project, dress):
    response = send(bobs, project, (dress, {}), (None, {"name": "Scarf"}), (None, {"name": "scarf"}))
    assert errors(response) == ["“scarf” stands here twice."]
    assert Category.objects.count() == 1


def test_two_projects_cannot_have_one_name(bobs, project):
    response = bobs.post("/admin/projects/project/add/", form(None, []))
    assert response.context["adminform"].errors["name"] == ["There is a project “Wardrobe” already."]


def test_the_page_shows_ids_keys_and_labels_and_says_why_nothing_can_be_deleted(
    bobs, project, dress, hat, photo, alice, answer
):
    answer(photo, "labeled", hat, by=alice)
    page = bobs.get(f"/admin/projects/project/{project.pk}/change/").content.decode()
    assert "A category cannot be deleted" in page
    assert "categories-0-DELETE" not in page
    for name, shown in [("public_id", "2"), ("index", "1"), ("key", "2"), ("labels", "1")]:
        assert page.split(f'class="field-{name}"')[2].split("<p>")[1].startswith(shown)


def test_a_project_with_categories_cannot_be_deleted_in_the_admin(bobs, project, dress):
    assert bobs.post(f"/admin/projects/project/{project.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Project.objects.filter(pk=project.pk).exists()


def test_an_empty_project_can_be_deleted(bobs, project):
    assert bobs.post(f"/admin/projects/project/{project.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Project.objects.exists()


def test_splits_are_set_in_percent_and_shown_again(bobs, project):
    sent = form(project, []) | {"train": "80", "val": "12.5", "test": "7.5", "split_seed": "autumn"}
    assert bobs.post(CHANGE.format(project.pk), sent).status_code == 302
    project.refresh_from_db()
    assert project.split_ratios == {"train": 8000, "val": 1250, "test": 750}
    assert project.split_seed == "autumn"
    shown = bobs.get(CHANGE.format(project.pk)).context["adminform"].form
    assert [shown[name].value() for name in ("train", "val", "test", "split_seed")] == [
        80,
        Decimal("12.5"),
        7.5,
        "autumn",
    ]
    bobs.post(CHANGE.format(project.pk), form(project, []))
    project.refresh_from_db()
    assert (project.split_ratios, project.split_seed) == (None, "")


def test_a_license_is_named_from_the_start_changed_and_taken_away(bobs):
    assert bobs.post("/admin/projects/project/add/", form(None, []) | {"license": "CC-BY-4.0"}).status_code == 302
    project = Project.objects.get()
    assert project.license == "CC-BY-4.0"
    shown = bobs.get(CHANGE.format(project.pk)).context["adminform"].form
    assert shown["license"].value() == "CC-BY-4.0"
    for sent in ("https://example.com/terms", ""):
        assert bobs.post(CHANGE.format(project.pk), form(project, []) | {"license": sent}).status_code == 302
        project.refresh_from_db()
        assert project.license == sent


@pytest.mark.parametrize("license", ["MIT\nor another", "MIT\x07"])
def test_a_license_of_several_lines_is_refused_with_the_same_sentence_as_by_api(bobs, project, license):
    response = bobs.post(CHANGE.format(project.pk), form(project, []) | {"license": license})
    assert response.context["adminform"].errors["license"] == ["A license is one line, without control characters."]
    project.refresh_from_db()
    assert project.license == ""


@pytest.mark.parametrize(
    "shares", [("80", "10", "9"), ("100", "10", "-10"), ("eighty", "10", "10"), ("33.333", "33.333", "33.334")]
)
def test_shares_that_do_not_add_up_are_refused(bobs, project, shares):
    sent = form(project, []) | dict(zip(("train", "val", "test"), shares, strict=True))
    response = bobs.post(CHANGE.format(project.pk), sent)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    project.refresh_from_db()
    assert project.split_ratios is None


def test_a_new_project_may_have_splits_from_the_start(bobs, db):
    sent = form(None, [(None, {"name": "Dress"})]) | {"train": "100", "val": "0", "test": ""}
    assert bobs.post("/admin/projects/project/add/", sent).status_code == 302
    assert Project.objects.get().split_ratios == {"train": 10_000, "val": 0, "test": 0}


def test_a_project_is_closed_and_gets_its_members(bobs, project, alice, mallory):
    rows = [(None, {"user": alice.pk, "kind": "manager"}), (None, {"user": mallory.pk, "kind": "labeler"})]
    response = bobs.post(CHANGE.format(project.pk), form(project, [], rows) | {"closed": "on"})
    assert response.status_code == 302
    project.refresh_from_db()
    assert project.closed
    first, second = project.memberships.order_by("pk")
    assert [(each.user, each.kind) for each in (first, second)] == [(alice, "manager"), (mallory, "labeler")]

    rows = [(first, {}), (second, {"kind": "reviewer"})]
    bobs.post(CHANGE.format(project.pk), form(project, [], rows) | {"closed": "on"})
    rows = [(first, {"user": mallory.pk}), (second, {"DELETE": "on"})]
    bobs.post(CHANGE.format(project.pk), form(project, [], rows) | {"closed": "on"})
    assert [(each.user, each.kind) for each in project.memberships.all()] == [(alice, "manager")]
    noted = AuditEntry.objects.filter(what__startswith="member").order_by("pk")
    assert [(entry.what, entry.actor, entry.of, entry.facts["member"]) for entry in noted] == [
        ("member_added", "bob", "alice", "manager"),
        ("member_added", "bob", "mallory", "labeler"),
        ("member_changed", "bob", "mallory", ["labeler", "reviewer"]),
        ("member_removed", "bob", "mallory", "reviewer"),
    ]


def test_a_closed_project_may_be_called_like_another_and_not_opened_while_it_is(bobs, project):
    other = form(None, []) | {"closed": "on"}
    assert bobs.post("/admin/projects/project/add/", other).status_code == 302
    closed = Project.objects.get(closed=True)
    assert (closed.name, closed.slug) == ("Wardrobe", "wardrobe-2")
    response = bobs.post(CHANGE.format(closed.pk), form(closed, []))
    assert "There is a project “Wardrobe” already." in response.content.decode()
    closed.refresh_from_db()
    assert closed.closed


def test_whether_what_is_mended_is_approved_is_set_from_the_start_and_changed(bobs):
    unticked = {name: value for name, value in form(None, []).items() if name != "approve_mended"}
    assert bobs.get("/admin/projects/project/add/").context["adminform"].form["approve_mended"].value() is True
    bobs.post("/admin/projects/project/add/", unticked)
    project = Project.objects.get()
    assert not project.approve_mended
    bobs.post(CHANGE.format(project.pk), form(project, []))
    project.refresh_from_db()
    assert project.approve_mended


def test_the_reasons_to_send_back_are_set_and_taken_away(bobs, project):
    bobs.post(CHANGE.format(project.pk), form(project, []) | {"reasons": "Blurred\nCut off"})
    project.refresh_from_db()
    assert project.send_back_reasons == ["Blurred", "Cut off"]
    bobs.post(CHANGE.format(project.pk), form(project, []))
    project.refresh_from_db()
    assert project.send_back_reasons == []


def test_the_shares_that_are_labeled_again_are_set_shown_and_taken_away(bobs, bob, project):
    asked = {"second_share": "5", "gold_share": "4", "gold_told": "on"}
    assert bobs.post(CHANGE.format(project.pk), form(project, []) | asked).status_code == 302
    project.refresh_from_db()
    assert (project.second_share, project.gold_share, project.gold_told) == (5, 4, True)
    entry = AuditEntry.objects.get(what="project_changed")
    assert (entry.actor, entry.facts["second_share"]) == (bob.get_username(), [0, 5])
    page = bobs.get(CHANGE.format(project.pk))
    shown = page.context["adminform"].form
    assert [shown[name].value() for name in asked] == [5, 4, True]
    assert "Labeled again" in page.content.decode()
    bobs.post(CHANGE.format(project.pk), form(project, []))
    project.refresh_from_db()
    assert (project.second_share, project.gold_share, project.gold_told) == (0, 0, False)


@pytest.mark.parametrize(("name", "share", "most"), [("second_share", 101, 100), ("gold_share", 51, 50)])
def test_a_share_that_is_none_is_refused_with_the_same_sentence_as_by_api(bobs, project, name, share, most):
    response = bobs.post(CHANGE.format(project.pk), form(project, []) | {name: share})
    assert response.context["adminform"].form.errors[name] == [
        f"The share is a whole number of per cent, from 0 to {most}."
    ]


def test_the_brightness_of_deep_pictures_is_set_shown_again_and_taken_away(bobs, bob, project):
    assert (
        bobs.post(CHANGE.format(project.pk), form(project, []) | {"black": "200", "white": "900.5"}).status_code == 302
    )
    project.refresh_from_db()
    assert project.window == (200, 900.5)
    entry = AuditEntry.objects.get(what="project_changed")
    assert (entry.actor, entry.facts["window"]) == (bob.get_username(), [None, {"from": 200, "to": 900.5}])
    shown = bobs.get(CHANGE.format(project.pk)).context["adminform"].form
    assert [shown[name].value() for name in ("black", "white")] == [200, 900.5]
    bobs.post(CHANGE.format(project.pk), form(project, []))
    project.refresh_from_db()
    assert project.window is None


@pytest.mark.parametrize(("black", "white"), [("900", "200"), ("200", ""), ("", "900"), ("1e99", "2e99")])
def test_a_brightness_that_is_none_is_refused_with_the_same_sentence_as_by_api(bobs, project, black, white):
    response = bobs.post(CHANGE.format(project.pk), form(project, []) | {"black": black, "white": white})
    with pytest.raises(Refused) as refused:
        lifecycle.change(project, window={name: float(end) for name, end in (("from", black), ("to", white)) if end})
    assert response.context["adminform"].form.errors == {"black": [refused.value.message]}
    project.refresh_from_db()
    assert project.window is None


def test_who_changes_something_else_leaves_the_brightness_and_makes_no_pictures_anew(
    bobs, project, django_capture_on_commit_callbacks, monkeypatch
):
    lifecycle.change(project, window={"from": 1, "to": 2})
    monkeypatch.setattr(lifecycle, "async_task", lambda *args: pytest.fail("nothing is to be made"))
    sent = form(project, []) | {"black": "1", "white": "2", "guidelines": "Look twice."}
    with django_capture_on_commit_callbacks(execute=True):
        assert bobs.post(CHANGE.format(project.pk), sent).status_code == 302
    project.refresh_from_db()
    assert (project.guidelines, project.window) == ("Look twice.", (1, 2))
