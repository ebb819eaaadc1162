"""What the numbers of a column are called, as Hugging Face's datasets tell it."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.reading import opening
from annotations.imports.reading.archives import opened
from annotations.imports.reading.hugging_face import class_names
from annotations.imports.reading.hugging_face.class_names import NONE, of_json, of_zip
from annotations.tests.imports.reading.files import labels, parquet, said, zipped

CARD = """---
license: mit
dataset_info:
- config_name: default
  features:
  - name: image
    dtype: image
  - name: label
    dtype:
      class_label:
        names:
          '0': tabby cat
          '1': "dog: wolf"
  - name: tags
    sequence:
      class_label:
        names:
          0: red
          1: blue
---
# A dataset
"""
INFOS = {"default": {"features": {
    "image": {"_type": "Image"},
    "label": {"num_classes": 2, "names": ["cat", "dog"], "id": None, "_type": "ClassLabel"},
}}}  # fmt: skip


def names(**files):
    packed = zipped({name.replace("_md", ".md").replace("_json", ".json"): text for name, text in files.items()})
    with opened(packed) as found:
        return of_zip(found)


def test_they_are_read_from_the_card():
    assert names(README_md=CARD) == {"label": ("tabby cat", "dog: wolf"), "tags": ("red", "blue")}


@pytest.mark.parametrize("infos", [INFOS, INFOS["default"], {"info": INFOS["default"]}])
def test_they_are_read_from_the_infos(infos):
    assert names(dataset_infos_json=json.dumps(infos)) == {"label": ("cat", "dog")}
    assert of_json(json.dumps(infos)) == {"label": ("cat", "dog")}


def test_the_card_goes_before_the_infos():
    found = names(README_md=CARD, dataset_infos_json=json.dumps(INFOS))
    assert found["label"] == ("tabby cat", "dog: wolf")


def card_of(name, *, column="label", filler=0):
    """A card of one class; `filler`: characters more of YAML."""
    filled = f"filler: {'x' * filler}\n" if filler else ""
    return f"---\n{filled}dataset_info: {{features: [{{name: {column}, class_label: {{names: [{name}]}}}}]}}\n---\n"


def names_of(files, *args):
    with opened(zipped(files)) as found:
        return of_zip(found, *args)


@pytest.fixture
def composed(monkeypatch):
    """How long each YAML is that was read."""
    lengths = []

    def compose(text, **options):
        lengths.append(len(text))
        return compose.before(text, **options)

    compose.before = yaml.compose
    monkeypatch.setattr(yaml, "compose", compose)
    return lengths


def test_of_very_many_cards_the_outermost_are_read(composed):
    cards = {f"b/{at:03}/README.md": card_of("deep", column=f"c{at}") for at in range(100)}
    found = names_of({**cards, "z/README.md": card_of("outer", column="c0"), "README.md": card_of("top", column="top")})
    assert len(composed) == class_names.MOST_FILES
    assert (found["top"], found["c0"]) == (("top",), ("outer",))
    assert found.keys() == {"top", *(f"c{at}" for at in range(class_names.MOST_FILES - 2))}


def test_all_cards_together_are_read_as_far_as_one_may_be_long(composed):
    half = class_names.LARGEST_CARD * 2 // 3
    found = names_of({
        "README.md": card_of("a", column="one", filler=half),
        "b/README.md": card_of("b", column="two", filler=half),
        "c/README.md": card_of("c", column="three"),
    })  # fmt: skip
    assert found == {"one": ("a",), "three": ("c",)}
    assert sum(composed) <= class_names.LARGEST_CARD


def test_all_infos_together_are_read_as_far_as_one_may_be_long(monkeypatch):
    monkeypatch.setattr(class_names, "LARGEST", 200)
    first, second = ({"features": {name: {"names": ["x"], "filler": "x" * 100}}} for name in ("one", "two"))
    assert names_of({
        "dataset_info.json": json.dumps(first), "a/dataset_info.json": json.dumps(second),
    }) == {"one": ("x",)}  # fmt: skip


def test_what_stands_below_the_head_of_a_card_does_not_count():
    assert names_of({
        "README.md": card_of("a", column="one") + "x" * 1_000_000, "b/README.md": card_of("b", column="two"),
    }) == {"one": ("a",), "two": ("b",)}  # fmt: skip


@pytest.mark.parametrize("rows", ["metadata.jsonl", "train.parquet"])
def test_a_sign_of_life_is_given_before_each_card(rows):
    content = labeled_parquet() if rows.endswith("parquet") else '{"file_name": "1.jpg", "label": 0}\n'
    cards = {f"{at}/README.md": card_of("cat", column=f"c{at}") for at in range(5)}
    signs = []

    def alive():
        signs.append(1)
        if len(signs) == 5:
            raise InterruptedError

    with pytest.raises(InterruptedError), opening.opened(zipped({rows: content, **cards}), alive=alive):
        pass


def labeled_parquet():
    return parquet({"file_name": ["1.jpg"], "label": [0]}).read()


def test_brackets_that_are_very_deep_are_not_looked_at_for_each_character(monkeypatch):
    """Each character costs a look at all of the keys that may have begun before it: 1024 of them at most."""
    most = 0
    before = yaml.SafeLoader.stale_possible_simple_keys

    def stale(self):
        nonlocal most
        most = max(most, len(self.possible_simple_keys))
        before(self)

    monkeypatch.setattr(yaml.SafeLoader, "stale_possible_simple_keys", stale)
    assert names(README_md="---\ndataset_info: " + "[" * 2000 + "\n---\n") == NONE
    assert 1 < most <= class_names.DEEPEST + 1


@pytest.mark.parametrize("card", [
    "no front matter",
    "---\nnever: closed\n",
    "---\n: : [\n---\n",
    "---\ndataset_info: &a [*a]\n---\n",
    "---\ndataset_info: " + "[" * 5000 + "\n---\n",
    "---\ndataset_info: {features: [{name: label, dtype: {class_label: {names: {'1': a}}}}]}\n---\n",
    '---\ndataset_info: "\\UFFFFFFFF"\n---\n',
    "---\ndataset_info: !!python/object/apply:os.system ['true']\n---\n",
])  # fmt: skip
def test_a_card_that_tells_none_tells_none(card):
    assert names(README_md=card) == NONE


def test_aliases_that_would_be_very_many_cost_nothing():
    """Ten levels of nine aliases each: three billion, were they copied."""
    levels = "".join(f"  a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 11))
    assert names(README_md=f"---\ndataset_info:\n  a0: &a0 [x]\n{levels}---\n") == NONE


@pytest.mark.parametrize("wrap", [list, lambda names: {str(at): name for at, name in enumerate(names)}])
def test_more_names_than_a_column_has_are_none(wrap, monkeypatch):
    monkeypatch.setattr(class_names, "MOST_NAMES", 3)
    for count, found in ((3, {"label": ("a", "b", "c")}), (4, NONE)):
        told = {"features": {"label": {"names": wrap(list("abcd")[:count])}}}
        assert of_json(json.dumps(told)) == found
        assert names(README_md=f"---\ndataset_info: {json.dumps(told)}\n---\n") == found


def test_a_long_name_that_many_aliases_stand_for_is_kept_once():
    long = f" {'x' * 999} {'y' * 1000}"
    aliases = ",".join(["*a "] * 2000)
    head = f"dataset_info: {{a: &a '{long}', features: [{{name: label, names: [{aliases}]}}]}}"
    listed = names(README_md=f"---\n{head}\n---\n")["label"]
    assert listed == ("x" * 999,) * 2000
    assert len({id(name) for name in listed}) == 1


@given(st.text(alphabet="-: '\"[]{}&*!|>ab01\n", max_size=200))
def test_whatever_stands_in_a_card_is_read_or_left_out(text):
    assert isinstance(names(README_md=f"---\ndataset_info:\n{text}\n---\n"), dict)


@pytest.mark.parametrize("name", ["metadata.jsonl", "metadata.csv"])
def test_numbers_of_an_imagefolder_are_called_as_the_card_says(name):
    row = '{"file_name": "1.jpg", "label": 1}\n' if name.endswith("l") else "file_name,label\n1.jpg,1\n"
    assert labels(zipped({"README.md": CARD, name: row, "1.jpg": b"x"})) == [("1.jpg", "dog: wolf")]


@pytest.mark.parametrize(("number", "shown"), [
    ("1" + "0" * 399, f"1{'0' * 19}…"),
    ("-" + "9" * 400, f"-{'9' * 19}…"),
    ("2", "2"),
    ("-2", "-2"),
    ("0.5", "0.5"),
    ("2.0", "2"),
    ("1e300", "1e+300"),
    ("Infinity", "inf"),
])  # fmt: skip
def test_a_number_without_a_name_is_a_problem_in_its_place_however_large_it_is(number, shown):
    rows = f'{{"file_name": "1.jpg", "label": {number}}}\n{{"file_name": "2.jpg", "label": 1}}\n'
    assert labels(zipped({"README.md": CARD, "metadata.jsonl": rows, "1.jpg": b"x"})) == [
        ("line 1 of metadata.jsonl", f"Its class is the number {shown}, and there are names for 0 to 1 only."),
        ("2.jpg", "dog: wolf"),
    ]


def test_several_numbers_are_several_names():
    row = '{"file_name": "1.jpg", "tags": [0, 1]}\n'
    assert labels(zipped({"README.md": CARD, "metadata.jsonl": row, "1.jpg": b"x"})) == [("1.jpg", "red", "blue")]


def test_without_names_the_number_is_the_name_and_it_is_said():
    (record,) = said(zipped({"metadata.jsonl": '{"file_name": "1.jpg", "label": 3}\n', "1.jpg": b"x"}))
    assert (record.categories, record.note) == (
        ("3",), "The file does not say what the class 3 is called: the number is taken as its name.",
    )  # fmt: skip
