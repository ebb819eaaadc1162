"""What a dataset version says, byte for byte: contract 1.0.0. No Django, no clock, no files, no random.

The same values give the same bytes in every process, time zone and locale. A value that the contract does not
allow, or that could be read in two ways, is refused with a ValueError, never rounded or repaired: what is
written here is kept for ever. `docs/dataset-contract.md` tells the same to the people who read exports.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, NamedTuple, Self

SCHEMA_VERSION = "1.0.0"
MAJOR = "1"  # programs that read one version with this number read all of them
TASK_TYPE = "classification_single"
SPLIT_METHOD = "stable-hash-v1"
SPLITS = ("train", "val", "test")
WHOLE = 10_000  # shares of the splits are written in 1/10000

EXTENSIONS = {  # mime type -> the ending of its file
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
}

MIME_TYPES = {extension: mime_type for mime_type, extension in EXTENSIONS.items()}

MAX_IMAGE_ID = 999_999_999_999  # file names have room for 12 digits

_HEX = re.compile(r"[0-9a-f]{64}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_DATASET_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_UTC_SECONDS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_COLOR = re.compile(r"#[0-9A-F]{6}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_FILE_NAME = re.compile(r"[^/\\\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,255}")


def category_id(class_index: int) -> int:
    """The id of a class in all files: they count from 1, the outputs of a model from 0."""
    return class_index + 1


# The values


@dataclass(frozen=True, slots=True)
class Category:
    """A class of the dataset as it was when the version was requested. Fields stand in manifest order."""

    id: int
    class_index: int
    name: str
    supercategory: str
    active: bool
    display_order: int
    color: str | None

    def __post_init__(self) -> None:
        _require(_is_int(self.class_index), f"class_index must be 0, 1, 2…, not {self.class_index!r}")
        _require(_is_int(self.id) and self.id == category_id(self.class_index), "a category's id is class_index + 1")
        _require(_is_text(self.name, 1, 100), f"category {self.id}: the name has 1 to 100 characters")
        _require(not _CONTROL.search(self.name), f"category {self.id}: the name has no control characters")
        _require(self.name == self.name.strip(), f"category {self.id}: the name has no spaces around it")
        _require(unicodedata.is_normalized("NFC", self.name), f"category {self.id}: the name is in NFC")
        _require(_is_text(self.supercategory, 0, 100), f"category {self.id}: supercategory is a text")
        _require(type(self.active) is bool, f"category {self.id}: active is true or false")
        _require(type(self.display_order) is int, f"category {self.id}: display_order is an integer")
        _require(
            self.color is None or _matches(_COLOR, self.color),
            f"category {self.id}: color is null or #RRGGBB in upper case",
        )

    def record(self) -> dict[str, object]:
        """The fields that annotations.json holds and `labels_hash` covers: not display order, not colour."""
        return {
            "active": self.active,
            "class_index": self.class_index,
            "id": self.id,
            "name": self.name,
            "supercategory": self.supercategory,
        }


@dataclass(frozen=True, slots=True)
class Video:
    """A video that an exported frame was taken from."""

    id: int
    original_name: str
    sha256: str

    def __post_init__(self) -> None:
        _require(_is_int(self.id, 1), f"a video's id is an integer from 1, not {self.id!r}")
        _require(_matches(_FILE_NAME, self.original_name), f"video {self.id}: not a file name")
        _require(_matches(_HEX, self.sha256), f"video {self.id}: sha256 is 64 hex digits in lower case")

    def record(self) -> dict[str, object]:
        return {"id": self.id, "original_name": self.original_name, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Frame:
    """Where in which video: milliseconds after its frame 0, and the place in presentation order."""

    video_id: int
    timestamp_ms: int
    frame_index: int

    def __post_init__(self) -> None:
        _require(_is_int(self.video_id, 1), f"video_id is an integer from 1, not {self.video_id!r}")
        _require(_is_int(self.timestamp_ms), f"timestamp_ms is an integer from 0, not {self.timestamp_ms!r}")
        _require(_is_int(self.frame_index), f"frame_index is an integer from 0, not {self.frame_index!r}")


@dataclass(frozen=True, slots=True)
class Bytes:
    """The file of an exported image."""

    id: int
    sha256: str
    size_bytes: int
    mime_type: str

    @property
    def file_name(self) -> str:
        return f"{self.id:012d}.{EXTENSIONS[self.mime_type]}"

    @property
    def path(self) -> str:
        """Where the bytes are in the export."""
        return f"images/{self.file_name}"


@dataclass(frozen=True, slots=True)
class Picture(Bytes):
    """One exported image without what was answered about it, which depends on the task type. Width and height are
    pixels of the stored matrix, before EXIF rotation. `frame` is None for an upload."""

    lowest_schema = SCHEMA_VERSION  # that can describe it

    width: int
    height: int
    exif_orientation: int
    original_name: str
    frame: Frame | None = None

    def __post_init__(self) -> None:
        _require(_is_int(self.id, 1, MAX_IMAGE_ID), f"an image's id is 1 to {MAX_IMAGE_ID}, not {self.id!r}")
        _require(_matches(_HEX, self.sha256), f"image {self.id}: sha256 is 64 hex digits in lower case")
        _require(_is_int(self.size_bytes, 1), f"image {self.id}: size_bytes is an integer from 1")
        _require(self.mime_type in EXTENSIONS, f"image {self.id}: {self.mime_type!r} is not exported")
        _require(_is_int(self.width, 1) and _is_int(self.height, 1), f"image {self.id}: empty picture")
        _require(_is_int(self.exif_orientation, 1, 8), f"image {self.id}: exif_orientation is 1 to 8")
        _require(_matches(_FILE_NAME, self.original_name), f"image {self.id}: original_name is no file name")

    @property
    def split_key(self) -> str:
        return split_key(self.sha256, self.frame.video_id if self.frame else None)

    def provenance(self) -> dict[str, object]:
        frame = self.frame
        if frame is None:
            return {"source": "upload"}
        return {
            "source": "video_frame",
            "video_id": frame.video_id,
            "timestamp_ms": frame.timestamp_ms,
            "frame_index": frame.frame_index,
        }


@dataclass(frozen=True, slots=True)
class Image(Picture):
    """One exported image of `classification_single`; `class_index` is None without a label."""

    class_index: int | None = None

    def __post_init__(self) -> None:
        Picture.__post_init__(self)
        _require(self.class_index is None or _is_int(self.class_index), f"image {self.id}: bad class_index")


@dataclass(frozen=True, slots=True)
class Ratios:
    """Shares of the three splits, in 1/10000."""

    train: int
    val: int
    test: int

    def __post_init__(self) -> None:
        shares = (self.train, self.val, self.test)
        _require(all(_is_int(share) for share in shares), f"split ratios are integers from 0, not {shares}")
        _require(sum(shares) == WHOLE, f"split ratios add up to {WHOLE}, not {sum(shares)}")


@dataclass(frozen=True, slots=True)
class Splits:
    method: str
    seed: str
    ratios: Ratios

    @classmethod
    def of(cls, frozen: Any) -> Self:
        given = _exactly(cls, frozen)
        return cls(**given | {"ratios": Ratios(**_exactly(Ratios, given["ratios"]))})

    def __post_init__(self) -> None:
        _require(self.method == SPLIT_METHOD, f"the split method is {SPLIT_METHOD}, not {self.method!r}")
        _require(_is_text(self.seed, 1, 200), "the split seed has 1 to 200 characters")


@dataclass(frozen=True, slots=True)
class Excluded:
    """How many images of the chosen statuses and categories were left out, by reason."""

    unlabeled: int
    inactive_category: int

    def __post_init__(self) -> None:
        _require(_is_int(self.unlabeled) and _is_int(self.inactive_category), "excluded holds counts")


@dataclass(frozen=True, slots=True)
class Selected:
    """What was asked for, of any task type; what it left out is told behind. Statuses and ids are sets: written sorted,
    however they were asked for."""

    EXCLUDED: ClassVar[type]  # what `excluded` is

    statuses: tuple[str, ...]
    category_ids: tuple[int, ...] | None
    include_unlabeled: bool
    include_inactive_categories: bool

    @classmethod
    def of(cls, frozen: Any) -> Self:
        given = _exactly(cls, frozen)
        ids = given["category_ids"]
        return cls(
            **given
            | {
                "statuses": _sorted_set(given["statuses"]),
                "category_ids": None if ids is None else _sorted_set(ids),
                "excluded": cls.EXCLUDED(**_exactly(cls.EXCLUDED, given["excluded"])),
            }
        )

    def __post_init__(self) -> None:
        _require(self.statuses and all(_is_text(s, 1, 100) for s in self.statuses), "no status is selected")
        _require(all(_is_int(i, 1) for i in self.category_ids or ()), "category_ids are integers from 1")
        _require(type(self.include_unlabeled) is bool, "include_unlabeled is true or false")
        _require(type(self.include_inactive_categories) is bool, "include_inactive_… is true or false")


@dataclass(frozen=True, slots=True)
class Selection(Selected):
    EXCLUDED: ClassVar[type] = Excluded

    excluded: Excluded


@dataclass(frozen=True, slots=True)
class Previous:
    """The newest version below this one that was ready when this one was requested."""

    version: int
    hash: str

    def __post_init__(self) -> None:
        _require(_is_int(self.version, 1), "previous.version is an integer from 1")
        _require(_matches(_DIGEST, self.hash), "previous.hash is sha256: and 64 hex digits")


@dataclass(frozen=True, slots=True)
class Generator:
    """The software that took the snapshot; a rebuild by newer software repeats it."""

    name: str
    version: str

    def __post_init__(self) -> None:
        _require(
            _is_text(self.name, 1, 200) and _is_text(self.version, 1, 200),
            "the generator has a name and a version",
        )


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that was frozen when a version was requested, apart from its images and videos."""

    SCHEMA_VERSION: ClassVar[str] = SCHEMA_VERSION
    TASK_TYPE: ClassVar[str] = TASK_TYPE
    READERS: ClassVar[Mapping[str, Callable[[Any], Any]]] = {"selection": Selection.of}  # by field, of stored JSON

    schema_version: str
    task_type: str
    dataset_id: str
    dataset_name: str
    version: int
    created_at: str
    previous: Previous | None
    categories: tuple[Category, ...]
    selection: Selected
    splits: Splits | None
    generator: Generator

    @classmethod
    def of(cls, frozen: Mapping[str, Any]) -> Self:
        """Read the stored JSON object. The order of keys, which PostgreSQL's jsonb changes, does not matter;
        a missing key, an unknown one or a value against the contract raises ValueError."""
        given = _exactly(cls, frozen)
        previous, splits = given["previous"], given["splits"]
        categories = (Category(**_exactly(Category, category)) for category in given["categories"])
        return cls(
            **given
            | {
                "previous": None if previous is None else Previous(**_exactly(Previous, previous)),
                "categories": tuple(sorted(categories, key=lambda category: category.class_index)),
                "splits": None if splits is None else Splits.of(splits),
                "generator": Generator(**_exactly(Generator, given["generator"])),
            }
            | {name: read(given[name]) for name, read in cls.READERS.items()}
        )

    def __post_init__(self) -> None:
        _require(
            self.schema_version == self.SCHEMA_VERSION,
            f"schema_version is {self.SCHEMA_VERSION}, not {self.schema_version!r}",
        )
        _require(self.task_type == self.TASK_TYPE, f"task_type is {self.TASK_TYPE}, not {self.task_type!r}")
        _require(_matches(_DATASET_ID, self.dataset_id), f"{self.dataset_id!r} is not a dataset_id")
        _require(_is_text(self.dataset_name, 1, 200), "dataset_name has 1 to 200 characters")
        _require(_is_int(self.version, 1), "version is an integer from 1")
        _require(_matches(_UTC_SECONDS, self.created_at), "created_at looks like 2026-11-22T19:00:00Z")
        _require(self.previous is None or self.previous.version < self.version, "previous is a lower version")
        _require(self.categories, "an export needs at least one category")
        _require(
            [category.class_index for category in self.categories] == list(range(len(self.categories))),
            "categories are numbered 0, 1, 2… without a gap: a retired one stays listed",
        )

    def category_of(self, image: Image) -> Category | None:
        if image.class_index is None:
            return None
        _require(image.class_index < len(self.categories), f"image {image.id}: no class {image.class_index}")
        return self.categories[image.class_index]

    def split_of(self, image: Picture) -> str | None:
        return split_of(self.splits.seed, self.splits.ratios, image.split_key) if self.splits else None

    def teller(self) -> "Teller":
        """What tells of the images of this version, one after the other."""
        return Teller(self)

    def more(self) -> dict[str, object]:
        """What the manifest tells behind `generator`."""
        return {}


@dataclass(frozen=True, slots=True)
class Digests:
    hash: str
    labels_hash: str
    samples_hash: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What an export holds, in numbers; `by_category` by id as string, every category in order of its id."""

    images: int
    annotations: int
    image_bytes: int
    by_category: dict[str, int]
    by_split: dict[str, int] | None
    duplicate_images: int


class Told(NamedTuple):
    """What the texts of an export tell of one image: a record for each of them, of annotations.json any number more."""

    split: str | None
    image: dict[str, object]
    annotations: Sequence[dict[str, object]]
    metadata: dict[str, object]
    sample: list[object]


class Teller:
    """Goes through the images of one version by rising id, tells of each and counts what its task type counts. Each
    task type has its own; this is that of `classification_single`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._needed = SCHEMA_VERSION

    def tell(self, image: Picture, first: int) -> Told:
        """The records of the next image. `first`: the place of its first annotation among all, from 1. Raises
        ValueError for an image that this version cannot hold."""
        _require(isinstance(image, Image), f"image {image.id} is of another task type")
        assert isinstance(image, Image)
        self._needed = max(self._needed, image.lowest_schema)
        category, split = self.snapshot.category_of(image), self.snapshot.split_of(image)
        return Told(
            split,
            image_record(image, split),
            [annotation_record(image, category)] if category else [],
            metadata_record(image, category, split),
            sample_record(image, split),
        )

    def counts(self, counts: Counts) -> Counts:
        """What the manifest counts, from what all task types count. Raises ValueError where the images, as a whole, are
        not those of this version."""
        if self._needed != self.snapshot.schema_version:
            raise ValueError(f"The images are not those of a version that says {self.snapshot.schema_version}.")
        return counts


# Splits


def split_of(seed: str, ratios: Ratios, key: str) -> str:
    """Deal a key to train, val or test. It stays there in every version with this seed and these ratios."""
    n = split_number(seed, key)
    if n < ratios.train:
        return "train"
    return "val" if n < ratios.train + ratios.val else "test"


def split_key(sha256: str, video_id: int | None) -> str:
    """What an image is dealt by: frames of one video, and equal bytes, always fall together."""
    return f"sha256:{sha256}" if video_id is None else f"video:{video_id}"


def split_number(seed: str, key: str) -> int:
    """The place of a key among 0…9999."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{key}".encode()).digest()[:8], "big") % WHOLE


# Records


def image_record(image: Picture, split: str | None) -> dict[str, object]:
    return {
        "exif_orientation": image.exif_orientation,
        "file_name": image.file_name,
        "height": image.height,
        "id": image.id,
        "original_name": image.original_name,
        "provenance": image.provenance(),
        "sha256": image.sha256,
        "size_bytes": image.size_bytes,
        "split": split,
        "width": image.width,
    }


def annotation_record(image: Image, category: Category) -> dict[str, object]:
    """No `bbox` and no `area`: geometry that nobody drew would be taken for real."""
    return {"category_id": category.id, "id": image.id, "image_id": image.id, "iscrowd": 0}


def metadata_record(image: Image, category: Category | None, split: str | None) -> dict[str, object]:
    """A flat row without null: readers that guess column types from the first rows would drop the column."""
    return {
        "category_id": category.id if category else 0,
        "file_name": image.path,
        "image_id": image.id,
        "label": category.class_index if category else -1,
        "label_name": category.name if category else "",
        "split": split or "",
    }


def sample_record(image: Image, split: str | None) -> list[object]:
    """What a model sees of an image; `samples_hash` covers these."""
    return [image.sha256, split, [] if image.class_index is None else [image.class_index]]


# Bytes


def record_form(value: object) -> bytes:
    """`J` of the contract: the one spelling of a JSON value on one line, in ASCII and without LF.

    Floats, NaN, keys that are not ASCII text, unpaired surrogates and foreign types raise ValueError.
    """
    _refuse_ambiguous(value)
    return _SPELLING.encode(value).encode("ascii")


_SPELLING = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def record_line(value: object) -> bytes:
    return record_form(value) + b"\n"


def image_line(record: object) -> bytes:
    """The same for what is written of each image. Its values were checked when the image, its category and its split
    were made, and looking once more would take longer than all else."""
    return _SPELLING.encode(record).encode("ascii") + b"\n"


def annotations_json(
    snapshot: Snapshot, videos: Iterable[Video], images: Iterable[bytes], annotations: Iterable[bytes]
) -> Iterator[bytes]:
    """The pieces of annotations.json. Images and annotations come in record form, by image id."""
    info = {
        "dataset_id": snapshot.dataset_id,
        "schema_version": snapshot.schema_version,
        "task_type": snapshot.task_type,
    }
    yield b'{\n"info":' + record_form(info)
    yield from _array("licenses", ())
    yield from _array("videos", (record_form(video.record()) for video in videos))
    yield from _array("categories", (record_form(category.record()) for category in snapshot.categories))
    yield from _array("images", images)
    yield from _array("annotations", annotations)
    yield b"\n}\n"


def _array(name: str, records: Iterable[bytes]) -> Iterator[bytes]:
    yield f',\n"{name}":['.encode()
    between = b"\n"
    for record in records:
        yield between + record
        between = b",\n"
    yield b"\n]"


def checksum_line(path: str, sha256: str) -> bytes:
    """One line in the form of GNU sha256sum."""
    return f"{sha256}  {path}\n".encode()


def checksums(annotations: str, images: Iterable[bytes], metadata: str) -> Iterator[bytes]:
    """The lines of checksums.sha256, by path: a < i < m, and zero-padded names sort by id."""
    yield checksum_line("annotations.json", annotations)
    yield from images
    yield checksum_line("metadata.jsonl", metadata)


def labels_hash(categories: Iterable[Category]) -> str:
    """The identity of the label definitions."""
    lines = (record_line(category.record()) for category in categories)
    return digest(hashlib.sha256(b"".join(lines)).hexdigest())


def digest(sha256: str) -> str:
    """How manifest.json writes a sha256 that is given in hex."""
    return f"sha256:{sha256}"


def manifest_json(
    snapshot: Snapshot, digests: Digests, counts: Counts, more: Mapping[str, object] | None = None
) -> bytes:
    """`more`: what later minors add behind all else."""
    manifest = {
        "schema_version": snapshot.schema_version,
        "task_type": snapshot.task_type,
        "dataset_id": snapshot.dataset_id,
        "dataset_name": snapshot.dataset_name,
        "version": snapshot.version,
        "created_at": snapshot.created_at,
        "hash": digests.hash,
        "labels_hash": digests.labels_hash,
        "samples_hash": digests.samples_hash,
        "previous": snapshot.previous and asdict(snapshot.previous),
        "categories": [asdict(category) for category in snapshot.categories],
        "counts": asdict(counts),
        "selection": asdict(snapshot.selection),
        "splits": snapshot.splits and asdict(snapshot.splits),
        "generator": asdict(snapshot.generator),
        **snapshot.more(),
        **(more or {}),
    }
    _refuse_ambiguous(manifest)
    return json.dumps(manifest, indent=2, ensure_ascii=True, allow_nan=False).encode() + b"\n"


def zip_name(name: str, version: int) -> str:
    """`<slug>-v<version>.zip`, from a dataset's name, or from its slug, which comes out unchanged."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:64].rstrip("-")
    return f"{slug or 'dataset'}-v{version}.zip"


# What is refused


def _refuse_ambiguous(value: object) -> None:
    if isinstance(value, str):
        _require(_encodable(value), f"{value!r} holds an unpaired surrogate")
    elif isinstance(value, dict):
        for key, member in value.items():
            _require(isinstance(key, str) and key.isascii(), f"{key!r} is no key: keys are ASCII text")
            _refuse_ambiguous(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_ambiguous(member)
    else:
        _require(value is None or isinstance(value, int), f"{value!r} has no single spelling in JSON")


def _exactly(shape: type, given: Any) -> dict[str, Any]:
    """The members of a JSON object that has the fields of a dataclass, no more and no fewer."""
    _require(isinstance(given, Mapping), f"{shape.__name__} is an object, not {given!r}")
    expected = {field.name for field in fields(shape)}
    _require(expected <= given.keys(), f"{shape.__name__} lacks {sorted(expected - given.keys())}")
    _require(given.keys() <= expected, f"{shape.__name__} knows no {sorted(given.keys() - expected)}")
    return dict(given)


def _require(holds: object, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)


def _is_int(value: object, low: int = 0, high: int | None = None) -> bool:
    """True for a number; True and False, which Python takes for 1 and 0, are none."""
    return type(value) is int and low <= value and (high is None or value <= high)


def _is_text(value: object, shortest: int, longest: int) -> bool:
    return isinstance(value, str) and shortest <= len(value) <= longest and _encodable(value)


def _encodable(text: str) -> bool:
    """False for half a surrogate pair: JSON can spell it, but UTF-8 and many readers cannot."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _sorted_set(values: Any) -> tuple[Any, ...]:
    _require(isinstance(values, list | tuple), f"{values!r} is not a list")
    return tuple(sorted(set(values)))
