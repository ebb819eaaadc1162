"""Laws of all tools together: whichever wrote the file, the same paths and the same names are read."""

import csv
import io
import json
from contextlib import suppress
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports.reading.columns import categories
from annotations.imports.reading.records import Bad, Format
from annotations.tests.imports.reading.files import annotation, as_file, coco, cvat, labels, task, zipped

# Whatever people call their folders and classes, but for what is no letter of any file (XML 1.0, 2.2) and for what
# means something in an address: escapes, hosts, drives.
words = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Z"]), min_size=1, max_size=12)
folders = words.map(lambda text: "".join(each for each in text if each not in "/\\%:?#")).filter(
    lambda text: text.strip(".")
)
paths = st.builds(lambda parts, name: "/".join([*parts, f"{name}.jpg"]), st.lists(folders, max_size=8), folders)
pairs = st.lists(st.tuples(paths, words), min_size=1, max_size=5, unique_by=lambda pair: pair[0])


def table(some):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("file_name", "category"), *some])
    return as_file(out.getvalue())


def of_coco(some):
    return coco(
        [{"id": at, "file_name": path} for at, (path, _) in enumerate(some)],
        [{"id": at, "image_id": at, "category_id": at} for at, _ in enumerate(some)],
        [{"id": at, "name": name} for at, (_, name) in enumerate(some)],
    )


def of_cvat(some):
    return cvat(*(f"<image name={quoteattr(path)}><tag label={quoteattr(name)}></tag></image>" for path, name in some))


def lines(some):
    return "".join(json.dumps({"file_name": path, "label": name}) + "\n" for path, name in some)


WRITERS = {
    Format.CSV: table,
    Format.COCO: of_coco,
    Format.CVAT_XML: of_cvat,
    Format.LABEL_STUDIO_JSON: lambda some: as_file(
        [task(at, path, annotation(at, name)) for at, (path, name) in enumerate(some)]
    ),
    Format.HF_IMAGEFOLDER: lambda some: zipped({"metadata.jsonl": lines(some)}),
    Format.JSON_RECORDS: lambda some: as_file([{"path": path, "category": name} for path, name in some]),
}


@pytest.mark.parametrize("format", WRITERS)
@given(some=pairs)
def test_any_folder_depth_and_any_spelling_come_as_they_were_written(format, some):
    assert labels(WRITERS[format](some), format) == some


whole = st.integers(-(2**53), 2**53)
spellings = st.sampled_from([int, float, str])


@given(whole, st.lists(spellings, min_size=5, max_size=5))
def test_a_number_is_the_same_id_whatever_type_it_has_in_each_place(number, types):
    image, category, of_image, of_category, own = (kind(number) if kind is not str else str(number) for kind in types)
    file = coco(
        [{"id": image, "file_name": "a.jpg"}],
        [{"id": own, "image_id": of_image, "category_id": of_category}],
        [{"id": category, "name": "Dress"}],
    )
    assert labels(file) == [("a.jpg", "Dress")]


@given(whole)
def test_a_number_that_stands_for_a_class_is_one_name_whatever_type_it_has(number):
    assert categories(number) == categories(float(number)) == categories(str(number)) == (str(number),)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | words, st.lists, max_leaves=8))
def test_whatever_stands_for_a_class_is_names_or_told(value):
    found = ()
    with suppress(Bad):
        found = categories(value)
    assert all(isinstance(name, str) and name == name.strip() and name for name in found)
