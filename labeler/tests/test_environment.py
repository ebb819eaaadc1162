"""How `make run` and `make test` come to their packages, on machines of several kinds."""

import os
import re
import shutil
import subprocess

import pytest
from django.conf import settings

TOOLS = ["sh", "cat", "dirname", "sha256sum", "rm", "mkdir", "cp", "sed"]

LISTS = {
    "requirements.txt": "django",
    "requirements-s3.txt": "boto3",
    "requirements-postgres.txt": "psycopg",
    "requirements-redis.txt": "redis",
    "requirements-dev.txt": "pytest",
    "requirements-loaders.txt": "datasets",
}
BRING_UV = "install --quiet --require-hashes --no-deps --target {0}/.uv -r {0}/.uv/uv.txt"
# A Python that does nothing but write down what it was asked, and what of it works on this machine: the Python of an
# environment has a pip only once `ensurepip` put it there.
PYTHON = """#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
case "$*" in
    "-c "*) exit 0 ;;
    "-m venv --without-pip "*)
        [ -z "${NO_VENV:-}" ] || exit 1
        mkdir -p "$4/bin"
        cp "$MACHINE/python" "$4/bin/python" ;;
    "-m ensurepip")
        [ -z "${NO_ENSUREPIP:-}" ] || exit 1
        cp "$MACHINE/python" "$(dirname "$0")/pip" ;;
    "-m pip --version") [ -e "$(dirname "$0")/pip" ] ;;
    "-m pip --python "*" --version") [ -z "${NO_PIP:-}" ] ;;
    *" install --quiet --require-hashes --no-deps --target "*"/uv.txt")
        [ -z "${NO_UV:-}" ] || exit 1
        cp "${10}" "$MACHINE/uv.txt"
        mkdir -p "$8/bin"
        cp "$MACHINE/uv" "$8/bin/uv" ;;
    "-m pip "*) [ -z "${OFFLINE:-}" ] ;;
esac
"""
UV = """#!/bin/sh
echo "uv $*" >>"$CALLS"
[ -z "${UV_FAILS:-}" ]
"""


class Machine:
    def __init__(self, folder, pythons):
        self.checkout, self.bin, self.calls_file = folder / "checkout", folder / "bin", folder / "calls"
        self.bin.mkdir()
        for tool in [*TOOLS, "basename"]:
            (self.bin / tool).symlink_to(shutil.which(tool))
        self._executable("python", PYTHON)
        self._executable("uv.off", UV)
        for name in pythons:
            shutil.copy(self.bin / "python", self.bin / name)
        (self.bin / "python").rename(folder / "python")
        (self.bin / "uv.off").rename(folder / "uv")
        (self.checkout / "scripts").mkdir(parents=True)
        shutil.copy(settings.BASE_DIR / "scripts" / "environment.sh", self.checkout / "scripts")
        for name, package in LISTS.items():
            (self.checkout / name).write_text(f"{package}\n")
        self._folder = folder

    def _executable(self, name, text):
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def broken(self, name):
        """A name that is there and runs nothing, as pyenv leaves them."""
        self._executable(name, "#!/bin/sh\nexit 127\n")

    def has_uv(self):
        shutil.copy(self._folder / "uv", self.bin / "uv")

    def prepare(self, *arguments, **environment):
        """Run the script; its exit code, what it printed, and what was asked of pythons and uv meanwhile."""
        self.calls_file.write_text("")
        done = subprocess.run(
            [self.bin / "sh", "scripts/environment.sh", *arguments],
            cwd=self.checkout,
            env={"PATH": str(self.bin), "CALLS": str(self.calls_file), "MACHINE": str(self._folder)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=30,
        )
        calls = [
            line for line in self.calls_file.read_text().splitlines() if " -c " not in line and "--version" not in line
        ]
        return done.returncode, done.stdout, calls


@pytest.fixture
def machine(tmp_path):
    return lambda *pythons: Machine(tmp_path, pythons)


def test_the_first_start_makes_an_environment_and_installs_with_uv(machine):
    assert machine("python3").prepare() == (
        0,
        "Installing the packages of requirements.txt.\n",
        [
            "python3 -m venv --without-pip .venv",
            f"python3 -m pip {BRING_UV.format('.venv')}",
            "uv pip install --quiet --require-hashes --python .venv/bin/python -r requirements.txt",
        ],
    )


def test_the_second_start_installs_nothing(machine):
    fresh = machine("python3")
    fresh.prepare()
    assert fresh.prepare() == (0, "", [])


def test_readers_of_other_people_have_an_environment_of_their_own(machine):
    used = machine("python3")
    used.prepare("dev")
    assert used.prepare("loaders") == (
        0,
        "Installing the packages of requirements-loaders.txt.\n",
        [
            "python3 -m venv --without-pip .venv-loaders",
            f"python3 -m pip {BRING_UV.format('.venv-loaders')}",
            "uv pip install --quiet --require-hashes --python .venv-loaders/bin/python -r requirements-loaders.txt",
        ],
    )
    assert used.prepare("loaders") == used.prepare("dev") == (0, "", [])


def test_a_changed_list_is_installed_once(machine):
    used = machine("python3")
    used.prepare()
    (used.checkout / "requirements.txt").write_text("django==5.2\n")
    _, words, calls = used.prepare()
    assert words == "Installing the packages of requirements.txt.\n"
    assert calls[-1] == "uv pip install --quiet --require-hashes --python .venv/bin/python -r requirements.txt"
    assert used.prepare() == (0, "", [])


def test_extras_are_installed_with_the_rest_and_remembered(machine):
    used = machine("python3")
    code, words, calls = used.prepare(EXTRAS="redis,s3")
    assert (code, words) == (0, "Installing the packages of requirements.txt, with s3 redis.\n")
    both = "-r requirements.txt -r requirements-s3.txt -r requirements-redis.txt"
    assert calls[-1] == f"uv pip install --quiet --require-hashes --python .venv/bin/python {both}"
    assert used.prepare() == used.prepare(EXTRAS="s3") == (0, "", [])
    assert used.prepare(EXTRAS="postgres")[1].endswith("with s3 postgres redis.\n")
    (used.checkout / "requirements-redis.txt").write_text("redis==8\n")
    assert used.prepare()[1].endswith("with s3 postgres redis.\n")
    (used.checkout / ".venv" / "bin" / "python").unlink()
    assert used.prepare()[1].endswith("with s3 postgres redis.\n")


def test_an_extra_that_is_none_is_refused_before_anything_is_made(machine):
    fresh = machine("python3")
    assert fresh.prepare(EXTRAS="s3,oracle") == (
        1,
        "EXTRAS names oracle, which is none of: s3 postgres redis.\n",
        [],
    )
    assert not (fresh.checkout / ".venv").exists()


def test_uv_itself_is_the_locked_one_with_its_hashes(machine, tmp_path):
    fresh = machine("python3")
    shutil.copy(settings.BASE_DIR / "requirements-dev.txt", fresh.checkout)
    assert fresh.prepare()[0] == 0
    entry = (tmp_path / "uv.txt").read_text()
    assert re.match(r"uv==[0-9.]+ \\\n    --hash=sha256:", entry)
    assert len(re.findall("==", entry)) == 1
    assert entry in (settings.BASE_DIR / "requirements-dev.txt").read_text()


def test_uv_is_not_left_in_the_environment(machine):
    used = machine("python3")
    used.prepare()
    assert not (used.checkout / ".venv" / ".uv").exists()
    assert not (used.checkout / ".venv" / "bin" / "uv").exists()


def test_what_developers_need_has_a_stamp_of_its_own_that_knows_both_lists(machine):
    used = machine("python3")
    used.prepare()
    _, words, calls = used.prepare("dev")
    assert words == "Installing the packages of requirements-dev.txt.\n"
    assert [name for name in LISTS if name in calls[-1]] == [name for name in LISTS if "loaders" not in name]
    assert used.prepare("dev") == used.prepare() == (0, "", [])
    (used.checkout / "requirements.txt").write_text("django==5.2\n")
    assert used.prepare("dev")[1] == "Installing the packages of requirements-dev.txt.\n"


def test_the_newest_python_that_runs_is_taken(machine):
    several = machine("python3.12", "python3.11", "python3")
    several.broken("python3.13")
    assert several.prepare()[2][0] == "python3.12 -m venv --without-pip .venv"


def test_an_environment_whose_python_is_gone_is_made_again(machine):
    used = machine("python3")
    used.prepare()
    (used.checkout / ".venv" / "bin" / "python").unlink()
    assert used.prepare()[2][0] == "python3 -m venv --without-pip .venv"


BY_UV = "uv pip install --quiet --require-hashes --python .venv/bin/python -r requirements.txt"
BY_PIP_OUTSIDE = "python3 -m pip --python .venv/bin/python install --quiet --require-hashes -r requirements.txt"
BY_ITS_OWN_PIP = "python -m pip install --quiet --require-hashes -r requirements.txt"


def test_a_uv_that_is_there_is_taken_and_no_pip_is_needed(machine):
    with_uv = machine("python3")
    with_uv.has_uv()
    code, _, calls = with_uv.prepare(NO_ENSUREPIP="1", NO_PIP="1")
    assert (code, calls) == (0, ["python3 -m venv --without-pip .venv", BY_UV])


def test_when_uv_fails_pip_does_it(machine):
    code, _, calls = machine("python3").prepare(UV_FAILS="1")
    assert code == 0
    assert calls[-2:] == [BY_UV, BY_PIP_OUTSIDE]


def test_when_there_is_no_uv_pip_does_it(machine):
    code, _, calls = machine("python3").prepare(NO_UV="1")
    assert code == 0
    assert calls[-1] == BY_PIP_OUTSIDE


def test_without_a_pip_outside_the_one_that_python_carries_along_brings_uv(machine):
    code, _, calls = machine("python3").prepare(NO_PIP="1")
    assert code == 0
    assert calls[1:] == ["python -m ensurepip", f"python -m pip {BRING_UV.format('.venv')}", BY_UV]


def test_without_a_pip_outside_and_uv_the_one_that_python_carries_along_installs(machine):
    code, _, calls = machine("python3").prepare(NO_PIP="1", NO_UV="1")
    assert code == 0
    assert calls[-1] == BY_ITS_OWN_PIP


def test_without_ensurepip_the_pip_of_the_system_brings_uv(machine):
    code, _, calls = machine("python3").prepare(NO_ENSUREPIP="1")
    assert code == 0
    assert calls[-1] == BY_UV


@pytest.mark.parametrize("missing", [{"NO_VENV": "1"}, {"NO_ENSUREPIP": "1", "NO_PIP": "1"}])
def test_without_what_makes_an_environment_it_says_what_helps_and_leaves_nothing(machine, missing):
    bare = machine("python3")
    code, words, _ = bare.prepare(**missing)
    assert code == 1
    assert words.endswith(
        "This Python cannot make an environment. On Debian and Ubuntu: apt-get install python3-venv\n"
    )
    assert not (bare.checkout / ".venv").exists()


def test_an_environment_that_works_is_not_taken_away_when_there_is_no_pip_for_a_changed_list(machine):
    used = machine("python3")
    used.prepare()
    (used.checkout / "requirements.txt").write_text("django==5.2\n")
    assert used.prepare(NO_ENSUREPIP="1", NO_PIP="1")[0] == 1
    assert (used.checkout / ".venv" / "bin" / "python").exists()


def test_without_python_it_says_what_helps(machine):
    code, words, _ = machine().prepare()
    assert code == 1
    assert words == (
        "Labeler needs Python 3.11 or newer, and none was found. "
        "On Debian and Ubuntu: apt-get install python3 python3-venv\n"
    )


def test_when_nothing_could_be_installed_the_next_start_tries_again(machine):
    offline = machine("python3")
    code, words, _ = offline.prepare(NO_UV="1", OFFLINE="1")
    assert (code, "could not be installed" in words) == (1, True)
    assert offline.prepare()[:2] == (0, "Installing the packages of requirements.txt.\n")


def test_the_checkout_may_lie_anywhere(machine, tmp_path):
    odd = machine("python3")
    odd.checkout = odd.checkout.rename(tmp_path / "a folder with spaces")
    assert odd.prepare()[0] == 0
    assert os.path.exists(odd.checkout / ".venv" / ".installed-requirements.txt")
