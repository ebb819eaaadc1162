"""Files of labels as tools write them, and what is read of them."""

import io
import json
import zipfile

import arro3.io
from arro3 import core

from annotations.imports.reading.opening import opened
from annotations.imports.reading.records import Problem


def as_file(content):
    """A file of bytes, of text in UTF-8, or of a value as JSON."""
    if isinstance(content, bytes):
        return io.BytesIO(content)
    return io.BytesIO((content if isinstance(content, str) else json.dumps(content)).encode())


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, as_file(content).read())
    out.seek(0)
    return out


def said(file, *args, **options):
    """What a file says: records and problems."""
    with opened(file, *args, **options) as found:
        return list(found.records)


def labels(file, *args, **options):
    """The path of each record and its categories, and the place of each problem with why."""
    return [
        (each.place, each.why) if isinstance(each, Problem) else (each.path, *each.categories)
        for each in said(file, *args, **options)
    ]


def coco(images=(), annotations=(), categories=(), **more):
    return as_file({"images": images, "annotations": annotations, "categories": categories, **more})


def task(number, image, *annotations, **more):
    return {"id": number, "data": {"image": image}, "annotations": annotations, **more}


def annotation(number, *choices, name="choice", **more):
    region = {"from_name": name, "to_name": "image", "type": "choices", "value": {"choices": choices}}
    return {"id": number, "result": [region] if choices else [], "was_cancelled": False, **more}


def rectangle(number=1, label="cat"):
    value = {"x": 1, "y": 2, "width": 3, "height": 4, "rectanglelabels": [label]}
    return {"id": number, "result": [{"from_name": "box", "type": "rectanglelabels", "value": value}]}


def cvat(*images, beginning="<version>1.1</version>"):
    return as_file(f'<?xml version="1.0" encoding="utf-8"?>\n<annotations>{beginning}{"".join(images)}</annotations>')


def tagged(number, name, *tags, inside=""):
    inner = "".join(f'<tag label="{tag}" source="manual"></tag>' for tag in tags)
    return f'<image id="{number}" name="{name}" width="64" height="48">{inner}{inside}</image>'


def parquet(columns, *, names=None, compression="snappy"):
    """A Parquet file of columns by name, each an array of arro3 or a list of numbers or text. `names`: of the classes
    of the column `label`, as Hugging Face's library tells them there."""
    arrays = [each if isinstance(each, core.Array) else array(each) for each in columns.values()]
    features = {"info": {"features": {"label": {"_type": "ClassLabel", "names": names}}}}
    schema = core.Schema(
        [core.Field(name, each.type) for name, each in zip(columns, arrays, strict=True)],
        metadata={"huggingface": json.dumps(features)} if names else {},
    )
    out = io.BytesIO()
    batch = core.RecordBatch.from_arrays(arrays, schema=schema)
    arro3.io.write_parquet(core.Table.from_batches([batch]), out, compression=compression)
    return io.BytesIO(out.getvalue())


def array(values):
    kind = core.DataType.string() if any(isinstance(each, str) for each in values) else core.DataType.int64()
    return core.Array(values, kind)


def pictures(*bytes_and_paths):
    """A column of pictures as Hugging Face's library writes them: bytes and path of each, where one may be None."""
    kinds = {"bytes": core.DataType.binary(), "path": core.DataType.string()}
    parts = [core.Array([each[at] for each in bytes_and_paths], kind) for at, kind in enumerate(kinds.values())]
    return core.struct_array(parts, fields=[core.Field(name, kind) for name, kind in kinds.items()])
