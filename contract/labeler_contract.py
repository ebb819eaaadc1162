#!/usr/bin/env python3
"""Verifies dataset versions of Labeler, and tells whether a model fits one. One file, Python 3.9 or newer, offline.

    python labeler_contract.py verify EXPORT
        EXPORT is the zip, or the folder that it was unpacked to. Every byte is compared with the digests, and the
        manifest with the rest. Pictures that had to be withdrawn since are named in withdrawn.json of an export that
        lacks them.

    python labeler_contract.py check-model MODEL MANIFEST
        MODEL is an ONNX file, a JSON file (a contract, a manifest, or a list of class names), a text file with a class
        name on each line, or any file that `embed` put a contract beside. MANIFEST is manifest.json, or an export.
        A model of one class an image never fits a dataset of any number of classes, nor the other way round.

    python labeler_contract.py embed MODEL MANIFEST [--output FILE]
        Writes into MODEL what it was trained on: into the metadata of an ONNX file, else into MODEL.contract.json.

Nothing has to be installed, but an ONNX file needs the package `onnx` (or, to check only, `onnxruntime`).

Exit codes:
    0  verified; the model fits; embedded
    2  the command line is wrong
    3  fits an older version: the model's class order holds, but classes were added, renamed, retired or restored since
    4  refused: the export was altered, or the model's outputs mean other classes
    5  a file could not be read, or is not what it should be
    6  verified, as published, but for pictures that were withdrawn since
With --allow-older, 3 becomes 0.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import stat
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple, NoReturn, cast

FITS, FITS_OLDER, REFUSED, UNREADABLE, WITHDRAWN = 0, 3, 4, 5, 6

MAJOR = "1"
SINGLE, MULTI = TASK_TYPES = ("classification_single", "classification_multi")
SPLITS = ("train", "val", "test")
KEY = "labeler_contract"  # in a model's metadata
WITHDRAWN_PATH = "withdrawn.json"
SIDE = ".contract.json"  # appended to the name of a model that has no metadata of its own

FIELDS = ("active", "class_index", "id", "name", "supercategory")  # of a category; labels_hash covers these
CHUNK = 1 << 20
MOST_JSON = 64 << 20  # bytes of a manifest or a contract: they hold nothing per image
MOST_LINE = 1 << 20  # bytes of a line of the other files
MOST_CLASSES = 1_000_000
MOST_TOLD = 10  # of a kind, in a sentence

# What the outputs of a model are, by task type.
HEADS = {
    SINGLE: "one class an image: a soft-max over all outputs",
    MULTI: "any number of classes an image: a sigmoid for each output",
}
EXCLUDED = {  # of `classification_multi`: what the selection leaves out -> what includes it
    "unlabeled": "include_unlabeled",
    "inactive_annotations": "include_inactive_categories",
    "partly_asked": "include_partly_asked",
}

_CANONICAL = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"))
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_CHECKSUM = re.compile(rb"([0-9a-f]{64})  ([\x20-\x7e]{1,4096})\n")


class Refusal(Exception):
    """It was read, and it is not right."""


class Unreadable(Exception):
    """It cannot be read, or is no such thing."""


class Definitions(NamedTuple):
    """What the outputs of a model mean, or the classes of a dataset version. Position = class index = output."""

    names: list[str]
    categories: list[dict[str, Any]] | None = None  # with the five fields; None where only names are known
    dataset_id: str | None = None
    task_type: str | None = None
    labels_hash: str | None = None
    version: int | None = None


class Answer(NamedTuple):
    code: int
    words: str


# --- does a model fit? ----------------------------------------------------------------------------------------------


def compare(model: Definitions, dataset: Definitions) -> Answer:
    """Whether a model that was trained on `model` may be used where `dataset` is what the classes mean now."""
    problem = _other_dataset(model, dataset) or order_problem(model, dataset)
    if problem:
        return Answer(REFUSED, "refused: " + problem)
    changes = changed_since(model, dataset)
    count = len(dataset.names)
    if not changes and model.labels_hash not in (None, dataset.labels_hash):
        changes = ["Categories were retired, taken into use again or grouped anew since."]
    if not changes:
        return Answer(FITS, f"fits: the same {count} classes in the same order{_trust(model, dataset)}")
    known = f"the model knows {len(model.names)} of {count} classes, each at its place"
    return Answer(FITS_OLDER, f"fits an older version: {known}. {' '.join(changes)}{_trust(model, dataset)}")


def order_problem(model: Definitions, dataset: Definitions) -> str:
    """Why the outputs of the model do not mean the first classes of the dataset; empty when they do.

    Dataset contract, section 13: a model fits while its list of (id, class index) is a prefix of the present one.
    Ids follow from the index, so for two lists of categories their lengths decide. Where a model carries names only,
    they must not stand at another place: a list sorted by name is the usual mistake.
    """
    here, now = len(model.names), len(dataset.names)
    if here > now:
        return (
            f"the model has {_classes(here)}, the dataset has {now}. It was trained on a later version, or on another "
            "list of classes."
        )
    if model.categories is None:
        return _moved_names(model, dataset)
    return ""


def changed_since(model: Definitions, dataset: Definitions) -> list[str]:
    """What was added, renamed, retired and restored since, one sentence each."""
    count = len(model.names)
    sentences = []
    if added := dataset.names[count:]:
        numbered = [f"{count + place} {quoted(name)}" for place, name in enumerate(added)]
        sentences.append(f"New since, which the model never answers: {listed(numbered)}.")
    renamed = [
        f"{place} {quoted(name)} is now {quoted(dataset.names[place])}"
        for place, name in enumerate(model.names)
        if name != dataset.names[place]
    ]
    if renamed:
        sentences.append(f"Renamed: {listed(renamed)}.")
    return sentences + _state_changes(model.categories, dataset.categories)


def _state_changes(before: list[dict[str, Any]] | None, after: list[dict[str, Any]] | None) -> list[str]:
    if before is None or after is None:
        return []
    both = list(enumerate(zip(before, after)))  # the older list is the shorter one
    told = {
        "Retired, so the dataset has no new examples of them": [n for n, (a, b) in both if a["active"] > b["active"]],
        "Taken into use again": [n for n, (a, b) in both if a["active"] < b["active"]],
        "In another group": [n for n, (a, b) in both if a["supercategory"] != b["supercategory"]],
    }
    return [
        words + ": " + listed([f"{place} {quoted(after[place]['name'])}" for place in places]) + "."
        for words, places in told.items()
        if places
    ]


def _other_dataset(model: Definitions, dataset: Definitions) -> str:
    if model.dataset_id is None:
        return ""
    if model.dataset_id != dataset.dataset_id:
        return f"the model was trained on the dataset {quoted(model.dataset_id)}, this is {quoted(dataset.dataset_id)}."
    if problem := other_task(model, dataset):
        return problem
    if model.labels_hash == dataset.labels_hash and model.names != dataset.names:
        return "the model's list of classes was changed after its contract was written: it contradicts its labels_hash."
    return ""


def other_task(model: Definitions, dataset: Definitions) -> str:
    """Why a model of one task type does not fit a dataset of another, whatever their classes; empty when both are of
    one. A model that says nothing is of `classification_single`, as all were before there were others: it is not taken
    for one of another."""
    if model.task_type == dataset.task_type or (model.task_type is None and dataset.task_type == SINGLE):
        return ""
    wanted = head(dataset.task_type)
    if model.task_type is None:
        return f"the model's contract names no task type; the dataset is of {wanted}. Write it anew with embed."
    return f"the model is of {head(model.task_type)}, the dataset of {wanted}. Even with equal classes they never fit."


def head(task_type: Any) -> str:
    """A task type, and what the outputs of its models are."""
    known = HEADS.get(str(task_type))
    return quoted(task_type) + (f" ({known})" if known else "")


def _moved_names(model: Definitions, dataset: Definitions) -> str:
    places = {name: place for place, name in enumerate(dataset.names)}
    for place, name in enumerate(model.names):
        if name == dataset.names[place]:
            continue
        if name in places:
            return f"output {place} of the model is {quoted(name)}, which is class {places[name]} of the dataset."
        if model.dataset_id is None:  # without the dataset's id nothing tells a rename from another list
            return f"output {place} of the model is {quoted(name)}; class {place} is {quoted(dataset.names[place])}."
    return ""


def _trust(model: Definitions, dataset: Definitions) -> str:
    if model.dataset_id:
        return ""
    head = "" if dataset.task_type == SINGLE else f", nor whether its outputs are {HEADS[MULTI]}"
    return f" (only names were compared: a list of names does not say which dataset it is of{head})"


def _classes(count: int) -> str:
    return f"{count} class" + ("" if count == 1 else "es")


def quoted(text: Any) -> str:
    """A text from outside, on one line and in ASCII."""
    spelled = json.dumps(str(text))
    return spelled if len(spelled) <= 120 else spelled[:116] + '..."'


def listed(words: list[str]) -> str:
    more = [f"{len(words) - MOST_TOLD} more"] if len(words) > MOST_TOLD else []
    return ", ".join(words[:MOST_TOLD] + more)


# --- what a manifest and a model say --------------------------------------------------------------------------------


def manifest_definitions(manifest: Any) -> Definitions:
    """The classes of a dataset version. Refused when its labels_hash says that they were others."""
    if not isinstance(manifest, dict) or "schema_version" not in manifest:
        raise Unreadable("this is not the manifest.json of a dataset version.")
    if str(manifest["schema_version"]).split(".")[0] != MAJOR:
        raise Unreadable(f"the manifest has schema {quoted(manifest['schema_version'])}; this program reads {MAJOR}.x.")
    if manifest.get("task_type") not in TASK_TYPES:
        known = " and ".join(TASK_TYPES)
        raise Unreadable(f"the task type is {quoted(manifest.get('task_type'))}; this program knows {known}.")
    if not isinstance(manifest.get("categories"), list):
        raise Unreadable("the manifest has no list of categories.")
    return _definitions(manifest, "the manifest")


def model_definitions(value: Any) -> Definitions:
    """The classes of a model, from its contract, from the manifest that it was trained on, or from a list of names."""
    if isinstance(value, list):
        return Definitions(_names(value, "the list"))
    if isinstance(value, dict) and isinstance(value.get(KEY), dict):
        return model_definitions(value[KEY])
    if not isinstance(value, dict) or not ("classes" in value or "categories" in value):
        raise Unreadable("the model's metadata holds neither a contract nor a list of class names.")
    return _definitions(value, "the model's contract")


def _definitions(value: dict[str, Any], whose: str) -> Definitions:
    if not isinstance(value.get("dataset_id"), str) or not value["dataset_id"]:
        raise Unreadable(f"{whose} has no dataset_id.")
    digest = value.get("labels_hash")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise Unreadable(f"{whose} has no labels_hash.")
    version = value.get("version")
    if version is not None and type(version) is not int:
        raise Unreadable(f"{whose} has the version {quoted(version)}, which is no number.")
    categories = _categories(value["categories"], whose) if "categories" in value else None
    if categories is not None and labels_hash(categories) != digest:
        raise Refusal(f"{whose} was altered: its categories are not those of its labels_hash.")
    names = [category["name"] for category in categories] if categories else _names(value.get("classes"), whose)
    if "classes" in value and value["classes"] != names:
        raise Refusal(f"{whose} was altered: its classes are not the names of its categories.")
    task_type = value.get("task_type")
    return Definitions(names, categories, value["dataset_id"], task_type, digest, version)


def _names(value: Any, whose: str) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(name, str) and name for name in value):
        raise Unreadable(f"{whose} names no classes: a list of texts is expected.")
    if len(value) > MOST_CLASSES:
        raise Unreadable(f"{whose} has {len(value)} classes; {MOST_CLASSES} are the most.")
    seen: set[str] = set()
    for name in value:
        if name in seen:
            raise Refusal(f"{whose} has the name {quoted(name)} twice.")
        seen.add(name)
    return value


def _categories(value: Any, whose: str) -> list[dict[str, Any]]:
    """The five fields of each category, which are numbered 0, 1, 2… with id = class_index + 1."""
    types = {"active": bool, "class_index": int, "id": int, "name": str, "supercategory": str}
    if not isinstance(value, list) or not value:
        raise Unreadable(f"{whose} has no categories.")
    for place, category in enumerate(value):
        if not isinstance(category, dict) or any(type(category.get(key)) is not types[key] for key in FIELDS):
            raise Unreadable(f"{whose} has a category without {', '.join(FIELDS)}.")
        if (category["class_index"], category["id"]) != (place, place + 1):
            found = f"{quoted(category['name'])} is class {category['class_index']} with id {category['id']}"
            raise Refusal(f"{whose} has another class order: at place {place}, {found}.")
    return [{key: category[key] for key in FIELDS} for category in value]


def labels_hash(categories: list[dict[str, Any]]) -> str:
    """The identity of the label definitions: dataset contract, section 9."""
    return digest_of(_record(category) for category in categories)


def digest_of(lines: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    return "sha256:" + digest.hexdigest()


def _record(value: Any) -> bytes:
    return (_CANONICAL.encode(value) + "\n").encode()


def contract_of(manifest: dict[str, Any]) -> dict[str, Any]:
    """What a model keeps of the version that it was trained on."""
    definitions = manifest_definitions(manifest)
    kept = ("dataset_id", "schema_version", "task_type", "version", "hash", "labels_hash", "samples_hash")
    if missing := [key for key in kept if key not in manifest]:
        raise Unreadable(f"the manifest lacks {', '.join(missing)}.")
    said = {key: manifest[key] for key in kept}
    return {KEY: 1, **said, "classes": definitions.names, "categories": definitions.categories}


# --- reading models -------------------------------------------------------------------------------------------------


def read_model(path: str) -> Definitions:
    side = path + SIDE
    if not os.path.isdir(path):  # some formats are folders; their contract lies beside them
        _regular(path)
        text = _own_metadata(path)
        if text is not None:
            return model_definitions(text)
    if not os.path.exists(side):
        raise Refusal(
            f"{shown(path)} carries no contract, so nobody knows what its outputs mean. Write it when you train: "
            "python labeler_contract.py embed MODEL MANIFEST"
        )
    return model_definitions(parse_json(_small_file(side), shown(side)))


def _own_metadata(path: str) -> Any:
    """What the file itself says of its classes; None when it says nothing."""
    if path.lower().endswith(".onnx"):
        text = _onnx_metadata(path).get(KEY)
        return None if text is None else parse_json(text, f"the metadata of {shown(path)}")
    if path.lower().endswith((".txt", ".names")):
        return _lines(_small_file(path), shown(path))
    if path.lower().endswith(".json") or _looks_like_json(path):
        return parse_json(_small_file(path), shown(path))
    return None


def _looks_like_json(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read(64).lstrip()[:1] in (b"{", b"[")


def _lines(content: bytes, whose: str) -> list[str]:
    try:
        return [line.strip() for line in content.decode("utf-8").splitlines() if line.strip()]
    except UnicodeDecodeError:
        raise Unreadable(f"{whose} is not a text in UTF-8.") from None


def _onnx_metadata(path: str) -> dict[str, str]:
    try:
        import onnx  # noqa: F401
    except ImportError:
        return _onnxruntime_metadata(path)
    return {entry.key: entry.value for entry in _onnx_model(path).metadata_props}


def _onnxruntime_metadata(path: str) -> dict[str, str]:
    try:
        import onnxruntime
    except ImportError:
        raise Unreadable("to read an ONNX file, install onnx or onnxruntime: python -m pip install onnx") from None
    try:
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    except Exception:
        raise Unreadable(f"{shown(path)} is not an ONNX model, or onnxruntime cannot load it.") from None
    return dict(session.get_modelmeta().custom_metadata_map)


def _onnx_model(path: str) -> Any:
    try:
        import onnx
    except ImportError:
        raise Unreadable("to write into an ONNX file, install onnx: python -m pip install onnx") from None
    try:
        model = onnx.load(path, load_external_data=False)
    except OSError:
        raise
    except Exception:
        raise Unreadable(f"{shown(path)} is not an ONNX model.") from None
    if not model.ir_version:
        raise Unreadable(f"{shown(path)} is not an ONNX model.")
    return model


# --- writing into models --------------------------------------------------------------------------------------------


def embed(path: str, manifest: dict[str, Any], output: str | None = None) -> str:
    """Write the contract into an ONNX file, or beside another. Answers which file holds it now."""
    contract = contract_of(manifest)
    if not os.path.isdir(path):
        _regular(path)
    if not path.lower().endswith(".onnx"):
        target = output or path + SIDE
        _replace(target, (json.dumps(contract, indent=2) + "\n").encode())
        return target
    model = _onnx_model(path)
    kept = [entry for entry in model.metadata_props if entry.key != KEY]
    del model.metadata_props[:]
    model.metadata_props.extend(kept)
    model.metadata_props.add(key=KEY, value=_record(contract).decode().strip())
    _replace(output or path, model.SerializeToString(), like=path)
    return output or path


def _replace(target: str, content: bytes, like: str | None = None) -> None:
    """Whole or not at all: a model that is read meanwhile is the old one or the new one."""
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(os.path.abspath(target)))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if like is not None:
            shutil.copymode(like, temporary)
        else:
            os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


# --- verifying exports ----------------------------------------------------------------------------------------------


def verify(path: str, digest: Callable[[Folder | Zip, str], str] | None = None) -> str:
    """Compare every byte of an export with its digests, and its manifest with the rest. Memory does not grow with it,
    apart from the directory of a zip and what was withdrawn. `digest`: tells the sha256 of a file by its name in the
    export, in hexadecimal, for who hashed its bytes a moment ago; without, each file is read."""
    return verified(path, digest).words


def verified(path: str, digest: Callable[[Folder | Zip, str], str] | None = None) -> Answer:
    """The same with the exit code: WITHDRAWN where pictures are missing that were withdrawn."""
    with opened(path) as export:
        manifest = read_manifest(export)
        definitions = manifest_definitions(manifest)
        missing = _withdrawn(export)
        images, image_bytes = _check_files(export, manifest, digest or sha256_of, missing)
        image_bytes += _check_annotations(export, manifest, definitions, missing)
        check = _check_answers if definitions.task_type == MULTI else _check_samples
        check(export, manifest, definitions, images, image_bytes)
    version = f"{quoted(manifest['dataset_id'])} v{manifest.get('version')}"
    told = f"{version}, {images} image{'' if images == 1 else 's'}, {manifest['hash']}"
    if not missing:
        return Answer(FITS, f"verified: {told}")
    count = len(missing)
    words = f"verified: as published, but for {count} withdrawn picture{'' if count == 1 else 's'}: {told}"
    return Answer(WITHDRAWN, words)


class Folder:
    """An export that was unpacked."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *problem: object) -> None:
        pass

    def names(self) -> Iterator[str]:
        """Every file below it. Refused: what is no plain file."""
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            with os.scandir(os.path.join(self.path, folder)) as entries:
                for entry in entries:
                    name = folder + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(name + "/")
                    elif entry.is_file(follow_symlinks=False):
                        yield name
                    else:
                        raise Refusal(f"{quoted(name)} is a link or a special file, which an export never holds.")

    def open(self, name: str) -> IO[bytes]:
        return open(os.path.join(self.path, *name.split("/")), "rb")

    def size(self, name: str) -> int:
        return os.stat(os.path.join(self.path, *name.split("/"))).st_size


class Zip:
    """An export as it was downloaded."""

    def __init__(self, path: str) -> None:
        try:
            self.archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            raise Unreadable(f"{shown(path)} is not a zip, or it was cut off.") from None
        self.entries = {entry.filename: entry for entry in self.archive.infolist()}
        self._check_entries(os.path.getsize(path))

    def __enter__(self) -> Zip:
        return self

    def __exit__(self, *problem: object) -> None:
        self.archive.close()

    def names(self) -> Iterator[str]:
        return iter(self.entries)

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(self.entries[name])

    def size(self, name: str) -> int:
        return self.entries[name].file_size

    def _check_entries(self, zip_size: int) -> None:
        """An export stores its files as they are, once each, so all of them together are no larger than the zip."""
        entries = self.archive.infolist()
        if len(entries) != len(self.entries):
            raise Refusal("the zip holds a name twice.")
        for entry in entries:
            if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
                raise Refusal(
                    f"{quoted(entry.filename)} is compressed or encrypted in the zip; an export stores its files as "
                    "they are. Was it packed again? Then unpack it and verify the folder."
                )
            if entry.filename.endswith("/") or stat.S_ISLNK(entry.external_attr >> 16):
                raise Refusal(f"{quoted(entry.filename)} is a folder or a link, which an export never holds.")
        if sum(max(entry.file_size, entry.compress_size) for entry in entries) > zip_size:
            raise Refusal("the files of the zip are larger than the zip itself.")


def opened(path: str) -> Folder | Zip:
    if os.path.isdir(path):
        return Folder(path)
    _regular(path)
    return Zip(path)


def read_manifest(export: Folder | Zip) -> dict[str, Any]:
    manifest = parse_json(_content(export, "manifest.json"), "manifest.json")
    if not isinstance(manifest, dict):
        raise Unreadable("manifest.json holds no object.")
    return cast("dict[str, Any]", manifest)


def _content(export: Folder | Zip, name: str) -> bytes:
    with _reading(export, name) as file:
        content = file.read(MOST_JSON + 1)
    if len(content) > MOST_JSON:
        raise Unreadable(f"{name} is larger than any manifest.")
    return content


@contextmanager
def _reading(export: Folder | Zip, name: str) -> Iterator[IO[bytes]]:
    try:
        with export.open(name) as file:
            yield file
    except (FileNotFoundError, NotADirectoryError, KeyError):
        raise Refusal(f"{quoted(name)} is missing.") from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError):
        raise Refusal(f"{quoted(name)} was altered, or the zip is damaged there.") from None


def _withdrawn(export: Folder | Zip) -> dict[str, str]:
    """The pictures that withdrawn.json names: path to sha256. None where there is no such file, which no checksum
    lists: so it is refused unless it is spelled in the one way of the contract, section 23."""
    if WITHDRAWN_PATH not in export.names():
        return {}
    content = _content(export, WITHDRAWN_PATH)
    said = parse_json(content, WITHDRAWN_PATH)
    named = said.get("withdrawn") if isinstance(said, dict) else None
    if not isinstance(named, list) or not named or _record(said) != content or len(said) != 1:
        raise Refusal(f"{WITHDRAWN_PATH} was altered: it is not the list of withdrawn pictures.")
    found: dict[str, str] = {}
    before = 0
    for each in named:
        if not isinstance(each, dict) or sorted(each) != ["file_name", "id", "sha256"]:
            raise Refusal(f"{WITHDRAWN_PATH} has an entry without file_name, id, sha256.")
        number, name, sha256 = each["id"], each["file_name"], each["sha256"]
        if type(number) is not int or not isinstance(name, str) or name.partition(".")[0] != f"{number:012d}":
            raise Refusal(f"{WITHDRAWN_PATH} has an entry whose id is not that of its file.")
        if number <= before:
            raise Refusal(f"{WITHDRAWN_PATH} is not sorted, or names a picture twice.")
        before = number
        found["images/" + name] = sha256
    return found


def _check_files(
    export: Folder | Zip,
    manifest: dict[str, Any],
    digest: Callable[[Folder | Zip, str], str],
    missing: dict[str, str],
) -> tuple[int, int]:
    """Each listed file has its sha256, and there is no other; but for those that are `missing`, which the list knows,
    and the file that names them. How many are images, those included, and the bytes of the others."""
    if manifest.get("hash") != "sha256:" + sha256_of(export, "checksums.sha256"):
        raise Refusal("checksums.sha256 is not what the manifest's hash says: one of both was altered.")
    expected = {"manifest.json", "checksums.sha256"}
    if missing:
        expected.add(WITHDRAWN_PATH)
    found = sum(1 for _ in export.names())
    count = images = image_bytes = unseen = 0
    for sha256, name in _checksums(export):
        images += name.startswith("images/")
        if name in missing:
            if missing[name] != sha256:
                raise Refusal(f"{WITHDRAWN_PATH} has another sha256 of {quoted(name)} than checksums.sha256.")
            unseen += 1
            continue
        if name in expected or digest(export, name) != sha256:
            raise Refusal(f"{quoted(name)} was altered.")
        count += 1
        if name.startswith("images/"):
            image_bytes += export.size(name)
    if unseen != len(missing):
        raise Refusal(f"{WITHDRAWN_PATH} names a picture that checksums.sha256 does not list.")
    if found != count + len(expected):
        known = expected | {name for _, name in _checksums(export) if name not in missing}
        name = next(name for name in export.names() if name not in known)
        raise Refusal(f"{quoted(name)} is {'there, though it was withdrawn' if name in missing else 'not listed'}.")
    return images, image_bytes


def _checksums(export: Folder | Zip) -> Iterator[tuple[str, str]]:
    """The lines of checksums.sha256. Refused: paths that lead elsewhere, and any order but that of the contract."""
    before = ""
    for line in _file_lines(export, "checksums.sha256"):
        match = _CHECKSUM.fullmatch(line)
        if not match:
            raise Refusal("checksums.sha256 has a line that is none of sha256sum.")
        name = match[2].decode()
        if "\\" in name or ":" in name or any(part in ("", ".", "..") for part in name.split("/")):
            raise Refusal(f"checksums.sha256 names {quoted(name)}, which leads out of the export.")
        if name <= before:
            raise Refusal("checksums.sha256 is not sorted, or names a file twice.")
        before = name
        yield match[1].decode(), name


def sha256_of(export: Folder | Zip, name: str) -> str:
    """Of the bytes of a file, which are read for it; in hexadecimal."""
    digest = hashlib.sha256()
    with _reading(export, name) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _file_lines(export: Folder | Zip, name: str) -> Iterator[bytes]:
    with _reading(export, name) as file:
        while line := file.readline(MOST_LINE):
            if not line.endswith(b"\n"):
                raise Refusal(f"{quoted(name)} has a line without an end.")
            yield line


def _check_annotations(
    export: Folder | Zip, manifest: dict[str, Any], definitions: Definitions, missing: dict[str, str]
) -> int:
    """annotations.json is of the same dataset and has the same categories. It is read by line, as it is written. How
    many bytes the `missing` pictures have by it."""
    lines = _file_lines(export, "annotations.json")
    next(lines, None)
    info = next(lines, b"").rstrip(b",\n")
    said = parse_json(b"{" + info + b"}", "annotations.json").get("info")
    keys = ("dataset_id", "schema_version", "task_type")
    if not isinstance(said, dict) or any(said.get(key) != manifest.get(key) for key in keys):
        raise Refusal(f"manifest.json and annotations.json disagree on {', '.join(keys)}.")
    found = list(_array(lines, b'"categories":[\n'))
    if found != definitions.categories:
        raise Refusal("manifest.json and annotations.json have different categories.")
    if not missing:
        return 0
    images = _array(lines, b'"images":[\n')
    return sum(image["size_bytes"] for image in images if f"images/{image['file_name']}" in missing)


def _array(lines: Iterator[bytes], beginning: bytes) -> Iterator[Any]:
    """The records of the next array that begins with this line."""
    for line in lines:
        if line == beginning:
            break
    for line in lines:
        if line.startswith(b"]"):
            break
        yield parse_json(line.rstrip(b",\n"), "annotations.json")


def _check_samples(
    export: Folder | Zip, manifest: dict[str, Any], definitions: Definitions, images: int, image_bytes: int
) -> None:
    """metadata.jsonl has a line for each image, and samples_hash and counts of the manifest say the same."""
    by_category = {str(place + 1): 0 for place in range(len(definitions.names))}
    by_split = dict.fromkeys(SPLITS, 0) if manifest.get("splits") else None
    digest = hashlib.sha256()
    pictures = ((sha256, name) for sha256, name in _checksums(export) if name.startswith("images/"))
    rows = 0
    for line in _file_lines(export, "metadata.jsonl"):
        sha256, name = next(pictures, ("", ""))
        row = parse_json(line, "metadata.jsonl")
        label, split = _row(row, name, definitions)
        if label >= 0:
            by_category[str(label + 1)] += 1
        if by_split is not None and split in by_split:
            by_split[split] += 1
        digest.update(_record([sha256, split, [label] if label >= 0 else []]))
        rows += 1
    if rows != images:
        raise Refusal(f"metadata.jsonl has {rows} lines for {images} images.")
    if manifest.get("samples_hash") != "sha256:" + digest.hexdigest():
        raise Refusal("samples_hash of manifest.json was altered.")
    counts = {
        "images": images,
        "annotations": sum(by_category.values()),
        "image_bytes": image_bytes,
        "by_category": by_category,
        "by_split": by_split,
    }
    _check_counts(manifest, counts)


def _check_counts(manifest: dict[str, Any], counts: dict[str, Any]) -> None:
    said = manifest.get("counts")
    for key, value in counts.items():
        if not isinstance(said, dict) or said.get(key) != value:
            raise Refusal(f"counts.{key} of manifest.json was altered.")


def _row(row: Any, name: str, definitions: Definitions) -> tuple[int, str | None]:
    """Label and split of a line of metadata.jsonl, which is of the file `name`."""
    if not isinstance(row, dict) or row.get("file_name") != name:
        raise Refusal(f"metadata.jsonl and checksums.sha256 list different images at {quoted(name)}.")
    label, split = row.get("label"), row.get("split")
    if type(label) is not int or not -1 <= label < len(definitions.names) or not isinstance(split, str):
        raise Refusal(f"metadata.jsonl has no class of the manifest for {quoted(name)}.")
    return label, split or None


# --- verifying exports of any number of classes an image ------------------------------------------------------------


def _check_answers(
    export: Folder | Zip, manifest: dict[str, Any], definitions: Definitions, images: int, image_bytes: int
) -> None:
    """Dataset contract, sections 17 and 18: images and annotations of annotations.json and the lines of metadata.jsonl
    say the same, image by image, every image obeys the rules between labels, and the manifest says and counts so."""
    _check_schema(manifest)
    tally = Tally(manifest, definitions)
    records = _array(_file_lines(export, "annotations.json"), b'"images":[\n')
    annotations = _array(_file_lines(export, "annotations.json"), b'"annotations":[\n')
    pictures = ((sha256, name) for sha256, name in _checksums(export) if name.startswith("images/"))
    digest = hashlib.sha256()
    for line in _file_lines(export, "metadata.jsonl"):
        sha256, name = next(pictures, ("", ""))
        seen = _image(next(records, None), name, sha256, definitions)
        for category in seen.present:
            tally.annotations += 1
            wanted = {"category_id": category, "id": tally.annotations, "image_id": seen.id, "iscrowd": 0}
            if not _says(next(annotations, None), wanted):
                raise Refusal(f"annotations.json has other annotations of {quoted(name)} than its image says.")
        if not _says(parse_json(line, "metadata.jsonl"), seen.row(name, definitions.names)):
            raise Refusal(f"metadata.jsonl says something else of {quoted(name)} than annotations.json.")
        digest.update(_record([sha256, seen.split, seen.answered, *seen.indices()]))
        tally.add(seen, name)
    if tally.images != images:
        raise Refusal(f"metadata.jsonl has {tally.images} lines for {images} images.")
    if next(records, None) is not None:
        raise Refusal("annotations.json has more images than checksums.sha256.")
    if next(annotations, None) is not None:
        raise Refusal("annotations.json has an annotation that no image knows.")
    if manifest.get("samples_hash") != "sha256:" + digest.hexdigest():
        raise Refusal("samples_hash of manifest.json was altered.")
    tally.check(image_bytes)


def _check_schema(manifest: dict[str, Any]) -> None:
    minor = str(manifest["schema_version"]).split(".")[1:2]
    if not minor or not minor[0].isdecimal() or int(minor[0]) < 1:
        raise Refusal(f"{MULTI} came with schema 1.1, and the manifest says {quoted(manifest['schema_version'])}.")


class Seen(NamedTuple):
    """What an image of annotations.json says of its answer. Categories by id, ascending."""

    id: int
    answered: bool
    present: list[int]
    not_asked: list[int]
    split: str | None

    def indices(self) -> tuple[list[int], list[int]]:
        """The outputs of a model that are on, and those that nobody can tell."""
        return [category - 1 for category in self.present], [category - 1 for category in self.not_asked]

    def row(self, name: str, names: list[str]) -> dict[str, Any]:
        """What metadata.jsonl says of it, where no list looks empty."""
        labels, _ = self.indices()
        return {
            "answered": self.answered,
            "category_ids": self.present or [0],
            "file_name": name,
            "image_id": self.id,
            "label_names": [names[label] for label in labels] or [""],
            "labels": labels or [-1],
            "not_asked": self.not_asked or [0],
            "split": self.split or "",
        }


def _image(record: Any, name: str, sha256: str, definitions: Definitions) -> Seen:
    """Of the image in the file `name`. Refused: what no answer can be."""
    if not isinstance(record, dict) or (f"images/{record.get('file_name')}", record.get("sha256")) != (name, sha256):
        raise Refusal(f"annotations.json and checksums.sha256 list different images at {quoted(name)}.")
    number, answered = record.get("id"), record.get("answered")
    split = record.get("split")
    if type(number) is not int or not name.startswith(f"images/{number:012d}."):
        raise Refusal(f"annotations.json has another id of {quoted(name)} than its name says.")
    if type(answered) is not bool or not isinstance(split, (str, type(None))):
        raise Refusal(f"annotations.json does not tell whether {quoted(name)} was answered, or its split.")
    present, not_asked = (_ids(record.get(key), definitions) for key in ("category_ids", "not_asked"))
    if present is None or not_asked is None:
        raise Refusal(f"category_ids or not_asked of {quoted(name)} is no rising list of the manifest's categories.")
    if both := sorted(set(present).intersection(not_asked)):
        named = quoted(definitions.names[both[0] - 1])
        raise Refusal(f"{quoted(name)} has the class {named}, and says that it was not asked about it.")
    if not answered and (present or not_asked):
        raise Refusal(f"{quoted(name)} is not answered, and has labels, or says what was not asked.")
    return Seen(number, answered, present, not_asked, split)


def _ids(value: Any, definitions: Definitions) -> list[int] | None:
    """A rising list of ids of categories; None for anything else."""
    if not isinstance(value, list) or any(type(each) is not int for each in value):
        return None
    inside = all(1 <= each <= len(definitions.names) for each in value)
    return value if inside and all(a < b for a, b in zip(value, value[1:])) else None


def _says(record: Any, wanted: dict[str, Any]) -> bool:
    """Whether a record has these fields, spelled so (true is not 1); it may have more."""
    return isinstance(record, dict) and _record({key: record.get(key) for key in wanted}) == _record(wanted)


class Tally:
    """Counts what the manifest counts, and compares it with the selection and the rules between labels."""

    def __init__(self, manifest: dict[str, Any], definitions: Definitions) -> None:
        categories = definitions.categories or []
        self.manifest = manifest
        self.selection = _selection(manifest)
        self.parents, self.groups = _label_rules(manifest, definitions)
        self.active = {category["id"] for category in categories if category["active"]}
        self.by_category = {str(category["id"]): 0 for category in categories}
        self.by_split = dict.fromkeys(SPLITS, 0) if manifest.get("splits") else None
        self.images = self.annotations = self.answered = self.none = self.partly_asked = self.broken = 0

    def add(self, seen: Seen, name: str) -> None:
        self.images += 1
        self.answered += seen.answered
        self.none += seen.answered and not seen.present
        self.partly_asked += not self.active.isdisjoint(seen.not_asked)
        self.broken += not self._obeys(seen)
        for category in seen.present:
            self.by_category[str(category)] += 1
        if not self.selection["include_inactive_categories"] and not self.active.issuperset(seen.present):
            raise Refusal(f"{quoted(name)} has a label of an inactive category, and the selection leaves these out.")
        if self.by_split is None:
            if seen.split is not None:
                raise Refusal(f"{quoted(name)} is in a split, and the version has none.")
        elif seen.split in self.by_split:
            self.by_split[str(seen.split)] += 1
        else:
            raise Refusal(f"{quoted(name)} is in none of the splits {', '.join(SPLITS)}.")

    def check(self, image_bytes: int) -> None:
        """Refused unless the manifest says so."""
        if self.broken:
            them = "1 image breaks" if self.broken == 1 else f"{self.broken} images break"
            raise Refusal(f"{them} a rule between labels (label_rules of manifest.json).")
        if not self.selection["include_unlabeled"] and self.answered < self.images:
            unanswered = self.images - self.answered
            raise Refusal(f"{unanswered} images are not answered; the selection leaves such images out.")
        if not self.selection["include_partly_asked"] and self.partly_asked:
            raise Refusal(
                f"{self.partly_asked} images were not asked about every class; the selection leaves such images out."
            )
        counts = ("images", "annotations", "by_category", "by_split", "answered", "none", "partly_asked")
        _check_counts(self.manifest, {"image_bytes": image_bytes, **{name: getattr(self, name) for name in counts}})

    def _obeys(self, seen: Seen) -> bool:
        """What was not asked may be there or not: that breaks no rule."""
        known = {*seen.present, *seen.not_asked}
        parents = all(self.parents.get(category, category) in known for category in seen.present)
        groups = [self.groups[category] for category in seen.present if category in self.groups]
        return parents and len(set(groups)) == len(groups)


def _selection(manifest: dict[str, Any]) -> dict[str, Any]:
    selection = manifest.get("selection")
    excluded = selection.get("excluded") if isinstance(selection, dict) else None
    if not isinstance(selection, dict) or not isinstance(excluded, dict):
        raise Refusal("the manifest has no selection, or it does not say what was left out.")
    for reason, included in EXCLUDED.items():
        if type(selection.get(included)) is not bool:
            raise Refusal(f"selection.{included} of manifest.json is neither true nor false.")
        count = excluded.get(reason)
        if type(count) is not int or count < 0 or (count and selection[included]):
            raise Refusal(f"selection.excluded.{reason} of manifest.json is no count that fits {included}.")
    return selection


def _label_rules(manifest: dict[str, Any], definitions: Definitions) -> tuple[dict[int, int], dict[int, int]]:
    """Parents by child, and the place of its group by member. Refused unless spelled as the contract has it."""
    rules = manifest.get("label_rules")
    pairs, groups = (rules.get("implies"), rules.get("exclusive")) if isinstance(rules, dict) else (None, None)
    if not isinstance(pairs, list) or not isinstance(groups, list):
        raise Refusal("manifest.json lacks label_rules, which holds the lists implies and exclusive.")
    proper = all(_is_pair(pair, definitions) for pair in pairs) and pairs == sorted(pairs)
    parents = dict(pairs) if proper else {}
    if len(parents) != len(pairs):
        raise Refusal("label_rules.implies of manifest.json is no rising list of pairs of categories, each child once.")
    proper = all(_ids(group, definitions) is not None and len(group) > 1 for group in groups)
    members = {member: place for place, group in enumerate(groups) for member in group} if proper else {}
    if not proper or groups != sorted(groups) or len(members) != sum(map(len, groups)):
        raise Refusal("label_rules.exclusive of manifest.json is no rising list of groups of categories, each in one.")
    return parents, members


def _is_pair(value: Any, definitions: Definitions) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    return all(_ids([each], definitions) is not None for each in value) and value[0] != value[1]


# --- reading files --------------------------------------------------------------------------------------------------


def parse_json(content: str | bytes, whose: str) -> Any:
    """JSON without what can be read in two ways: keys that stand twice, NaN, another encoding."""
    try:
        text = content.decode("utf-8") if isinstance(content, bytes) else content
        return _PROPER.decode(text)
    except (ValueError, RecursionError) as problem:
        reason = "it is nested too deeply" if isinstance(problem, RecursionError) else str(problem)
        raise Unreadable(f"{whose} is not proper JSON: {reason[:200]}.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


_PROPER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)  # once, as each line of a file is parsed


def read_dataset(path: str) -> dict[str, Any]:
    """The manifest, from its file, from an unpacked export or from the zip."""
    if os.path.isdir(path) or path.lower().endswith(".zip"):
        with opened(path) as export:
            return read_manifest(export)
    manifest = parse_json(_small_file(path), shown(path))
    if not isinstance(manifest, dict):
        raise Unreadable(f"{shown(path)} is not the manifest.json of a dataset version.")
    return manifest


def _small_file(path: str) -> bytes:
    _regular(path)
    if os.path.getsize(path) > MOST_JSON:
        raise Unreadable(f"{shown(path)} has more than {MOST_JSON >> 20} MB.")
    with open(path, "rb") as file:
        return file.read(MOST_JSON)


def _regular(path: str) -> None:
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise Unreadable(f"{shown(path)} is not a file.")


def shown(path: str) -> str:
    return path.encode("ascii", "backslashreplace").decode()


# --- the command line -----------------------------------------------------------------------------------------------


def run(arguments: argparse.Namespace) -> Answer:
    if arguments.command == "verify":
        return verified(arguments.export)
    manifest = read_dataset(arguments.manifest)
    if arguments.command == "embed":
        return Answer(FITS, f"embedded: {shown(embed(arguments.model, manifest, arguments.output))}")
    answer = compare(read_model(arguments.model), manifest_definitions(manifest))
    if answer.code == FITS_OLDER and arguments.allow_older:
        return answer._replace(code=FITS)
    return answer


def read_arguments(argv: list[str] | None) -> argparse.Namespace:
    summary, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        prog="labeler_contract.py",
        description=summary,
        epilog=rest[rest.find("Exit codes:") :],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    one = commands.add_parser("verify", help="is every byte of an export as it was sealed?")
    one.add_argument("export", metavar="EXPORT", help="the zip, or the folder that it was unpacked to")
    one = commands.add_parser("check-model", help="do the outputs of a model mean the classes of a version?")
    one.add_argument(
        "model", metavar="MODEL", help="an ONNX file, a JSON file, a list of names, or a file beside its contract"
    )
    one.add_argument("manifest", metavar="MANIFEST", help="manifest.json, or an export")
    one.add_argument("--allow-older", action="store_true", help="exit with 0 when the model fits an older version")
    one = commands.add_parser("embed", help="write into a model what it was trained on")
    one.add_argument("model", metavar="MODEL")
    one.add_argument("manifest", metavar="MANIFEST", help="manifest.json, or an export")
    one.add_argument("--output", metavar="FILE", help="where to write; else into MODEL, or into MODEL.contract.json")
    return parser.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    arguments = read_arguments(argv)
    try:
        code, words = run(arguments)
    except Refusal as problem:
        code, words = REFUSED, f"refused: {problem}"
    except Unreadable as problem:
        code, words = UNREADABLE, f"not read: {problem}"
    except OSError as problem:
        where = f"{shown(str(problem.filename))}: " if problem.filename else ""
        code, words = UNREADABLE, f"not read: {where}{problem.strerror or problem}."
    except Exception as problem:  # files from outside find what nobody thought of
        code, words = UNREADABLE, f"not read: {type(problem).__name__}: {quoted(problem)}."
    print(words, file=sys.stderr if code == UNREADABLE else sys.stdout)
    return code


if __name__ == "__main__":
    sys.exit(main())
