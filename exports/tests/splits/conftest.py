"""Projects whose pictures have near copies, dealt into splits."""

import pytest

from contract import v1
from projects import lifecycle
from tests.support.cast import make_photo, pattern

RATIOS = {"train": 6000, "val": 2000, "test": 2000}
SEED = "look"


def split_of(asset):
    return v1.split_of(SEED, v1.Ratios(**RATIOS), v1.split_key(asset.sha256, asset.video_id))


@pytest.fixture
def copies(project, dress, hat, answer, bob):
    """Twelve approved pictures that look like no other, each with a copy that was saved anew: (picture, copy). Which
    split each lies in hangs on their bytes alone, so it is the same in every run."""
    lifecycle.change(project, split_ratios=RATIOS, split_seed=SEED)
    pairs = [
        tuple(
            make_photo(project, by=bob, name=f"{seed}-{quality}.png", content=pattern(seed, quality))
            for quality in (None, 80)
        )
        for seed in range(12)
    ]
    answer([asset for pair in pairs[:9] for asset in pair], "approved", dress, by=bob)
    answer([asset for pair in pairs[9:] for asset in pair], "approved", hat, by=bob)
    return pairs


@pytest.fixture
def apart(copies):
    """Those of them that lie in different splits, by number."""
    found = {tuple(asset.pk for asset in pair) for pair in copies if len({split_of(asset) for asset in pair}) > 1}
    assert 2 <= len(found) < len(copies)
    return found


@pytest.fixture
def dealt(project, copies, bob, make_version):
    """v1 of these pictures, ready; nobody has looked at its splits."""
    return make_version(project, by=bob)
