"""Versions as the house seals them, served by a fake server that may be cut off, or lie."""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from contract import archive
from contract.v1 import Image
from exports.tests.golden import wardrobe

VERSION = "projects/wardrobe/versions/3/"


class Sealed:
    """A version of these contents, one image each, in the order of their ids."""

    def __init__(self, contents, first=101, gone=(), **frozen):
        """`gone`: places of those that were withdrawn."""
        self.contents = dict(enumerate(contents, first))
        self.gone = {hashlib.sha256(self.contents[first + place]).hexdigest() for place in gone}
        with TemporaryDirectory() as folder:
            path = Path(folder)
            archive.build(
                wardrobe.frozen(**frozen),
                images=[_image(number, content) for number, content in self.contents.items()],
                videos=[],
                distinct_images=len(set(contents)),
                open_image=lambda image: io.BytesIO(self.contents[image.id]),
                target=path / "version.zip",
                work_dir=path,
                gone=self.gone,
            )
            self.zip = (path / "version.zip").read_bytes()
        with zipfile.ZipFile(io.BytesIO(self.zip)) as packed:
            self.files = {name: packed.read(name) for name in packed.namelist()}
            self._headers = {entry.filename: entry.header_offset for entry in packed.infolist()}

    def place_of(self, name):
        """Where its name stands in the header before it, and where its bytes begin."""
        told = self._headers[name] + 30
        return told, told + len(name)

    def serve(self, fake, number=3):
        """What `fake` answers for it from now on; the log of what it served of the zip."""
        served = Served(self)
        for name in ("manifest.json", "checksums.sha256", "annotations.json", "metadata.jsonl"):
            content = self.files[name]
            fake.routes[f"projects/wardrobe/versions/{number}/{name}"] = whole(content)
        if "withdrawn.json" in self.files:
            lost = str(len(json.loads(self.files["withdrawn.json"])["withdrawn"]))
            told = {"Labeler-Withdrawn": lost}
            fake.routes[f"projects/wardrobe/versions/{number}/manifest.json"] = whole(self.files["manifest.json"], told)
            fake.routes[f"projects/wardrobe/versions/{number}/withdrawn.json"] = whole(self.files["withdrawn.json"])
        fake.routes[f"projects/wardrobe/versions/{number}/download/"] = served.answer
        return served


def _image(number, content):
    return Image(
        id=number,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        mime_type="image/jpeg",
        width=1,
        height=1,
        exif_orientation=1,
        original_name=f"{number}.jpg",
        class_index=number % 3 or None,
    )


class Served:
    """`ranges`: the first byte of each answer and what was sent of it. `cuts`: after how many bytes the next answers
    break off; none once they are used up. `altered`: the place in the zip of a byte that is sent as another one."""

    def __init__(self, version):
        self._zip = bytearray(version.zip)
        self.ranges = []
        self.cuts = []

    def alter(self, place):
        self._zip[place] ^= 0xFF

    def answer(self, request):
        first, last = map(int, re.fullmatch(r"bytes=([0-9]+)-([0-9]+)", request.headers["Range"]).groups())
        content = bytes(self._zip[first : last + 1])
        sent = content[: self.cuts.pop(0)] if self.cuts else content
        self.ranges.append((first, len(sent)))
        told = {"Content-Range": f"bytes {first}-{last}/{len(self._zip)}", "Content-Length": str(len(content))}
        return httpx.Response(206, headers=told, stream=Torn(sent, len(content)))

    @property
    def bytes(self):
        return sum(size for _, size in self.ranges)


def whole(content, headers=None):
    """Makes an answer that is read piece by piece."""
    return lambda request: httpx.Response(200, headers=headers, stream=Torn(content, len(content)))


class Torn(httpx.SyncByteStream):
    """Pieces of a size that fits no border, and a break where not everything is sent."""

    def __init__(self, sent, whole):
        self._sent, self._whole = sent, whole

    def __iter__(self):
        for start in range(0, len(self._sent), 37):
            yield self._sent[start : start + 37]
        if len(self._sent) < self._whole:
            raise httpx.ReadError("cut off")
