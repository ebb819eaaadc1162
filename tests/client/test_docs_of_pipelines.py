"""docs/pipelines.md: every command in it is run as it stands there, in its order, and its tables are complete."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

import labeler_client
from contract import labeler_contract
from labeler_client import cli, errors
from tests.support.files.photos import drawn_photos

PAGE = (settings.BASE_DIR / "docs" / "pipelines.md").read_text()


def pieces(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.processes
def test_every_command_of_the_page_does_what_it_says(program, server, token, tmp_path):
    for path, name in drawn_photos(tmp_path / "drawn", 30).items():
        (tmp_path / "photos" / name).mkdir(parents=True, exist_ok=True)
        shutil.copy(path, tmp_path / "photos" / name)
    environment = installed(program, token, tmp_path)
    shell, python = pieces("sh"), pieces("python")
    run_shell, events = shell[1:-1], shell[-1]
    assert shell[0].startswith("python -m pip install http://127.0.0.1:8000/client/")
    said = run(["sh", "-ec", run_shell[0]], tmp_path, environment)
    assert "30 added" in said
    assert "wardrobe@1" in said
    said = run([sys.executable, "-c", python[0] + python[1] + AFTER], tmp_path, environment)
    assert said.splitlines()[-1] == "whole"
    said = run(["sh", "-ec", run_shell[1]], tmp_path, environment)
    assert "30 images in data/wardrobe" in said
    assert "Nothing new." in run(["sh", "-ec", run_shell[1]], tmp_path, environment)
    # As who trains keeps it.
    shutil.copy(tmp_path / "data/wardrobe/manifest.json", tmp_path / "model.json")
    assert run(["sh", "-ec", run_shell[2]], tmp_path, environment).startswith("fits: ")
    assert_it_trains_again_whatever_the_classes_are(server, run_shell[1], tmp_path, environment)
    assert len(run_shell) == 3
    told = [json.loads(line) for line in run(["sh", "-ec", events], tmp_path, environment).splitlines()]
    assert [each["kind"] for each in told].count("answer") == 30
    named = re.search(r"one JSON object a line: (.*), as", PAGE)[1]
    assert all(list(each) == re.findall("`([a-z]+)`", named) for each in told)
    assert labeler_contract.verify(str(tmp_path / "data/wardrobe"))


def assert_it_trains_again_whatever_the_classes_are(server, shell, folder, environment):
    server.connection.post("projects/wardrobe/categories/", {"name": "Something else"})
    server.project("wardrobe").export(statuses=["labeled"]).wait()
    said = run(["sh", "-ec", shell], folder, environment)
    assert "v1 to v2: " in said
    assert "Nothing new." in run(["sh", "-ec", shell], folder, environment)
    # As after a backup was restored: the model has a class more than there are.
    command = ["labeler", "diff", "wardrobe", "2", "1"]
    assert subprocess.run(command, env=environment, capture_output=True, timeout=60).returncode == 4
    back = shell.replace("wardrobe@latest", "wardrobe@1")
    assert "v2 to v1: " in run(["sh", "-ec", back], folder, environment)
    assert "Nothing new." in run(["sh", "-ec", back], folder, environment)


AFTER = """
photos = Photos(export.samples("train"))
assert len(photos) == len(list(photos.samples))
path, label = photos[0]
assert export.classes[label] == path.exists() * photos.samples[0].label_name
print("whole")
"""


def installed(program, token, folder):
    """As the first piece says, by the installer that is locked here, from the address that the program is at."""
    address = re.search(r"http://127\.0\.0\.1:8000(/client/\S+)", PAGE)[1]
    wheel = folder / Path(address).name
    wheel.write_bytes(_fetched(program.url + address))
    uv = str(Path(sys.executable).with_name("uv"))
    where = folder / "installed"
    command = [uv, "pip", "install", "--quiet", "--offline", "--no-deps", "--target", str(where), str(wheel)]
    subprocess.run([*command, "--python", sys.executable], check=True, timeout=60)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LABELER_")}
    return kept | {
        "PATH": f"{where / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(where),
        "LABELER_URL": program.url,
        "LABELER_TOKEN": token,
    }


def _fetched(address):
    import urllib.request

    with urllib.request.urlopen(address, timeout=60) as answer:  # as a stranger
        return answer.read()


def run(command, folder, environment):
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_table_of_exit_codes_is_that_of_the_program():
    rows = re.findall(r"^\| (\d+) \| (?:`(\w+)`)? ?\|", PAGE.split("## When something goes wrong")[1], re.MULTILINE)
    told = {int(code): name for code, name in rows}
    codes = re.findall(r"^ {4}(\d+) ", cli.__doc__, re.MULTILINE)
    assert sorted(told) == sorted(map(int, codes))
    for code, name in told.items():
        if name and name != "KeyboardInterrupt":
            assert getattr(labeler_client, name).exit_code == code
    kinds = {kind.__name__ for kind in errors.LabelerError.__subclasses__()}
    assert kinds == set(filter(None, told.values())) - {"KeyboardInterrupt"}


def test_its_table_of_commands_has_each_command_with_its_options(capsys):
    rows = PAGE.split("## Commands")[1].split("\n## ")[0]
    told = dict(re.findall(r"^\| `labeler ([a-z-]+)(.*)$", rows, re.MULTILINE))
    everywhere = set(re.findall(r"--[a-z-]+", rows.split("All take")[1]))
    parser = cli._parser()
    commands = parser._subparsers._group_actions[0].choices
    assert told.keys() == commands.keys()
    for name, command in commands.items():
        taken = {option for action in command._actions for option in action.option_strings} - {"-h", "--help"}
        assert set(re.findall(r"--[a-z-]+", told[name])) == taken - everywhere, name
