"""Runs a benchmark on a database of its own, with the product's own settings, and prints its rows."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
SMALL = bool(os.environ.get("BENCH_SMALL"))
POSTGRESQL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/test")


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, what it is held against, from the same run, and the bound of the
    ratio that the product promises."""

    name: str
    measured: str
    against: str = ""
    ratio: float | None = None
    bound: str = ""


def main(measure: Callable[[], Iterable[Row]], *, databases: Iterable[str] = ("SQLite", "PostgreSQL")) -> None:
    """Called by each benchmark's module: in a process of its own for each database, then here to print."""
    if os.environ.get("BENCH_INSIDE"):
        for row in measure():
            print(json.dumps(asdict(row)), flush=True)
        return
    name = name_of(Path(sys.argv[0]))
    for database in databases:
        with _database(database) as environment:
            if environment is None:
                print(f"{name}, {database}: no server answers, left out")
                continue
            _print_rows(name, database, environment)


def name_of(path: Path) -> str:
    """Of a benchmark, as `python -m bench.` takes it."""
    return ".".join(path.resolve().relative_to(ROOT / "bench").with_suffix("").parts)


def prepare() -> None:
    """Django, with an empty and migrated database."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collect_changed", stdout=sys.stderr)  # our own output is the rows


def each(count: int, action: Callable[[], object]) -> list[float]:
    """Milliseconds of each of `count` calls, after some to warm up, in a process settled as the web server's is."""
    from labeler.serving.memory import settle

    for _ in range(3):
        action()
    settle()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return times


def pages(
    what: str, sizes: list[int], times: int, addresses: Callable[[Any, int], dict[str, str]], part: str, bound: str
) -> Iterator[tuple[Any, int, list[Row]]]:
    """Server times of a page at each size of a project: (project, size, rows). `addresses`: name to address; `part`:
    what counts as one entry of the page; `bound`: said of the largest size. The smallest size is what the others are
    held against, where its page is as full."""
    from bench import rows

    client = rows.client()

    def ask(address: str) -> int:
        response = client.get(address)
        assert response.status_code == 200, response.status_code
        found: int = response.content.count(part.encode())
        assert found
        return found

    smallest: dict[str, tuple[int, float]] = {}  # entries and milliseconds
    for size in sizes:
        project = rows.project(size)
        measured = []
        for name, address in addresses(project, size).items():
            taken = each(times, partial(ask, address))
            entries = ask(address)
            few, floor = smallest.setdefault(name, (entries, median(taken)))
            measured.append(
                Row(
                    f"{what}, {size:,} images, {name}",
                    spread(taken),
                    f"at {sizes[0]:,}: {floor:.1f} ms" if few == entries else f"at {sizes[0]:,}: only {few} entries",
                    median(taken) / floor if few == entries else None,
                    bound if size == sizes[-1] and name != "search" and not SMALL else "",
                )
            )
        yield project, size, measured


def bare_count(project: int) -> None:
    """The least that a look at all images of a project can cost."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assets_asset WHERE project_id = %s", [project])
        cursor.fetchone()


def spread(times: list[float]) -> str:
    return f"{median(times):.1f} ms, p95 {quantiles(times, n=20)[-1]:.1f} ms"


def _print_rows(name: str, database: str, environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", f"bench.{name}"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            row = Row(**json.loads(line))
            ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
            print(
                f"{row.name:<54} {database:<11} {row.measured:<28} {row.against:<30} {ratio:>6} {row.bound}", flush=True
            )
    if process.returncode:
        sys.exit(f"{name} on {database} failed")


@contextlib.contextmanager
def _database(kind: str) -> Iterator[dict[str, str] | None]:
    """The environment of a process that works on an empty database and an empty data folder."""
    with tempfile.TemporaryDirectory(prefix="labeler-bench-") as folder:
        environment = {
            **os.environ,
            "BENCH_INSIDE": "1",
            "LABELER_DATA": folder,
            "SECRET_KEY": "only-for-benchmarks",
            "DJANGO_SETTINGS_MODULE": "labeler.settings",
        }
        environment.pop("DATABASE_URL", None)
        if kind == "SQLite":
            yield environment
            return
        with new_postgresql() as url:
            yield None if url is None else {**environment, "DATABASE_URL": url}


@contextlib.contextmanager
def new_postgresql() -> Iterator[str | None]:
    """The address of an empty database, which is dropped afterwards; None where no server answers."""
    import psycopg

    name = f"labeler_bench_{os.getpid()}"
    try:
        connection = psycopg.connect(POSTGRESQL, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError:
        yield None
        return
    with connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(POSTGRESQL)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
