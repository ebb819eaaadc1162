"""What `make audit` makes of what advisory services know, and of silence. Nobody outside is asked: pip-audit asks a
stand-in on this machine."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
SCRIPT = ROOT / "scripts" / "audit.py"
TODAY = date(2026, 6, 1)


def load():
    spec = importlib.util.spec_from_file_location("audit", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit"] = module  # dataclasses look for it there
    spec.loader.exec_module(module)
    return module


audit = load()
HASH = f"--hash=sha256:{'0' * 64}"
LOCK = f"pillow==13.0.0 \\\n    {HASH}\n    # via labeler\n"
OF_OTHERS = f"pillow==12.3.0 \\\n    {HASH}\nzlib-ng==1.0 ; sys_platform == 'win32' \\\n    {HASH}\n"
EXCUSE = """
[[hole]]
package = "Pillow"
advisory = "CVE-2026-7"
reason = "Its reader of PSD is never called."
until = {until}
"""


class Advisories:
    """As OSV answers: which advisories there are, by package and version."""

    def __init__(self, known, status):
        self.asked = []
        known_ones, asked = known, self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                wanted = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                release = wanted["package"]["name"], wanted["version"]
                asked.append(release)
                found = [advisory(release, *each) for each in known_ones.get(release, [])]
                body = json.dumps({"vulns": found} if found else {}).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/v1/query"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def advisory(release, name, alias, fixed):
    events = [{"introduced": "0"}, *([{"fixed": fixed}] if fixed else [])]
    affected = {
        "package": {"name": release[0], "ecosystem": "PyPI"},
        "ranges": [{"type": "ECOSYSTEM", "events": events}],
    }
    return {"id": name, "aliases": [alias], "summary": "Bad.", "affected": [affected]}


@pytest.fixture
def service():
    """A stand-in for OSV that knows these advisories."""
    opened = []

    def service(known=None, status=200):
        opened.append(Advisories(known or {}, status))
        return opened[-1]

    yield service
    for each in opened:
        each.server.shutdown()
        each.server.server_close()


@pytest.fixture
def run(tmp_path):
    """The script on a list: its exit code and what it says."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "audit.py").write_text(SCRIPT.read_text())
    (tmp_path / "requirements.txt").write_text(LOCK)

    def run(address, excuses="", **more):
        (tmp_path / "scripts" / "excused_holes.toml").write_text(excuses)
        done = subprocess.run(
            [sys.executable, "scripts/audit.py"],
            cwd=tmp_path,
            env=os.environ | {"OSV_URL": address, "no_proxy": "127.0.0.1"} | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout

    return run


HOLE = {("pillow", "13.0.0"): [("GHSA-aaaa", "CVE-2026-7", "13.0.1")]}


# --- the whole way, by pip-audit itself ---


def test_where_nothing_is_known_every_locked_release_was_asked_about(run, service, tmp_path):
    (tmp_path / "requirements-loaders.txt").write_text(OF_OTHERS)
    asked = service()
    assert run(asked.address) == (0, "OSV_URL was asked about 3 locked releases: no known hole(s).\n")
    assert sorted(asked.asked) == [("pillow", "12.3.0"), ("pillow", "13.0.0"), ("zlib-ng", "1.0")]


def test_a_known_hole_fails_and_is_told_with_package_release_advisory_and_what_mends_it(run, service):
    code, words = run(service(HOLE).address)
    assert code == 1
    assert words.splitlines()[1:] == ["pillow 13.0.0 has CVE-2026-7 (GHSA-aaaa), fixed in 13.0.1."]


def test_a_hole_that_is_excused_is_told_and_fails_again_when_the_excuse_has_ended(run, service):
    address = service(HOLE).address
    code, words = run(address, EXCUSE.format(until=date.today() + timedelta(days=10)))
    assert (code, "Its reader of PSD is never called." in words) == (0, True)
    code, words = run(address, EXCUSE.format(until=date.today() - timedelta(days=1)))
    assert code == 1
    assert words.endswith(f"Its excuse ended on {date.today() - timedelta(days=1)}.\n")


def test_where_nobody_answers_one_line_says_so_and_nothing_fails(run, service):
    gone = service()
    gone.server.shutdown()
    gone.server.server_close()
    assert run(gone.address) == (
        0,
        "No advisory service answers here (OSV_URL): the locked packages were not audited.\n",
    )


@pytest.mark.parametrize("status", [403, 503])
def test_a_service_that_refuses_to_answer_is_none(run, service, status):
    code, words = run(service(status=status).address)
    assert (code, words.count("\n"), "were not audited" in words) == (0, 1, True)


def test_a_list_that_locks_no_release_is_a_mistake_and_not_silence(run, service, tmp_path):
    asked = service()
    for line in ("pillow>=13", "pillow==13.0.0", f"pillow {HASH}", "-r other.txt", f"git+ssh://host/x {HASH}"):
        (tmp_path / "requirements.txt").write_text(f"{line}\n")
        code, words = run(asked.address)
        assert (code, words.startswith("The locked packages could not be audited: ")) == (2, True), line
    assert asked.asked == []


def test_a_pip_audit_that_fails_is_a_mistake_and_not_silence(run, service, tmp_path):
    (tmp_path / "pip_audit.py").write_text("raise SystemExit('It broke.')")
    assert run(service().address, PYTHONPATH=str(tmp_path)) == (
        2,
        "The locked packages could not be audited: It broke.\n",
    )


# --- what is made of an answer ---


def test_a_registry_that_knows_no_release_tells_no_advisories_and_the_next_service_is_asked(monkeypatch):
    def asked(options, releases):
        return audit.Told([], ["pillow"]) if options == "PyPI" else audit.Told([], [])

    monkeypatch.setattr(audit, "_asked", asked)
    locked = audit.releases_of([LOCK])
    assert audit.first_answer({"PyPI": "PyPI", "OSV": "OSV"}, locked)[0] == "OSV"
    with pytest.raises(audit.NoAnswer, match="^PyPI$"):
        audit.first_answer({"PyPI": "PyPI"}, locked)


def test_one_of_which_nothing_is_known_is_named():
    assert audit.judged(audit.Told([], ["odd"]), [], TODAY) == (["Nothing is known of odd."], False)


def test_a_hole_without_a_release_that_mends_it_says_so():
    hole = audit.Hole(audit.Release("pillow", "13.0.0"), ("CVE-2026-7",), ())
    assert audit.judged(audit.Told([hole], []), [], TODAY) == (
        ["pillow 13.0.0 has CVE-2026-7, fixed in no release yet."],
        True,
    )


@pytest.mark.parametrize(("package", "advisory"), [("pillow", "CVE-2026-8"), ("pillow-heif", "CVE-2026-7")])
def test_an_excuse_is_for_one_hole_of_one_package_and_one_for_none_is_told(package, advisory):
    hole = audit.Hole(audit.Release("pillow", "13.0.0"), ("CVE-2026-7",), ("13.0.1",))
    excuse = audit.Excuse(package, advisory, "Never called.", TODAY)
    lines, has_failed = audit.judged(audit.Told([hole], []), [excuse], TODAY)
    assert has_failed
    assert lines[-1] == f"{advisory} of {package} was not found any more: take its excuse out of excused_holes.toml."


def test_an_excuse_holds_on_its_last_day():
    hole = audit.Hole(audit.Release("pillow", "13.0.0"), ("GHSA-aaaa", "CVE-2026-7"), ("13.0.1",))
    excuses = audit.excuses_of(EXCUSE.format(until=TODAY), TODAY)
    assert not audit.judged(audit.Told([hole], []), excuses, TODAY)[1]
    assert audit.judged(audit.Told([hole], []), excuses, TODAY + timedelta(days=1))[1]


@pytest.mark.parametrize(
    "text",
    [
        "[[hole",
        '[[hole]]\npackage = "pillow"\n',
        EXCUSE.format(until='"2026-06-02"'),
        EXCUSE.format(until="2026-06-02T00:00:00"),
        EXCUSE.format(until="2026-06-02").replace("Its reader of PSD is never called.", ""),
        EXCUSE.format(until="2026-06-02") + "for_ever = true\n",
        EXCUSE.format(until=TODAY + timedelta(days=91)),
    ],
)
def test_an_excuse_that_is_not_whole_or_for_too_long_is_refused(text):
    with pytest.raises(audit.Mistake, match=r"^excused_holes\.toml: "):
        audit.excuses_of(text, TODAY)


# --- how it is called ---


def test_the_lists_of_this_program_can_be_audited_and_its_excuses_read():
    names = sorted(ROOT.glob("requirements*.txt"))
    locked = audit.releases_of(path.read_text() for path in names)
    assert len(names) == 6
    assert len(locked) > 100
    sheets = list(audit.sheets(locked))
    assert sorted(each for sheet in sheets for each in sheet) == locked
    assert all(len({each.package for each in sheet}) == len(sheet) for sheet in sheets)
    assert isinstance(audit.excuses_of(audit.EXCUSES.read_text(), date.today()), list)


def test_ci_audits_and_goes_no_further_when_that_fails():
    run = (ROOT / ".ci" / "run").read_text()
    assert "set -euo pipefail" in run
    assert re.search(r"^make audit$", run, re.MULTILINE)
    recipe = (ROOT / "Makefile").read_text().split("\naudit:")[1].split("\n\n")[0]
    assert recipe.endswith("\t@.venv/bin/python scripts/audit.py")
