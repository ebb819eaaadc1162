"""Projects to label in one program, and the moments at which something happens to them."""

import os
import random

import pytest

from tests.support.labeled_project import Work
from tests.support.program import running


@pytest.fixture(scope="module")
def shared_program(tmp_path_factory, prepared_data):
    with running(tmp_path_factory.mktemp("labeling") / "data", begin_with=prepared_data) as program:
        yield program


@pytest.fixture
def work(shared_program, request):
    """A project of its own for each test: `work(200)`."""
    name = request.node.originalname.removeprefix("test_").replace("_", " ")[:80]
    return lambda images: Work(shared_program, name, images)


@pytest.fixture
def seed():
    """Another moment in each run; which one is told when the test fails."""
    chosen = int(os.environ.get("LABELER_SEED", "0")) or random.SystemRandom().randrange(1, 2**31)
    print(f"LABELER_SEED={chosen}")
    return chosen
