"""A push: what is known is not sent, each file has its outcome, and a bad one stops no other."""

import hashlib
import json
import re
from email.parser import BytesParser

import httpx
import pytest

from labeler_client import LocalProblem, NoServer, SaidNo, Usage, pushing
from tests.client.fake import error

PROJECT = "projects/wardrobe/"


class Wardrobe:
    """A project on the fake server: what it knows by sha256, what it was sent, and which answers it was given."""

    def __init__(self, fake):
        self.known = {}
        self.sent = []
        self.operations = []
        self.revisions = {}
        self.refuses = {}  # name: sentence
        self.classes = [{"id": 1, "name": "Dress", "active": True}, {"id": 2, "name": "Hat", "active": False}]
        fake.routes |= {
            f"{PROJECT}assets/known/": self._known,
            f"{PROJECT}uploads/places/": lambda request: httpx.Response(201, json={"start": 500}),
            f"{PROJECT}assets/several/": lambda request: httpx.Response(
                200, json={"results": [self._take(*each) for each in parts(request)]}
            ),
            f"{PROJECT}assets/": self._one,
            f"{PROJECT}categories/": self._categories,
            f"{PROJECT}answers/": self._answers,
        }

    def _known(self, request):
        named = json.loads(request.content)["named"]
        found = {each["sha256"]: self.known[each["sha256"]] for each in named if each["sha256"] in self.known}
        return httpx.Response(200, json={"known": found, "names": {}})

    def _one(self, request):
        (each,) = parts(request)
        took = self._take(*each)
        if "error" in took:
            return httpx.Response(400, json=took)
        return httpx.Response(201, json=took["asset"] | {"duplicate": took["duplicate"]})

    def _take(self, name, content, folder, place):
        self.sent.append((folder, name, place))
        if name in self.refuses:
            return {"error": {"code": "broken", "message": self.refuses[name]}}
        sha256 = hashlib.sha256(content).hexdigest()
        duplicate = sha256 in self.known
        number = self.known.setdefault(sha256, len(self.known) + 1)
        return {"asset": {"id": number, "revision": self.revisions.get(number, (0, []))[0]}, "duplicate": duplicate}

    def _categories(self, request):
        if request.method == "GET":
            return httpx.Response(200, json={"results": self.classes})
        made = {"id": len(self.classes) + 1, "active": True, **json.loads(request.content)}
        self.classes.append(made)
        return httpx.Response(201, json=made)

    def _answers(self, request):
        told = json.loads(request.content)["operations"]
        self.operations += told
        results = []
        for each in told:
            at, categories = self.revisions.get(each["asset"], (0, []))
            if at != each["base_revision"]:
                results.append({"result": "conflict", "asset": {"category_ids": categories}})
                continue
            self.revisions[each["asset"]] = (at + 1, each["category_ids"])
            results.append({"result": "applied", "asset": {}})
        return httpx.Response(200, json={"results": results})


def parts(request):
    """(name, content, folder, place) of each file of a form."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    found = {"file": [], "folder": [], "place": []}
    for part in BytesParser().parsebytes(head + request.content).get_payload():
        field = re.search(r'name="(\w+)"', part["Content-Disposition"])[1]
        found[field].append(
            (part.get_filename(), part.get_payload(decode=True))
            if field == "file"
            else part.get_payload(decode=True).decode()
        )
    return [(*file, folder, int(place)) for file, folder, place in zip(*found.values(), strict=True)]


@pytest.fixture
def wardrobe(fake):
    return Wardrobe(fake)


@pytest.fixture
def folder(tmp_path):
    """Three pictures in two folders, one in none."""
    for name, content in {"Dress/10.jpg": b"a", "Dress/2.jpg": b"b", "Hat/1.png": b"c", "alone.jpg": b"d"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    return tmp_path


def push(connection, folder, **more):
    return pushing.push(connection, PROJECT, folder, **more)


def outcomes(report):
    return {each.path: each.result for each in report.outcomes}


def test_pictures_are_sent_in_the_order_of_their_names_with_folder_and_place(connection, wardrobe, folder):
    report = push(connection, folder)
    assert sorted(wardrobe.sent, key=lambda each: each[2]) == [
        ("", "alone.jpg", 500),
        ("Dress", "2.jpg", 501),
        ("Dress", "10.jpg", 502),
        ("Hat", "1.png", 503),
    ]
    assert set(outcomes(report).values()) == {"added"}
    assert report.bad == []


def test_what_is_known_is_asked_for_by_hash_and_not_sent(connection, wardrobe, folder, fake):
    push(connection, folder)
    wardrobe.sent.clear()
    (folder / "Hat" / "new.webp").write_bytes(b"new")
    report = push(connection, folder)
    assert wardrobe.sent == [("Hat", "new.webp", 500)]
    assert outcomes(report)["Hat/new.webp"] == "added"
    assert report.count("known") == 4
    asked = next(json.loads(each.content) for each in reversed(fake.requests) if each.url.path.endswith("/known/"))
    assert {"sha256": hashlib.sha256(b"c").hexdigest(), "name": "1.png", "folder": "Hat"} in asked["named"]


def test_hidden_files_and_other_files_stay_where_they_are_and_the_latter_are_named(connection, wardrobe, folder):
    for name in (".DS_Store", ".hidden.jpg", "notes.txt", "Dress/Thumbs.db"):
        (folder / name).write_bytes(b"x")
    (folder / ".thumbnails").mkdir()
    (folder / ".thumbnails" / "1.jpg").write_bytes(b"x")
    report = push(connection, folder)
    assert len(report.outcomes) == 4
    assert report.left_out == ["notes.txt", "Dress/Thumbs.db"]


def test_a_bad_file_is_named_and_the_others_come(connection, wardrobe, folder):
    wardrobe.refuses["2.jpg"] = "The file is broken."
    report = push(connection, folder)
    assert [(each.path, each.reason) for each in report.bad] == [("Dress/2.jpg", "The file is broken.")]
    assert report.count("added") == 3


def test_a_file_that_changes_while_it_is_sent_is_named(connection, wardrobe, folder, fake):
    before = fake.routes[f"{PROJECT}uploads/places/"]

    def changes(request):
        (folder / "Dress" / "2.jpg").write_bytes(b"other")
        (folder / "Hat" / "1.png").unlink()
        return before(request)

    fake.routes[f"{PROJECT}uploads/places/"] = changes
    report = push(connection, folder)
    reasons = {each.path: each.reason for each in report.bad}
    assert reasons.keys() == {"Dress/2.jpg", "Hat/1.png"}
    assert "changed" in reasons["Dress/2.jpg"]
    assert "cannot be read" in reasons["Hat/1.png"]


def test_large_pictures_go_alone_and_small_ones_together(connection, wardrobe, tmp_path, fake, monkeypatch):
    monkeypatch.setattr(pushing, "BYTES_TOGETHER", 100)
    monkeypatch.setattr(pushing, "TOGETHER", 3)
    for number, size in enumerate([40, 40, 40, 500, 10, 10, 10, 10]):
        (tmp_path / f"{number}.jpg").write_bytes(bytes([number]) * size)
    wardrobe.refuses["3.jpg"] = "Too large."
    report = push(connection, tmp_path)
    sizes = sorted(len(parts(each)) for each in fake.requests if each.url.path.endswith(("/several/", "/assets/")))
    assert sizes == [1, 1, 1, 2, 3]
    assert [each.path for each in report.bad] == ["3.jpg"]
    assert report.count("added") == 7


def test_labels_come_from_folders(connection, wardrobe, folder):
    (folder / "Hat" / "1.png").rename(folder / "Dress" / "1.png")
    (folder / "Hat").rmdir()
    report = push(connection, folder, labels_from_folders=True)
    assert len(wardrobe.operations) == 3
    assert all(each["category_ids"] == [1] and each["status"] == "labeled" for each in wardrobe.operations)
    assert {each.path: each.label for each in report.outcomes}["alone.jpg"] == ""
    again = push(connection, folder, labels_from_folders=True)
    assert again.count("already") == 3
    assert again.bad == []


def test_what_somebody_answered_stays_and_is_told(connection, wardrobe, folder):
    (folder / "Hat" / "1.png").unlink()
    (folder / "Hat").rmdir()
    push(connection, folder)
    for number in wardrobe.known.values():
        wardrobe.revisions[number] = (3, [9])
    report = push(connection, folder, labels_from_folders=True)
    assert report.count("other") == 2
    assert report.bad == []


def test_a_folder_without_a_class_is_told_before_anything_is_sent(connection, wardrobe, folder, fake):
    with pytest.raises(Usage, match="no class for these folders: Hat"):  # it is retired
        push(connection, folder, labels_from_folders=True)
    assert wardrobe.sent == []
    (folder / "Hat").rename(folder / "Shoe")
    push(connection, folder, labels_from_folders=True, add_classes=True)
    assert [each["name"] for each in wardrobe.classes] == ["Dress", "Hat", "Shoe"]


def test_the_same_picture_in_folders_of_two_classes_gets_one_label_and_is_told(connection, wardrobe, folder):
    wardrobe.classes[1]["active"] = True
    (folder / "Hat" / "again.png").write_bytes(b"a")
    report = push(connection, folder, labels_from_folders=True)
    assert outcomes(report)["Hat/again.png"] == "known"
    assert [(each.path, each.label) for each in report.bad] == [("Hat/again.png", "not labeled")]


def test_names_of_classes_are_compared_as_the_server_compares_them(connection, wardrobe, tmp_path):
    wardrobe.classes = [{"id": 7, "name": "Écharpe", "active": True}]
    (tmp_path / "e\u0301charpe").mkdir()
    (tmp_path / "e\u0301charpe" / "1.jpg").write_bytes(b"x")
    assert push(connection, tmp_path, labels_from_folders=True).count("labeled") == 1


def test_a_request_that_broke_off_is_sent_again_and_nothing_is_there_twice(connection, wardrobe, folder, fake):
    takes = fake.routes[f"{PROJECT}assets/several/"]
    broken = []

    def breaks(request):
        answer = takes(request)
        if broken:
            return answer
        broken.append(request)
        return httpx.ReadError("cut after it was done")

    fake.routes[f"{PROJECT}assets/several/"] = breaks
    report = push(connection, folder)
    assert len(wardrobe.known) == 4
    assert set(outcomes(report).values()) == {"known"}
    assert report.bad == []


def test_a_full_disk_of_the_server_ends_it(connection, wardrobe, folder, fake):
    fake.routes[f"{PROJECT}assets/several/"] = error(507, "disk_full", "The disk is full.")
    with pytest.raises(SaidNo, match="disk is full"):
        push(connection, folder)


def test_an_answer_for_other_files_is_not_believed(connection, wardrobe, folder, fake):
    fake.routes[f"{PROJECT}assets/several/"] = httpx.Response(200, json={"results": []})
    with pytest.raises(NoServer, match="another number of files"):
        push(connection, folder)


def test_an_empty_folder_asks_for_nothing_and_a_missing_one_is_told(connection, wardrobe, tmp_path, fake):
    assert push(connection, tmp_path).outcomes == []
    assert fake.requests == []
    with pytest.raises(LocalProblem, match="no folder"):
        push(connection, tmp_path / "nothing")


@pytest.mark.parametrize("together", [1, 24])
def test_an_answer_to_what_came_meanwhile_is_not_overwritten(connection, wardrobe, folder, fake, together, monkeypatch):
    """The picture was not known when it was asked for; somebody else sent it then, and answered it."""
    monkeypatch.setattr(pushing, "TOGETHER", together)
    (folder / "Hat" / "1.png").unlink()
    (folder / "Hat").rmdir()
    before = fake.routes[f"{PROJECT}uploads/places/"]

    def somebody_is_faster(request):
        wardrobe.known[hashlib.sha256(b"a").hexdigest()] = 77
        wardrobe.revisions[77] = (2, [9])
        return before(request)

    fake.routes[f"{PROJECT}uploads/places/"] = somebody_is_faster
    report = push(connection, folder, labels_from_folders=True)
    assert {each.path: each.label for each in report.outcomes} == {
        "alone.jpg": "", "Dress/2.jpg": "labeled", "Dress/10.jpg": "other",
    }  # fmt: skip
    assert wardrobe.revisions[77] == (2, [9])


@pytest.mark.parametrize("told", [[], {}, {"results": [3] * 4}, {"results": [{}] * 4}, {"results": [{"asset": 3}] * 4}])
@pytest.mark.parametrize("path", ["assets/known/", "uploads/places/", "assets/several/", "categories/", "answers/"])
def test_json_of_another_program_is_not_believed(connection, wardrobe, folder, fake, path, told):
    (folder / "Hat" / "1.png").unlink()
    (folder / "Hat").rmdir()
    (folder / "Dress" / "3.jpg").write_bytes(b"e")
    fake.routes[PROJECT + path] = httpx.Response(200, json=told)
    with pytest.raises(NoServer, match="not as Labeler does"):
        push(connection, folder, labels_from_folders=True)


def test_answers_for_other_labels_are_not_believed(connection, wardrobe, folder, fake):
    (folder / "Hat" / "1.png").unlink()
    (folder / "Hat").rmdir()
    fake.routes[f"{PROJECT}answers/"] = httpx.Response(200, json={"results": []})
    with pytest.raises(NoServer, match="another number of labels"):
        push(connection, folder, labels_from_folders=True)
