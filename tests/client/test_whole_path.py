"""From a folder of photos to a folder of a verified version and back again, by the client alone, against the whole
program: what was there is never fetched twice, and what was sent never sent twice."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from contract import labeler_contract
from labeler_client import Labeler
from tests.support.files.photos import drawn_photos, real_photos
from tests.support.program import eventually

pytestmark = pytest.mark.processes
MORE = 20


@pytest.fixture(params=[("drawn", 40), pytest.param(("real", 300), marks=pytest.mark.shared)], ids=lambda each: each[0])
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


def test_photos_go_in_labeled_and_come_out_verified_and_only_what_is_new_is_sent_and_fetched(
    server, labeler, photos, tmp_path
):
    server.connection.post("projects/", {"name": "Photos"})
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
    assert labeler_contract.verify(str(tmp_path / "out/photos")).startswith("verified: ")

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
    assert server.project("photos").export(splits=None).wait().number == 2
    export = server.project("photos").version().pull(tmp_path / "out/photos")
    assert (export.fetched.images, export.fetched.kept) == (MORE, len(first))
    assert len(export.samples()) == len(photos)
    assert export.verify().startswith("verified: ")

    classes = {path.name: name for path, name in photos}
    held = json.loads((export.folder / "annotations.json").read_bytes())
    names = {image["id"]: image["original_name"] for image in held["images"]}
    assert {names[sample.image_id]: sample.label_name for sample in export.samples()} == classes

    said = labeler("versions", "photos")
    assert [line.split()[0] for line in said.out.splitlines()] == ["photos@2", "photos@1"]
    said = labeler("diff", "photos", "1", "latest")
    assert (said.code, f"{MORE} added" in said.out) == (0, True), said.err


def test_a_model_is_trained_on_what_was_pulled_and_checked_before_it_is_used(server, labeler, tmp_path):
    server.connection.post("projects/", {"name": "Photos"})
    folder = in_folders(drawn_photos(tmp_path / "drawn", 40).items(), tmp_path / "mine")
    server.project("photos").push(folder, labels_from_folders=True, add_classes=True)
    approve_all(server)
    ratios = {"train": 7000, "val": 0, "test": 3000}
    server.project("photos").export(splits={"ratios": ratios, "seed": "photos"}).wait().pull(tmp_path / "photos")

    contract = str(settings.BASE_DIR / "contract")
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    trained = subprocess.run(
        [sys.executable, str(settings.BASE_DIR / "examples/train.py"), "photos", "--output", "model.joblib"],
        cwd=tmp_path,
        env=labeler.everything() | {"PYTHONPATH": contract} | threads,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert trained.returncode == 0, trained.stderr
    assert labeler("check-model", "photos@latest", "model.joblib").code == 0

    server.connection.post("projects/photos/categories/", {"name": "Star"})
    server.project("photos").export().wait()
    said = labeler("check-model", "photos", "model.joblib")
    assert (said.code, "New since" in said.out) == (3, True)
    assert labeler("check-model", "photos", "model.joblib", "--allow-older").code == 0
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
