"""The whole program, for tests that start it in several ways."""

import shutil

import pytest

from tests.support.program import Program


@pytest.fixture
def program(tmp_path, prepared_data):
    """Make a program on the test's own data folder: `program("--only", "web", LABELER_WATCHDOG_SECONDS="3")`.

    It was started before, unless `first_start=True`.
    """
    made = []

    def make(*arguments, first_start=False, **environment):
        data = tmp_path / "data"
        if not (first_start or data.exists()):
            shutil.copytree(prepared_data, data)
        made.append(Program(data, *arguments, **environment))
        return made[-1]

    yield make
    for one in made:
        one.kill_everything()
