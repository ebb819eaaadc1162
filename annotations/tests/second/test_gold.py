"""Known pictures come to labelers now and then, look unlabeled, and tell how often each is wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotations.labeling import claims, comparing
from annotations.models import AnnotationEvent, GoldPicture, SecondAnswer
from annotations.second.agreement import known_to
from people.models import AuditEntry
from projects import lifecycle
from tests.support.cast import give_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks_known(twice):
    """A project that asks for no second answers; half of what a labeler gets may be known pictures."""
    lifecycle.change(twice, second_share=0, gold_share=50)
    twice.refresh_from_db()
    return twice


@pytest.fixture
def gold(asks_known, photo, alice, bob, dress, api):
    """A photo that Alice called a dress; Bob approved it, and marked it as known."""
    give_answer(photo, "labeled", dress, by=alice)
    give_answer(photo, "approved", by=bob)
    told = api(bob).post("projects/wardrobe/gold/", {"asset_ids": [photo.pk]})
    assert told.json() == {"changed": 1, "already": 0, "refused": 0}
    return photo


def compare():
    comparing.sweep(timezone.now() + timedelta(minutes=11))


def numbers(project, user):
    return [asset.pk for asset in claims.next_assets(project, user=user)]


def test_approved_pictures_are_marked_and_no_others(api, gold, photos, bob, dress):
    labeled, bare = photos(2)
    give_answer(labeled, "labeled", dress, by=bob)
    ids = [gold.pk, labeled.pk, bare.pk, 999_999]
    assert api(bob).post("projects/wardrobe/gold/", {"asset_ids": ids}).json() == {
        "changed": 0,
        "already": 1,
        "refused": 3,
    }
    listed = api(bob).get("projects/wardrobe/gold/").json()["results"]
    assert [(each["asset"], each["category_ids"], each["marked_by"]) for each in listed] == [(gold.pk, [1], "bob")]


def test_who_marks_and_unmarks_which_images_stands_in_the_audit(api, asks_known, photos, bob, carol, dress):
    made = photos(6)
    give_answer(made, "approved", dress, by=bob)
    first, *_, last = ids = [photo.pk for photo in made]

    def send(known, numbers):
        before = AuditEntry.objects.count()
        api(bob).post("projects/wardrobe/gold/", {"asset_ids": numbers, "known": known})
        entries = AuditEntry.objects.order_by("pk")[before:]
        assert {each.what for each in entries} <= {AuditEntry.What.KNOWN_IMAGES_CHANGED}
        return [(each.actor, each.of, each.facts) for each in entries]

    assert send(True, [*ids[2:][::-1], first, 999_999]) == [
        ("bob", "Wardrobe", {"slug": "wardrobe", "marked_as_known": f"{first}, {ids[2]}-{last}"})
    ]
    assert send(True, ids[3:]) == [], "they were before"
    assert send(False, ids[:3]) == [("bob", "Wardrobe", {"slug": "wardrobe", "no_longer_known": f"{first}, {ids[2]}"})]
    assert send(False, ids[:3]) == []
    assert api(carol).post("projects/wardrobe/gold/", {"asset_ids": ids}).status_code == 403
    assert AuditEntry.objects.filter(actor="carol").count() == 0


def test_a_mark_is_taken_away(api, gold, bob):
    told = api(bob).post("projects/wardrobe/gold/", {"asset_ids": [gold.pk], "known": False})
    assert told.json() == {"changed": 1, "already": 0, "refused": 0}
    assert not GoldPicture.objects.exists()


def test_labelers_neither_mark_nor_see_what_is_known(api, gold, carol):
    for call in (api(carol).get, api(carol).post):
        assert call("projects/wardrobe/gold/").status_code == 403
    told = api(carol).get(f"projects/wardrobe/assets/{gold.pk}/").json()
    assert (told["status"], told["category_ids"], told["known"], told["second"]) == ("unlabeled", [], False, True)


def test_one_comes_after_so_many_answers_of_a_labeler(api, send, gold, asks_known, photos, carol, hat):
    others = photos(8)
    assert gold.pk not in numbers(asks_known, carol)
    send(carol, others[0], "labeled", hat)
    assert gold.pk in numbers(asks_known, carol)


def test_known_pictures_alone_are_no_work(gold, asks_known, carol):
    assert numbers(asks_known, carol) == []


def test_it_comes_to_each_labeler_once_and_never_to_who_labeled_it(
    send, gold, asks_known, photos, alice, carol, dave, hat
):
    others = photos(9)
    for who, other in ((alice, others[0]), (carol, others[1]), (dave, others[2])):
        send(who, other, "labeled", hat)
    assert gold.pk not in numbers(asks_known, alice)
    for who, other in ((carol, others[3]), (dave, others[4])):
        assert gold.pk in numbers(asks_known, who)
        send(who, gold, "labeled", hat, second=True)
        send(who, other, "labeled", hat)
        assert gold.pk not in numbers(asks_known, who)
    assert SecondAnswer.objects.filter(kind="gold").count() == 2


def test_an_answer_about_it_changes_nothing_of_it(send, gold, carol, hat):
    before = AnnotationEvent.objects.count()
    assert send(carol, gold, "labeled", hat, second=True)["result"] == "applied"
    compare()
    gold.refresh_from_db()
    assert (gold.status, gold.category_ids, gold.revision) == ("approved", [1], 2)
    assert AnnotationEvent.objects.count() == before
    assert list(SecondAnswer.objects.values_list("kind", "category_ids", "agrees")) == [("gold", [2], False)]


def test_once_compared_its_label_is_shown(api, send, gold, carol, hat):
    send(carol, gold, "labeled", hat, second=True)
    compare()
    told = api(carol).get(f"projects/wardrobe/assets/{gold.pk}/").json()
    assert (told["status"], told["category_ids"], told["second"]) == ("approved", [1], False)


def test_how_often_each_labeler_is_wrong_is_told_to_reviewers(
    api, send, gold, asks_known, photos, bob, carol, dave, dress, hat
):
    more = photos(3)
    give_answer(more, "approved", dress, by=bob)
    api(bob).post("projects/wardrobe/gold/", {"asset_ids": [photo.pk for photo in more]})
    send(carol, gold, "labeled", hat)
    send(carol, more[0], "labeled", dress)
    send(carol, more[1], "skipped")
    send(dave, gold, "labeled", dress)
    compare()
    told = {each.username: (each.of, each.wrong, each.skipped, each.share) for each in known_to(asks_known)}
    assert told == {"carol": (2, 1, 1, 0.5), "dave": (1, 0, 0, 0.0)}
    (first, _) = api(bob).get("projects/wardrobe/agreement/").json()["known"]
    assert (first["username"], first["wrong"]) == ("carol", 1)
    assert 0 < first["interval"][0] < 0.5 < first["interval"][1] < 1


def test_labelers_are_told_at_once_if_the_project_says_so(send, gold, asks_known, carol, dave, dress, hat):
    lifecycle.change(asks_known, gold_told=True)
    told = send(carol, gold, "labeled", hat, second=True)
    assert told["known"] == {"right": False, "category_ids": [1], "note": "photo-0.png is a known picture: it is Dress"}
    assert (told["asset"]["status"], told["asset"]["category_ids"]) == ("approved", [1])
    assert send(carol, gold, "unlabeled", second=True)["code"] == "not_asked"
    told = send(dave, gold, "labeled", dress, second=True)
    assert told["known"]["right"] is True
    assert told["known"]["note"] == "photo-0.png is a known picture: you are right"


def test_they_are_not_told_otherwise(send, gold, carol, hat):
    assert "known" not in send(carol, gold, "labeled", hat, second=True)


def test_what_a_reviewer_changed_is_known_no_longer(send, gold, bob, carol, hat):
    send(carol, gold, "labeled", hat, second=True)
    give_answer(gold, "approved", hat, by=bob)
    compare()
    assert not GoldPicture.objects.exists()
    assert not SecondAnswer.objects.standing().exists()


def test_a_deleted_picture_takes_its_marks_and_second_answers_with_it(api, send, gold, bob, carol, hat):
    send(carol, gold, "labeled", hat, second=True)
    assert api(bob).delete(f"projects/wardrobe/assets/{gold.pk}/").status_code == 204
    assert not GoldPicture.objects.exists()
    assert not SecondAnswer.objects.exists()
