"""Pictures that other tools were seen to show black, in false colours or not at all, brought in through the API: what
is shown of each, by its pixels, or why it is refused."""

import io
from itertools import pairwise

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.support.shared import CASES

pytestmark = [pytest.mark.django_db, pytest.mark.shared]

NOT_TAKEN = "This kind of TIFF is not taken: 4 channels of 8 bits, grey, not compressed. "


def is_ramp(pixels):
    """From black to white, never darker from left to right."""
    grey = [pixel[0] for pixel in pixels]
    return grey[0] <= 8 and grey[-1] >= 247 and all(one <= other + 8 for one, other in pairwise(grey))


def is_visible(pixels):
    grey = [pixel[0] for pixel in pixels]
    return max(grey) - min(grey) > 128


def is_red_and_blue(pixels):
    near = [
        all(abs(one - two) <= 12 for one, two in zip(pixels[place], wanted, strict=True))
        for place, wanted in ((len(pixels) // 4, (194, 0, 0)), (3 * len(pixels) // 4, (0, 0, 194)))
    ]
    return all(near)


SHOWN = {
    "12bit_in_16bit_gray.png": (is_ramp, (0, 4095)),
    "12bit_in_16bit_gray.tif": (is_ramp, (0, 4095)),
    "thermal_like_200_900.png": (is_visible, (200, 899)),
    "float32.tif": (is_ramp, (0, 1)),
    "rgb_planar_16.tif": (is_red_and_blue, (0, 65535)),
}


def upload(program, name):
    file = SimpleUploadedFile(name, (CASES / name).read_bytes())
    return program.post("projects/wardrobe/assets/", {"file": file}, format="multipart")


@pytest.mark.parametrize("name", SHOWN)
def test_it_is_shown_as_it_is_meant(api, alice, project, name):
    program = api(alice)
    asset = upload(program, name).json()
    looks, (start, end) = SHOWN[name]
    assert (asset["shown"]["from"], asset["shown"]["to"]) == (start, end)
    assert program.get(f"projects/wardrobe/assets/{asset['id']}/original").status_code == 200
    display = program.get(f"projects/wardrobe/assets/{asset['id']}/display-auto")
    image = Image.open(io.BytesIO(display.content)).convert("RGB")
    assert looks([image.getpixel((x, image.height // 2)) for x in range(image.width)])


def test_a_tiff_that_is_not_taken_is_told_which_kind_it_is(api, alice, project):
    refused = upload(api(alice), "4_band.tif")
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "kind_not_taken")
    assert refused.json()["error"]["message"].startswith(NOT_TAKEN)
