"""The image and the compose file, as far as they can be checked without an engine."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib

import pytest
import yaml
from django.conf import settings
from django.core.management import load_command_class

from labeler.configuration import VARIABLES
from tests.support.program import running

ROOT = settings.BASE_DIR
PASSWORD = r"\$\{POSTGRES_PASSWORD:\?[^}]*\}"


@pytest.fixture
def services():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def dockerfile():
    """Its instructions, each with its argument on one line."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip()]


def included():
    """What .dockerignore lets into the image: each line names a file or folder at the top."""
    lines = (ROOT / ".dockerignore").read_text().split()
    return [line.removeprefix("!") for line in lines if line.startswith("!")]


def refuse_unknown_arguments(command):
    """Parse `python manage.py NAME …` the way the command itself does; it exits when it does not know something."""
    assert command[:2] == ["python", "manage.py"]
    owners = {"serve": "labeler", "ready": "labeler", "collect_changed": "labeler"}
    parser = load_command_class(owners[command[2]], command[2]).create_parser("manage.py", command[2])
    parser.parse_args(command[3:])


def test_compose_starts_web_worker_and_postgresql_each_with_a_health_check(services):
    assert sorted(services) == ["db", "web", "worker"]
    assert services["db"]["image"] == "postgres:16"
    assert all(service["healthcheck"]["test"] for service in services.values())


def test_web_waits_for_the_database_and_the_worker_for_web_which_migrates(services):
    assert services["web"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert services["worker"]["depends_on"] == {"web": {"condition": "service_healthy"}}


def test_web_and_worker_share_the_data_folder_and_every_setting(services):
    web, worker = services["web"], services["worker"]
    assert web["volumes"] == worker["volumes"] == ["data:/data"]
    assert web["environment"] == worker["environment"]


def test_compose_sets_only_variables_that_are_read(services):
    assert set(services["web"]["environment"]) <= set(VARIABLES)


def test_every_value_from_the_environment_has_a_default_for_local_use_but_the_password_of_the_database(services):
    asked = re.findall(r"\$\{([^}]*)\}", yaml.safe_dump(services, width=1000))
    assert asked
    assert {name.split(":")[0] for name in asked if ":-" not in name} == {"POSTGRES_PASSWORD"}
    assert all(name.split(":")[1].startswith("?") for name in asked if ":-" not in name)


def test_the_defaults_of_compose_are_a_configuration_that_is_accepted(services, tmp_path):
    from labeler import configuration

    given = {
        name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", re.sub(PASSWORD, "secret", str(value)))
        for name, value in services["web"]["environment"].items()
    }
    config = configuration.read(given | {"LABELER_DATA": str(tmp_path)})
    assert (config.database["HOST"], config.database["NAME"], config.https) == ("db", "labeler", False)
    assert config.database["PASSWORD"] == re.sub(PASSWORD, "secret", services["db"]["environment"]["POSTGRES_PASSWORD"])


def test_the_commands_of_compose_exist(services):
    for command in (services["web"]["command"], services["worker"]["command"]):
        refuse_unknown_arguments(command)
    refuse_unknown_arguments(services["worker"]["healthcheck"]["test"][1:])


def test_the_commands_of_the_image_exist():
    (start,) = [yaml.safe_load(argument) for name, argument in dockerfile() if name == "CMD"]
    refuse_unknown_arguments(start)
    run = " ".join(argument for name, argument in dockerfile() if name == "RUN")
    used = re.findall(r"python manage\.py [^&|;]*", run)
    assert used
    for command in used:
        refuse_unknown_arguments(shlex.split(command))


def test_the_health_checks_are_programs_that_python_reads(services):
    (image,) = [argument for name, argument in dockerfile() if name == "HEALTHCHECK"]
    for check in (yaml.safe_load(image[image.index("[") :]), services["web"]["healthcheck"]["test"][1:]):
        assert check[:2] == ["python", "-c"]
        compile(check[2], "health check", "exec")


def test_the_image_runs_as_a_user_without_rights_and_sets_only_variables_that_are_read():
    names = [name for name, _ in dockerfile()]
    (user,) = [argument for name, argument in dockerfile() if name == "USER"]
    assert user != "root"
    assert names.index("USER") < names.index("CMD")
    (_, after_user) = [argument for name, argument in dockerfile() if name == "ENV"]
    assert {pair.split("=")[0] for pair in after_user.split()} <= set(VARIABLES)


def test_the_image_needs_no_buildkit():
    text = (ROOT / "Dockerfile").read_text()
    assert not re.search(r"^# *syntax=|--mount|<<|^COPY .*--(?:link|chmod)", text, flags=re.MULTILINE)


def test_the_image_installs_what_is_locked_with_every_extra_and_with_hashes():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"].keys() - {"dev"}
    (install,) = [argument for name, argument in dockerfile() if name == "RUN" and "pip install" in argument]
    lists = re.findall(r"--requirement (\S+)", install)
    assert "--require-hashes" in install
    assert set(lists) == {"requirements.txt", *(f"requirements-{extra}.txt" for extra in extras)}
    assert set(lists) <= set(included())


def test_every_package_of_ours_is_in_the_image():
    ours = {package.parent.name for package in ROOT.glob("*/__init__.py")} - {"bench", "tests"}
    assert ours <= set(included())


@pytest.mark.processes
def test_what_is_in_the_image_is_enough_to_start_and_nothing_is_written_beside_the_data(tmp_path):
    image = tmp_path / "app"
    image.mkdir()
    leave_out = shutil.ignore_patterns("__pycache__", "tests")
    for name in included():
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, image / name, ignore=leave_out)
        else:
            shutil.copy(ROOT / name, image / name)
    environment = os.environ | {"SECRET_KEY": "build", "LABELER_DATA": str(tmp_path / "build")}
    subprocess.run(
        [sys.executable, "manage.py", "collect_changed"], cwd=image, env=environment, check=True, capture_output=True
    )
    built = files_in(image)

    with running(tmp_path / "data", folder=image) as program:
        assert "Collecting" not in program.output
        status, page = program.get("/login/")
        assert status == 200
        (style,) = re.findall(r'href="(/static/css/shared\.[^"]+\.css)"', page)
        assert program.get(style)[0] == 200
    assert files_in(image) == built


def files_in(folder):
    return sorted(str(path) for path in folder.rglob("*") if "__pycache__" not in path.parts)
