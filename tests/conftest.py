"""What tests of the whole program share."""

import pytest

from tests.support.program import PASSWORD, Program


@pytest.fixture
def program(tmp_path):
    """The program on an empty data folder, with the user admin. A module may have one of its own."""
    program = Program(tmp_path / "data", LABELER_ADMIN_PASSWORD=PASSWORD).start()
    try:
        yield program.wait_for_address()
    finally:
        program.kill_everything()
