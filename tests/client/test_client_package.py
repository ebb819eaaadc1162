"""The package itself: what it needs, where it runs, and that the wheel that the server hands out is it."""

import ast
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from contract import labeler_contract
from labeler.client.wheel import SOURCES, wheel

PROGRAM = Path(labeler_contract.__file__).read_bytes()
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


def test_the_contracts_program_lies_in_the_repository_once_and_is_in_the_wheel_whole():
    """It is installed where nothing of the house is, so it brings the program along."""
    here = SOURCES / "labeler_client/labeler_contract.py"
    assert here.is_symlink()
    assert here.resolve() == Path(labeler_contract.__file__).resolve()
    assert packed_files(wheel().content)["labeler_client/labeler_contract.py"] == PROGRAM


def packed_files(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.mark.parametrize("how", [[], ["--editable"]], ids=["installed", "editable"])
def test_pip_installs_a_checkout_with_the_contracts_program(tmp_path, how):
    """By the build backend that its pyproject.toml names and that is locked here, in no environment of its own."""
    where = tmp_path / "installed"
    uv_install(where, "--no-build-isolation", *how, str(SOURCES))
    code = f"import site; site.addsitedir({str(where)!r}); import labeler_client.labeler_contract as it; "
    done = subprocess.run(
        [sys.executable, "-c", f"{code}print(it.__file__)"],
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found = Path(done.stdout.strip())
    assert found.is_relative_to(SOURCES if how else where)
    assert found.read_bytes() == PROGRAM


def test_what_is_built_of_a_checkout_holds_the_contracts_program_and_no_link(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=SOURCES, check=True, capture_output=True, timeout=60)
    (built,) = tmp_path.glob("*.whl")
    ours, theirs = packed_files(wheel().content), packed_files(built.read_bytes())
    sources = {name for name in ours if name.startswith("labeler_client/")}
    assert {name: theirs[name] for name in theirs if name.startswith("labeler_client/")} == {
        name: ours[name] for name in sources
    }
    (built,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as packed:
        (entry,) = (each for each in packed if each.name.endswith("/labeler_contract.py"))
        assert packed.extractfile(entry).read() == PROGRAM
        assert [each.name for each in packed if not each.isfile()] == []
        assert {each.name.partition("/")[2] for each in packed} >= sources


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
    where = tmp_path / "installed"
    uv_install(where, str(path))
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


def uv_install(where, *arguments):
    uv = str(Path(sys.executable).with_name("uv"))
    command = [uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--target", str(where), *arguments]
    subprocess.run([*command, "--python", sys.executable], check=True, timeout=60)


def test_the_client_is_there_for_strangers_under_a_name_that_pip_knows(client, db):
    page = client.get("/client/")
    assert page.status_code == 200
    assert f'href="/client/{wheel().name}"' in page.content.decode()
    assert f"pip install http://testserver/client/{wheel().name}" in page.content.decode()
    answer = client.get(f"/client/{wheel().name}")
    assert answer.content == wheel().content
    assert client.get(f"/client/{wheel().name}", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.post(f"/client/{wheel().name}").status_code == 405
