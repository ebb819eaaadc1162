"""Reads an export with somebody else's program, as the document says, and prints what it found as JSON.

    python read.py READER FOLDER

It runs in an environment of its own (requirements-loaders.txt) and imports nothing of ours. FOLDER holds `export`,
`export.zip`, and shapes of it, unpacked (`huggingface`) and packed (`huggingface.zip`); caches go there, too.
"""

import json
import os
import shutil
import sys
from pathlib import Path


def hugging_face(*source, **options):
    from datasets import load_dataset

    found = load_dataset(*source, **options, cache_dir="cache")
    assert list(found) == ["train"], list(found)  # splits are told apart by the column, not by the library
    return found["train"]


def of_imagefolder(dataset, names):
    from datasets import ClassLabel

    dataset = dataset.cast_column("label", ClassLabel(names=names))
    return {
        "names": dataset.features["label"].names,
        "rows": [
            [
                row["image_id"],
                row["label"],
                row["label_name"],
                row["category_id"],
                row["split"],
                list(row["image"].size),
            ]
            for row in dataset
        ],
    }


def names():
    return [category["name"] for category in json.loads(Path("export/manifest.json").read_text())["categories"]]


def datasets_folder():
    return of_imagefolder(hugging_face("imagefolder", data_dir="export"), names())


def datasets_zip():
    return of_imagefolder(hugging_face("imagefolder", data_files="export.zip"), names())


def datasets_shape_folder():
    """With nothing said but where it lies."""
    return by_default("huggingface")


def datasets_shape_imagefolder():
    """By the name of the loader: its splits, too."""
    from datasets import load_dataset

    found = load_dataset("imagefolder", data_dir="huggingface", cache_dir="cache")
    return {split: of_imagefolder(dataset, names())["rows"] for split, dataset in found.items()}


def by_default(folder):
    from datasets import load_dataset

    found = load_dataset(folder, cache_dir="cache")
    return {
        "names": {split: dataset.features["label"].names for split, dataset in found.items()},
        "types": {type(dataset.features["label"]).__name__ for dataset in found.values()}.pop(),
        "rows": {
            split: [
                [
                    row["image_id"],
                    row["label"],
                    row["label_name"],
                    row["category_id"],
                    row["split"],
                    [*row["image"].size],
                ]
                for row in dataset
            ]
            for split, dataset in found.items()
        },
    }


def datasets_parquet():
    dataset = hugging_face("parquet", data_files="huggingface/labels.parquet")
    rows = [[r["image_id"], r["label"], r["label_name"], r["category_id"], r["split"]] for r in dataset]
    return {"names": dataset.features["label"].names, "rows": rows}


def datumaro():
    from datumaro.components.annotation import AnnotationType
    from datumaro.components.dataset import Dataset

    shutil.copytree("export", "for-datumaro")
    os.mkdir("for-datumaro/annotations")
    shutil.copy("export/annotations.json", "for-datumaro/annotations/labels_default.json")
    dataset = Dataset.import_from("for-datumaro", "coco_labels")
    rows = []
    for item in sorted(dataset, key=lambda item: item.attributes["id"]):
        labels = [annotation.label for annotation in item.annotations]
        rows.append([item.attributes["id"], *(labels or [-1]), list(item.media.size)[::-1]])
    return {"names": [label.name for label in dataset.categories()[AnnotationType.label].items], "rows": rows}


def mlcroissant():
    import mlcroissant

    shutil.copy("export.zip", "croissant/wardrobe-v3.zip")
    dataset = mlcroissant.Dataset(jsonld=Path("croissant/croissant.json"))
    issues = dataset.metadata.ctx.issues

    def text(value):
        return value.decode() if isinstance(value, bytes) else value

    def records(name):
        return [{key.split("/")[1]: text(value) for key, value in row.items()} for row in dataset.records(name)]

    sizes = {row["file_name"]: list(row["image"].size) for row in records("files")}
    return {
        "errors": sorted(issues.errors),
        "warnings": sorted(issues.warnings),
        "names": [row["name"] for row in records("classes")],
        "splits": [row["name"] for row in records("splits")],
        "rows": [
            [
                row["image_id"],
                row["label"],
                row["label_name"],
                row["category_id"],
                row["split"],
                sizes[row["file_name"]],
            ]
            for row in records("images")
        ],
    }


def mlcroissant_license():
    import mlcroissant

    metadata = mlcroissant.Dataset(jsonld=Path("croissant/croissant.json")).metadata
    issues = metadata.ctx.issues
    return {
        "errors": sorted(issues.errors),
        "warnings": sorted(issues.warnings),
        "license": metadata.license,
        "cite_as": metadata.cite_as,
    }


# Exports of any number of classes an image

LISTS = ("answered", "category_ids", "label_names", "labels", "not_asked", "split")


def multi(dataset):
    return {
        "types": {name: str(dataset.features[name]) for name in LISTS},
        "rows": [[row["image_id"], *(row[name] for name in LISTS)] for row in dataset],
    }


def multi_datasets_folder():
    return multi(hugging_face("imagefolder", data_dir="export"))


def multi_datasets_zip():
    return multi(hugging_face("imagefolder", data_files="export.zip"))


def multi_datasets_lines():
    """Of a long metadata.jsonl alone: how its types were guessed, and its last row."""
    dataset = hugging_face("json", data_files="metadata.jsonl")
    return {"types": multi(dataset.select([]))["types"], "rows": len(dataset), "last": dataset[-1]}


def multi_datumaro():
    from datumaro.components.annotation import AnnotationType
    from datumaro.components.dataset import Dataset

    shutil.copytree("export", "for-datumaro")
    os.mkdir("for-datumaro/annotations")
    shutil.copy("export/annotations.json", "for-datumaro/annotations/labels_default.json")
    dataset = Dataset.import_from("for-datumaro", "coco_labels")
    rows = {item.attributes["id"]: sorted(each.label for each in item.annotations) for item in dataset}
    return {
        "names": [label.name for label in dataset.categories()[AnnotationType.label].items],
        "rows": sorted(rows.items()),
    }


def multi_datasets_shape():
    """`load_dataset(folder)`, and the targets that the code of its card makes of the rows."""
    from datasets import load_dataset

    found = load_dataset("huggingface", cache_dir="cache")
    return {
        "types": {split: {name: str(kind) for name, kind in each.features.items()} for split, each in found.items()},
        "names": [each.features["labels"].feature.names for each in found.values()],
        "rows": {split: multi(each)["rows"] for split, each in found.items()},
        "sizes": {row["image_id"]: [*row["image"].size] for each in found.values() for row in each},
        "targets": _targets([row for each in found.values() for row in each.remove_columns("image")]),
    }


def multi_datasets_lots():
    """How the types of a long shape are told, and its last row."""
    dataset = hugging_face("huggingface")
    types = {name: str(kind) for name, kind in dataset.features.items()}
    return {"types": types, "rows": len(dataset), "last": dataset.remove_columns("image")[-1]}


def multi_datasets_parquet():
    dataset = hugging_face("parquet", data_files="huggingface/labels.parquet")
    types = {name: str(kind) for name, kind in dataset.features.items()}
    names = dataset.features["labels"].feature.names
    return {"types": types, "names": names, "rows": multi(dataset)["rows"], "targets": _targets(dataset)}


def _targets(rows):
    """By the code that the card shows."""
    card = Path("huggingface/README.md").read_text("utf-8")
    code = card.split("```python\n")[1].split("```")[0].replace("path/to/this/folder", "huggingface")
    shown = {}
    exec(code, shown)
    return {row["image_id"]: shown["target"](row) for row in rows}


def multi_mlcroissant():
    import mlcroissant

    shutil.copy("export.zip", "croissant/wardrobe-v3.zip")
    dataset = mlcroissant.Dataset(jsonld=Path("croissant/croissant.json"))
    issues = dataset.metadata.ctx.issues

    def text(value):
        if isinstance(value, list):
            return [text(each) for each in value]
        return value.decode() if isinstance(value, bytes) else value

    rows = [{key.split("/")[1]: text(value) for key, value in row.items()} for row in dataset.records("images")]
    return {"errors": sorted(issues.errors), "warnings": sorted(issues.warnings), "rows": rows}


if __name__ == "__main__":
    reader, folder = sys.argv[1:]
    os.chdir(folder)
    print(json.dumps(globals()[reader]()))
