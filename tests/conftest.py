"""What tests of the whole program share."""

import pytest

from tests.support.program import running


@pytest.fixture
def program(tmp_path, prepared_data):
    """The program without any project, with the user admin. A module may have one of its own."""
    with running(tmp_path / "data", begin_with=prepared_data) as program:
        yield program
