"""Trains a small classifier on a dataset version, and keeps with it what its outputs mean.

    python examples/train.py wardrobe-v3.zip --output model.joblib

It needs scikit-learn and Pillow, and labeler_contract.py (from the page of any version) beside it or on PYTHONPATH.
Logistic regression on the pixels of small pictures is no good classifier; what is around it is how a real one does it:
verify what was downloaded, take the class order from the manifest, learn from `train`, test on `test`, embed the
contract.
"""

import argparse
import json
import tempfile
import zipfile
from pathlib import Path

import joblib
import labeler_contract
import numpy
from PIL import Image, ImageOps
from sklearn.linear_model import LogisticRegression

SIDE = 16  # pixels


def main() -> None:
    parser = argparse.ArgumentParser(description="Train a small classifier on a dataset version.")
    parser.add_argument("export", type=Path, help="the zip of a version, or the folder that it was unpacked to")
    parser.add_argument("--output", type=Path, default=Path("model.joblib"))
    arguments = parser.parse_args()
    print(labeler_contract.verify(str(arguments.export)))
    with tempfile.TemporaryDirectory() as folder:
        train(unpacked(arguments.export, Path(folder)), arguments.output)


def train(export: Path, output: Path) -> None:
    manifest = json.loads((export / "manifest.json").read_text())
    if manifest["task_type"] != "classification_single":
        raise SystemExit(f"This example learns one class an image; the version is of {manifest['task_type']}.")
    rows = [json.loads(line) for line in (export / "metadata.jsonl").read_text().splitlines()]
    gone = withdrawn(export)
    labeled = [row for row in rows if row["label"] >= 0 and row["image_id"] not in gone]
    learning = [row for row in labeled if row["split"] in ("", "train")]
    model = LogisticRegression(max_iter=1000).fit(pixels(export, learning), labels(learning))
    joblib.dump({"weights": weights(model, len(manifest["categories"]))}, output)
    print(f"embedded: {labeler_contract.embed(str(output), manifest)}")
    for split in ("train", "test"):
        if chosen := [row for row in labeled if row["split"] == split]:
            right = model.predict(pixels(export, chosen)) == labels(chosen)
            print(f"{split}: {right.mean():.0%} of {len(chosen)} right")


def withdrawn(export: Path) -> set[int]:
    """Pictures that had to go since the version was made: they are no longer in it."""
    named = export / "withdrawn.json"
    return {each["id"] for each in json.loads(named.read_text())["withdrawn"]} if named.exists() else set()


def weights(model: LogisticRegression, classes: int) -> numpy.ndarray:
    """One row of weights for each category of the manifest. scikit-learn numbers the classes that it saw; a category
    without images would move all behind it."""
    seen = model.coef_ if len(model.classes_) > 2 else numpy.vstack([-model.coef_, model.coef_])
    intercept = (
        model.intercept_ if len(model.classes_) > 2 else numpy.concatenate([-model.intercept_, model.intercept_])
    )
    head = numpy.zeros((classes, seen.shape[1] + 1))
    head[:, -1] = -numpy.inf  # never answered
    head[model.classes_] = numpy.column_stack([seen, intercept])
    return head


def pixels(export: Path, rows: list[dict]) -> numpy.ndarray:
    return numpy.array([picture(export / row["file_name"]) for row in rows])


def picture(path: Path) -> numpy.ndarray:
    with Image.open(path) as image:
        small = ImageOps.exif_transpose(image).convert("RGB").resize((SIDE, SIDE))
    return numpy.asarray(small, dtype=float).ravel() / 255


def labels(rows: list[dict]) -> list[int]:
    return [row["label"] for row in rows]


def unpacked(export: Path, folder: Path) -> Path:
    if export.is_dir():
        return export
    with zipfile.ZipFile(export) as archive:
        archive.extractall(folder)
    return folder


if __name__ == "__main__":
    main()
