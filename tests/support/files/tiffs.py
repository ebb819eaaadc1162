"""TIFFs of kinds that Pillow does not write (TIFF 6.0, Adobe, 1992): one strip, or tile, a plane."""

import struct
from array import array

SHORT, LONG = 3, 4


def tiff(
    pixels: bytes,
    width: int,
    height: int,
    *,
    bits: int,
    samples: int = 1,
    photometric: int = 1,
    sample_format: int = 1,
    planar: int = 1,
    compression: int = 1,
    order: str = "<",
    tile: tuple[int, int] | None = None,
) -> bytes:
    """`pixels`: little-endian numbers as they lie in the file; `order`: `<` or `>`, in which they are written."""
    if order == ">" and bits > 8:
        step = bits // 8
        pixels = b"".join(pixels[place : place + step][::-1] for place in range(0, len(pixels), step))
    planes = samples if planar == 2 else 1
    share = len(pixels) // planes
    offsets, counts = [8 + place * share for place in range(planes)], [share] * planes
    tags = {
        256: (LONG, [width]),
        257: (LONG, [height]),
        258: (SHORT, [bits] * samples),
        259: (SHORT, [compression]),
        262: (SHORT, [photometric]),
        277: (SHORT, [samples]),
        284: (SHORT, [planar]),
        339: (SHORT, [sample_format] * samples),
    }
    if tile:
        tags |= {322: (SHORT, [tile[0]]), 323: (SHORT, [tile[1]]), 324: (LONG, offsets), 325: (LONG, counts)}
    else:
        tags |= {273: (LONG, offsets), 278: (LONG, [height]), 279: (LONG, counts)}
    return _written(pixels, tags, order)


def _written(pixels: bytes, tags: dict[int, tuple[int, list[int]]], order: str) -> bytes:
    directory = 8 + len(pixels)
    more = directory + 2 + 12 * len(tags) + 4  # where values lie that are longer than four bytes
    entries, behind = b"", b""
    for number, (kind, values) in sorted(tags.items()):
        value = struct.pack(f"{order}{len(values)}{'H' if kind == SHORT else 'I'}", *values)
        entries += struct.pack(f"{order}HHI", number, kind, len(values))
        if len(value) <= 4:
            entries += value.ljust(4, b"\0")
        else:
            entries += struct.pack(f"{order}I", more + len(behind))
            behind += value
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", directory)
    count = struct.pack(f"{order}H", len(tags))
    return head + pixels + count + entries + bytes(4) + behind


# A ramp from 0 to 4095 in 16 bits, which is black to who takes their upper halves.
TWELVE_BITS = tiff(array("H", [column * 4095 // 63 for column in range(64)] * 16).tobytes(), 64, 16, bits=16)
