"""What contract 1.1.0 says of `classification_multi`: any number of categories an image, "none of these" told from "not
answered" and from "not asked". No Django, no clock, no files.

Who freezes rows chooses them (section 17 of the dataset contract), and gives an `Image` for each: what is *stored* of
it. What of that is exported is decided here, in `Snapshot.answer_of`, so that it is decided once: drafts of an image
without a whole answer are left out, and labels of inactive categories are, whose classes count as not asked then.

What is frozen beside them is as in 1.0.0, with `schema_version` "1.1.0", `task_type` "classification_multi", in
`selection` `include_partly_asked` and another `excluded` (`Excluded` says what is counted), and `label_rules`, which is
`LabelRules.of_categories(…).record()`. `Snapshot.of` refuses what is against the contract. What only all images
together can show is refused when they were gone through (`Teller.counts`): that some break a rule, that the selection
leaves such images out, that it counts other labels as left out. Who wants to refuse earlier asks `Snapshot.answer_of`
and `Judge`.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, NamedTuple, Self

from contract import v1, v1_1

SCHEMA_VERSION = v1_1.SCHEMA_VERSION
TASK_TYPE = "classification_multi"

# What stands for an empty list where programs guess the type of a column, which an empty one would lead astray.
NO_ID, NO_LABEL, NO_NAME = 0, -1, ""


class BrokenRules(ValueError):
    """Some images have labels that the frozen rules do not allow; `images` says how many."""

    def __init__(self, images: int) -> None:
        super().__init__(images)
        self.images = images

    def __str__(self) -> str:
        them = "1 image breaks" if self.images == 1 else f"{self.images:,} images break"
        return f"{them} a rule between labels: settle the rule first."


@dataclass(frozen=True, slots=True)
class Image(v1.Picture):
    """One image of a version, with what is stored of it when the version is frozen.

    `class_indices`: the classes of its labels, those of retired categories and drafts among them; `answered`: a person
    gave it a whole answer (its status is labeled, needs_review or approved), which may be empty; `not_asked`: the
    classes that it was not asked about, retired ones among them. Both in any order, each class once; no class is in
    both. `converted`: what was uploaded, where the picture was converted when it came in.
    """

    lowest_schema = SCHEMA_VERSION

    class_indices: tuple[int, ...] = field(kw_only=True)
    answered: bool = field(kw_only=True)
    not_asked: tuple[int, ...] = field(kw_only=True)
    converted: v1_1.Converted | None = field(kw_only=True, default=None)

    def __post_init__(self) -> None:
        v1.Picture.__post_init__(self)
        _require(type(self.answered) is bool, f"image {self.id}: answered is true or false")
        _require_classes(self.class_indices, f"image {self.id}: class_indices")
        _require_classes(self.not_asked, f"image {self.id}: not_asked")
        for index in sorted(set(self.class_indices).intersection(self.not_asked)):
            raise ValueError(f"image {self.id}: class {index} is present, so it was asked about")
        if self.converted is not None:
            _require(self.frame is None, f"image {self.id}: a frame of a video is not converted")

    def provenance(self) -> dict[str, object]:
        return v1.Picture.provenance(self) if self.converted is None else self.converted.provenance()


class Answer(NamedTuple):
    """What is exported of what is stored of an image: class indices, ascending; and how many labels were left out, as
    their categories are inactive."""

    labels: tuple[int, ...]
    not_asked: tuple[int, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class LabelRules:
    """Rules between labels, by category ids: a child implies its parent, and an image has at most one of a group."""

    implies: tuple[tuple[int, int], ...]
    exclusive: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, frozen: Any) -> Self:
        """Read the stored JSON object. No order in it matters, and a group of fewer than two says nothing: all is
        written sorted, and such a group left out. Anything else against the contract raises ValueError."""
        keys = {"implies", "exclusive"}
        _require(isinstance(frozen, Mapping) and frozen.keys() == keys, f"label_rules has {sorted(keys)}")
        for name in keys:
            rows = frozen[name]
            _require(
                isinstance(rows, list | tuple) and all(isinstance(row, list | tuple) for row in rows),
                f"label_rules.{name} is a list of lists",
            )
            _require(all(_is_id(each) for row in rows for each in row), f"label_rules.{name} holds category ids")
        _require(all(len(pair) == 2 for pair in frozen["implies"]), "label_rules.implies holds pairs")
        groups = sorted(tuple(sorted(group)) for group in frozen["exclusive"] if len(group) > 1)
        return cls(tuple(sorted((child, parent) for child, parent in frozen["implies"])), tuple(groups))

    @classmethod
    def of_categories(cls, categories: Iterable[tuple[int, int | None, str]]) -> Self:
        """From rows of (id, id of its parent or None, its exclusive group or ""), retired categories among them."""
        implies, groups = [], dict[str, list[int]]()
        for category, parent, group in categories:
            if parent is not None:
                implies.append((category, parent))
            if group:
                groups.setdefault(group, []).append(category)
        return cls.of({"implies": implies, "exclusive": list(groups.values())})

    def __post_init__(self) -> None:
        parents = dict(self.implies)
        _require(len(parents) == len(self.implies), "label_rules.implies names a child twice: it has one parent")
        _require(not _in_circle(parents), "label_rules.implies leads in a circle")
        grouped = [category for group in self.exclusive for category in group]
        _require(len(set(grouped)) == len(grouped), "label_rules.exclusive has a category in two groups, or twice")

    def categories(self) -> set[int]:
        """The ids of all that a rule is about."""
        return {each for row in (*self.implies, *self.exclusive) for each in row}

    def record(self) -> dict[str, object]:
        """As the manifest has it, keys in its order; what `of` reads."""
        return {
            "implies": [list(pair) for pair in self.implies],
            "exclusive": [list(group) for group in self.exclusive],
        }


class Judge:
    """Tells whether labels obey rules, in the time that it takes to go through the labels of one image."""

    def __init__(self, rules: LabelRules) -> None:
        self._parents = dict(rules.implies)
        self._groups = {category: place for place, group in enumerate(rules.exclusive) for category in group}

    def obeyed(self, present: Collection[int], not_asked: Collection[int]) -> bool:
        """By category ids. A parent that was not asked about may be there or not: that breaks no rule."""
        parents = (self._parents[each] for each in present if each in self._parents)
        if any(parent not in present and parent not in not_asked for parent in parents):
            return False
        groups = [self._groups[each] for each in present if each in self._groups]
        return len(set(groups)) == len(groups)


@dataclass(frozen=True, slots=True)
class Excluded:
    """What was left out. `unlabeled`, `partly_asked`: images, as they are not answered, or as an active class is in
    their `not_asked`; an image is counted once, by the first reason. `inactive_annotations`: labels of inactive
    categories that answered images of the export have, and the export has not; a draft is none."""

    unlabeled: int
    inactive_annotations: int
    partly_asked: int

    def __post_init__(self) -> None:
        counts = (self.unlabeled, self.inactive_annotations, self.partly_asked)
        _require(all(type(count) is int and count >= 0 for count in counts), "excluded holds counts")


@dataclass(frozen=True, slots=True)
class Selection(v1.Selected):
    """What was asked for, in the order of the manifest."""

    EXCLUDED: ClassVar[type] = Excluded

    include_partly_asked: bool
    excluded: Excluded

    def __post_init__(self) -> None:
        v1.Selected.__post_init__(self)
        _require(type(self.include_partly_asked) is bool, "include_partly_asked is true or false")
        for included, left_out, reason in (
            (self.include_unlabeled, self.excluded.unlabeled, "unlabeled"),
            (self.include_inactive_categories, self.excluded.inactive_annotations, "inactive_annotations"),
            (self.include_partly_asked, self.excluded.partly_asked, "partly_asked"),
        ):
            _require(not (included and left_out), f"excluded.{reason} is 0 where these are included")


@dataclass(frozen=True, slots=True)
class Snapshot(v1.Snapshot):
    """As in 1.0.0, with another selection, and `label_rules` behind all else."""

    SCHEMA_VERSION: ClassVar[str] = SCHEMA_VERSION
    TASK_TYPE: ClassVar[str] = TASK_TYPE
    READERS: ClassVar[Any] = {"selection": Selection.of, "label_rules": LabelRules.of}

    selection: Selection
    label_rules: LabelRules

    def __post_init__(self) -> None:
        v1.Snapshot.__post_init__(self)
        for unknown in sorted(self.label_rules.categories() - {category.id for category in self.categories}):
            raise ValueError(f"label_rules names category {unknown}, which there is not")

    def answer_of(self, image: Image) -> Answer:
        """What is exported of an image.

        Of one that is not answered nothing is, whatever is stored: drafts, and results of class passes. A label of an
        inactive category is left out unless the selection includes these, and its class was not asked about then: it
        may well be in the picture. Raises ValueError for a class that the version does not have.
        """
        for index in (*image.class_indices, *image.not_asked):
            _require(index < len(self.categories), f"image {image.id}: no class {index}")
        if not image.answered:
            return Answer((), (), 0)
        return self._answer(image.class_indices, image.not_asked)

    def allows(self, class_indices: Collection[int], not_asked: Collection[int]) -> bool:
        """Whether what is exported of an answered image with these labels obeys the rules."""
        answer = self._answer(class_indices, not_asked)
        return Judge(self.label_rules).obeyed(_ids(answer.labels), _ids(answer.not_asked))

    def _answer(self, class_indices: Collection[int], not_asked: Collection[int]) -> Answer:
        inactive = {
            index
            for index in class_indices
            if not (self.selection.include_inactive_categories or self.categories[index].active)
        }
        return Answer(
            labels=tuple(sorted(set(class_indices) - inactive)),
            not_asked=tuple(sorted(inactive.union(not_asked))),
            left_out=len(inactive),
        )

    def teller(self) -> "Teller":
        return Teller(self)

    def more(self) -> dict[str, object]:
        return {"label_rules": self.label_rules.record()}


@dataclass(frozen=True, slots=True)
class Counts(v1.Counts):
    """`answered`, `none` (answered, and no annotation in this export) and `partly_asked` (answered, and an active class
    not asked) are images."""

    answered: int
    none: int
    partly_asked: int


class Teller(v1.Teller):
    """Goes through the images of one version by rising id, tells of each and counts."""

    snapshot: Snapshot

    def __init__(self, snapshot: Snapshot) -> None:
        v1.Teller.__init__(self, snapshot)
        self._judge = Judge(snapshot.label_rules)
        self._active = {category.class_index for category in snapshot.categories if category.active}
        self._answered = self._none = self._partly_asked = self._left_out = self._broken = 0

    def tell(self, image: v1.Picture, first: int) -> v1.Told:
        if not isinstance(image, Image):
            raise ValueError(f"image {image.id} is of another task type")
        self._needed = image.lowest_schema
        self._require_chosen(image)
        answer, split = self.snapshot.answer_of(image), self.snapshot.split_of(image)
        self._count(image, answer)
        return v1.Told(
            split,
            image_record(image, answer, split),
            annotation_records(image, answer, first),
            metadata_record(image, answer, split, self.snapshot.categories),
            sample_record(image, answer, split),
        )

    def counts(self, counts: v1.Counts) -> Counts:
        v1.Teller.counts(self, counts)
        selection, unanswered = self.snapshot.selection, counts.images - self._answered
        _require(
            selection.include_unlabeled or not unanswered,
            f"{unanswered} images are not answered, and the selection leaves such images out",
        )
        _require(
            selection.include_partly_asked or not self._partly_asked,
            f"{self._partly_asked} images were not asked about every class, and the selection leaves such images out",
        )
        said = selection.excluded.inactive_annotations
        _require(
            said == self._left_out,
            f"{self._left_out} labels of inactive categories are left out, not {said} as the selection says",
        )
        if self._broken:
            raise BrokenRules(self._broken)
        return Counts(**asdict(counts), answered=self._answered, none=self._none, partly_asked=self._partly_asked)

    def _require_chosen(self, image: Image) -> None:
        """Categories choose by labels as they are stored, also by those that are left out."""
        chosen = self.snapshot.selection.category_ids
        _require(
            chosen is None or not set(chosen).isdisjoint(map(v1.category_id, image.class_indices)),
            f"image {image.id} has no label of the categories that were selected",
        )

    def _count(self, image: Image, answer: Answer) -> None:
        self._answered += image.answered
        self._none += image.answered and not answer.labels
        self._partly_asked += not self._active.isdisjoint(answer.not_asked)
        self._left_out += answer.left_out
        self._broken += not self._judge.obeyed(_ids(answer.labels), _ids(answer.not_asked))


def snapshot_of(frozen: Mapping[str, Any]) -> Snapshot:
    """Read what was frozen. Raises ValueError as `v1.Snapshot.of` does."""
    return Snapshot.of(frozen)


def schema_version(*, holds_converted: bool) -> str:
    """The lowest version that can describe an export, whatever pictures it holds."""
    return SCHEMA_VERSION


# Records


def image_record(image: Image, answer: Answer, split: str | None) -> dict[str, object]:
    return v1.image_record(image, split) | {
        "answered": image.answered,
        "category_ids": _ids(answer.labels),
        "not_asked": _ids(answer.not_asked),
    }


def annotation_records(image: Image, answer: Answer, first: int) -> list[dict[str, object]]:
    """One a class that is present, by class; `id` is the place among all annotations of the export."""
    return [
        {"category_id": category, "id": place, "image_id": image.id, "iscrowd": 0}
        for place, category in enumerate(_ids(answer.labels), start=first)
    ]


def metadata_record(
    image: Image, answer: Answer, split: str | None, categories: tuple[v1.Category, ...]
) -> dict[str, object]:
    """A flat row without null and without an empty list: each column has one type in every row."""
    return {
        "answered": image.answered,
        "category_ids": _ids(answer.labels) or [NO_ID],
        "file_name": image.path,
        "image_id": image.id,
        "label_names": [categories[index].name for index in answer.labels] or [NO_NAME],
        "labels": list(answer.labels) or [NO_LABEL],
        "not_asked": _ids(answer.not_asked) or [NO_ID],
        "split": split or "",
    }


def sample_record(image: Image, answer: Answer, split: str | None) -> list[object]:
    """What a model sees of an image; `samples_hash` covers these. Classes by index."""
    return [image.sha256, split, image.answered, list(answer.labels), list(answer.not_asked)]


def _ids(class_indices: Iterable[int]) -> list[int]:
    return [v1.category_id(index) for index in class_indices]


# What is refused


def _in_circle(parents: Mapping[int, int]) -> bool:
    """Whether somebody is their own ancestor."""
    for start in parents:
        passed, at = set[int](), start
        while at in parents and at not in passed:
            passed.add(at)
            at = parents[at]
        if at in passed:
            return True
    return False


def _require_classes(indices: Any, whose: str) -> None:
    proper = isinstance(indices, tuple) and all(type(index) is int and index >= 0 for index in indices)
    _require(proper and len(set(indices)) == len(indices), f"{whose} is a tuple of class indices, each once")


def _is_id(value: Any) -> bool:
    return type(value) is int and value >= 1


def _require(holds: object, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)
