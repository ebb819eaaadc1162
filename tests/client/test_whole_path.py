"""From a folder of photos to a folder of a verified version and back again, by the client alone, against the whole
program: what was there is never fetched twice, and what was sent never sent twice. What is trained on it fits, and a
program elsewhere is told of each version."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from standardwebhooks import Webhook as Judge

from contract import labeler_contract
from labeler_client import Labeler
from tests.support.files.photos import drawn_photos, real_photos
from tests.support.program import eventually, running
from webhooks.tests.receiver import receiving

pytestmark = pytest.mark.processes
FIRST, MORE = 300, 20
THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # more than cores wait for each other


@pytest.fixture
def program(tmp_path, prepared_data):
    """One that may send webhooks to this machine."""
    with running(tmp_path / "data", begin_with=prepared_data, LABELER_WEBHOOK_NETWORKS="127.0.0.0/8") as program:
        yield program


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


@pytest.fixture(
    params=[("drawn", FIRST), pytest.param(("real", FIRST), marks=pytest.mark.shared)], ids=lambda each: each[0]
)
def photos(request, tmp_path):
    """So many photos, and MORE behind them, each with its class."""
    kind, count = request.param
    found = drawn_photos(tmp_path / "drawn", count + MORE) if kind == "drawn" else real_photos(count + MORE)
    return list(found.items())


def in_folders(photos, where):
    """As people keep them: a folder a class."""
    for path, name in photos:
        (where / name).mkdir(parents=True, exist_ok=True)
        os.link(path, where / name / path.name)
    return where


def approve_all(server):
    """As the review page does it."""
    call = server.connection
    seen = call.get("projects/photos/assets/", limit=1)
    bounds = {"max_id": seen["max_id"], "as_of": seen["as_of"]}
    done = call.post("projects/photos/bulk/", {"filter": {"status": "labeled"}, "status": "approved", **bounds})
    return done["changed"]


def ready_versions(receiver, secret):
    """What came so far says, by version; each signed with the secret of the webhook, as its receivers look at it."""
    told = [Judge(secret).verify(each.body, each.headers) for each in receiver.received]
    assert {each["type"] for each in told} <= {"version.ready"}
    return {each["data"]["version"]: each["data"] for each in told}


def test_photos_go_in_are_approved_exported_pulled_and_trained_on_and_of_the_next_version_only_what_is_new_comes(
    server, labeler, photos, receiver, tmp_path
):
    server.connection.post("projects/", {"name": "Photos"})
    wanted = {"url": receiver.url, "events": ["version.ready"]}
    secret = server.connection.post("projects/photos/webhooks/", wanted)["secret"]
    first, more = photos[:-MORE], photos[-MORE:]
    folder = in_folders(first, tmp_path / "mine")
    (folder / "notes.txt").write_text("no picture")

    said = labeler("push", "photos", str(folder), "--labels-from-folders")
    assert said.code == 2  # no class of these names yet
    assert "--add-classes" in said.err
    said = labeler("push", "photos", str(folder), "--labels-from-folders", "--add-classes")
    assert said.code == 0, said.err
    assert f"{len(first)} pictures: {len(first)} added, 0 known, 0 refused." in said.out
    assert f"Labels: {len(first)} given" in said.out
    assert "notes.txt: left out" in said.err
    assert approve_all(server) == len(first)

    said = labeler("export", "photos", "--wait", "--splits", "70/0/30", "--seed", "photos", "--notes", "The first")
    assert (said.code, said.out) == (0, "photos@1\n"), said.err
    said = labeler("pull", "photos@latest", "out/photos")
    assert said.code == 0, said.err
    assert f"{len(first)} images in out/photos; {len(first)} fetched" in said.out
    verified = contract_program(tmp_path, "verify", "out/photos")
    assert verified.startswith(f'verified: "{dataset_of(server)}" v1, {len(first)} images, sha256:')
    hashes = {1: verified.rpartition(", ")[2]}

    trained = train(labeler, "out/photos", "model.joblib")
    chance = 100 / len({name for _, name in first})
    counts = json.loads((tmp_path / "out/photos/manifest.json").read_bytes())["counts"]["by_split"]
    for split, line in zip(("train", "test"), trained[-2:], strict=True):
        told = re.fullmatch(rf"{split}: ([0-9]+)% of {counts[split]} right", line)
        assert int(told[1]) > 2 * chance, trained  # it learned what it was given
    said = labeler("check-model", "photos@latest", "model.joblib")
    assert (said.code, said.out.startswith("fits: ")) == (0, True), said

    said = labeler("pull", "photos@latest", "out/photos")
    assert f"; 0 fetched (0.0 MB), {len(first)} were here." in said.out
    said = labeler("pull", "photos@1", "out/twice", "--cache", "out/.labeler-cache")
    assert f"; 0 fetched (0.0 MB), {len(first)} were here." in said.out

    in_folders(more, folder)
    said = labeler("push", "photos", str(folder), "--labels-from-folders", "--json")
    assert said.code == 0, said.err
    outcomes = [json.loads(line) for line in said.out.splitlines()]
    assert sum(each["result"] == "added" for each in outcomes) == MORE
    assert sum(each["label"] == "labeled" for each in outcomes) == MORE
    assert approve_all(server) == MORE
    said = labeler("export", "photos", "--wait")
    assert (said.code, said.out) == (0, "photos@2\n"), said.err
    export = server.project("photos").version().pull(tmp_path / "out/photos")
    assert (export.fetched.images, export.fetched.kept) == (MORE, len(first))
    assert export.fetched.bytes == sum(path.stat().st_size for path, _ in more)
    assert len(export.samples()) == len(photos)
    verified = contract_program(tmp_path, "verify", "out/photos")
    assert verified.startswith(f'verified: "{dataset_of(server)}" v2, {len(photos)} images, sha256:')
    hashes[2] = verified.rpartition(", ")[2]
    assert labeler("check-model", "photos@latest", "model.joblib").code == 0

    classes = {path.name: name for path, name in photos}
    held = json.loads((export.folder / "annotations.json").read_bytes())
    names = {image["id"]: image["original_name"] for image in held["images"]}
    assert {names[sample.image_id]: sample.label_name for sample in export.samples()} == classes

    said = labeler("versions", "photos")
    assert [line.split()[0] for line in said.out.splitlines()] == ["photos@2", "photos@1"]
    said = labeler("diff", "photos", "1", "latest")
    assert (said.code, f"{MORE} added" in said.out) == (0, True), said.err

    told = eventually(lambda: ready_versions(receiver, secret).keys() >= {1, 2} and ready_versions(receiver, secret))
    assert {number: event["hash"] for number, event in told.items()} == hashes
    assert {number: event["images"] for number, event in told.items()} == {1: len(first), 2: len(photos)}


def contract_program(folder, *arguments):
    """The program of the contract alone, in a process of its own; its words."""
    command = [sys.executable, "-I", "-S", labeler_contract.__file__, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


def dataset_of(server):
    return server.project("photos").version().manifest()["dataset_id"]


def train(labeler, export, model):
    """The example of examples/, as somebody runs it who has the contract's program beside it; its lines."""
    done = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "examples/train.py"), export, "--output", model],
        cwd=labeler.folder,
        env=labeler.everything() | {"PYTHONPATH": str(settings.BASE_DIR / "contract")} | THREADS,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_model_is_checked_before_it_is_used(server, labeler, tmp_path):
    server.connection.post("projects/", {"name": "Photos"})
    folder = in_folders(drawn_photos(tmp_path / "drawn", 10).items(), tmp_path / "mine")
    server.project("photos").push(folder, labels_from_folders=True, add_classes=True)
    approve_all(server)
    export = server.project("photos").export().wait().pull(tmp_path / "photos")
    (tmp_path / "model.pt").write_bytes(b"weights")
    labeler_contract.embed(str(tmp_path / "model.pt"), export.manifest)
    assert labeler("check-model", "photos@latest", "model.pt").code == 0

    server.connection.post("projects/photos/categories/", {"name": "Star"})
    server.project("photos").export().wait()
    said = labeler("check-model", "photos", "model.pt")
    assert (said.code, "New since" in said.out) == (3, True)
    assert labeler("check-model", "photos", "model.pt", "--allow-older").code == 0
    (tmp_path / "other.json").write_text('["shoe", "hat"]')
    assert labeler("check-model", "photos", "other.json").code == 4
    assert labeler("check-model", "photos", "nothing.json").code == 5


def test_what_can_go_wrong_is_a_sentence_and_an_exit_code_and_the_token_is_never_told(server, labeler, token, tmp_path):
    server.connection.post("projects/", {"name": "Photos"})
    for arguments, environment, code, words in (
        (("pull", "photos", "out"), {"LABELER_URL": "http://127.0.0.1:9"}, 7, "does not answer"),
        (("pull", "photos", "out"), {"LABELER_URL": "labels"}, 2, "LABELER_URL"),
        (("pull", "photos", "out"), {"LABELER_TOKEN": token[:-1] + "-"}, 8, "does not take this token"),
        (("pull", "photos", "out"), {"LABELER_TOKEN": ""}, 8, "LABELER_TOKEN"),
        (("pull", "phots", "out"), {}, 9, "no project phots"),
        (("pull", "photos@7", "out"), {}, 9, "photos has no version 7"),
        (("pull", "photos", "out"), {}, 9, "no version that is ready"),
        (("pull", "photos@first", "out"), {}, 2, "a number, or latest"),
        (("export", "photos", "--wait"), {}, 10, "no category"),
        (("push", "photos", "nowhere"), {}, 5, "nowhere is no folder"),
    ):
        said = labeler(*arguments, "--patience", "0.1", **environment)
        assert (said.code, words in said.err) == (code, True), (arguments, said)
        assert token not in said.out + said.err
    assert labeler("pull").code == 2


def test_bad_files_are_named_and_skipped_and_the_exit_code_says_so(server, labeler, tmp_path):
    server.connection.post("projects/", {"name": "Photos"})
    folder = in_folders(drawn_photos(tmp_path / "drawn", 6).items(), tmp_path / "mine")
    (folder / "circle" / "torn.jpg").write_bytes(b"\xff\xd8\xff no photo")
    (folder / "circle" / "empty.png").write_bytes(b"")
    again = next(iter((folder / "line").iterdir()))
    (folder / "cross" / "again.jpg").write_bytes(again.read_bytes())

    said = labeler("push", "photos", str(folder), "--labels-from-folders", "--add-classes")
    assert said.code == 6
    assert "9 pictures: 6 added, 1 known, 2 refused." in said.out
    told = dict(line.split(": ", 1) for line in said.err.splitlines())
    assert told.keys() == {"circle/torn.jpg", "circle/empty.png", f"line/{again.name}"}
    assert "empty" in told["circle/empty.png"]
    assert "another class" in told[f"line/{again.name}"]
    said = labeler("push", "photos", str(folder))
    assert (said.code, "0 added, 7 known, 2 refused" in said.out) == (6, True)


def test_a_pull_goes_on_where_it_was_after_the_server_was_killed_and_came_back(program, server, token, tmp_path):
    """It waits for the server with what it has, and fetches nothing of it twice."""
    server.connection.post("projects/", {"name": "Photos"})
    folder = in_folders(drawn_photos(tmp_path / "drawn", 30).items(), tmp_path / "mine")
    server.project("photos").push(folder, labels_from_folders=True, add_classes=True)
    approve_all(server)
    version = server.project("photos").export().wait()
    program.kill_everything()
    with Labeler(program.url, token, patience=60) as patient, ThreadPoolExecutor(1) as threads:
        pulled = threads.submit(lambda: patient.project("photos").version(version.number).pull(tmp_path / "out"))
        eventually(pulled.running)
        program.start().wait_for_address()
        export = pulled.result(timeout=60)
    assert export.fetched.images == 30
    assert export.verify()
