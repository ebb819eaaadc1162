"""Names in the environment that look like ours, and that nothing reads."""

import re

from labeler.configuration import VARIABLES
from labeler.doctor.names import ELSEWHERE, unknown


def test_a_typo_is_told_with_the_name_that_was_meant():
    assert list(unknown({"LABELER_DATTA": "x"}, VARIABLES)) == ["LABELER_DATTA: unknown; LABELER_DATA?"]
    assert list(unknown(["LABELER_HTTP"], VARIABLES)) == ["LABELER_HTTP: unknown; LABELER_HTTPS?"]
    assert list(unknown(["LABELER_ZZZ"], VARIABLES)) == ["LABELER_ZZZ: unknown, and nothing reads it."]


def test_what_is_read_here_or_by_another_program_of_ours_and_what_is_not_ours_is_not_told():
    assert list(unknown([*VARIABLES, *ELSEWHERE, "PATH", "LABEL", "labeler_data"], VARIABLES)) == []


def test_every_name_that_a_program_of_ours_reads_is_known(settings):
    read = re.compile(r"""environ(?:\.get\(|\.pop\(|\[)["'](LABELER_[A-Z_]+)|\$\{(LABELER_[A-Z_]+)""")
    found = set()
    for pattern in ("*/**/*.py", "*.py", "scripts/*.sh", "docker-compose.yml"):
        for path in settings.BASE_DIR.glob(pattern):
            if ".venv" not in path.parts:
                found |= {one or other for one, other in read.findall(path.read_text())}
    assert len(found) > 5
    assert list(unknown(found, VARIABLES)) == []
