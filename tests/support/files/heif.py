"""Pictures of phones, made by the libraries that read them: HEIC by pillow-heif, AVIF by Pillow and by FFmpeg's."""

import io
from fractions import Fraction

import av
import pillow_heif
from PIL import Image

ORIENTATION = 0x0112


def turned(orientation):
    """EXIF that tells an orientation, and where somebody was."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "A phone"
    return exif.tobytes()


def heic(image, *others, primary=0, **options):
    """Lossless, unless a quality is named. The boxes of the file tell the orientation of its EXIF, too; `tile_size`
    makes it a grid."""
    file = pillow_heif.HeifFile()
    for each in (image, *others):
        file.add_from_pillow(each)
    out = io.BytesIO()
    file.save(out, primary_index=primary, **{"quality": -1, "chroma": 444} | options)
    return out.getvalue()


def avif(image, **options):
    out = io.BytesIO()
    image.save(out, "AVIF", **{"quality": 100, "subsampling": "4:4:4"} | options)
    return out.getvalue()


def deep_heic(samples, size, mode="RGB;16", **options):
    """Ten bits, lossless unless a quality is named; `samples` have sixteen, the lowest byte first."""
    file = pillow_heif.from_bytes(mode=mode, size=size, data=samples)
    out = io.BytesIO()
    file.save(out, **{"quality": -1, "chroma": 444} | options)
    return out.getvalue()


def deep_avif(samples, size, preset=8):
    """Ten bits; `samples` have sixteen, the lowest byte first. Both sides have 64 pixels or more."""
    av.logging.set_level(av.logging.PANIC)
    frame = av.VideoFrame(*size, "rgb48le")
    plane, row = memoryview(frame.planes[0]), 6 * size[0]
    for y in range(size[1]):
        begin = y * frame.planes[0].line_size
        plane[begin : begin + row] = samples[y * row : (y + 1) * row]
    out = io.BytesIO()
    with av.open(out, "w", format="avif") as container:
        stream = container.add_stream("libsvtav1", rate=1, options={"crf": "1", "preset": str(preset)})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p10le"
        stream.codec_context.color_range = 2
        frame = frame.reformat(format="yuv420p10le", dst_colorspace="ITU709", dst_color_range="JPEG")
        frame.pts, frame.time_base = 0, Fraction(1)
        container.mux([*stream.encode(frame), *stream.encode(None)])
    return out.getvalue()


def ramp(size):
    """Samples of a picture that eight bits cannot tell: red rises from the left, green from above, by 64 of 65536."""
    width, height = size
    return b"".join(
        value.to_bytes(2, "little")
        for y in range(height)
        for x in range(width)
        for value in (20000 + 64 * x, 30000 + 64 * y, 40000)
    )
