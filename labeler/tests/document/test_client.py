"""A typed client can be made of the document by a generator that others wrote, and it reads what the API answers."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from assets.formats import FORMATS
from labeler.document import committed
from labeler.document.completed import OF_LINES
from people import tokens

# The generator knows bytes by this name alone.
KINDS = ("application/zip", "application/offset+octet-stream", "text/csv", "text/x-python", *OF_LINES, *FORMATS)
BYTES = {"content_type_overrides": dict.fromkeys(KINDS, "application/octet-stream")}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The package that openapi-python-client makes of docs/openapi.json."""
    folder = tmp_path_factory.mktemp("generated") / "labeler_api"
    config = folder.with_suffix(".json")
    config.write_text(json.dumps({"package_name_override": "labeler_api", "post_hooks": [], **BYTES}))
    program = Path(sys.executable).with_name("openapi-python-client")
    asked = [program, "generate", "--path", committed.PATH, "--output-path", folder, "--config", config]
    done = subprocess.run([*asked, "--meta", "none", "--fail-on-warning"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder.parent))
    yield lambda name: importlib.import_module(f"labeler_api{name}")
    sys.path.remove(str(folder.parent))


def test_it_has_a_function_for_every_call(client):
    folder = Path(client("").__file__).parent / "api"
    made = {path.stem for path in folder.rglob("*.py")} - {"__init__"}
    told = json.loads(committed.PATH.read_text())["paths"]
    assert made == {operation["operationId"] for methods in told.values() for operation in methods.values()}


@pytest.mark.django_db(transaction=True)
def test_it_reads_a_list_and_is_told_in_types_what_it_may_not(client, live_server, bob, photo):
    _, token = tokens.make(bob, "Typed", read_only=True)
    signed_in = client(".client").AuthenticatedClient(live_server.url, token, prefix="Token")
    listed = client(".api.assets.assets_list").sync(photo.project.slug, client=signed_in)
    assert [(one.id, one.original_name, str(one.status)) for one in listed.results] == [
        (photo.pk, photo.original_name, "unlabeled")
    ]
    refused = client(".api.projects.projects_archive").sync(photo.project.slug, client=signed_in)
    assert refused.error.code == "read_only_token"
