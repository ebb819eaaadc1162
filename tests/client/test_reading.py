"""What the client tells of projects, versions and samples, and how the command line asks for it."""

import json

import httpx
import pytest

from exports.tests.golden import outfits, wardrobe
from labeler_client import Altered, Export, LocalProblem, NotFound, SaidNo, Usage, projects
from tests.client.fake import error

PROJECT = "projects/wardrobe/"


@pytest.fixture
def golden():
    return Export(wardrobe.GOLDEN)


@pytest.fixture
def project(connection):
    return projects.Project(connection, "wardrobe")


def version(number=3, state="ready", **more):
    counts = {"images": 12}
    kept = {"number": number, "state": state, "progress": 100, "hash": "sha256:ab", "error": "", "counts": counts}
    return kept | {"created_at": "2026-11-22T19:00:00Z"} | more


# --- samples --------------------------------------------------------------------------------------------------------


def test_samples_are_those_of_the_version_with_their_class_index(golden):
    assert golden.classes == [category["name"] for category in wardrobe.CATEGORIES]
    everything = list(golden)
    assert [sample.image_id for sample in everything] == [image.id for image in wardrobe.IMAGES]
    for sample in golden.samples():
        assert sample.label_name == golden.classes[sample.label]
        assert sample.path.is_file()
    by_split = {name: len(golden.samples(name, unlabeled=True)) for name in ("train", "val", "test")}
    assert by_split == golden.manifest["counts"]["by_split"]
    assert len(golden.samples()) == len(everything) - 1  # one has no label
    assert golden.verify().startswith("verified: ")


def test_a_version_of_any_number_of_classes_an_image_is_verified_and_has_no_samples():
    export = Export(outfits.GOLDEN)
    assert export.verify().startswith("verified: ")
    assert export.classes == [category["name"] for category in outfits.CATEGORIES]
    for ask in (export.samples, lambda: next(iter(export))):
        with pytest.raises(Usage, match="any number of classes an image, and a sample has one"):
            ask()


def test_samples_are_asked_for_by_number_as_data_loaders_do(golden):
    samples = golden.samples()
    assert samples[0] == next(iter(samples))
    assert samples[-1].image_id == wardrobe.IMAGES[-1].id
    assert list(samples[1:3]) == [samples[1], samples[2]]
    with pytest.raises(IndexError):
        samples[len(samples)]


def test_what_is_no_version_and_no_split_is_told(golden, tmp_path):
    with pytest.raises(LocalProblem, match=r"no manifest\.json"):
        Export(tmp_path)
    with pytest.raises(Usage, match="train, val, test"):
        golden.samples("validation")
    golden.manifest["splits"] = None
    with pytest.raises(Usage, match="no splits"):
        golden.samples("train")


def test_an_export_that_was_altered_is_told(tmp_path):
    (tmp_path / "manifest.json").write_bytes((wardrobe.GOLDEN / "manifest.json").read_bytes())
    with pytest.raises(Altered, match=r"checksums\.sha256"):
        Export(tmp_path).verify()


# --- projects and versions ------------------------------------------------------------------------------------------


def test_all_pages_of_a_list_are_read_wherever_the_server_says_that_it_stands(project, fake):
    inner = "http://inner.name:8000/api/v1/projects/wardrobe/versions/?cursor=abc&limit=100"
    fake.answers = [
        httpx.Response(200, json={"results": [version(3), version(2)], "next": inner}),
        httpx.Response(200, json={"results": [version(1)], "next": None}),
    ]
    assert [each.number for each in project.versions()] == [3, 2, 1]
    assert fake.requests[1].url.host == "labels.test"
    assert fake.requests[1].url.params["cursor"] == "abc"


def test_a_version_that_is_built_is_waited_for(project, fake, monkeypatch):
    monkeypatch.setattr(projects.time, "sleep", lambda seconds: None)
    fake.answers = [
        httpx.Response(202, json=version(4, "queued", progress=0)),
        httpx.Response(200, json=version(4, "building", progress=40)),
        httpx.Response(200, json=version(4)),
    ]
    made = project.export(notes="n", splits=None)
    assert made.wait().state == "ready"
    assert json.loads(fake.requests[0].content) == {"notes": "n"}


@pytest.mark.parametrize(
    ("told", "kind", "words"),
    [
        (version(4, "failed", error="Image 7 is missing."), SaidNo, "wardrobe v4 is failed: Image 7 is missing"),
        (version(4, "cancelled"), SaidNo, "wardrobe v4 is cancelled"),
        (version(4, "building"), NotFound, "it can be read when it is ready"),
    ],
)
def test_a_version_that_is_not_ready_cannot_be_pulled(project, fake, told, kind, words, tmp_path):
    fake.routes |= {PROJECT: httpx.Response(200, json={}), f"{PROJECT}versions/4/": httpx.Response(200, json=told)}
    with pytest.raises(kind, match=words):
        project.version(4).pull(tmp_path / "out")


@pytest.mark.parametrize("slug", ["", "a/b", "../x", "wardrobe?", "ward robe"])
def test_a_name_that_is_no_project_is_not_asked_for(connection, slug, fake):
    with pytest.raises(Usage):
        projects.Project(connection, slug)
    assert fake.requests == []


# --- the command line -----------------------------------------------------------------------------------------------


def test_versions_are_a_line_each_or_json(command, fake):
    fake.routes[f"{PROJECT}versions/"] = httpx.Response(
        200, json={"results": [version(3), version(2, "failed", counts=None, hash=None)], "next": None}
    )
    code, out, _ = command("versions", "wardrobe")
    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()] == [["wardrobe@3", "ready"], ["wardrobe@2", "failed"]]
    code, out, _ = command("versions", "wardrobe", "--json")
    assert [json.loads(line)["number"] for line in out.splitlines()] == [3, 2]


@pytest.mark.parametrize(("fits", "code"), [(True, 0), (False, 4)])
def test_a_difference_says_by_its_exit_code_whether_a_model_may_stay(command, fake, fits, code):
    verdict = {"fits": fits, "title": "T", "meaning": "M.", "action": "A."}
    told = {"images": {"added": 2, "removed": 0, "relabeled": 1, "moved": 0}, "verdict": verdict}
    fake.routes |= {
        f"{PROJECT}versions/latest/": httpx.Response(200, json=version(3)),
        PROJECT: httpx.Response(200, json={}),
        f"{PROJECT}versions/1/": httpx.Response(200, json=version(1)),
        f"{PROJECT}versions/3/diff/1/": httpx.Response(200, json=told),
    }
    got, out, _ = command("diff", "wardrobe", "1", "latest")
    assert got == code
    assert out == "v1 to v3: 2 added, 0 removed, 1 relabeled, 0 moved. T: M. A.\n"


@pytest.mark.parametrize("text", ["80", "80/10", "80/10/20", "a/b/c", "110/-10/0", "nan/50/50", "inf/0/0"])
def test_splits_that_do_not_add_up_are_told(command, fake, text):
    code, _, err = command("export", "wardrobe", "--splits", text)
    assert (code, "add up to 100" in err, fake.requests) == (2, True, [])


def test_splits_are_asked_for_in_ten_thousandths(command, fake):
    fake.routes[f"{PROJECT}versions/"] = httpx.Response(202, json=version(4, "queued"))
    assert command("export", "wardrobe", "--splits", "72.5/12.5/15", "--seed", "s")[:2] == (0, "wardrobe@4\n")
    ratios = {"train": 7250, "val": 1250, "test": 1500}
    assert json.loads(fake.requests[0].content) == {"splits": {"ratios": ratios, "seed": "s"}}


def test_a_seed_without_splits_is_told(command, fake):
    code, _, err = command("export", "wardrobe", "--seed", "s")
    assert (code, err, fake.requests) == (2, "labeler: --seed needs --splits.\n", [])


def test_a_token_in_a_sentence_of_the_server_is_not_repeated(command, fake):
    fake.answers = [error(400, "invalid", "What is a-secret-token?")]
    code, _, err = command("versions", "wardrobe")
    assert (code, "What is …?" in err) == (10, True)


def test_no_version_is_named_by_an_empty_one(command, fake, tmp_path):
    assert command("pull", "wardrobe@", str(tmp_path / "out"))[0] == 2


OTHERS = [[], {}, {"results": 3}, {"results": [{}]}, "text", None, 7, {"number": "3"}, [1], {"results": [3], "next": 4}]


@pytest.mark.parametrize("told", OTHERS, ids=json.dumps)
@pytest.mark.parametrize(
    "arguments",
    [
        ("versions", "wardrobe"),
        ("pull", "wardrobe", "out"),
        ("export", "wardrobe", "--wait"),
        ("diff", "wardrobe", "latest", "latest"),
        ("check-model", "wardrobe", "model.json"),
        ("events", "wardrobe"),
        ("push", "wardrobe", ".", "--labels-from-folders"),
    ],
    ids=" ".join,
)
def test_json_of_another_program_is_told_and_nothing_of_it_is_believed(
    command, fake, tmp_path, monkeypatch, arguments, told
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Dress").mkdir()
    (tmp_path / "Dress" / "1.jpg").write_bytes(b"a")
    fake.answers = [httpx.Response(200, json=told)] * 3
    code, out, err = command(*arguments)
    assert (code, out) == (7, "")
    assert err == "labeler: http://labels.test answered 200, and not as Labeler does. Is LABELER_URL its address?\n"


@pytest.mark.parametrize("told", [[], {}, {"images": {"added": "x"}, "verdict": {}}, {"images": 3, "verdict": None}])
def test_a_difference_that_is_none_is_told(command, fake, told):
    fake.routes |= {
        f"{PROJECT}versions/latest/": httpx.Response(200, json=version(3)),
        f"{PROJECT}versions/3/diff/3/": httpx.Response(200, json=told),
    }
    code, _, err = command("diff", "wardrobe", "latest", "latest")
    assert (code, "not as Labeler does" in err) == (7, True)


@pytest.mark.parametrize("told", [[], {}, "text", {"schema_version": "1.0.0"}, {"schema_version": "1.0.0", "hash": 3}])
def test_a_manifest_that_is_none_is_told(command, fake, tmp_path, told):
    fake.routes |= {
        f"{PROJECT}versions/latest/": httpx.Response(200, json=version(3)),
        f"{PROJECT}versions/3/manifest.json": httpx.Response(200, json=told),
    }
    code, _, err = command("pull", "wardrobe", str(tmp_path / "out"))
    assert (code, "cannot be read" in err) == (4, True)


def test_pages_that_lead_round_in_a_circle_are_told(command, fake):
    page = {"results": [version(3)], "next": "http://labels.test/api/v1/projects/wardrobe/versions/?cursor=a"}
    fake.routes[f"{PROJECT}versions/"] = httpx.Response(200, json=page)
    code, _, err = command("versions", "wardrobe")
    assert (code, "not as Labeler does" in err) == (7, True)
