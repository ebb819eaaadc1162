"""The whole of `manage.py demo` with few pictures: it starts, every page opens in a browser, and it goes on."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from playwright.sync_api import expect

from labeler.demo import folder
from tests.support.browser import PATIENCE
from tests.support.program import Program, eventually, free_port

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PROJECT = "/projects/pottery/"
PAGES = (
    "/", PROJECT, f"{PROJECT}activity/", f"{PROJECT}assets/", f"{PROJECT}assets/1/", f"{PROJECT}label/",
    f"{PROJECT}review/", f"{PROJECT}review/?status=all&category=1", f"{PROJECT}checks/", f"{PROJECT}checks/2/",
    f"{PROJECT}videos/", f"{PROJECT}versions/", f"{PROJECT}versions/2/", f"{PROJECT}versions/2/diff/1/",
    "/projects/handle-or-no-handle/", "/projects/glaze-faults/", "/account/",
)  # fmt: skip


class Demo(Program):
    """`manage.py demo` instead of `serve`."""

    command = ("demo", "--pictures", "12")

    @property
    def password(self):
        found = eventually(lambda: re.search(r"password +(\S+)", self.output), within=300)
        return found[1]


@pytest.fixture
def demo(tmp_path):
    program = Demo(tmp_path / "data").start()
    try:
        yield program
    finally:
        program.kill_everything()


def test_the_demo_opens_on_every_page_and_the_next_start_goes_on_with_it(demo, page):
    complaints = []
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    sign_in(page, demo, demo.password)
    for address in PAGES:
        answer = page.goto(demo.url + address)
        page.wait_for_load_state("networkidle")
        assert answer.ok, address
    assert complaints == []

    assert another_start_on(demo.port, demo.data).startswith(f"CommandError: Port {demo.port} on 127.0.0.1 is in use")
    demo.stop()
    again = Demo(demo.data, PORT=demo.port).start()
    try:
        assert again.password == demo.password
        assert "Drawing" not in again.output
    finally:
        again.kill_everything()


def sign_in(page, demo, password):
    page.goto(demo.url)
    page.get_by_label("User name").fill("admin")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Projects", exact=True)).to_be_visible()


def another_start_on(port, data, **environment):
    """What it says of itself when it cannot."""
    done = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"LABELER_DATA": str(data), "PORT": str(port), "DATABASE_URL": ""} | environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE / 1000,
    )
    assert done.returncode == 1
    return done.stderr


def test_a_folder_with_real_work_is_left_as_it_is(tmp_path):
    (tmp_path / "labeler.sqlite3").write_text("years of work")
    assert "holds something else than a demo" in another_start_on(free_port(), tmp_path)
    assert (tmp_path / "labeler.sqlite3").read_text() == "years of work"
    assert not (tmp_path / folder.MARK).exists()


def test_a_demo_goes_into_no_database_of_other_work(tmp_path):
    said = another_start_on(free_port(), tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/other.sqlite3")
    assert "The demo keeps everything in its folder" in said
    assert not (tmp_path / "other.sqlite3").exists()
