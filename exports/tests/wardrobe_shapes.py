"""Shapes of the golden versions, made from their rows without a database."""

import io
from pathlib import Path

from contract import task_types
from exports import shape_kinds
from exports.shapes import writers
from exports.tests.golden import outfits, wardrobe

# Of the golden version. That of Hugging Face changes with the release of arro3, which names itself in Parquet.
SHA256 = {
    "imagefolder": "2114358eafaf9d13fa9e79b6c2821d66e6127c60d9700815ac7aa7beabdcfd3f",
    "huggingface": "f5e41268bd356e9e4ffa006598893a012c2537d9f0e129d0a379da86144b3f86",
    "csv": "d288da138e9897a4f800afa2002cceafdbe43b13516ab1f8e366017681dbac39",
    "croissant": "eb7c85302f725f29a1bf2568935099ffc496f497496e7e824c49c0e07461350f",
}

# The same of the golden version of any number of classes an image.
OUTFITS_SHA256 = {
    "huggingface": "5656e7befa9e9d8b044a51456b9b671b930d544b3fa5ea9aa4f5ec7d0a1a8e33",
    "csv": "6b6401bb3463ebe03701af3e32c5c08bbf777d35df8b1205b48e8ec9a3346f47",
    "croissant": "ba78b3b5ad063d7c0d0401d5cdf2e58b8c3bc034771f9915663b763b6d0aceae",
}


def made(kind, folder, *, progress=lambda done: None, license=None, citation=None, dataset=wardrobe, **fields):
    """`folder/<kind>.zip`, of the wardrobe, or another golden data set, with other `fields`, and the license and
    the citation that it froze."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    stored = dataset.frozen(**fields)
    sealed = dataset.build(folder, stored)
    (folder / "export.zip").unlink()
    version = writers.Sealed(
        snapshot=task_types.snapshot_of(stored),
        manifest=sealed.manifest,
        images=lambda: iter(dataset.IMAGES),
        open_image=lambda image: io.BytesIO(dataset.content(image)),
        zip_name="wardrobe-v3.zip",
        zip_sha256=sealed.zip_sha256,
        zip_size=sealed.zip_size,
        license=license,
        citation=citation,
    )
    target = folder / f"{kind}.zip"
    writers.write(kind, version, target, folder, progress)
    return target


if __name__ == "__main__":
    import hashlib
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        for dataset in (wardrobe, outfits):
            for kind in shape_kinds.given(dataset.frozen()):
                print(kind, hashlib.sha256(made(kind, Path(folder), dataset=dataset).read_bytes()).hexdigest())
