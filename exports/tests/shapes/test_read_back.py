"""What Labeler gives out it can read again: the version's own zip and three of its shapes say the same labels."""

import json
import zipfile

import pytest

from annotations.imports.reading.opening import opened
from annotations.imports.reading.records import State, Unreadable
from exports.shape_kinds import CROISSANT, CSV, HUGGING_FACE, IMAGEFOLDER
from exports.tests.golden import wardrobe
from exports.tests.wardrobe_shapes import made

TEXTS = {path.name: path.read_bytes() for path in wardrobe.GOLDEN.glob("*.*")}
MANIFEST = json.loads(TEXTS["manifest.json"])
IMAGES = json.loads(TEXTS["annotations.json"])["images"]
ROWS = [json.loads(line) for line in TEXTS["metadata.jsonl"].splitlines()]


def told(path):
    """The dataset, and what is said of each image by its number: hash, category, its id and whether it is approved."""
    with path.open("rb") as file, opened(file) as found:
        return found.dataset_id, {
            each.asset: (each.sha256, each.categories, each.ids, each.state, each.split) for each in found.records
        }


def expected(*, with_unlabeled):
    state = State.APPROVED if MANIFEST["selection"]["statuses"] == ["approved"] else State.LABELED
    return {
        image["id"]: (
            image["sha256"],
            (row["label_name"],) if row["category_id"] else (),
            (row["category_id"],) if row["category_id"] else (),
            state if row["category_id"] else State.UNLABELED,
            row["split"],
        )
        for image, row in zip(IMAGES, ROWS, strict=True)
        if row["category_id"] or with_unlabeled
    }


def test_the_zip_of_a_version_is_read_back(tmp_path):
    with zipfile.ZipFile(tmp_path / "v1.zip", "w") as packed:
        for name in ("manifest.json", "annotations.json", "metadata.jsonl"):
            packed.writestr(name, TEXTS[name])
    assert told(tmp_path / "v1.zip") == (MANIFEST["dataset_id"], expected(with_unlabeled=True))


@pytest.mark.parametrize("kind", [IMAGEFOLDER, HUGGING_FACE, CSV])
def test_a_shape_is_read_back(kind, tmp_path):
    assert told(made(kind, tmp_path)) == (MANIFEST["dataset_id"], expected(with_unlabeled=kind != IMAGEFOLDER))


def test_the_one_that_holds_no_labels_says_what_to_send_instead(tmp_path):
    with pytest.raises(Unreadable, match="Send the zip of the version itself"):
        told(made(CROISSANT, tmp_path))
