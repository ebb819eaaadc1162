"""What reads bytes of strangers does so in a process that cannot take much, reach anything, or hold anybody up."""

import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from core.confined import child, children, limits, messages
from core.confined.children import Crashed, Said, TooMuch, call
from core.confined.limits import Limits
from tests.support import hostile
from tests.support.program import eventually

MEMORY = 300_000_000
ROOMY = Limits(MEMORY, cpu_seconds=20, seconds=60)

on_linux = pytest.mark.skipif(not limits.IN_LINUX, reason="the kernel of Linux does it")


@pytest.fixture(autouse=True)
def pool(monkeypatch):
    """Each test has children of its own, at most two at a time."""
    ours = children._Children(2)
    monkeypatch.setattr(children, "_children", ours)
    yield ours
    for each in ours._idle:
        each.end()


def kept_pid():
    return call(hostile.process, ROOMY, keep=True)["pid"]


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_function_gets_its_values_and_gives_its_answer_bytes_included():
    values = {"number": 7, "words": ["ä", None], "empty": b"", "content": os.urandom(3_000_000)}
    assert call(hostile.say, ROOMY, **values) == values


def test_what_the_function_refuses_is_told_with_code_and_message():
    with pytest.raises(Said, match="This file is odd.") as said:
        call(hostile.refuse, ROOMY)
    assert said.value.code == "odd"


def test_a_mistake_of_ours_is_told_as_one():
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        call(hostile.err, ROOMY)


# --- limits ---------------------------------------------------------------------------------------------------------


def test_more_memory_than_allowed_is_not_given():
    assert call(hostile.eat, ROOMY, size=MEMORY // 2) == {"eaten": MEMORY // 2}
    with pytest.raises(TooMuch, match="memory"):
        call(hostile.eat, ROOMY, size=MEMORY)


def test_what_does_not_go_in_at_all_takes_too_much():
    with pytest.raises(TooMuch, match="memory"):
        call(hostile.say, ROOMY, content=bytes(MEMORY))


def test_where_the_system_keeps_no_limit_of_memory_the_parent_looks(monkeypatch):
    monkeypatch.setattr(children, "IN_LINUX", False)
    monkeypatch.setattr(children, "resident", lambda pid: MEMORY + 1)
    with pytest.raises(TooMuch, match="memory"):
        call(hostile.sleep, ROOMY, seconds=50)


def test_the_memory_of_a_process_is_seen_from_outside():
    assert children.resident(os.getpid()) > 10_000_000
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert children.resident(ended.pid) == 0


@pytest.mark.parametrize("keep", [False, True])
def test_who_computes_for_too_long_is_ended(keep):
    with pytest.raises(TooMuch, match="time"):
        call(hostile.compute_for_ever, Limits(MEMORY, cpu_seconds=1, seconds=60), keep=keep)


def test_who_waits_for_too_long_is_ended():
    with pytest.raises(TooMuch, match="time"):
        call(hostile.sleep, Limits(MEMORY, cpu_seconds=20, seconds=1), seconds=50)


def test_a_kept_child_has_its_whole_time_for_each_file():
    limited = Limits(MEMORY, cpu_seconds=1, seconds=60)
    assert len({call(hostile.compute, limited, keep=True, seconds=0.7)["pid"] for _ in range(4)}) == 1


def test_no_variable_of_the_environment_is_seen(monkeypatch):
    monkeypatch.setenv("LABELER_ADMIN_PASSWORD", "hunter2")
    seen = call(hostile.environment, ROOMY)["environment"]
    assert seen.keys() <= {"MALLOC_ARENA_MAX", "LC_CTYPE"}  # Python itself sets the last


def can_leave_the_network():
    leave = "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x40000000 if sys.argv[1] == '0' else 0x50000000))"
    return subprocess.run([sys.executable, "-c", leave, str(os.geteuid())]).returncode == 0


@on_linux
@pytest.mark.skipif(not can_leave_the_network(), reason="the kernel does not let this user")
def test_nothing_is_reached_over_the_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert hostile.connect(port)["reached"]
        assert not call(hostile.connect, ROOMY, port=port)["reached"]


# --- ends -----------------------------------------------------------------------------------------------------------


def test_one_that_dies_of_what_it_reads_is_told_and_the_next_file_works():
    with pytest.raises(Crashed):
        call(hostile.crash, ROOMY, keep=True)
    assert call(hostile.say, ROOMY, keep=True, number=1) == {"number": 1}


def test_one_that_is_killed_by_somebody_else_is_tried_once_more(tmp_path):
    assert call(hostile.die_once, ROOMY, mark=str(tmp_path / "mark"))["pid"]


def test_one_that_is_killed_twice_had_no_memory_left():
    with pytest.raises(TooMuch, match="memory"):
        call(hostile.die, ROOMY)


@pytest.mark.parametrize("head", ["ffffffff", "000000027b7d", "0000000b5b7b7d2c5b5b312c325d5d"])
def test_an_answer_that_is_none_is_refused(head):
    with pytest.raises(Crashed):
        call(hostile.answer_by_hand, Limits(MEMORY, cpu_seconds=20, seconds=3), head=head)


def test_half_an_answer_holds_nobody_up():
    with pytest.raises(TooMuch, match="time"):
        call(hostile.answer_by_hand, Limits(MEMORY, cpu_seconds=20, seconds=2), head="0000")


def test_one_that_hangs_up_and_goes_on_is_ended(monkeypatch):
    monkeypatch.setattr(children, "END_SECONDS", 1)
    with pytest.raises(Crashed):
        call(hostile.hang_up, ROOMY)


@pytest.mark.parametrize("problem", [InterruptedError, TimeoutError, ConnectionError, EOFError, KeyboardInterrupt])
def test_who_waits_no_more_ends_the_child_at_once_and_hears_of_their_own_reason(problem, tmp_path, monkeypatch, pool):
    monkeypatch.setattr(messages, "LOOK_SECONDS", 0.01)
    mark, pids = tmp_path / "mark", []

    def alive():
        if mark.exists() and (pid := mark.read_text()):
            pids.append(int(pid))
            raise problem("nobody waits")

    with pytest.raises(problem, match="nobody waits"):
        call(hostile.leave_mark_and_sleep, ROOMY, alive=alive, mark=str(mark))
    (pid,) = pids
    assert not is_running(pid)
    assert not pool._busy


def test_who_waits_in_line_is_alive_and_may_leave_it(monkeypatch, pool):
    monkeypatch.setattr(messages, "LOOK_SECONDS", 0.01)

    def alive():
        raise InterruptedError

    with pool._line, pool._line, pytest.raises(InterruptedError):
        call(hostile.say, ROOMY, alive=alive, number=1)
    assert call(hostile.say, ROOMY, number=1) == {"number": 1}


START_AND_DIE = """
import os, sys, threading
from core.confined.children import call
from core.confined.limits import Limits
from tests.support import hostile
roomy = Limits(300_000_000, 20, 60)
print(call(hostile.process, roomy, keep=True)["pid"], flush=True)
threading.Thread(target=call, args=(hostile.leave_mark_and_sleep, roomy), kwargs={"mark": sys.argv[1]}).start()
sys.stdin.read()
"""


def test_children_idle_or_at_work_end_with_a_parent_that_is_killed(tmp_path):
    mark = tmp_path / "mark"
    command = [sys.executable, "-c", START_AND_DIE, str(mark)]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        idle = int(parent.stdout.readline())
        at_work = eventually(lambda: mark.exists() and int(mark.read_text() or 0))
        assert is_running(idle)
        assert is_running(at_work)
        parent.kill()
    eventually(lambda: not is_running(idle) and not is_running(at_work))


# --- kept children --------------------------------------------------------------------------------------------------


def test_a_kept_child_does_the_next_file_too_and_another_takes_its_place_in_time(monkeypatch):
    monkeypatch.setattr(children, "TIMES", 3)
    pids = [kept_pid() for _ in range(7)]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]


def test_one_that_met_a_limit_is_not_kept():
    before = kept_pid()
    with pytest.raises(TooMuch):
        call(hostile.eat, ROOMY, keep=True, size=MEMORY)
    assert kept_pid() != before
    assert not is_running(before)


def test_one_that_was_killed_while_it_had_nothing_to_do_is_replaced():
    before = kept_pid()
    os.kill(before, signal.SIGKILL)
    assert kept_pid() != before


def test_one_with_nothing_to_do_ends_by_itself(monkeypatch):
    monkeypatch.setattr(child, "IDLE_SECONDS", 0)
    ours, theirs = socket.socketpair()
    with ours:
        pid = os.fork()
        if not pid:
            monkeypatch.setattr(limits, "confine", lambda *_: None)
            child.main(theirs.detach(), MEMORY, 20, 5)
            os._exit(0)
        theirs.close()
        assert os.waitpid(pid, 0)[1] == 0


def test_there_are_no_more_at_once_than_allowed_and_nobody_is_forgotten(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        answers = list(
            threads.map(
                lambda number: call(
                    hostile.together, ROOMY, keep=number % 2 == 0, folder=str(tmp_path), name=str(number)
                ),
                range(12),
            )
        )
    assert max(answer["count"] for answer in answers) == 2


def test_kept_children_of_other_limits_make_room(pool):
    for memory in range(5):
        call(hostile.process, Limits(MEMORY + memory, 20, 60), keep=True)
    assert len(pool._idle) == 2


def test_a_process_that_was_forked_has_children_of_its_own(pool):
    before = kept_pid()
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        os.write(write, str(call(hostile.process, ROOMY)["pid"]).encode())
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
    assert int(os.read(read, 20)) != before
    assert kept_pid() == before
    os.close(read)
    os.close(write)


# --- programs -------------------------------------------------------------------------------------------------------


def test_a_program_begins_with_its_limits_set():
    show = (
        "import resource; print(*(resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU)))"
    )
    done = subprocess.run(
        limits.launched([sys.executable, "-c", show], ROOMY), capture_output=True, text=True, check=True, env={}
    )
    memory, cpu = map(int, done.stdout.split())
    assert cpu == 20
    assert memory == MEMORY or not limits.IN_LINUX


@on_linux
def test_a_program_ends_with_a_parent_that_is_killed():
    start = (
        "import subprocess, sys; from core.confined import limits\n"
        "roomy = limits.Limits(300_000_000, 20, 60)\n"
        "started = subprocess.Popen(limits.launched(['/bin/sleep', '60'], roomy), stdout=subprocess.DEVNULL)\n"
        "print(started.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", start], cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        pid = int(parent.stdout.readline())
        eventually(lambda: Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"/bin/sleep"))
        parent.kill()
    eventually(lambda: not is_running(pid))
