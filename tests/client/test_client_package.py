"""The package itself: what it needs, where it runs, and that the wheel that the server hands out is it."""

import ast
import hashlib
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from contract import labeler_contract
from labeler.client.wheel import SOURCES, wheel

MODULES = sorted((SOURCES / "labeler_client").glob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_the_oldest_python_that_is_promised_reads_its_syntax(path):
    ast.parse(path.read_text(), feature_version=(3, 9))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_it_needs_httpx_and_pythons_own_library_and_nothing_else(path):
    ours = {each.stem for each in MODULES} | {"labeler_client"}
    optional = {"onnx", "onnxruntime"}  # asked for by who checks such a model
    for node in ast.walk(ast.parse(path.read_text())):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            top = name.partition(".")[0]
            assert top in sys.stdlib_module_names | {"httpx"} | ours | optional, f"{path.name} imports {name}"


def test_its_copy_of_the_contracts_program_is_the_contracts_program():
    """It is installed where nothing of the house is, so it brings the program along."""
    assert (SOURCES / "labeler_client/labeler_contract.py").read_bytes() == Path(labeler_contract.__file__).read_bytes()


def test_its_version_is_that_of_the_program_and_its_modules_are_typed():
    ours, whole = (
        tomllib.loads(path.read_text())["project"]
        for path in (SOURCES / "pyproject.toml", settings.BASE_DIR / "pyproject.toml")
    )
    assert ours["version"] == whole["version"]
    assert (SOURCES / "labeler_client/py.typed").exists()


def test_the_same_sources_make_the_same_wheel_in_any_process(tmp_path):
    code = "import django; django.setup(); from labeler.client.wheel import wheel; import sys; "
    code += "sys.stdout.buffer.write(wheel().content)"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "labeler.settings",
        "TZ": "Pacific/Auckland",
        "PYTHONHASHSEED": "7",
        "LABELER_DATA": str(tmp_path),
    }
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, check=True
    )
    assert hashlib.sha256(other.stdout).hexdigest() == hashlib.sha256(wheel().content).hexdigest()


def test_the_wheel_holds_the_package_and_records_each_file(tmp_path):
    path = tmp_path / wheel().name
    path.write_bytes(wheel().content)
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
        told = f"labeler_client-{wheel().version}.dist-info"
        record = packed.read(f"{told}/RECORD").decode().splitlines()
        for source in [*MODULES, SOURCES / "labeler_client/py.typed"]:
            assert packed.read(f"labeler_client/{source.name}") == source.read_bytes()
    assert [line.split(",")[0] for line in record] == names
    assert [name for name in names if not name.startswith((f"{told}/", "labeler_client/"))] == []


def test_pip_installs_the_wheel_and_the_command_is_there(tmp_path):
    """By the installer that is locked here; without its dependency, which is there already."""
    path = tmp_path / wheel().name
    path.write_bytes(wheel().content)
    uv = Path(sys.executable).with_name("uv")
    where = tmp_path / "installed"
    command = [uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--target", where, path]
    subprocess.run([*map(str, command), "--python", sys.executable], check=True, timeout=60)
    done = subprocess.run(
        [str(where / "bin" / "labeler"), "--help"],
        env=os.environ | {"PYTHONPATH": str(where)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "check-model" in done.stdout


def test_the_client_is_there_for_strangers_under_a_name_that_pip_knows(client, db):
    page = client.get("/client/")
    assert page.status_code == 200
    assert f'href="/client/{wheel().name}"' in page.content.decode()
    assert f"pip install http://testserver/client/{wheel().name}" in page.content.decode()
    answer = client.get(f"/client/{wheel().name}")
    assert answer.content == wheel().content
    assert client.get(f"/client/{wheel().name}", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.post(f"/client/{wheel().name}").status_code == 405
