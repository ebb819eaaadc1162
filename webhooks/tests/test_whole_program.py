"""What happens in the whole program reaches a program elsewhere, whoever dies between."""

import json
import os
import signal
import sys

import pytest
from standardwebhooks import Webhook as Judge

from tests.support.cast import picture
from tests.support.program import eventually, running
from tests.test_whole_path_by_api import Api
from webhooks.tests.receiver import receiving

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="this test kills processes that it finds in /proc"),
]

HERE = "projects/storefront-clothing"


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


@pytest.fixture
def program(tmp_path, prepared_data):
    with running(tmp_path / "data", begin_with=prepared_data, LABELER_WEBHOOK_NETWORKS="127.0.0.0/8") as program:
        yield program


@pytest.fixture
def api(program):
    return Api(f"{program.url}/api/v1/", program.manage("create_token", "admin").strip())


@pytest.fixture
def hook(api, receiver):
    """A project with one labeled picture, and its webhook."""
    api.post("projects/", {"name": "Storefront clothing", "categories": [{"name": "Dress"}]}, status=201)
    status, asset = api.upload("a.png", picture())
    assert status == 201, asset
    operation = {"op_id": "1", "asset": asset["id"], "base_revision": 0, "status": "approved", "category_ids": [1]}
    [result] = api.post(f"{HERE}/answers/", {"operations": [operation]})["results"]
    assert result["result"] == "applied", result
    wanted = {"url": receiver.url, "events": ["version.ready"]}
    return api.post(f"{HERE}/webhooks/", wanted, status=201)


def log_of(api, hook):
    return api.get(f"{HERE}/webhooks/{hook['id']}/deliveries/")["results"]


def arrived(api, hook):
    """None while the version is not ready, or what it led to is on its way."""
    told = log_of(api, hook)
    assert len(told) < 2
    return told[0] if told and told[0]["state"] == "done" else None


def test_a_version_that_is_made_is_told_signed_and_after_a_failure_again(api, hook, receiver):
    receiver.answer(500, 204)
    made = api.post(f"{HERE}/versions/", {}, status=202)
    told = eventually(lambda: arrived(api, hook))
    assert (told["tries"], told["status"], told["event"]) == (2, 204, "version.ready")
    first, second = receiver.received
    assert first.id == second.id == told["id"]
    assert int(second.headers["webhook-timestamp"]) >= int(first.headers["webhook-timestamp"]) + 5
    event = Judge(hook["secret"]).verify(second.body, second.headers)
    version = api.get(f"{HERE}/versions/{made['number']}/")
    assert event["data"]["hash"] == version["hash"]
    status, _, content = api.send("GET", event["data"]["download_url"].partition("/api/v1/")[2])
    assert (status, len(content)) == (200, event["data"]["zip_bytes"])


def test_a_worker_that_is_killed_while_it_sends_loses_nothing(api, hook, receiver, program):
    killed = []

    def kill_who_sends(handler):
        """Whole: what it had begun ends with it, and it never learns that this arrived."""
        killed.append(program.child("worker"))
        os.killpg(killed[0], signal.SIGKILL)
        handler.close_connection = True

    receiver.answer(kill_who_sends, 204)
    api.post(f"{HERE}/versions/", {}, status=202)
    told = eventually(lambda: arrived(api, hook), within=120)
    assert len(killed) == 1
    first, second = receiver.received
    assert (first.id, first.body) == (second.id, second.body)
    assert told["id"] == first.id
    assert json.loads(first.body)["type"] == "version.ready"
    Judge(hook["secret"]).verify(second.body, second.headers)
