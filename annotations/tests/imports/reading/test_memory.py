"""A million records take no more memory than a thousand: reading goes on in a process of its own, which is measured."""

import json
import subprocess
import sys
from itertools import islice

import pytest
from django.conf import settings

MILLION = 1_000_000
MOST = 300  # MB of the whole process, Python included

READ = """
import sys
from collections import Counter
from annotations.imports.reading.opening import opened

with open(sys.argv[1], "rb") as file, opened(file) as labels:
    counts = Counter((type(each).__name__, each.categories) for each in labels.records)
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak) // 1000, len(counts), sum(counts.values()), labels.format)
"""


def path_of(number):
    return f"folder-{number % 1000}/IMG_{number:08d}.jpg"


def listed(number, record):
    """A JSON list of so many records, piece by piece."""
    for at in range(number):
        yield ("," if at else "") + json.dumps(record(at))


def coco(number):
    """Images, then their boxes in another order, then the categories: nothing can be told before the end."""
    yield '{"info": {}, "images": ['
    yield from listed(number, lambda at: {"id": at, "file_name": path_of(at), "width": 640, "height": 480})
    yield '], "annotations": ['
    yield from listed(
        number,
        lambda at: {
            "id": at, "image_id": at * 7919 % number, "category_id": str(at % 10), "bbox": [1.5, 2.5, 30.0, 40.0],
            "area": 1200.0, "iscrowd": 0, "segmentation": [],
        },
    )  # fmt: skip
    yield '], "categories": ['
    yield from listed(10, lambda at: {"id": at, "name": f"class {at}"})
    yield "]}"


def table(number):
    yield "file_name,category\n"
    for at in range(number):
        yield f"{path_of(at)},class {at % 10}\n"


def label_studio(number):
    yield "["
    yield from listed(number, task)
    yield "]"


def task(at):
    choice = {"from_name": "choice", "to_name": "image", "type": "choices", "value": {"choices": [f"class {at % 10}"]}}
    given = {
        "id": at, "completed_by": {"id": 1, "email": "a@example.org"}, "result": [choice], "was_cancelled": False,
        "created_at": "2025-03-01T10:00:00.000000Z", "updated_at": "2025-03-01T10:00:04.000000Z", "lead_time": 4.2,
    }  # fmt: skip
    return {"id": at, "data": {"image": f"/data/upload/1/1a2b3c4d-{at:08d}.jpg"}, "annotations": [given], "meta": {}}


def label_studio_csv(number):
    yield "annotation_id,annotator,choice,created_at,id,image,lead_time,updated_at\n"
    for at in range(number):
        yield f"{at},1,class {at % 10},2025-03-01T10:00:00Z,{at},/data/upload/1/1a2b3c4d-{at:08d}.jpg,4.2,\n"


def cvat(number):
    yield "<annotations><version>1.1</version>"
    for at in range(number):
        yield f'<image id="{at}" name="{path_of(at)}"><tag label="class {at % 10}" source="manual"></tag></image>\n'
    yield "</annotations>"


def lines(number):
    for at in range(number):
        yield json.dumps({"file_name": path_of(at), "label": f"class {at % 10}"}) + "\n"


def written(path, pieces, at_once=10_000):
    with path.open("w") as file:
        while batch := list(islice(pieces, at_once)):
            file.write("".join(batch))
    return path


def read(path):
    """MB at the most, kinds of records, how many, and what the file is."""
    done = subprocess.run(
        [sys.executable, "-c", READ, path], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    peak, kinds, count, format = done.stdout.split()
    return int(peak), int(kinds), int(count), format


def brushes(number):
    """Tasks with masks of a megabyte each, and a choice beside."""
    mask = {"from_name": "brush", "type": "brushlabels", "value": {"format": "rle", "rle": [17, 255] * 125_000}}
    yield "["
    yield from listed(number, lambda at: masked(task(at), mask))
    yield "]"


def masked(whole, mask):
    whole["annotations"][0]["result"].append(mask)
    return whole


WRITERS = {
    "coco": coco, "csv": table, "label_studio_json": label_studio, "label_studio_csv": label_studio_csv,
    "cvat_xml": cvat, "hf_imagefolder": lines,
}  # fmt: skip


@pytest.mark.parametrize("format", WRITERS)
def test_some_thousand_records_come_as_they_were_written(format, tmp_path):
    _, *rest = read(written(tmp_path / "labels", WRITERS[format](3000)))
    assert rest == [10, 3000, format]


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_large_tasks_stay_within_their_memory(tmp_path):
    peak, *rest = read(written(tmp_path / "labels", brushes(300), at_once=1))
    assert rest == [10, 300, "label_studio_json"]
    assert peak < MOST


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("format", WRITERS)
def test_a_million_records_stay_within_their_memory(format, tmp_path):
    peak, *rest = read(written(tmp_path / "labels", WRITERS[format](MILLION)))
    assert rest == [10, MILLION, format]
    assert peak < MOST
