"""What README and docs/ tell to type is taken as it stands there, and what is cheap and harmless is typed for real."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.core.management.base import CommandError, DjangoHelpFormatter

from labeler.configuration import VARIABLES

ROOT = Path(settings.BASE_DIR)
PAGES = {
    str(path.relative_to(ROOT)): path.read_text()
    for path in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")), ROOT / "bench" / "README.md"]
    if path.name != "CHANGELOG.md"  # tells of what was, too
}
MAKEFILE = (ROOT / "Makefile").read_text()
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^|\s|/)manage\.py ([a-z]\w+)(.*)")
MAKE = re.compile(r"(?:^|&&\s*)((?:[A-Z_]+=\S* )*)make ([a-z-]+)(?=\s|$)((?: [A-Z_]+=\S*)*)")


def lines_to_type(text):
    """Each line of a block for the shell, and each piece of code within a text."""
    for language, block in FENCED.findall(text):
        if language == "sh":
            yield from block.splitlines()
    yield from INLINE.findall(FENCED.sub("", text))


def told(text):
    """(name, arguments) of each command of manage.py."""
    for line in lines_to_type(text):
        if found := COMMAND.search(line):
            yield found[1], shlex.split(found[2].replace("[", "").replace("]", ""), comments=True)


def parser_of(name):
    app = get_commands().get(name)
    assert app, f"There is no manage.py {name}."
    command = load_command_class(app, name)
    parser = command.create_parser("manage.py", name, formatter_class=DjangoHelpFormatter)
    parser.error = lambda message: (_ for _ in ()).throw(CommandError(message))
    return parser


def values_for(arguments):
    """`manage.py reset_link USERNAME`: a place for something is given a number, which is a name and a file as well."""
    return ["1" if re.fullmatch(r"[A-Z]+", each) else each for each in arguments]


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_commands_of_every_page_are_taken_with_their_arguments(page):
    for name, arguments in told(PAGES[page]):
        parser = parser_of(name)
        if arguments:  # else it is only named
            parser.parse_args(values_for(arguments))


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_options_that_a_table_tells_beside_a_command_are_its_own(page):
    """| `manage.py serve` | …; `--only web` … |"""
    for row in re.findall(r"^\| .*$", PAGES[page], re.MULTILINE):
        if found := re.match(r"\| `manage\.py ([a-z]\w+)[^`]*`", row):
            parser = parser_of(found[1])
            taken = {option for action in parser._actions for option in action.option_strings}
            assert set(re.findall(r"`(--[a-z-]+)", row)) <= taken, row


def test_a_table_that_tells_an_option_which_is_none_would_be_seen():
    with pytest.raises(CommandError, match="unrecognized arguments"):
        parser_of("doctor").parse_args(["--jason"])
    with pytest.raises(AssertionError, match=r"There is no manage\.py docter"):
        parser_of("docter")


@pytest.mark.parametrize("page", sorted(PAGES))
def test_the_targets_of_make_are_there_and_the_variables_before_them_are_read(page):
    scripts = MAKEFILE + "".join(path.read_text() for path in (ROOT / "scripts").glob("*.sh"))
    scripts += (ROOT / "bench" / "harness.py").read_text() + (ROOT / "scripts" / "audit.py").read_text()
    for line in lines_to_type(PAGES[page]):
        for before, target, after in MAKE.findall(line.partition("#")[0]):
            assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), line
            named = set(re.findall(r"([A-Z_]+)=", before + after))
            assert {name for name in named - set(VARIABLES) if name not in scripts} == set(), line


# --- typed for real -------------------------------------------------------------------------------------------------

# In this order; what ends with something to be seen to (no worker runs here) ends with 1.
TYPED = {
    "check_files": 0,
    "check_files --hash": 0,
    "check_files --hash --repair": 0,
    "doctor": 1,
    "ready": 1,
    "create_token USERNAME": 0,
    "list_tokens": 0,
    "list_tokens USERNAME": 0,
    "revoke_token USERNAME NAME": 0,
    "reset_link USERNAME": 0,
    "remove_second_factor USERNAME": 1,  # there is none
}
MEANT = {"USERNAME": "admin", "NAME": "typed"}
# Long, or on what lies here and nowhere else; all have tests of their own.
NOT_TYPED = {
    "serve", "demo", "import_assets", "import_labels", "import_video", "rebuild_version", "unpack_version",
    "createsuperuser", "changepassword", "shell", "migrate", "backup", "restore", "move_database", "move_files",
}  # fmt: skip


@pytest.mark.processes
def test_what_is_cheap_and_harmless_does_what_it_says(tmp_path, prepared_data):
    data = shutil.copytree(prepared_data, tmp_path / "data")
    inherited = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    for typed, code in TYPED.items():
        command = [MEANT.get(each, each) for each in typed.split()]
        if command[0] == "create_token":
            command += ["--name", MEANT["NAME"]]
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=inherited | {"LABELER_DATA": str(data)}, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == code, (typed, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr, typed
        assert done.stdout or code, typed


def test_every_command_that_a_block_tells_is_typed_or_said_not_to_be():
    blocks = "".join(f"```sh\n{block}```\n" for text in PAGES.values() for _, block in FENCED.findall(text))
    in_blocks = {" ".join([name, *arguments]) for name, arguments in told(blocks)}
    assert in_blocks
    assert {each for each in in_blocks if each.split()[0] not in NOT_TYPED} <= TYPED.keys()
    named = {name for text in PAGES.values() for name, _ in told(text)}
    assert named - NOT_TYPED <= {each.split()[0] for each in TYPED}
