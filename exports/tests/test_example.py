"""The training run of examples/: a version is read, a model trained, and refused where its classes do not fit."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import joblib
import pytest
from django.conf import settings
from django.core.files.storage import default_storage

from assets.images import ingest
from contract import labeler_contract
from exports.tests.golden import outfits
from projects import categories, lifecycle
from tests.support.cast import picture

pytestmark = pytest.mark.django_db

TRAIN = settings.BASE_DIR / "examples" / "train.py"
CHECK = Path(labeler_contract.__file__)
SPLITS = {"ratios": {"train": 7000, "val": 0, "test": 3000}, "seed": "example"}


@pytest.fixture
def program(tmp_path):
    """Run one of the two programs, which lie in one folder as for whoever downloaded them: exit code and lines."""
    for path in (TRAIN, CHECK):
        shutil.copy(path, tmp_path)
    # More threads than cores wait for each other, and tests run side by side.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

    def run(*arguments):
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout.splitlines()

    return run


@pytest.fixture
def wardrobe(project, bob, answer, labeled_photos):
    """Forty labeled photos, and one class without any, which comes first."""
    categories.add(project, "Nothing yet")
    made = {}
    for path, name in labeled_photos(40).items():
        if name not in made:
            made[name] = categories.add(project, name)
        asset = ingest.add_image(project, content=path.read_bytes(), original_name=path.name, by=bob).asset
        answer(asset, "approved", made[name], by=bob)
    return project


def saved(version, folder):
    """The zip and the manifest of a version, as they are downloaded."""
    with default_storage.open(version.artifact) as file:
        (folder / version.file_name).write_bytes(file.read())
    path = folder / f"manifest-{version.project.slug}-{version.number}.json"
    path.write_text(version.manifest)
    return path.name


def test_the_example_says_that_it_learns_one_class_an_image(program):
    """And does not fall over where there are any number: `program` looks for that."""
    code, told = program("train.py", outfits.GOLDEN)
    assert (code, [line.partition(":")[0] for line in told]) == (1, ["verified"])


def test_a_model_is_trained_embedded_and_refused_after_a_category_list_that_does_not_fit(
    wardrobe, bob, make_version, program, tmp_path, answer
):
    first = make_version(wardrobe, by=bob, splits=SPLITS)
    manifest = saved(first, tmp_path)
    code, told = program("train.py", first.file_name, "--output", "model.joblib")
    assert code == 0
    assert [line.split(":")[0] for line in told] == ["verified", "embedded", "train", "test"]
    assert told[2] == f"train: 100% of {first.counts['by_split']['train']} right"
    classes = len(first.frozen["categories"])
    head = joblib.load(tmp_path / "model.joblib")["weights"]
    assert (len(head), head[0, -1]) == (classes, float("-inf"))  # a class without images keeps its place

    check = ("labeler_contract.py", "check-model", "model.joblib")
    assert program(*check, manifest) == (0, [f"fits: the same {classes} classes in the same order"])

    categories.add(wardrobe, "Bag")
    later = saved(make_version(wardrobe, by=bob, splits=SPLITS), tmp_path)
    assert program(*check, later)[0] == 3

    other = lifecycle.create("Shoes", by=bob)
    hat = categories.add(other, "Hat")
    shoe = ingest.add_image(other, content=picture(7), original_name="s.png", by=bob).asset
    answer(shoe, "approved", hat, by=bob)
    code, told = program(*check, saved(make_version(other, by=bob), tmp_path))
    assert (code, told[0].startswith("refused: the model was trained on the dataset")) == (4, True)

    kept = json.loads((tmp_path / "model.joblib.contract.json").read_text())
    kept["classes"] = sorted(kept["classes"], reverse=True)
    (tmp_path / "model.joblib.contract.json").write_text(json.dumps(kept))
    assert program(*check, manifest)[0] == 4
