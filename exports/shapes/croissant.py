"""Croissant 1.1 metadata of a dataset version: what machine-learning catalogues and mlcroissant read. No Django.

Written from the manifest, the license and the citation that were frozen, so the same version gives the same bytes.
Nothing is told that nobody said: no license and no citation where none was named.
"""

import json
from collections.abc import Mapping
from typing import Any

from exports.shapes import parquet
from exports.shapes.task_types.base import Column, TaskType

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"
SPLITS = {"train": "cr:TrainingSplit", "val": "cr:ValidationSplit", "test": "cr:TestSplit"}

# The context that the specification gives: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
OF_LISTS = {"arrayShape": "cr:arrayShape", "isArray": "cr:isArray"}  # added where a column holds lists

TYPES = {parquet.INTEGER: "sc:Integer", parquet.TEXT: "sc:Text", parquet.BOOLEAN: "sc:Boolean"}


def describe(
    manifest: Mapping[str, Any],
    task_type: TaskType,
    zip_name: str,
    zip_sha256: str,
    zip_size: int,
    license: str | None = None,
    citation: str | None = None,
) -> bytes:
    """croissant.json, to lie beside the version's zip, which it names. `manifest`: as read from manifest.json.

    The specification wants the address of a license; mlcroissant takes any text, too, so words stay words.
    """
    images, version = manifest["counts"]["images"], manifest["version"]
    described = {
        "@context": _context(task_type),
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": manifest["dataset_name"],
        "description": (
            f"Version {version} of a dataset for {task_type.WHAT}: {images} images, {len(manifest['categories'])} "
            f"classes. Identity of the content: {manifest['hash']}"
        ),
        **({"license": license} if license else {}),
        **({"citeAs": citation} if citation else {}),
        "identifier": manifest["hash"],
        "version": f"{version}.0.0",
        "datePublished": manifest["created_at"],
        "distribution": _distribution(zip_name, zip_sha256, zip_size),
        "recordSet": [*_classes(manifest["categories"]), *_splits(manifest["splits"]), _files(), _images(task_type)],
    }
    return json.dumps(described, indent=2, ensure_ascii=True).encode() + b"\n"


def _context(task_type: TaskType) -> dict[str, Any]:
    holds_lists = any(column.type in parquet.LISTS for column in task_type.COLUMNS)
    return dict(sorted((CONTEXT | OF_LISTS).items())) if holds_lists else CONTEXT


def _distribution(zip_name: str, zip_sha256: str, zip_size: int) -> list[dict[str, Any]]:
    return [
        {
            "@type": "cr:FileObject",
            "@id": "version-zip",
            "name": zip_name,
            "contentUrl": zip_name,
            "contentSize": f"{zip_size} B",
            "encodingFormat": "application/zip",
            "sha256": zip_sha256,
        },
        {
            "@type": "cr:FileObject",
            "@id": "metadata.jsonl",
            "name": "metadata.jsonl",
            "contentUrl": "metadata.jsonl",
            "containedIn": {"@id": "version-zip"},
            "encodingFormat": "application/jsonlines",
        },
        {
            "@type": "cr:FileSet",
            "@id": "image-files",
            "name": "image-files",
            "containedIn": {"@id": "version-zip"},
            "encodingFormat": "image/*",
            "includes": "images/*",
        },
    ]


def _classes(categories: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Position = class index = output of a model; those that are no longer used keep their place."""
    return [
        _record_set(
            "classes",
            [_field("classes", "label", "sc:Integer"), _field("classes", "name", "sc:Text")],
            key="label",
            dataType="sc:Enumeration",
            data=[{"classes/label": each["class_index"], "classes/name": each["name"]} for each in categories],
        )
    ]


def _splits(splits: object) -> list[dict[str, Any]]:
    if not splits:
        return []
    return [
        _record_set(
            "splits",
            [_field("splits", "name", "sc:Text"), _field("splits", "url", "sc:URL")],
            key="name",
            dataType="cr:Split",
            data=[{"splits/name": name, "splits/url": url} for name, url in SPLITS.items()],
        )
    ]


def _files() -> dict[str, Any]:
    def of(name: str, data_type: str, file_property: str) -> dict[str, Any]:
        source = {"fileSet": {"@id": "image-files"}, "extract": {"fileProperty": file_property}}
        return _field("files", name, data_type, source=source)

    fields = [of("file_name", "sc:Text", "fullpath"), of("image", "sc:ImageObject", "content")]
    return _record_set("files", fields, key="file_name")


def _images(task_type: TaskType) -> dict[str, Any]:
    columns = {column.name: column for column in task_type.COLUMNS}
    first = [_of_metadata(columns.pop(name)) for name in ("image_id", "file_name")]
    first[1]["references"] = {"field": {"@id": "files/file_name"}}
    # No reference to the classes: -1 stands for none, and a reader that joins would drop the image.
    return _record_set("images", [*first, *map(_of_metadata, columns.values())], key="image_id")


def _of_metadata(column: Column) -> dict[str, Any]:
    source = {"fileObject": {"@id": "metadata.jsonl"}, "extract": {"column": column.name}}
    one = parquet.LISTS.get(column.type)
    a_list = {"isArray": True, "arrayShape": "-1"} if one else {}
    return _field("images", column.name, TYPES[one or column.type], source=source, **a_list)


def _record_set(name: str, fields: list[dict[str, Any]], *, key: str, **more: Any) -> dict[str, Any]:
    identity = {"@type": "cr:RecordSet", "@id": name, "name": name, "key": {"@id": f"{name}/{key}"}}
    return {**identity, "field": fields, **more}


def _field(record_set: str, name: str, data_type: str, **more: Any) -> dict[str, Any]:
    return {"@type": "cr:Field", "@id": f"{record_set}/{name}", "name": name, "dataType": data_type, **more}
