"""From a folder of photos to a verified dataset version, as an outside program does it: the whole program, over HTTP,
with nothing but a token and Python's own library."""

import hashlib
import json
import urllib.error
import urllib.parse
import urllib.request
import uuid
import zipfile

import pytest
from django.db import connection

from contract.tests.test_readers import code
from tests.support.program import eventually, running

pytestmark = pytest.mark.processes

PHOTOS = 64
HERE = "projects/storefront-clothing"


@pytest.fixture
def database():
    """What tells the program its database: nothing on SQLite; on PostgreSQL one of its own."""
    if connection.vendor == "sqlite":
        yield {}
        return
    import psycopg

    at = {name: connection.settings_dict[name.upper()] for name in ("host", "port", "user", "password")}
    server = {name: value for name, value in at.items() if value}
    name = f"whole_path_{uuid.uuid4().hex}"
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    try:
        secret = f":{at['password']}" if at["password"] else ""
        yield {"DATABASE_URL": f"postgres://{at['user']}{secret}@{at['host']}:{at['port'] or 5432}/{name}"}
    finally:
        with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def program(tmp_path, database):
    with running(tmp_path / "data", **database) as program:
        yield program


@pytest.fixture
def api(program):
    return Api(f"{program.url}/api/v1/", program.manage("create_token", "admin").strip())


class Api:
    """Calls with a token; they answer (status, JSON)."""

    def __init__(self, base, token):
        self.base, self.token = base, token

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        status, _, content = self.send(method, path, data, "application/json")
        return status, json.loads(content) if content else None

    def get(self, path, **query):
        status, answer = self.call("GET", f"{path}?{urllib.parse.urlencode(query)}" if query else path)
        assert status == 200, answer
        return answer

    def post(self, path, body=None, *, status=200):
        told, answer = self.call("POST", path, body)
        assert told == status, answer
        return answer

    def upload(self, name, content):
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        status, _, answer = self.send("POST", f"{HERE}/assets/", body, f"multipart/form-data; boundary={edge}")
        return status, json.loads(answer)

    def send(self, method, path, data=None, content_type=None, **headers):
        """Status, headers and bytes."""
        address = path if path.startswith("http") else self.base + path
        request = urllib.request.Request(address, data, method=method)
        request.add_header("Authorization", f"Token {self.token}")
        if data is not None:
            request.add_header("Content-Type", content_type)
        for name, value in headers.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read()


def test_from_a_folder_of_photos_to_a_verified_dataset_version(api, program, labeled_photos, tmp_path, monkeypatch):
    photos = labeled_photos(PHOTOS)
    classes = list(dict.fromkeys(photos.values()))

    make_project(api, classes)
    assets = upload(api, photos)
    answer_the_queue(api, assets, photos, classes)
    approve_everything(api)
    first = request_version(api, 1)
    second = request_version(api, 2)

    for name in ("hash", "labels_hash", "samples_hash"):
        assert first[name] == second[name]
    export = download(api, 1, tmp_path / "export.zip")
    assert verify(export).endswith(f"{PHOTOS} images verified, {first['hash']}")
    check_contents(export, photos, classes)
    check_reading(export, photos, tmp_path, monkeypatch)
    built_again = program.manage("rebuild_version", "storefront-clothing", "1")
    assert built_again.endswith(f"the same bytes, sha256 {hashlib.sha256(export.read_bytes()).hexdigest()}\n")
    nothing_changed = api.get(f"{HERE}/versions/2/diff/1/")["images"]
    assert nothing_changed == {"added": 0, "removed": 0, "relabeled": 0, "moved": 0}
    assert open_to_others(program.data) == []


def open_to_others(data):
    """The data folder, and what in it others than its owner may read or write."""
    paths = [data, *data.rglob("*")]
    assert len(paths) > PHOTOS
    return [(str(path), oct(path.stat().st_mode)) for path in paths if path.stat().st_mode & 0o077]


def make_project(api, classes):
    made = api.post("projects/", {"name": "Storefront clothing", "guidelines": "One garment each."}, status=201)
    assert (made["slug"], made["task_type"], made["schema_version"]) == (
        "storefront-clothing",
        "classification_single",
        "1.0.0",
    )
    for name in ["First", *classes[1:]]:
        api.post(f"{HERE}/categories/", {"name": name}, status=201)
    assert api.call("PATCH", f"{HERE}/categories/1/", {"name": classes[0]})[1]["id"] == 1
    assert api.call("DELETE", f"{HERE}/categories/2/")[1]["active"] is False
    assert api.post(f"{HERE}/categories/2/restore/")["active"] is True
    order = [*range(2, len(classes) + 1), 1]
    shown = api.post(f"{HERE}/categories/reorder/", {"ids": order})["results"]
    assert [category["id"] for category in shown] == order
    assert {category["name"]: category["class_index"] for category in shown} == {
        name: index for index, name in enumerate(classes)
    }


def upload(api, photos):
    """Every photo by itself, with bad and double ones among them. Answers the class folder by asset number."""
    assets = {}
    for number, (path, folder) in enumerate(photos.items()):
        content = path.read_bytes()
        status, asset = api.upload(path.name, content)
        assert (status, asset["sha256"]) == (201, hashlib.sha256(content).hexdigest())
        assets[asset["id"]] = folder
        if number == 5:
            status, again = api.upload("again.jpg", content)
            assert (status, again["duplicate"], again["id"]) == (200, True, asset["id"])
            status, refused = api.upload("half.jpg", content[: len(content) // 2])
            assert (status, refused["error"]["code"]) == (400, "damaged")
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in photos]
    assert api.post(f"{HERE}/assets/known/", {"sha256": [*hashes, "0" * 64]})["known"].keys() == set(hashes)
    assert api.get(f"{HERE}/stats/")["by_status"]["unlabeled"] == PHOTOS
    return assets


def answer_the_queue(api, assets, photos, classes):
    """Until it is empty; every batch is sent twice, as if its first answer had been lost."""
    seen = []
    while stretch := api.get(f"{HERE}/queue/", limit=10, tab="robot")["results"]:
        status, _, picture = api.send("GET", f"{HERE}/assets/{stretch[0]['id']}/display")
        assert (status, picture[:2]) == (200, b"\xff\xd8")
        operations = [
            {
                "op_id": str(uuid.uuid4()),
                "asset": asset["id"],
                "base_revision": asset["revision"],
                "status": "labeled",
                "category_ids": [classes.index(assets[asset["id"]]) + 1],
            }
            for asset in stretch
        ]
        told = api.post(f"{HERE}/answers/", {"operations": operations})["results"]
        assert [(result["op_id"], result["result"]) for result in told] == [
            (operation["op_id"], "applied") for operation in operations
        ]
        again = api.post(f"{HERE}/answers/", {"operations": operations})["results"]
        assert {result["result"] for result in again} == {"duplicate"}
        seen += [asset["id"] for asset in stretch]
    assert sorted(seen) == sorted(assets)
    stats = api.get(f"{HERE}/stats/")
    folders = list(photos.values())
    assert stats["by_category"] == {str(id): folders.count(name) for id, name in enumerate(classes, start=1)}


def approve_everything(api):
    """As it was seen in the list; taken back once, and done again."""
    seen = api.get(f"{HERE}/assets/", status="in_review", limit=1)
    action = {"filter": {"status": "in_review"}, "status": "approved"}
    done = api.post(f"{HERE}/bulk/", action | {name: seen[name] for name in ("max_id", "as_of")})
    assert (done["changed"], done["already"], done["refused"], done["changed_meanwhile"]) == (PHOTOS, 0, 0, 0)
    undone = api.post(f"{HERE}/bulk/{done['id']}/undo/")
    assert api.get(f"{HERE}/stats/")["by_status"]["labeled"] == PHOTOS
    api.post(f"{HERE}/bulk/{undone['id']}/undo/")
    assert api.get(f"{HERE}/stats/")["by_status"]["approved"] == PHOTOS
    listed, address = [], f"{HERE}/assets/?status=done&sort=name&limit=25"
    while address:
        page = api.get(address)
        listed += [asset["original_name"].casefold() for asset in page["results"]]
        address = page["next"]
    assert listed == sorted(listed)
    assert len(listed) == PHOTOS


def request_version(api, number):
    preview = api.post(f"{HERE}/versions/preview/", {})
    version = api.post(f"{HERE}/versions/", {"notes": f"Number {number}"}, status=202)
    assert version["number"] == number

    def ended():
        told = api.get(f"{HERE}/versions/{number}/")
        return told if told["state"] not in ("queued", "building") else None

    told = eventually(ended)
    assert (told["state"], told["error"], told["progress"]) == ("ready", "", 100)
    assert told["counts"]["images"] == preview["images"] == PHOTOS
    assert api.get(f"{HERE}/versions/latest/") == told
    return told


def download(api, number, path):
    """In two parts, as after a break."""
    address = f"{HERE}/versions/{number}/download/"
    status, headers, start = api.send("GET", address, Range="bytes=0-99999")
    assert (status, len(start)) == (206, 100_000)
    status, _, rest = api.send("GET", address, **{"Range": "bytes=100000-", "If-Range": headers["ETag"]})
    assert status == 206
    path.write_bytes(start + rest)
    assert headers["ETag"] == f'"{hashlib.sha256(start + rest).hexdigest()}"'
    assert api.send("GET", address, **{"If-None-Match": headers["ETag"]})[0] == 304
    with zipfile.ZipFile(path) as export:
        assert api.send("GET", f"{HERE}/versions/{number}/manifest.json")[2] == export.read("manifest.json")
        assert api.send("GET", f"{HERE}/versions/{number}/annotations.json")[2] == export.read("annotations.json")
    return path


def verify(path):
    """By the very code that the contract's page gives."""
    module = {"__name__": "verify"}
    exec(code("def verify"), module)
    return module["verify"](str(path))


def check_contents(path, photos, classes):
    """Every photo is in it once, byte for byte, under the class of its folder."""
    folders = {hashlib.sha256(photo.read_bytes()).hexdigest(): folder for photo, folder in photos.items()}
    with zipfile.ZipFile(path) as export:
        annotations = json.loads(export.read("annotations.json"))
        labels = {label["image_id"]: label["category_id"] for label in annotations["annotations"]}
        names = {category["id"]: category["name"] for category in annotations["categories"]}
        held = {}
        for image in annotations["images"]:
            content = export.read(f"images/{image['file_name']}")
            held[hashlib.sha256(content).hexdigest()] = names[labels[image["id"]]]
    assert held == folders
    assert list(names.values()) == classes


def check_reading(path, photos, folder, monkeypatch):
    """The contract's page tells trainers how to read it."""
    with zipfile.ZipFile(path) as export:
        export.extractall(folder / "export")
    monkeypatch.chdir(folder)
    module = {}
    exec(code("classes = ["), module)
    folders = list(photos.values())
    rows = [json.loads(line) for line in (folder / "export" / "metadata.jsonl").read_bytes().splitlines()]
    read = [module["classes"][row["label"]] for row in rows]
    assert sorted(read) == sorted(folders)
