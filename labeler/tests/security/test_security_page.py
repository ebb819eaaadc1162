"""docs/security.md is a promise: each line of it names tests, and those are there. Numbers are those of the code, and
every requirement of ASVS 5.0, levels 1 and 2, is answered once."""

import ast
import re
from collections import Counter
from functools import cache

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from annotations.browse import api as assets
from annotations.imports import jobs as imports
from annotations.imports import zips
from annotations.labeling import answers, bulk
from assets import confined
from assets.images import names
from assets.uploads import resumable
from core import pagination
from core.api import waiting
from labeler.tests.security.test_code import modules
from people import browsers, guessing, tokens
from projects.joining import invitations
from projects.rules import reasons
from webhooks import hooks, sending

ROOT = settings.BASE_DIR
PAGE = (ROOT / "docs" / "security.md").read_text()
TEST = re.compile(r"`((?:[\w.-]+/)+test_\w+\.py)::(test_\w+)`")
PENDING = re.compile(r"PENDING\([a-z ]+\)")

# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has, and their numbers where some are of level 3.
SECTIONS = {
    "1.1": range(1, 3), "1.2": range(1, 10), "1.3": range(1, 12), "1.4": range(1, 4), "1.5": range(1, 3),
    "2.1": range(1, 4), "2.2": range(1, 4), "2.3": range(1, 5), "2.4": [1],
    "3.2": range(1, 3), "3.3": range(1, 5), "3.4": range(1, 7), "3.5": range(1, 6), "3.7": range(1, 3),
    "4.1": range(1, 4), "4.2": [1], "4.3": range(1, 3), "4.4": range(1, 5),
    "5.1": [1], "5.2": range(1, 4), "5.3": range(1, 3), "5.4": range(1, 4),
    "6.1": range(1, 4), "6.2": range(1, 13), "6.3": range(1, 5), "6.4": range(1, 5), "6.5": range(1, 6),
    "6.6": range(1, 4), "6.8": range(1, 5),
    "7.1": range(1, 4), "7.2": range(1, 5), "7.3": range(1, 3), "7.4": range(1, 6), "7.5": range(1, 3),
    "7.6": range(1, 3),
    "8.1": range(1, 3), "8.2": range(1, 4), "8.3": [1], "8.4": [1],
    "9.1": range(1, 4), "9.2": range(1, 5),
    "10.1": range(1, 3), "10.2": range(1, 3), "10.3": range(1, 5), "10.4": range(1, 12), "10.5": range(1, 6),
    "10.6": range(1, 3), "10.7": range(1, 4),
    "11.1": range(1, 3), "11.2": range(1, 4), "11.3": range(1, 4), "11.4": range(1, 5), "11.5": [1], "11.6": [1],
    "12.1": range(1, 4), "12.2": range(1, 3), "12.3": range(1, 5),
    "13.1": [1], "13.2": range(1, 6), "13.3": range(1, 3), "13.4": range(1, 6),
    "14.1": range(1, 3), "14.2": range(1, 5), "14.3": range(1, 4),
    "15.1": range(1, 4), "15.2": range(1, 4), "15.3": range(1, 8),
    "16.1": [1], "16.2": range(1, 6), "16.3": range(1, 5), "16.4": range(1, 4), "16.5": range(1, 4),
    "17.1": [1], "17.2": range(1, 5), "17.3": range(1, 3),
}  # fmt: skip
ASVS = [f"V{section}.{number}" for section, numbers in SECTIONS.items() for number in numbers]


def section(title):
    """What stands under a heading, whatever its level, up to the next of the same."""
    found = re.search(rf"^(#+) {re.escape(title)}$", PAGE, re.MULTILINE)
    assert found, title
    rest = PAGE[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def rows(text):
    """The cells of each row of tables, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    heads = {place - 1 for place, row in enumerate(cells) if all(re.fullmatch(r":?-+:?", cell) for cell in row)}
    return [row for place, row in enumerate(cells) if place not in heads and place - 1 not in heads]


REQUIREMENTS = [row for row in rows(section("ASVS 5.0, level 2, chapter by chapter")) if row[0].startswith("V")]
ANSWERED = [row for row in REQUIREMENTS if "." in row[0]]


@cache
def functions_of(path):
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


# --- names ---


def test_every_test_that_the_page_names_is_there():
    named = TEST.findall(PAGE)
    assert len(named) > 150
    assert [
        f"{path}::{name}" for path, name in named if not (ROOT / path).is_file() or name not in functions_of(path)
    ] == []
    # Nothing looks like one without being found by the line above.
    assert len(named) == PAGE.count("::test_")


def test_nothing_on_the_page_waits_for_its_test():
    assert PENDING.findall(PAGE) == []


def test_every_promise_and_every_threat_has_tests_behind_it():
    promises = [line for line in section("What Labeler promises").splitlines() if line.startswith("- ")]
    threats = rows(section("Who attacks, and what stands in the way"))
    assert len(promises) > 20
    assert len(threats) > 8
    for told in (*promises, *(" ".join(row) for row in threats)):
        assert TEST.search(told) or PENDING.search(told), told
    assert all(len(row) == 5 and all(row) for row in threats)


def test_its_links_lead_somewhere_and_others_lead_to_it():
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", PAGE)
    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []
    headings = {
        re.sub(r"[^a-z0-9 -]", "", each.lower()).replace(" ", "-") for each in re.findall(r"^#+ (.*)$", PAGE, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= headings
    readme = (ROOT / "README.md").read_text()
    assert "(docs/security.md)" in readme
    assert "(SECURITY.md)" in readme
    assert "(docs/security.md)" in (ROOT / "SECURITY.md").read_text()


# --- ASVS ---


def test_every_requirement_of_levels_1_and_2_is_answered_once():
    assert len(ASVS) == len(set(ASVS)) == 253
    answered = Counter(number.strip() for row in ANSWERED for number in row[0].split(","))
    assert [number for number in ASVS if number not in answered] == []
    assert [number for number in answered if number not in ASVS] == []
    assert [number for number, times in answered.items() if times > 1] == []


def test_each_stands_in_its_chapter_in_order():
    shown = [number.strip() for row in ANSWERED for number in row[0].split(",")]
    assert shown == ASVS


@pytest.mark.parametrize("row", ANSWERED, ids=lambda row: row[0].partition(",")[0])
def test_each_answer_has_its_test_or_its_reason(row):
    number, words, answer, why = row
    assert words, number
    if answer == "yes":
        assert TEST.search(why) or PENDING.search(why) or re.match(r"No test: \w.{20,}", why), number
    else:
        assert answer in ("no", "n.a.")
        assert re.search(r"\w+ \w+.*\.$", TEST.sub("", why)), number
        assert not PENDING.search(why)


def test_the_counts_of_the_page_are_those_of_its_rows():
    counted = Counter()
    for numbers, _, answer, why in ANSWERED:
        for number in numbers.split(","):
            chapter = number.strip().partition(".")[0]
            counted[chapter, answer] += 1
            counted[chapter, "no test"] += why.startswith("No test: ")
    chapters = [f"V{number}" for number in range(1, 18)]
    kinds = ("yes", "no test", "no", "n.a.")
    told = {row[0].split()[0]: [int(cell) for cell in row[1:]] for row in rows(section("Counts"))}
    assert told == {chapter: [counted[chapter, kind] for kind in kinds] for chapter in chapters} | {
        "All": [sum(counted[chapter, kind] for chapter in chapters) for kind in kinds]
    }


# --- numbers and lists are those of the code ---


def test_the_limits_of_the_page_are_those_of_the_program():
    told = dict(row[:2] for row in rows(section("What is taken in, and how much of it")))
    assert told == {
        "a picture": f"{settings.MAX_UPLOAD_BYTES // 1_000_000} MB, {settings.MAX_PIXELS // 1_000_000} million pixels",
        "pictures of one request": f"{assets.MOST_TOGETHER}, {assets.BYTES_TOGETHER // 1_000_000} MB together",
        "a video": f"{settings.MAX_VIDEO_BYTES // 1_000_000} MB, {settings.MAX_VIDEO_FRAMES} frames",
        "a zip or a label file": f"{settings.MAX_IMPORT_BYTES // 1_000_000} MB, {settings.MAX_IMPORT_FILES} files,"
        f" unpacked {settings.MAX_IMPORT_UNPACKED_BYTES // 1_000_000} MB and {zips.MOST_RATIO} times its size",
        "imports that wait": f"{imports.MOST_WAITING} in a project",
        "other names of an image": f"{names.MOST}, under which its bytes came again",
        "unfinished uploads": f"{resumable.MOST_OPEN} of a person; {resumable.SPARE // 1_000_000} MB of the disk stay"
        " free",
        "any other body": f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1_000_000} MB,"
        f" {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields of a form",
        "a page of a list": f"{pagination.MOST} rows",
        "a reason why an image is sent back": f"{reasons.LONGEST} characters of one line; {reasons.MOST} of a project",
        "programs that wait for a version": f"{waiting.MOST_WAITING} a process, 1 of a token, {waiting.LONGEST} s; no"
        " connection to the database meanwhile",
        "answers at once": f"{answers.MOST_OPERATIONS}, in a bulk action {bulk.MOST_IDS}",
        "API tokens": f"{tokens.MOST} of a person",
        "calls of an API token": f"{settings.API_CALLS_PER_MINUTE} in a minute, for each process of the web server",
        "open invitations": f"{invitations.MOST_OPEN} of a project, each for {invitations.MOST_USES} people and"
        f" {invitations.MOST_DAYS} days",
        "webhooks": f"{hooks.MOST} of a project; {sending.SECONDS:.0f} s for one try, of whose answer"
        f" {sending.MOST_ANSWER} bytes are kept",
        "what reads a stranger's file": f"{confined.MEMORY // 1_000_000} MB of memory, {confined.CPU_SECONDS} s of"
        " processor time",
    }


def test_what_the_page_says_of_guesses_is_what_is_counted():
    text = section("How people and programs sign in")
    minutes = int(guessing.WINDOW.total_seconds()) // 60
    assert f"{guessing.MOST_OF_ONE} times in {minutes} minutes" in text
    assert f"{guessing.MOST_OF_ADDRESS} times in {minutes} minutes" in text
    assert f"at most {int(guessing.LONGEST_WAIT.total_seconds()) // 60} minutes" in text
    assert f"{tokens.DAYS} days" in text
    assert f"{browsers.LIFE // 86400} days" in text


CRYPTOGRAPHY = re.compile(r"\b(hashlib|secrets|hmac|salted_hmac|signing|hash_token|[gs]et_signed_cookie|crypto)\b")


def test_the_page_lists_every_module_that_hashes_signs_or_draws():
    using = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and CRYPTOGRAPHY.search(ast.unparse(node.func))
    }
    assert "people/tokens.py" in using
    listed = set(re.findall(r"`([\w/]+\.py)`", section("Keys, hashes and random numbers")))
    assert using <= listed
    assert [name for name in listed if not (ROOT / name).exists()] == []


def test_the_page_tells_how_passwords_are_hashed():
    assert f"{PBKDF2PasswordHasher.iterations:,} rounds" in section("Keys, hashes and random numbers")


def test_the_page_tells_of_every_table_how_much_it_is_to_be_guarded():
    ours = {model.__name__ for model in apps.get_models()} - {"Success", "Failure"}  # two views of Task
    assert ours == set(re.findall(r"`([A-Z]\w+)`", " ".join(row[1] for row in rows(section("What is worth guarding")))))
