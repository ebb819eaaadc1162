"""What docs/operations.md says is typed, as it stands there."""

import os
import re
import shutil
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings

from tests.support.labeled_project import Work
from tests.support.program import Program
from tests.support.servers.bucket import BucketOwner

pytestmark = pytest.mark.processes

PAGE = (settings.BASE_DIR / "docs" / "operations.md").read_text()
OF_OTHERS = ("SECRET_KEY", "DATABASE_URL", "STORAGE_URL", "LABELER_DATA")


def blocks(heading):
    section = re.split(r"^## ", PAGE.split(f"\n## {heading}\n")[1], flags=re.MULTILINE)[0]
    return re.findall(r"^```sh\n(.*?)^```", section, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def program(prepared_data, tmp_path):
    """One that was used, and runs no more; its key lies in its folder."""
    shutil.copytree(prepared_data, tmp_path / "data")
    (tmp_path / "data" / "secret-key").write_text("k" * 64)
    program = Program(tmp_path / "data", SECRET_KEY="")
    program.slug = Work(program, "Wardrobe", 3).slug
    return program


@pytest.fixture
def type_in(tmp_path, program):
    """Type commands into a shell in which `manage.py` is at hand."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "manage.py"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{settings.BASE_DIR}/manage.py" "$@"\n')
    command.chmod(0o700)
    kept = {name: value for name, value in os.environ.items() if name not in OF_OTHERS}
    kept |= {"PATH": f"{tmp_path / 'bin'}:{kept['PATH']}", "HOME": str(tmp_path), "LABELER_DATA": str(program.data)}

    def shell(lines, code=0, **environment):
        done = subprocess.run(
            ["sh", "-e", "-c", lines], cwd=tmp_path, env=kept | environment, capture_output=True, text=True
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stderr if code else done.stdout

    return shell


def test_a_backup_is_made_and_restored_by_the_lines_of_the_page(program, type_in, tmp_path):
    backup, restore = blocks("Backup")
    assert len(restore.splitlines()) == 5
    assert "is whole: 3 files" in type_in(backup)
    (tmp_path / "kept").mkdir()
    shutil.copy(program.data / "secret-key", tmp_path / "kept")
    told = type_in(restore)
    assert told.count("All is whole.") == 2
    restored = Program(tmp_path / "labels-restored", SECRET_KEY="")
    assert (restored.data / "secret-key").read_text() == "k" * 64
    counted = restored.manage("shell", "-c", "from assets.models import Asset; print(Asset.objects.count())")
    assert counted.split()[-1] == "3"
    assert [path for path in restored.data.rglob("*") if path.stat().st_mode & 0o077] == []


def test_all_is_moved_by_the_lines_of_the_page(
    program, type_in, prepared_database, postgresql, bucket_server, tmp_path
):
    (moving,) = blocks("Moving to another database, or another store")
    owner = BucketOwner(bucket_server, "moved-as-documented")
    address = f"s3://{owner.name}?endpoint={quote(bucket_server.endpoint)}"
    typed = moving.replace("postgres://labeler:password@host:5432/labeler", postgresql)
    typed = typed.replace("s3://labels?endpoint=https://host:9000", address)
    assert typed.count("manage.py") == 2
    told = type_in(typed, **bucket_server.environment)
    assert "Now set DATABASE_URL" in told
    assert f"Now set STORAGE_URL={address}" in told
    there = {**bucket_server.environment, "DATABASE_URL": postgresql, "STORAGE_URL": address}
    assert "All is whole." in type_in("manage.py check_files --hash --grace 0", **there)


def test_while_a_server_runs_it_is_backed_up_and_not_moved(program, type_in, bucket_server):
    program.start().wait_for_address()
    try:
        assert "is whole: 3 files" in type_in("manage.py backup labels.tar")
        BucketOwner(bucket_server, "not-moved")
        address = f"s3://not-moved?endpoint={quote(bucket_server.endpoint)}"
        for command in ("move_database sqlite:///other.sqlite3", f"move_files '{address}'", "restore labels.tar"):
            said = type_in(f"manage.py {command}", code=2, **bucket_server.environment)
            assert f"already: process {program.process.pid}, port {program.port}. Stop that one" in said
    finally:
        program.kill_everything()
