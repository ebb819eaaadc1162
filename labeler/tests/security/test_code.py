"""What the program's own code may call: nothing that runs words as code, no shell, no connection but to what is
configured. Every module of the product and every page script is read."""

import ast
import re
from functools import cache

import pytest
from django.conf import settings

ROOMS = ("core", "contract", "people", "projects", "webhooks", "assets", "annotations", "exports", "labeler")
SCRIPTS = {
    str(path.relative_to(settings.BASE_DIR)): path.read_text() for path in (settings.BASE_DIR / "static").rglob("*.js")
}


@cache
def modules():
    """What each module says, by its path."""
    return {
        str(path.relative_to(settings.BASE_DIR)): ast.parse(path.read_text())
        for room in ROOMS
        for path in sorted((settings.BASE_DIR / room).rglob("*.py"))
        if not {"tests", "migrations"} & set(path.parts)
    }


def imports():
    """(module, what it imports), each as a dotted name."""
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name, each.name) for each in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield from ((name, f"{node.module}.{each.name}") for each in node.names)


def importers(*wanted):
    return {name for name, found in imports() if any(found == each or found.startswith(f"{each}.") for each in wanted)}


def calls():
    """(module, what is called as it is spelled, the call)."""
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield name, ast.unparse(node.func), node


def test_the_walk_finds_the_modules_and_scripts():
    assert {"labeler/settings.py", "core/confined/child.py", "people/sign_in.py"} <= modules().keys()
    assert len(modules()) > 150
    assert len(SCRIPTS) > 60


def test_no_words_are_run_as_code():
    assert {found for _, found, _ in calls() if found in ("eval", "exec", "compile", "__import__")} == set()
    # A function is looked up by its name in children that are told by their parent which.
    assert importers("importlib.import_module", "runpy", "code") == set()
    assert {name for name, found, _ in calls() if found.endswith(("import_module", "import_string"))} == {
        "core/confined/child.py"
    }


def test_no_object_is_made_from_bytes_and_one_module_reads_xml():
    assert importers("pickle", "marshal", "shelve", "dill", "joblib", "torch") == set()
    # YAML becomes nodes there, of which no object is made.
    assert importers("yaml") == {"annotations/imports/reading/hugging_face/class_names.py"}
    assert {found for _, found, _ in calls() if found.startswith("yaml.")} == {"yaml.compose"}
    assert importers("xml", "lxml", "defusedxml", "html.parser", "xmlrpc") == {
        "annotations/imports/reading/cvat.py"  # by expat, and no file that declares a document type
    }


def test_no_page_is_made_of_words_from_outside():
    assert importers("django.template.Template", "django.template.Engine", "jinja2", "mako") == set()
    assert {found for _, found, _ in calls() if found.endswith((".from_string", "Template"))} == set()


def test_formats_that_words_are_put_into_are_our_own():
    assert {ast.unparse(call.func.value) for _, found, call in calls() if re.search(r"\.format(_map)?$", found)} == {
        "WORDS[self.kind]",
        "since_first",
        "KIND_OF",  # SQL, into which the names of columns are put
    }


def test_the_cache_is_given_counts_and_nothing_that_people_typed():
    """What each of these keeps there: numbers by state and category; numbers by kind of change; that a job was
    asked for; numbers of images that are due for a second answer; that somebody waits, by a hash of who;
    that it keeps anything."""
    assert importers("django.core.cache") == {
        "annotations/labeling/due.py",
        "annotations/mending/reading.py",
        "annotations/statistics/counts.py",
        "core/api/waiting.py",
        "exports/comparison/diff.py",
        "labeler/health.py",
    }


def test_programs_are_started_by_few_modules_and_never_by_a_shell():
    assert importers("subprocess") == {"core/confined/children.py", "assets/videos/ffmpeg.py"}
    assert {name for name, found, _ in calls() if re.match(r"os\.(system|popen|spawn|posix_spawn|exec)", found)} == {
        "core/confined/limits.py",
        "labeler/serving/first_password.py",
    }
    shells = [name for name, _, call in calls() if any(each.arg == "shell" for each in call.keywords)]
    assert shells == []


def test_connections_lead_to_what_is_configured_and_nowhere_else():
    """Nobody who uses Labeler can name an address that it would call, but for webhooks: one module sends them, and
    looks at each address (webhooks/tests/test_sending.py)."""
    assert importers("urllib.request", "requests", "aiohttp", "urllib3", "ftplib", "smtplib") == set()
    assert importers("httpx", "httpcore", "ssl") == {"webhooks/sending.py"}
    assert importers("django.core.mail", "telnetlib", "xmlrpc", "asyncio") == set()
    assert importers("boto3", "botocore") == {"core/storage/s3.py", "labeler/health.py"}  # STORAGE_URL
    assert importers("psycopg", "redis") == set()  # Django opens these: DATABASE_URL, CACHE_URL
    assert importers("http.client") == {"labeler/serving/webserver.py"}  # asks itself whether it is up
    assert importers("socket") == {
        "core/confined/child.py",  # to its own children, by a pair that has no address
        "core/confined/children.py",
        "core/confined/messages.py",
        "labeler/management/commands/serve.py",  # where it listens
        "labeler/serving/webserver.py",
        "labeler/serving/worker.py",  # its own host's name
        "webhooks/sending.py",  # names of webhooks are looked up
    }


def test_hashes_are_strong_and_what_nobody_may_guess_is_not_drawn_by_random():
    made = [(found, call) for _, found, call in calls() if re.fullmatch(r"hashlib\.\w+", found)]
    assert {found for found, _ in made} == {"hashlib.sha256", "hashlib.file_digest"}
    assert {ast.unparse(call.args[1]) for found, call in made if found == "hashlib.file_digest"} == {"'sha256'"}
    drawn = {name for name in importers("random") if not name.startswith("labeler/demo/")}  # pictures to look at
    assert drawn == {"core/sqlite/line.py"}  # how long to wait
    named = [call for _, found, call in calls() if found.endswith("salted_hmac")]
    assert named
    assert all(ast.unparse(each.value) == "'sha256'" for call in named for each in call.keywords)
    assert all(call.keywords for call in named)  # without it Django takes SHA-1


# --- page scripts ---

SINKS = {
    "innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "createContextualFragment", "document.write",
    "srcdoc", "eval(", "new Function", "javascript:", "importScripts",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_page_scripts_show_text_as_text_and_run_nothing(name):
    text = re.sub(r"^\s*//.*$", "", SCRIPTS[name], flags=re.MULTILINE)
    assert {sink for sink in SINKS if sink in text} == set()
    # By a string they would be compiled.
    assert not re.search(r"set(Timeout|Interval)\(\s*[\"'`]", text)
    # Windows of other sites have nothing to say here: messages go between a page, its worker and its own tabs.
    assert not re.search(r"(window|parent|opener|self|globalThis)\s*\.\s*(postMessage|onmessage)\b", text)


def test_nothing_that_pages_use_comes_from_elsewhere():
    pages = {path: path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")}
    sources = re.compile(r"""(?:src|srcset|href|action)=["'](?:https?:)?//""")
    assert len(pages) > 30
    assert [path.name for path, text in pages.items() if sources.search(text)] == []
    named = {each for text in SCRIPTS.values() for each in re.findall(r"""["'`]((?:https?:)?//[a-z][^"'`]*)""", text)}
    assert named == {"http://www.w3.org/2000/svg"}  # a name of a kind of elements, which nobody fetches
