"""Versions that held a withdrawn picture: what is given out of them, verified, unpacked, built again and looked at."""

import io
import json
import zipfile
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from contract import labeler_contract
from contract.labeler_contract import WITHDRAWN
from exports.models import VersionFile
from exports.zips import jobs as zips
from exports.zips import unpacking
from labeler.tests.integrity.conftest import Checked
from labeler.withdrawal import removal
from tests.support.cast import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def jobs_wait(monkeypatch):
    """Jobs are run by the tests themselves."""
    monkeypatch.setattr("core.jobs.job.async_task", lambda *arguments, **options: None)


@pytest.fixture
def version(project, photos, dress, bob, answer, make_version):
    """Of three pictures."""
    answer(photos(3), "approved", dress, by=bob)
    return make_version(project, by=bob)


def image_of(version, place):
    return version.items.order_by("asset")[place].asset


def build(version):
    file = zips.served(version)
    zips.build(file.pk)
    file.refresh_from_db()
    assert file.state == "ready", file.error
    return file


def content_of(response):
    return b"".join(response.streaming_content)


def test_the_published_zip_is_gone_and_one_without_the_picture_is_built(version, bob, api, withdraw, stored, tmp_path):
    [published] = stored("versions/")
    withdraw(image_of(version, 0))
    assert published not in stored("versions/")
    address = "projects/wardrobe/versions/1/"
    waits = api(bob).get(f"{address}download/")
    assert (waits.status_code, waits.data["error"]["code"]) == (503, "being_rebuilt")
    file = build(version)
    answer = api(bob).get(f"{address}download/")
    assert "wardrobe-v1-withdrawn.zip" in answer["Content-Disposition"]
    target = tmp_path / "given.zip"
    target.write_bytes(content_of(answer))
    told = labeler_contract.verified(str(target))
    assert (told.code, "but for 1 withdrawn picture:" in told.words) == (WITHDRAWN, True)
    assert VersionFile.objects.get(version=version) == file
    assert [name.rpartition("/")[2][:15] for name in stored("versions/")] == ["v1-withdrawn-1-"]


def test_the_version_says_so_and_its_texts_stay_as_published(version, bob, api, withdraw):
    address = "projects/wardrobe/versions/1/"
    before = {name: content_of(api(bob).get(address + name)) for name in ("annotations.json", "metadata.jsonl")}
    told = api(bob).get(address).data
    assert (told["withdrawn"], told["file_name"], told["sha256"]) == (
        None,
        "wardrobe-v1.zip",
        version.artifact_sha256,
    )
    gone = image_of(version, 1)
    job = withdraw(gone)
    told = api(bob).get(address).data
    assert (told["withdrawn"]["pictures"], told["sha256"], told["zip_state"]) == (1, None, "queued")
    assert told["hash"] == version.hash
    assert told["withdrawn"]["at"][:16] == job.at.isoformat()[:16]
    file = build(version)
    told = api(bob).get(address).data
    assert (told["file_name"], told["sha256"], told["size_bytes"]) == (
        "wardrobe-v1-withdrawn.zip",
        file.artifact_sha256,
        file.artifact_size,
    )
    assert {name: content_of(api(bob).get(address + name)) for name in before} == before
    listed = json.loads(content_of(api(bob).get(f"{address}withdrawn.json")))
    assert [each["id"] for each in listed["withdrawn"]] == [gone.pk]
    assert api(bob).get(f"{address}manifest.json")["Labeler-Withdrawn"] == "1"


def test_a_whole_version_names_nothing(version, bob, api):
    assert api(bob).get("projects/wardrobe/versions/1/withdrawn.json").status_code == 404
    assert "Labeler-Withdrawn" not in api(bob).get("projects/wardrobe/versions/1/manifest.json")


def test_when_a_second_picture_goes_the_zip_without_the_first_goes_too(version, withdraw, stored):
    withdraw(image_of(version, 0))
    first = build(version)
    gone = image_of(version, 2)
    withdraw(gone, removed=False)
    waiting = zips.served(version)
    assert (waiting.pk, waiting.state, waiting.artifact) == (first.pk, "queued", "")
    second = build(version)
    assert second.artifact_sha256 != first.artifact_sha256
    removal.run(gone.project.withdrawal_jobs.latest("pk").pk)
    assert stored("versions/") == [second.artifact]


def test_its_room_is_freed_and_the_same_bytes_come_again(version, withdraw, stored):
    withdraw(image_of(version, 0))
    sha256 = build(version).artifact_sha256
    zips.free(zips.served(version))
    assert stored("versions/") == []
    zips.ask(zips.served(version))
    assert build(version).artifact_sha256 == sha256


def test_a_version_without_the_picture_stays_as_it_is(
    version, photos, bob, dress, project, answer, withdraw, make_photo_of
):
    other = make_photo_of(50)
    withdraw(other)
    assert zips.served(version).kind == "published"


@pytest.fixture
def make_photo_of(project, bob):
    return lambda seed: make_photo(project, by=bob, seed=seed)


def test_it_is_unpacked_without_the_picture_and_verified(version, withdraw, tmp_path):
    gone = image_of(version, 0)
    withdraw(gone)
    build(version)
    done = unpacking.unpack(version, tmp_path / "export")
    assert "but for 1 withdrawn picture:" in done.verified
    assert (done.linked + done.copied, (tmp_path / "export" / "withdrawn.json").exists()) == (2, True)


def test_it_is_built_again_and_compared_with_what_remains(version, withdraw):
    withdraw(image_of(version, 0))
    with pytest.raises(CommandError, match="is being built without"):
        call_command("rebuild_version", "wardrobe", "1", stdout=StringIO())
    file = build(version)
    out = StringIO()
    call_command("rebuild_version", "wardrobe", "1", stdout=out)
    assert f"sha256 {file.artifact_sha256}; as published, but for 1 withdrawn picture(s)" in out.getvalue()
    default_storage.delete(file.artifact)
    out = StringIO()
    call_command("rebuild_version", "wardrobe", "1", "--restore", stdout=out)
    assert (default_storage.exists(file.artifact), "was gone and is back" in out.getvalue()) == (True, True)


def test_check_files_finds_what_remains_whole(version, withdraw):
    withdraw(image_of(version, 0))
    build(version)
    assert Checked("--hash", "--grace", "0").findings == []


def test_check_files_tells_of_bytes_that_came_back_and_removes_them(version, withdraw):
    gone = image_of(version, 0)
    withdraw(gone)
    build(version)
    default_storage.save(gone.file, io.BytesIO(b"as somebody put it back"))
    found = Checked("--grace", "0")
    assert [(each["finding"], each["file"]) for each in found.findings] == [("withdrawn_there", gone.file)]
    Checked("--grace", "0", "--repair")
    assert not default_storage.exists(gone.file)


def test_a_damaged_zip_without_pictures_is_found_and_mended(version, withdraw, files):
    withdraw(image_of(version, 0))
    file = build(version)
    path = files / file.artifact
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert Checked("--hash", "--grace", "0").kinds == ["zip_hash"]
    Checked("--hash", "--grace", "0", "--repair")
    with zipfile.ZipFile(path) as packed:
        assert "withdrawn.json" in packed.namelist()
