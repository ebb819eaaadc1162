"""The API under attack for long: schemathesis makes up calls by the document against the whole program, with its
worker, in rounds. Each round has a new database, a new world in it, another seed and the token of somebody else."""

import argparse
import contextlib
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django

from labeler.tests.document.attack.run import attack
from labeler.tests.document.attack.world import PEOPLE


def main():
    asked = argparse.ArgumentParser(prog="python -m labeler.tests.document.attack", description=__doc__)
    asked.add_argument("--seconds", type=int, default=120, help="how long in all")
    asked.add_argument("--round", type=int, default=180, help="seconds of a round")
    asked.add_argument("--seed", type=int, default=7, help="of the first round; each has the next one")
    asked.add_argument("--people", nargs="*", default=PEOPLE, choices=PEOPLE)
    asked.add_argument("--reports", type=Path, required=True, help="a folder for what was found")
    asked.add_argument("options", nargs="*", help="of schemathesis, behind --")
    wanted = asked.parse_args()
    django.setup()
    wanted.reports.mkdir(parents=True, exist_ok=True)
    ends = time.monotonic() + wanted.seconds
    failed = 0
    for number, who in enumerate(itertools.cycle(wanted.people)):
        left = int(ends - time.monotonic())
        if number and left < 20:
            break
        seed = wanted.seed + number
        options = [f"--max-time={max(1, min(left, wanted.round))}", f"--seed={seed}", *wanted.options]
        kept, said, log = one_round(who, options)
        name = wanted.reports / f"{number:02}-{who}"
        name.with_suffix(".txt").write_text(said)
        name.with_suffix(".log").write_text(log)
        errors = log.count("Traceback (most recent call last)")
        failed += not kept or bool(errors)
        figures = re.findall(r"^\s*(Tested: \d+|\d+ generated.*)$", said, re.M)
        print(f"{who}, seed {seed}: {'kept' if kept else 'BROKEN'}, {errors} tracebacks, {figures}", flush=True)
    return failed


def one_round(who, options):
    """(whether the document was kept, what schemathesis says, what the server wrote)."""
    from tests.support.program import Program

    with tempfile.TemporaryDirectory(prefix="labeler-attack-") as folder, own_database() as database:
        environment = {"SECRET_KEY": "only-for-the-attack", **database}
        program = Program(Path(folder, "data"), **environment)
        program.data.mkdir(mode=0o700)
        program.manage("migrate", "--verbosity=0", within=600)
        made = subprocess.run(
            [sys.executable, "-m", "labeler.tests.document.attack.world"],
            env=os.environ
            | {"LABELER_DATA": str(program.data), "DJANGO_SETTINGS_MODULE": "labeler.settings"}
            | environment,
            cwd=program.folder,
            stdout=subprocess.PIPE,
            check=True,
        )
        world = json.loads(made.stdout)
        try:
            program.start().wait_for_address()
            kept, said = attack(program.url, world["document"], world["tokens"][who], Path(folder), *options)
            program.stop()
        finally:
            program.kill_everything()
        return kept, said, program.output


@contextlib.contextmanager
def own_database():
    """On the server that DATABASE_URL names, or SQLite in the folder of the round."""
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield {}
        return
    import psycopg

    name = f"labeler_attack_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labeler.settings")
    sys.exit(min(main(), 1))
